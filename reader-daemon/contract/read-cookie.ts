/** The value of a cookie in a Cookie header; undefined when it is absent, doubled or out of form. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .slice(0, 4096)
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value, ...more] = values;
  return value !== undefined && more.length === 0 && /^[A-Za-z0-9_-]{20,100}$/.test(value) ? value : undefined;
}

/** WCAG 2 contrast of two colours `#rrggbb`. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The tokens of one theme, `var()` resolved. A theme inherits what it does not set. */
export function tokensOf(css: string, theme: 'paper' | 'high'): Map<string, string> {
  const tokens = new Map<string, string>();
  const blocks = [/:root\s*\{([^}]*)\}/, ...(theme === 'high' ? [/\[data-contrast='high'\]\s*\{([^}]*)\}/] : [])];
  for (const block of blocks) {
    for (const [, name = '', value = ''] of (block.exec(css)?.[1] ?? '').matchAll(/--([\w-]+):\s*([^;]+);/g)) {
      tokens.set(name, value.trim());
    }
  }
  const resolve = (value: string): string => {
    const inner = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    return inner === undefined ? value : resolve(tokens.get(inner) ?? value);
  };
  return new Map([...tokens].map(([name, value]) => [name, resolve(value)]));
}

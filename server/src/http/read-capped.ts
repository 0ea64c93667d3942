/** A reply's body, at most `most` octets of it: what follows is not waited for. */
export async function readCapped(response: Response, most: number): Promise<Buffer> {
  const reader = response.body?.getReader();
  if (reader === undefined) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value as Uint8Array);
    length += (value as Uint8Array).length;
    if (length <= most) continue;
    await reader.cancel();
    break;
  }
  return Buffer.concat(parts).subarray(0, most);
}

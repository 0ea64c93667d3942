/** ICC.1:2001-04 §6: a small monochrome display profile, gamma 2.2, D50, for a paper that is black on white. */
export function grayProfile(): Uint8Array {
  const text = (value: string): Buffer => Buffer.from(value, 'ascii');
  const number = (value: number, octets = 4): Buffer => {
    const buffer = Buffer.alloc(octets);
    buffer.writeUIntBE(value, 0, octets);
    return buffer;
  };
  const padded = (buffer: Buffer): Buffer => Buffer.concat([buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4)]);
  const zero = number(0);
  /** s15Fixed16. */
  const fixed = (value: number): Buffer => number(Math.round(value * 65_536));
  const d50 = Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]);
  const name = 'Gray gamma 2.2';
  const description = Buffer.concat([
    ...[text('desc'), zero, number(name.length + 1), text(`${name}\0`)],
    // No Unicode and no Macintosh name.
    ...[zero, zero, number(0, 2), number(0, 1), Buffer.alloc(67)],
  ]);
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', description],
    ['cprt', Buffer.concat([text('text'), zero, text('Public domain\0')])],
    ['wtpt', Buffer.concat([text('XYZ '), zero, d50])],
    ['kTRC', Buffer.concat([text('curv'), zero, number(1), number(Math.round(2.2 * 256), 2)])],
  ];
  let offset = 128 + 4 + tags.length * 12;
  const table: Buffer[] = [number(tags.length)];
  const bodies: Buffer[] = [];
  for (const [signature, body] of tags) {
    table.push(text(signature), number(offset), number(body.length));
    const whole = padded(body);
    bodies.push(whole);
    offset += whole.length;
  }
  const header = Buffer.concat([
    ...[number(offset), zero, number(0x02100000), text('mntr'), text('GRAY'), text('XYZ ')],
    // 1 January 2026, midnight.
    ...[2026, 1, 1, 0, 0, 0].map((part) => number(part, 2)),
    ...[text('acsp'), zero, zero, zero, zero, zero, zero, number(0), d50, Buffer.alloc(48)],
  ]);
  return new Uint8Array(Buffer.concat([header, ...table, ...bodies]));
}

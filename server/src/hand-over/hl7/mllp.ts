/** MLLP framing (HL7 v2 transport, release 1): `0B` message `1C 0D`. */

const start = 0x0b;
const end = 0x1c;
const mostBuffered = 256 * 1024;

export const framed = (message: string): Buffer =>
  Buffer.concat([Buffer.from([start]), Buffer.from(message, 'utf8'), Buffer.from([end, 0x0d])]);

/** Takes octets as they come and gives whole messages. Octets outside a frame are dropped. */
export class Deframer {
  #held = Buffer.alloc(0);

  /** Throws RangeError when a frame grows beyond 256 KiB. */
  push(octets: Uint8Array): string[] {
    this.#held = Buffer.concat([this.#held, octets]);
    const messages: string[] = [];
    for (;;) {
      const from = this.#held.indexOf(start);
      if (from < 0) {
        this.#held = Buffer.alloc(0);
        return messages;
      }
      const to = this.#held.indexOf(end, from);
      if (to < 0) {
        this.#held = this.#held.subarray(from);
        if (this.#held.length > mostBuffered) throw new RangeError('a frame without an end');
        return messages;
      }
      messages.push(this.#held.toString('utf8', from + 1, to));
      this.#held = this.#held.subarray(to + 1);
    }
  }
}

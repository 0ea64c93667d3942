/** From the octets of a serial scanner to scanned texts. Pure: the moment is an argument. */

/** Longer than any code on a card; a stuck device must not fill the memory. */
const maxLength = 2000;
/** The lines of one machine readable zone come close together. */
const zoneMs = 1000;
const zoneLine = /^[A-Z0-9<]{30,44}$/;
const zoneLines = new Map([
  [30, 3],
  [36, 2],
  [44, 2],
]);

export class ScanLines {
  #rest = '';
  #overlong = false;
  #zone: string[] = [];
  #zoneAt = 0;

  /** The texts that these characters complete; lines end with CR, LF or both. */
  feed(characters: string, now: number): string[] {
    const parts = (this.#rest + characters).split(/[\r\n]+/);
    this.#rest = parts.pop() ?? '';
    const texts = parts.flatMap((line) => {
      const dropped = this.#overlong || line.length > maxLength;
      this.#overlong = false;
      return dropped || line.trim() === '' ? [] : this.#line(line, now);
    });
    if (this.#rest.length > maxLength) {
      this.#rest = '';
      this.#overlong = true;
    }
    return texts;
  }

  #line(line: string, now: number): string[] {
    const text = line.trim();
    const wanted = zoneLine.test(text) ? zoneLines.get(text.length) : undefined;
    if (wanted === undefined) {
      this.#zone = [];
      return [line];
    }
    if (now - this.#zoneAt > zoneMs || this.#zone[0]?.length !== text.length) this.#zone = [];
    this.#zoneAt = now;
    this.#zone.push(text);
    if (this.#zone.length < wanted) return [];
    const zone = this.#zone.join('');
    this.#zone = [];
    return [zone];
  }
}

/** Where scanned codes come from: one text at a time, from a device or from a program. */
import { Personal } from '../personal.ts';

export interface Scan {
  readonly text: Personal<string>;
  /** The reader it belongs to; absent where there is one scanner for the place. */
  readonly reader?: string;
}

export interface KeyScanner {
  /** Returns the way to stop. */
  watch(listener: (scan: Scan) => void): () => void;
}

/** A scanner that a program holds: the table of cards, tests. */
export class ManualScanner implements KeyScanner {
  readonly #listeners = new Set<(scan: Scan) => void>();

  scan(text: string, reader?: string): void {
    const scan: Scan = { text: new Personal(text), ...(reader !== undefined && { reader }) };
    for (const listener of this.#listeners) listener(scan);
  }

  watch(listener: (scan: Scan) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Several scanners as one. */
export const joinScanners = (scanners: readonly KeyScanner[]): KeyScanner => ({
  watch(listener) {
    const stops = scanners.map((scanner) => scanner.watch(listener));
    return () => stops.forEach((stop) => stop());
  },
});

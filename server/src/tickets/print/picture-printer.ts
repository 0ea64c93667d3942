import type { Printer } from './printer.ts';

export interface TicketPicture {
  readonly visitId: string;
  readonly number: string;
  readonly png: Uint8Array;
  readonly at: string;
}

/** The stand-in for a printer: the last tickets as pictures, in memory alone. It can be out of paper on order. */
export interface PicturePrinter extends Printer {
  /** Newest last, at most twenty. */
  pictures(): readonly TicketPicture[];
  state(): 'ready' | 'out-of-paper' | 'failed';
  set(state: 'ready' | 'out-of-paper' | 'failed'): void;
}

const kept = 20;

export function createPicturePrinter(now: () => Date): PicturePrinter {
  let state: 'ready' | 'out-of-paper' | 'failed' = 'ready';
  let pictures: readonly TicketPicture[] = [];
  return {
    print({ visitId, number, png }) {
      if (state !== 'ready') return Promise.resolve(state);
      pictures = [...pictures, { visitId, number, png, at: now().toISOString() }].slice(-kept);
      return Promise.resolve('printed');
    },
    pictures: () => pictures,
    state: () => state,
    set(next) {
      state = next;
    },
  };
}

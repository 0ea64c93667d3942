import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PaperPrinter } from './paper-printer.ts';

/** The stand-in of a simulation: the papers lie in a folder as PDF, for its owner alone. */
export function createFolderPrinter(options: {
  folder: string;
  now: () => Date;
  /** It can be out of paper on order, like the stand-in for tickets. */
  state: () => 'ready' | 'out-of-paper' | 'failed';
}): PaperPrinter {
  const { folder, now, state } = options;
  let count = 0;
  return {
    print({ pdf, name }) {
      const at = state();
      if (at !== 'ready') return Promise.resolve(at);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        count += 1;
        const stamp = now().toISOString().replaceAll(/[:.]/g, '-');
        writeFileSync(join(folder, `${stamp}-${count}-${name}.pdf`), pdf, { mode: 0o600, flag: 'wx' });
        return Promise.resolve('printed');
      } catch {
        return Promise.resolve('failed');
      }
    },
  };
}

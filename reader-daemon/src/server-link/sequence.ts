import { z } from 'zod';
import { RefusedConfig } from '../refused-config.ts';
import type { StateDir } from '../state-dir.ts';

const fileName = 'sequence.json';

/** Numbers of this station's submissions: strictly rising, also over a power cut (kept before it is used). */
export class Sequence {
  readonly #state: StateDir;
  #last: number;

  constructor(state: StateDir) {
    this.#state = state;
    const kept = z.object({ last: z.number().int().min(0) }).safeParse(state.readJson(fileName) ?? { last: 0 });
    if (!kept.success) throw new RefusedConfig('stateDir', `${fileName} is not what this program wrote`);
    this.#last = kept.data.last;
  }

  next(): number {
    this.#last++;
    this.#state.writeJson(fileName, { last: this.#last });
    return this.#last;
  }
}

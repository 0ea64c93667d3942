import type { ServerConfig } from '../config.ts';
import type { Store } from '../store.ts';
import { openStore } from '../store.ts';
import type { CommandOptions } from './settings.ts';

export interface CommandInput {
  readonly config: ServerConfig;
  readonly operands: readonly string[];
  readonly options: CommandOptions;
  readonly say: (text: string) => void;
}

/** Resolves with the exit code: 0 done, 1 not done, 64 used wrongly. */
export type Command = (input: CommandInput) => Promise<number> | number;

export const now = (): Date => new Date();
export const badUse = 64;

/** Opens what is kept, and closes it when the work is done. */
export function withStore<T>(config: ServerConfig, work: (store: Store) => T): T {
  const store = openStore(config, now);
  let pending = false;
  try {
    const result = work(store);
    if (!(result instanceof Promise)) return result;
    pending = true;
    return result.finally(() => {
      store.close();
    }) as T;
  } finally {
    if (!pending) store.close();
  }
}

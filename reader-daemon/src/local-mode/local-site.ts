import { localSiteSchema, type LocalSite } from '@cccd-kiosk/contract/local-mode';
import { isDeepStrictEqual } from 'node:util';
import type { StateDir } from '../state-dir.ts';

const fileName = 'local-site.json';

/** The house as the server last described it; undefined until it did. */
export class KnownSite {
  readonly #state: StateDir;
  #site: LocalSite | undefined;

  constructor(state: StateDir) {
    this.#state = state;
    this.#site = localSiteSchema.safeParse(state.readJson(fileName)).data;
  }

  get site(): LocalSite | undefined {
    return this.#site;
  }

  take(value: unknown): void {
    const site = localSiteSchema.safeParse(value);
    if (!site.success || isDeepStrictEqual(site.data, this.#site)) return;
    this.#state.writeJson(fileName, site.data);
    this.#site = site.data;
  }
}

import type { SearchResult } from '@cccd-kiosk/contract/forms';
import type { FormsApi } from './forms-api.ts';

/** The search box: what is typed, what answers it, which answer the arrow keys are on. */
export class ProcedureSearch {
  readonly #api: Pick<FormsApi, 'search'>;
  query = $state('');
  results = $state.raw<readonly SearchResult[]>([]);
  at = $state(0);
  /** The list is open. */
  open = $state(false);
  away = $state(false);
  #asked = 0;
  #latest: Promise<void> = Promise.resolve();

  constructor(api: Pick<FormsApi, 'search'>) {
    this.#api = api;
  }

  get chosen(): SearchResult | undefined {
    return this.results[this.at];
  }

  ask(query: string): void {
    this.query = query;
    this.open = true;
    this.#asked += 1;
    const number = this.#asked;
    if (query.trim() === '') {
      this.results = [];
      this.open = false;
      return;
    }
    this.#latest = this.#api.search(query.trim()).then((answer) => {
      // A later letter has been typed: its answer counts.
      if (number !== this.#asked) return;
      this.away = answer.kind === 'away';
      this.results = answer.kind === 'ok' ? answer.value : [];
      this.at = 0;
    });
  }

  /** The best answer to what is typed now: Enter may be faster than the network. */
  async settled(): Promise<SearchResult | undefined> {
    await this.#latest;
    return this.chosen;
  }

  move(by: 1 | -1): void {
    this.open = true;
    this.at = Math.min(Math.max(this.at + by, 0), Math.max(0, this.results.length - 1));
  }

  clear(): void {
    this.#asked += 1;
    this.query = '';
    this.results = [];
    this.at = 0;
    this.open = false;
  }
}

export const keyOfResult = (result: SearchResult): string =>
  result.kind === 'form' ? `form-${result.form.code}-${result.form.version}` : `service-${result.service.number}`;

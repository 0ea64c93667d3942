import type { PopulationAsk, PopulationOutcome } from '@cccd-kiosk/contract/population';
import type { PopulationApi } from './population-api.ts';

/** From here on a wait is shown (milliseconds): shorter ones would only flicker. */
const shownFrom = 500;

/** What the service said about the person who is open. Forgotten with them. */
export class Population {
  readonly #api: PopulationApi;
  /** Rises when a person is closed: an answer that comes later is nobody's. */
  #turn = 0;
  outcome = $state.raw<PopulationOutcome | null>(null);
  refusal = $state<string | null>(null);
  busy = $state(false);
  slow = $state(false);

  constructor(api: PopulationApi) {
    this.#api = api;
  }

  async ask(ask: PopulationAsk): Promise<void> {
    if (this.busy) return;
    this.forget();
    const turn = this.#turn;
    this.busy = true;
    const timer = setTimeout(() => (this.slow = turn === this.#turn), shownFrom);
    const answer = await this.#api.ask(ask).catch(() => ({ refusal: 'unknown' }));
    clearTimeout(timer);
    if (turn !== this.#turn) return;
    this.busy = false;
    this.slow = false;
    if ('refusal' in answer) this.refusal = answer.refusal;
    else this.outcome = answer;
  }

  forget(): void {
    this.#turn += 1;
    this.outcome = null;
    this.refusal = null;
    this.busy = false;
    this.slow = false;
  }
}

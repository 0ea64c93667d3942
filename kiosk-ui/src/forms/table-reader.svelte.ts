import type { FormStation } from '@cccd-kiosk/contract/forms';
import type { FormsApi } from './forms-api.ts';
import type { StationMemory } from './station-memory.ts';

/** The reader on the officer's table: chosen once a machine, or none today. */
export class TableReader {
  readonly #api: Pick<FormsApi, 'stations'>;
  readonly #memory: StationMemory;
  /** What the officer was on the way to when there was no answer yet. */
  #then: (() => void) | null = null;
  stations = $state.raw<readonly FormStation[]>([]);
  stationId = $state<string | null>(null);
  choosing = $state(false);
  /** Today this officer types everything. */
  without = $state(false);

  constructor(api: Pick<FormsApi, 'stations'>, memory: StationMemory) {
    this.#api = api;
    this.#memory = memory;
    this.stationId = memory.read();
  }

  get name(): string {
    return this.stations.find(({ stationId }) => stationId === this.stationId)?.name ?? '';
  }
  get mustAsk(): boolean {
    return this.stationId === null && this.stations.length > 0 && !this.without;
  }

  async load(): Promise<void> {
    const answer = await this.#api.stations();
    if (answer.kind !== 'ok') return;
    this.stations = answer.value;
    if (!answer.value.some(({ stationId }) => stationId === this.stationId)) this.stationId = null;
    const [only, ...others] = answer.value;
    if (this.stationId === null && only !== undefined && others.length === 0) this.choose(only.stationId);
  }

  /** Asks the officer, then goes on. */
  ask(then: () => void): void {
    this.choosing = true;
    this.#then = then;
  }
  choose(stationId: string): void {
    this.stationId = stationId;
    this.#memory.keep(stationId);
    this.#goOn();
  }
  goWithout(): void {
    this.without = true;
    this.#goOn();
  }
  #goOn(): void {
    this.choosing = false;
    const then = this.#then;
    this.#then = null;
    then?.();
  }

  forget(): void {
    this.stations = [];
    this.choosing = false;
    this.without = false;
    this.#then = null;
  }
}

import type { CardsTextKey } from '@cccd-kiosk/contract/text/cards';
import { cardsTexts } from '@cccd-kiosk/contract/text/cards';
import type { Language, Values } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import type { DevApi, DevPerson, DevReader, DevState } from './dev-api.ts';

/** Folds marks away, so that `khuyen` finds Khuyên. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** What the developer's page knows: the simulated world as it is told, and what was chosen for the next card. */
export class Table {
  readonly #api: DevApi;
  language = $state<Language>('vi');
  world = $state.raw<DevState | null>(null);
  connected = $state(false);
  reader = $state<string | null>(null);
  fault = $state<string | null>(null);
  scanQr = $state(true);
  search = $state('');
  busy = $state(false);

  readonly people = $derived.by<readonly DevPerson[]>(() => {
    const wanted = fold(this.search).split(/\s+/);
    return (this.world?.people ?? []).filter(({ name, number, note }) => {
      const text = fold(`${name} ${number} ${note}`);
      return wanted.every((word) => text.includes(word));
    });
  });
  /** The reader that cards are laid on. */
  readonly current = $derived<DevReader | undefined>(
    this.world?.readers.find(({ name }) => name === this.reader) ?? this.world?.readers[0],
  );
  readonly lying = $derived(this.world?.people.find(({ id }) => id === this.current?.personId));

  constructor(api: DevApi) {
    this.#api = api;
  }

  start(): void {
    this.#api.watch(
      (state) => (this.world = state),
      (connected) => (this.connected = connected),
    );
  }

  t(key: CardsTextKey, values: Values = {}): string {
    return say(cardsTexts[key], this.language, values);
  }

  lay(personId: string): Promise<void> {
    const reader = this.current?.name;
    if (reader === undefined) return Promise.resolve();
    const fault = this.fault === null ? {} : { fault: this.fault };
    return this.#do(() => this.#api.lay({ reader, personId, scanQr: this.scanQr, ...fault }));
  }

  lift(): Promise<void> {
    const reader = this.current?.name;
    return reader === undefined ? Promise.resolve() : this.#do(() => this.#api.lift(reader));
  }

  layBeside(beside: boolean): Promise<void> {
    const reader = this.current?.name;
    return reader === undefined ? Promise.resolve() : this.#do(() => this.#api.layBeside(reader, beside));
  }

  reset(): Promise<void> {
    this.fault = null;
    this.scanQr = true;
    return this.#do(() => this.#api.reset());
  }

  setStandIn(name: string, mood: string): Promise<void> {
    return this.#do(() => this.#api.setStandIn(name, mood));
  }

  async #do(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await act().catch(() => (this.connected = false));
    this.busy = false;
  }
}

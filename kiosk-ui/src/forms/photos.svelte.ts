import type { CaseView, PersonView } from '@cccd-kiosk/contract/forms';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { FormsApi } from './forms-api.ts';

export type FaceAnswer = 'same' | 'needs-look';

/** The portraits of a case, in memory until they are compared; each is asked for once a reading. */
export class Photos {
  readonly #api: Pick<FormsApi, 'photo'>;
  readonly #asked = new SvelteSet<string>();
  readonly urls = new SvelteMap<string, string>();
  readonly answers = new SvelteMap<string, FaceAnswer>();

  constructor(api: Pick<FormsApi, 'photo'>) {
    this.#api = api;
  }

  /** Fetches what the case has and this screen has not; the case is news again when a portrait is drawn. */
  follow({ caseId, people, state }: CaseView): void {
    const gone = [...this.urls.keys()].filter((id) => state !== 'open' || !people.some((each) => each.personId === id));
    for (const id of gone) this.#drop(id);
    if (state !== 'open') return;
    for (const person of people) if (person.photo) void this.#fetch(caseId, person);
  }

  answered(personId: string, answer: FaceAnswer): void {
    this.answers.set(personId, answer);
    if (answer === 'same') this.#drop(personId);
  }

  clear(): void {
    for (const id of [...this.urls.keys()]) this.#drop(id);
    this.answers.clear();
    this.#asked.clear();
  }

  async #fetch(caseId: string, { personId, readAt }: PersonView): Promise<void> {
    const reading = `${caseId} ${personId} ${readAt ?? ''}`;
    if (this.#asked.has(reading)) return;
    this.#asked.add(reading);
    const answer = await this.#api.photo(caseId, personId);
    if (answer.kind === 'away') this.#asked.delete(reading);
    // Not there (any more): the next news of the case may say that one has come.
    if (answer.kind === 'ok' && answer.value.size === 0) {
      this.#asked.delete(reading);
      return;
    }
    // Closed in the meantime: nothing of the person stays.
    if (answer.kind !== 'ok' || !this.#asked.has(reading)) return;
    this.#drop(personId);
    this.urls.set(personId, URL.createObjectURL(answer.value));
  }

  #drop(personId: string): void {
    const url = this.urls.get(personId);
    if (url === undefined) return;
    URL.revokeObjectURL(url);
    this.urls.delete(personId);
  }
}

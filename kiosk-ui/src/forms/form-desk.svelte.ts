import type { Refusal } from '@cccd-kiosk/contract/error-codes';
import type { CaseRow, CaseView, FormView, SearchResult } from '@cccd-kiosk/contract/forms';
import type { FormTextKey } from '@cccd-kiosk/contract/text/forms';
import { formTexts } from '@cccd-kiosk/contract/text/forms';
import type { Language, Values } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import type { Answer, CaseAct, FormsApi } from './forms-api.ts';
import type { FaceAnswer } from './photos.svelte.ts';
import { Photos } from './photos.svelte.ts';
import { keysTyped, nextEmpty, placesOf } from './places.ts';
import { applicant, nextRole, rolesOf } from './roles.ts';
import type { StationMemory } from './station-memory.ts';
import { TableReader } from './table-reader.svelte.ts';
import { Turns } from './turns.svelte.ts';
import { Typing, type TypedValue } from './typing.svelte.ts';

/** What the form screens need of the counter around them. */
export interface Around {
  readonly language: Language;
  readonly connected: boolean;
  readonly now: number;
  readonly postal: boolean;
  /** The session has ended: somebody has to sign in before anything goes on. */
  signInNeeded(): void;
}

export type Dialog =
  | { readonly kind: 'papers'; readonly formId: string }
  | { readonly kind: 'receipt' }
  | { readonly kind: 'portal'; readonly formId: string }
  | { readonly kind: 'discard' }
  | { readonly kind: 'statistics' };

/** Places for the cursor that are no field: a field's name has no colon. */
export const searchBox = ':search';
export const reviewButton = ':review';
export const nextButton = ':next';
/** What a case lacks that has no form. */
export const noForm = 'forms';

/** What the officer's form screens know. Lives in memory only; closing a case or signing out forgets it. */
export class FormDesk {
  readonly api: FormsApi;
  readonly around: Around;
  readonly photos: Photos;
  readonly reader: TableReader;
  readonly typing = new Typing();
  readonly turns = new Turns(() => this.reconnected());
  #refreshing = false;
  #listing = false;
  #listWanted = false;
  /** Rises when a case is closed: what was asked before is not shown any more. */
  #generation = 0;
  /** Keeps what stands in the field with the cursor; null when no field has it. */
  editing: (() => void) | null = null;

  shown = $state(false);
  rows = $state.raw<readonly CaseRow[]>([]);
  view = $state.raw<CaseView | null>(null);
  formId = $state<string | null>(null);
  /** Whose card F4 asks for, when the officer chose. */
  chosenRole = $state<string | null>(null);
  /** Whose photo and verdict are shown. */
  personId = $state<string | null>(null);
  service = $state.raw<Extract<SearchResult, { kind: 'service' }>['service'] | null>(null);
  dialog = $state.raw<Dialog | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  /** Key of the field that is to have the cursor. */
  cursor = $state<string | null>(null);

  constructor(api: FormsApi, around: Around, memory: StationMemory) {
    this.api = api;
    this.around = around;
    this.photos = new Photos(api);
    this.reader = new TableReader(api, memory);
  }

  t(key: FormTextKey, values: Values = {}): string {
    return say(formTexts[key], this.around.language, values);
  }

  get form(): FormView | null {
    return this.view?.forms.find(({ formId }) => formId === this.formId) ?? null;
  }
  get offline(): boolean {
    return this.turns.away || !this.around.connected;
  }
  get role(): string {
    if (this.view === null) return applicant;
    const known = [applicant, ...rolesOf(this.view).map(({ role }) => role)];
    return this.chosenRole !== null && known.includes(this.chosenRole) ? this.chosenRole : nextRole(this.view);
  }
  /** Waiting for a card, as long as the station really waits. */
  get awaiting(): CaseView['awaiting'] {
    const awaiting = this.view?.awaiting ?? null;
    return awaiting !== null && Date.parse(awaiting.until) > this.around.now ? awaiting : null;
  }
  get stationName(): string {
    return this.view?.station?.name ?? this.reader.name;
  }
  nameOfRole(role: string): string {
    const known = this.view === null ? undefined : rolesOf(this.view).find((each) => each.role === role);
    return known?.label[this.around.language] ?? (role === applicant ? this.t('role.applicant') : role);
  }

  // ---- the view ---------------------------------------------------------------------------------------------------

  async show(shown: boolean): Promise<void> {
    this.editing?.();
    this.shown = shown;
    this.dialog = null;
    if (!shown) return;
    this.cursor = this.form?.next ?? searchBox;
    await this.#load();
  }

  async #load(): Promise<void> {
    await Promise.all([this.#list(), this.reader.load()]);
  }

  /** News that a case changed, from whoever it was. */
  heard(caseId: string): void {
    if (!this.shown && this.view === null) return;
    void this.#list();
    if (this.view?.caseId === caseId) this.#refresh();
  }

  /** The server is back: what was typed goes first, then the news. */
  reconnected(): void {
    this.turns.reached(true);
    if (this.view !== null) {
      void this.#flush();
      this.#refresh();
    }
    if (this.shown) void this.#load();
  }

  async #list(): Promise<void> {
    // News that comes while the list is on its way may not be in it.
    this.#listWanted = true;
    if (this.#listing) return;
    this.#listing = true;
    while (this.#listWanted) {
      this.#listWanted = false;
      const answer = await this.api.cases();
      if (answer.kind === 'ok') this.rows = answer.value;
    }
    this.#listing = false;
  }

  // ---- a case -----------------------------------------------------------------------------------------------------

  /** F2: a new case that waits for the applicant's card at the officer's own reader. */
  newCase(forms: string[] = []): Promise<void> {
    if (this.reader.mustAsk) {
      this.reader.ask(() => void this.newCase(forms));
      return Promise.resolve();
    }
    // Pressed twice: the case that nothing has come to yet is the new one.
    if (this.#blank && forms.length === 0 && this.reader.stationId !== null) return this.awaitCard(applicant);
    return this.#open({ forms }, true);
  }

  get #blank(): boolean {
    const { view } = this;
    return view !== null && view.state === 'open' && view.people.length === 0 && view.forms.length === 0;
  }

  /** A case for somebody who checked in today: nothing has to be read again. */
  async ofVisit(visitId: string): Promise<void> {
    await this.show(true);
    await this.#open({ visitId }, false);
  }

  async #open(request: { forms?: string[]; visitId?: string }, tap: boolean): Promise<void> {
    if (!(await this.leave())) return;
    const station = this.reader.stationId === null ? {} : { stationId: this.reader.stationId };
    await this.#do(() => this.api.open({ ...request, ...station }));
    const { view } = this;
    if (view === null) return;
    this.#cursorToNext();
    if (tap && this.reader.stationId !== null) await this.awaitCard(applicant);
  }

  async see(caseId: string): Promise<void> {
    if (this.view?.caseId === caseId || !(await this.leave())) return;
    await this.#do(() => this.api.see(caseId));
    this.#cursorToNext();
  }

  /**
   * Lets go of the open case once the server has all of it; false while something still waits to be sent. A case that
   * nothing came to goes for good.
   */
  async leave(): Promise<boolean> {
    this.editing?.();
    await this.turns.settled;
    if (this.typing.waiting.size > 0) return false;
    const blank = this.#blank ? this.view?.caseId : undefined;
    this.close();
    if (blank !== undefined) await this.api.discard(blank);
    return true;
  }

  close(): void {
    this.#generation += 1;
    this.view = null;
    this.formId = null;
    this.personId = null;
    this.chosenRole = null;
    this.service = null;
    this.dialog = null;
    this.refusal = null;
    this.photos.clear();
    this.typing.clear();
    this.cursor = searchBox;
  }

  /** Esc: what lies on top goes first; the case stays open on the server. */
  escape(): void {
    if (this.reader.choosing) this.reader.choosing = false;
    else if (this.service !== null) this.service = null;
    else if (this.refusal !== null) this.refusal = null;
    else void this.leave();
  }

  async discard(): Promise<void> {
    const caseId = this.view?.caseId;
    if (caseId === undefined) return;
    const answer = await this.turns.counted(() => this.api.discard(caseId));
    this.dialog = null;
    this.#note(answer);
    if (answer.kind === 'ok' && this.view?.caseId === caseId) this.close();
    await this.#list();
  }

  forget(): void {
    this.close();
    this.turns.forget();
    this.rows = [];
    this.reader.forget();
    this.shown = false;
  }

  // ---- forms ------------------------------------------------------------------------------------------------------

  async addForm(code: string): Promise<void> {
    this.service = null;
    if (this.view === null || this.view.state !== 'open') return this.newCase([code]);
    await this.act('forms', { code });
    const added = this.view?.forms.find((form) => form.code === code);
    if (added !== undefined) this.chooseForm(added.formId);
  }

  chooseForm(formId: string): void {
    this.formId = formId;
    this.#cursorToNext();
  }

  #cursorToNext(): void {
    const form = this.form ?? this.view?.forms[0] ?? null;
    if (form !== null) this.formId = form.formId;
    if (this.view?.state === 'finished') this.cursor = nextButton;
    else this.cursor = form === null ? searchBox : nextEmpty(form, null, keysTyped(this.typing.waiting, form.formId));
  }

  /** Enter in a field: the next empty one that is needed, then the papers, then the citizen's own look. */
  goOn(after: string): void {
    const { form } = this;
    if (form === null) return;
    this.cursor =
      nextEmpty(form, after, keysTyped(this.typing.waiting, form.formId)) ??
      form.missing.attachments[0] ??
      reviewButton;
  }

  /** To a field, table or paper of any form of the case. */
  goTo(key: string): void {
    const forms = this.view?.forms ?? [];
    const lacking = forms.find(({ missing }) => [...missing.fields, ...missing.attachments].includes(key));
    const form = lacking ?? forms.find((each) => placesOf(each).some((place) => place.key === key));
    if (form !== undefined) this.formId = form.formId;
    this.cursor = key;
  }

  /** A value from the officer's hands. Kept here until the server has it. */
  type(key: string, typed: TypedValue): Promise<void> {
    // Of a case that is closed already.
    if (this.view?.forms.some(({ formId }) => formId === typed.formId) !== true) return Promise.resolve();
    this.refusal = null;
    this.typing.put(Typing.keyOf(typed.formId, key), typed);
    return this.#flush();
  }

  #flush(): Promise<void> {
    return this.turns.take(async () => {
      const caseId = this.view?.caseId;
      if (caseId === undefined) return;
      const generation = this.#generation;
      const stopped = await this.turns.counted(() =>
        this.typing.flush(
          (typed) => this.api.act(caseId, 'value', typed),
          (view) => generation === this.#generation && this.#take(view),
        ),
      );
      if (generation !== this.#generation) return;
      const refusal = stopped === 'sent' ? null : stopped.refusal;
      this.turns.reached(stopped === 'sent' || !stopped.waits || refusal?.code === 'sign-in-needed');
      if (refusal !== null) this.#refused(refusal);
    });
  }

  // ---- acts -------------------------------------------------------------------------------------------------------

  /** Any act on the open case; resolves when the case shows what came of it. */
  act(act: CaseAct, body: object = {}): Promise<void> {
    this.editing?.();
    const caseId = this.view?.caseId;
    return caseId === undefined ? Promise.resolve() : this.#do(() => this.api.act(caseId, act, body));
  }

  /** F4, or the button of a role. */
  async awaitCard(role: string): Promise<void> {
    if (this.view === null) return this.newCase();
    if (this.reader.stationId === null)
      return this.reader.ask(() => void (this.reader.stationId === null ? undefined : this.awaitCard(role)));
    await this.act('tap', { role, stationId: this.reader.stationId });
  }

  async compareFace(personId: string, answer: FaceAnswer): Promise<void> {
    await this.act('photo-compared', { personId, answer });
    if (this.refusal === null && !this.turns.away) this.photos.answered(personId, answer);
  }

  /** Somebody without a card: an empty row, or the cursor in the first field that tells of them. */
  async typePerson(role: string): Promise<void> {
    const known = this.view === null ? undefined : rolesOf(this.view).find((each) => each.role === role);
    if (known?.many === true || (known?.people.length ?? 0) > 0) await this.act('people', { role });
    const people = this.view === null ? [] : (rolesOf(this.view).find((each) => each.role === role)?.people ?? []);
    const last = known?.many === true ? people.at(-1) : null;
    for (const form of [this.form, ...(this.view?.forms ?? [])]) {
      const place = (form === null ? [] : placesOf(form)).find(
        ({ field, sectionRole, row }) => sectionRole === role && row === (last ?? null) && !field.locked,
      );
      if (place !== undefined) return this.goTo(place.key);
    }
  }

  async undo(): Promise<void> {
    this.typing.notTaken.clear();
    await this.act('undo');
  }

  async finish(): Promise<void> {
    await this.act('finish');
    const missing = this.refusal?.code === 'form-incomplete' ? this.refusal.field : undefined;
    if (missing !== undefined) this.goTo(missing === noForm ? searchBox : missing);
    else if (this.view?.state === 'finished') this.cursor = nextButton;
    await this.#list();
  }

  // ---- how an answer is taken -------------------------------------------------------------------------------------

  #do(send: () => Promise<Answer<CaseView>>): Promise<void> {
    this.refusal = null;
    const generation = this.#generation;
    return this.turns.take(async () => {
      if (generation !== this.#generation) return;
      const answer = await this.turns.counted(send);
      if (generation !== this.#generation) return;
      this.#note(answer);
      if (answer.kind === 'ok') this.#take(answer.value);
    });
  }

  #refresh(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    void this.turns.take(async () => {
      this.#refreshing = false;
      const caseId = this.view?.caseId;
      if (caseId === undefined) return;
      const answer = await this.turns.counted(() => this.api.see(caseId));
      if (this.view?.caseId !== caseId) return;
      if (answer.kind === 'ok') this.#take(answer.value);
      // Erased by somebody else, or by its own time.
      else if (answer.kind === 'refused' && answer.refusal.code === 'not-found') this.close();
    });
  }

  #note(answer: Answer<unknown>): void {
    this.turns.reached(answer.kind !== 'away');
    if (answer.kind === 'refused') this.#refused(answer.refusal);
  }

  #refused(refusal: Refusal): void {
    if (refusal.code === 'sign-in-needed') this.around.signInNeeded();
    else this.refusal = refusal;
  }

  #take(view: CaseView): void {
    const before = this.view;
    if (before?.caseId === view.caseId && view.revision < before.revision) return;
    this.view = view;
    if (!view.forms.some(({ formId }) => formId === this.formId)) this.formId = view.forms[0]?.formId ?? null;
    const tapped = view.lastTap?.at !== before?.lastTap?.at ? (view.lastTap?.personId ?? null) : null;
    if (tapped !== null) {
      this.personId = tapped;
      this.chosenRole = null;
    } else if (!view.people.some(({ personId }) => personId === this.personId))
      this.personId = view.people.at(-1)?.personId ?? null;
    this.photos.follow(view);
  }
}

import type {
  ArrivalDetail,
  ArrivalRow,
  CounterSnapshot,
  CounterToServer,
  DistressRow,
  NamePerson,
  ServerToCounter,
} from '@cccd-kiosk/contract/counter';
import type { CounterTextKey } from '@cccd-kiosk/contract/text/counter';
import { counterTexts } from '@cccd-kiosk/contract/text/counter';
import type { Language, Values } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import type { LookUpReason } from '@cccd-kiosk/contract/staff';
import type { Socket } from 'socket.io-client';
import { FormDesk } from '../forms/form-desk.svelte.ts';
import type { FormsApi } from '../forms/forms-api.ts';
import { stationMemory } from '../forms/station-memory.ts';
import { photoUrl } from '../link/photo-url.ts';
import { inOrder, neighbour, withArrival } from './arrival-list.ts';
import { populationApi, type PopulationApi } from './population-api.ts';
import { Population } from './population.svelte.ts';
import type { StaffApi } from './staff-api.ts';
import type { WorkApi } from './work-api.ts';
import { Work } from './work.svelte.ts';

export type CounterSocket = Pick<Socket<ServerToCounter, CounterToServer>, 'on' | 'connect' | 'disconnect' | 'emit'>;
type Ack<T> = { ok: true; value: T } | { ok: false; refusal: { code: string; field?: string } };

/** What the officer's screen knows. Lives in memory only; closing a person or signing out forgets them. */
export class Desk {
  readonly #socket: CounterSocket;
  readonly #api: StaffApi;
  /** Whose case is still in memory after their session ended. */
  #expected: string | null = null;
  language = $state<Language>('vi');
  signedIn = $state<'unknown' | 'no' | 'yes'>('unknown');
  connected = $state(false);
  snapshot = $state.raw<Omit<CounterSnapshot, 'arrivals' | 'distress'> | null>(null);
  arrivals = $state.raw<readonly ArrivalRow[]>([]);
  distress = $state.raw<readonly DistressRow[]>([]);
  selected = $state<string | null>(null);
  detail = $state.raw<ArrivalDetail | null>(null);
  photo = $state<string | null>(null);
  busy = $state(false);
  /** Code of the last refusal, shown until the next act. */
  refusal = $state<string | null>(null);
  now = $state(Date.now());

  readonly work: Work;
  readonly forms: FormDesk;
  readonly population: Population;

  constructor(
    socket: CounterSocket,
    api: StaffApi,
    workApi: WorkApi,
    formsApi: FormsApi,
    population: PopulationApi = populationApi,
  ) {
    this.work = new Work(workApi);
    this.population = new Population(population);
    this.forms = new FormDesk(formsApi, this, stationMemory);
    this.#socket = socket;
    this.#api = api;
    socket.on('connect', () => {
      this.connected = true;
      this.forms.reconnected();
    });
    socket.on('disconnect', () => (this.connected = false));
    socket.on('connect_error', (error) => {
      this.connected = false;
      if ((error as { data?: { code?: unknown } }).data?.code === 'sign-in-needed') this.#forget('no');
    });
    socket.on('snapshot', ({ arrivals, distress, ...rest }) => {
      const first = this.snapshot === null;
      this.snapshot = rest;
      // A one-stop centre and a post office work on forms; a hospital receives people.
      if (first && (rest.role === 'counter-officer' || this.postal)) void this.forms.show(true);
      if (this.mayWork) void this.work.refresh();
      this.arrivals = inOrder(arrivals);
      this.distress = distress;
    });
    socket.on('arrival', (row) => {
      this.arrivals = withArrival(this.arrivals, row);
      if (row.visitId === this.detail?.visitId && this.detail.clerkInsurance !== null) this.#seeInsurance(row.visitId);
    });
    socket.on('distress', (rows) => (this.distress = rows));
    socket.on('case', (caseId) => this.forms.heard(caseId));
    socket.on('work-items', () => {
      if (this.mayWork) void this.work.refresh();
    });
  }

  /** Who settles work items; a postal officer and an auditor do not. */
  get mayWork(): boolean {
    const role = this.snapshot?.role;
    return role !== undefined && role !== 'postal-officer' && role !== 'auditor';
  }

  /** Who fills forms. */
  get mayFill(): boolean {
    const role = this.snapshot?.role;
    return role !== undefined && role !== 'cashier' && role !== 'auditor';
  }
  /** Who may write down a child's name. */
  get mayName(): boolean {
    const role = this.snapshot?.role;
    return role === 'reception' || role === 'administrator';
  }
  /** A post office asks no database. */
  get postal(): boolean {
    return this.snapshot?.role === 'postal-officer';
  }

  async start(): Promise<void> {
    const officer = await this.#api.session().catch(() => null);
    this.signedIn = officer === null ? 'no' : 'yes';
    if (officer !== null) this.#socket.connect();
  }

  t(key: CounterTextKey, values: Values = {}): string {
    return say(counterTexts[key], this.language, values);
  }

  /** The session ended under the officer's hands: the case waits in memory for the same officer. */
  signInNeeded(): void {
    this.#socket.disconnect();
    this.#expected = this.snapshot?.officer ?? null;
    this.signedIn = 'no';
  }

  async signIn(account: string, password: string): Promise<boolean> {
    this.busy = true;
    const answer = await this.#api.signIn(account, password).catch(() => ({ code: 'unknown' }));
    this.busy = false;
    this.refusal = 'code' in answer ? answer.code : null;
    if ('code' in answer) return false;
    if (this.#expected !== null && this.#expected !== answer.officer) this.#forget('no');
    this.#expected = null;
    this.signedIn = 'yes';
    this.#socket.connect();
    return true;
  }

  async signOut(): Promise<void> {
    this.#socket.disconnect();
    this.#forget('no');
    await this.#api.signOut().catch(() => undefined);
  }

  move(by: 1 | -1): void {
    this.selected = neighbour(this.arrivals, this.selected, by);
  }

  /** A look at a person: the server writes it down with its reason. */
  open(visitId: string | null = this.selected ?? this.arrivals[0]?.visitId ?? null): void {
    if (visitId === null || this.busy || !this.connected) return;
    this.selected = visitId;
    this.#act((ack) => this.#socket.emit('open', { visitId, reason: this.t('open.reason') }, ack));
  }

  answerSameFace(answer: 'same' | 'needs-look'): void {
    const { detail } = this;
    if (detail === null || detail.photo === null || this.busy || !this.connected) return;
    this.#act((ack) => this.#socket.emit('same-face', { visitId: detail.visitId, answer }, ack));
  }

  /** Asks the gateway again, in the officer's own name; by another number where the person brought one. */
  lookUpAgain(number?: string): void {
    const { detail } = this;
    if (detail === null || this.busy || !this.connected) return;
    const target = { visitId: detail.visitId, ...(number === undefined ? {} : { number }) };
    this.#act((ack) => this.#socket.emit('look-up-again', target, ack));
  }

  confirmSubject(subject: string): void {
    const { detail } = this;
    if (detail === null || this.busy || !this.connected) return;
    this.#act((ack) => this.#socket.emit('confirm-subject', { visitId: detail.visitId, subject }, ack));
  }

  /** A child without a card under the name on its birth certificate: looked up, and told to the hospital's systems. */
  namePerson(child: Omit<NamePerson, 'visitId'>): void {
    const { detail } = this;
    if (detail === null || this.busy || !this.connected) return;
    this.#act((ack) => this.#socket.emit('name-person', { visitId: detail.visitId, ...child }, ack));
  }

  /** Asks the population service about the person who is open; the server writes it down with its reason. */
  askPopulation(reason: LookUpReason, note?: string): void {
    const { detail } = this;
    if (detail === null || !detail.mayAskPopulation || !this.connected) return;
    void this.population.ask({ visitId: detail.visitId, reason, ...(note === undefined ? {} : { note }) });
  }

  #seeInsurance(visitId: string): void {
    this.#socket.emit('see-insurance', { visitId }, (answer) => {
      if (answer.ok && this.detail?.visitId === visitId) this.detail = { ...this.detail, clerkInsurance: answer.value };
    });
  }

  help(row: DistressRow | undefined = this.distress[0]): void {
    if (row === undefined || !this.connected) return;
    const state = row.state === 'called' ? 'coming' : 'arrived';
    this.#socket.emit('help', { stationId: row.stationId, state }, (answer) => {
      this.refusal = answer.ok ? null : answer.refusal.code;
    });
  }

  close(): void {
    this.#show(null);
    this.refusal = null;
  }

  #act(send: (ack: (answer: Ack<ArrivalDetail>) => void) => void): void {
    this.busy = true;
    send((answer) => {
      this.busy = false;
      this.refusal = answer.ok ? null : answer.refusal.code;
      if (answer.ok) this.#show(answer.value);
    });
  }

  #show(detail: ArrivalDetail | null): void {
    if (this.photo !== null) URL.revokeObjectURL(this.photo);
    this.photo = detail === null || detail.photo === null ? null : photoUrl(detail.photo);
    if (detail?.visitId !== this.detail?.visitId) this.population.forget();
    this.detail = detail;
  }

  #forget(signedIn: 'no'): void {
    this.#show(null);
    this.work.forget();
    this.forms.forget();
    this.snapshot = null;
    this.arrivals = [];
    this.distress = [];
    this.selected = null;
    this.connected = false;
    this.signedIn = signedIn;
  }
}

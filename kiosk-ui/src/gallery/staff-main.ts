import '../theme/staff.css';
import { mount } from 'svelte';
import type { CounterSnapshot } from '@cccd-kiosk/contract/counter';
import type { CounterSocket } from '../counter/desk.svelte.ts';
import { Desk } from '../counter/desk.svelte.ts';
import Counter from '../counter/Counter.svelte';
import StaffIndex from './StaffIndex.svelte';
import { cannedApi } from './staff-canned.ts';
import { staffGallery } from './staff-screens.ts';

/** `?screen=case-open&lang=en`: one staff screen with canned data, without a server. */
const query = new URLSearchParams(location.search);
const name = query.get('screen') ?? '';
const screen = Object.hasOwn(staffGallery, name) ? staffGallery[name] : undefined;

const snapshot: CounterSnapshot = {
  site: 'Trung tâm Phục vụ hành chính công phường An Sen',
  simulation: true,
  officer: 'Cán bộ quầy 3',
  role: screen?.postal === true ? 'postal-officer' : 'counter-officer',
  arrivals: [],
  distress: [],
  trust: { anchors: 1, crlAgeDays: 1, importedAgeDays: 3 },
  offset: 1,
};

async function show({ view, then }: NonNullable<typeof screen>): Promise<void> {
  const listeners = new Map<string, (...values: never[]) => void>();
  const silent = {
    on: (event: string, listener: (...values: never[]) => void) => listeners.set(event, listener),
    connect: () => undefined,
    disconnect: () => undefined,
    emit: () => undefined,
  };
  const nobody = { session: () => Promise.resolve('Cán bộ quầy 3'), signIn: () => Promise.reject(new Error()) };
  const work = {
    list: () => Promise.resolve([]),
    open: () => Promise.resolve({ code: 'unknown' }),
    act: () => Promise.resolve(null),
    form: () => Promise.resolve({ code: 'unknown' }),
  };
  const desk = new Desk(
    silent as unknown as CounterSocket,
    { ...nobody, signOut: () => Promise.resolve() },
    work,
    cannedApi(view()),
  );
  desk.language = query.get('lang') === 'en' ? 'en' : 'vi';
  mount(Counter, { target: document.body, props: { desk } });
  await desk.start();
  listeners.get('connect')?.();
  (listeners.get('snapshot') as ((snapshot: CounterSnapshot) => void) | undefined)?.(snapshot);
  await desk.forms.show(true);
  await desk.forms.see(view().caseId);
  await then?.(desk.forms);
  document.body.dataset['ready'] = '';
}

if (screen === undefined) mount(StaffIndex, { target: document.body, props: {} });
else void show(screen);

import '../theme/kiosk.css';
import { mount } from 'svelte';
import { Kiosk } from '../flow/kiosk.svelte.ts';
import { screenKeyOf, screenOf, wipesAfter } from '../flow/screen.ts';
import type { KioskState, TextSize } from '../flow/state.ts';
import { initialState } from '../flow/state.ts';
import App from '../kiosk/Kiosk.svelte';
import type { Canned } from './canned.ts';
import { gallery, stationView } from './canned.ts';
import Index from './Index.svelte';
import portrait from './portrait.svg?url';

/** `?screen=greeting&lang=en&text=large&simulation=1`: one canned screen, without a server and with a clock that stands. */
const query = new URLSearchParams(location.search);
const name = query.get('screen');
const canned = name !== null && Object.hasOwn(gallery, name) ? gallery[name] : undefined;

function stateOf(shown: Canned): KioskState {
  const now = 100_000;
  const view = shown.empty === true ? null : stationView(shown, query.get('simulation') === '1');
  const size = query.get('text') ?? 'normal';
  const state: KioskState = {
    ...initialState(now, shown.mute !== true),
    view,
    link: shown.link ?? 'up',
    linkSince: shown.empty === true ? now : now - 10_000,
    revision: 1,
    skew: Date.parse('2026-09-15T00:42:00.000Z') - now,
    language: query.get('lang') === 'en' ? 'en' : 'vi',
    textSize: (['large', 'large-contrast'] as TextSize[]).find((known) => known === size) ?? 'normal',
    page: shown.page ?? 'stage',
    lowReach: query.get('reach') === 'low',
    digits: shown.digits ?? '',
    typed: shown.typed ?? '',
    unfit: shown.unfit ?? false,
    photo: shown.photo === true ? { visitId: 'gallery-visit', url: portrait } : null,
    enteredAt: now - 5_000,
    touchedAt: shown.blurred === true ? now - 20_000 : now,
    promptAt: now + 30_000,
    stillThereSince: shown.stillThere === true ? now : null,
    takenSince: null,
    busy: shown.busy === undefined ? null : { act: shown.busy, since: now },
    speaking: shown.speaking ?? false,
  };
  const screen = screenOf(state);
  return { ...state, screenKey: screenKeyOf(screen), takenSince: wipesAfter(screen) === undefined ? null : now };
}

if (canned === undefined) {
  document.body.style.overflow = 'auto';
  mount(Index, { target: document.body });
} else {
  const state = stateOf(canned);
  const scale = Number(query.get('scale') ?? '1');
  if (scale !== 1) document.documentElement.style.setProperty('--tx', `calc(var(--px) * ${scale})`);
  const nothing = (): void => undefined;
  const kiosk = new Kiosk(
    { now: () => state.now, send: nothing, play: nothing, speak: nothing, hush: nothing, revoke: nothing },
    state,
  );
  mount(App, { target: document.body, props: { kiosk } });
}

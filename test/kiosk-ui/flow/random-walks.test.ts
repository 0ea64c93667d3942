import type { Stage } from '@cccd-kiosk/contract/screen';
import type { KioskEvent } from '@cccd-kiosk/kiosk-ui/src/flow/events';
import { plainButtons } from '@cccd-kiosk/kiosk-ui/src/flow/events';
import { next } from '@cccd-kiosk/kiosk-ui/src/flow/next';
import { asksStillThere, screenKeyOf, screenOf } from '@cccd-kiosk/kiosk-ui/src/flow/screen';
import { initialState, visitOf } from '@cccd-kiosk/kiosk-ui/src/flow/state';
import type { KioskState, Step } from '@cccd-kiosk/kiosk-ui/src/flow/state';
import { timing } from '@cccd-kiosk/kiosk-ui/src/flow/timing';
import { describe, expect, it } from 'vitest';
import { stages, view } from '../views.ts';

/** mulberry32: a walk is its seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const question = {
  fieldId: 'a',
  label: { vi: 'Một', en: 'One' },
  hint: null,
  type: 'text',
  choices: [],
  max: 20,
} as const;
const begun = (value: string) => ({
  caseId: 'case-0001',
  name: { vi: 'Một', en: 'One' },
  asked: [{ ...question, choices: [], value }],
  lines: [],
});
const everyStage: Stage[] = [
  stages.idle(),
  stages.keyNeeded(),
  stages.keyNeeded(true, 2),
  stages.cardNeeded(),
  stages.reading('reading-1'),
  stages.reading('reading-2'),
  stages.paused('reading-1'),
  stages.greeting('visit-0001'),
  stages.greeting('visit-0002', true),
  stages.companion('visit-0001'),
  stages.companion('visit-0001', 'relation'),
  stages.companion('visit-0002', 'not-taken'),
  stages.ticket('visit-0001'),
  stages.ticket('visit-0001', true, 'waiting-for-card'),
  stages.ticket('visit-0002', false, 'out-of-paper'),
  stages.goToDesk('visit-0003'),
  stages.goToDesk('visit-0003', true),
  stages.citizenForm('visit-0001'),
  stages.citizenForm('visit-0001', {
    search: { query: 'dk', found: [{ code: 'CT01', name: { vi: 'Một', en: 'One' } }], more: 0 },
  }),
  stages.citizenForm('visit-0001', { form: begun('') }),
  stages.citizenForm('visit-0001', { form: begun('Có'), mayPrint: true }),
  stages.citizenForm('visit-0001', { form: begun('Có'), paper: 'printing' }),
  stages.citizenForm('visit-0001', { form: begun('Có'), paper: 'printed', mayPrint: true }),
  stages.citizenForm('visit-0001', { form: begun('Có'), paper: 'out-of-paper' }),
  stages.problem('two-cards'),
  stages.problem('chip-unreadable'),
  stages.problem('reader-out-of-service'),
];
const links = ['up', 'up', 'down', 'unpaired'] as const;
const calls = ['none', 'called', 'coming', 'arrived'] as const;
const pauses = [0, 20, 100, 400, 700, 2_500, 6_500, 16_000, 31_000, 61_000];

function draw(roll: (sides: number) => number, at: number, revision: number): KioskEvent {
  const kind = roll(16);
  if (kind < 5) return { type: 'tick', at };
  if (kind < 6) return { type: 'touch', at };
  if (kind < 11) {
    const button = roll(plainButtons.length + 10);
    const plain = plainButtons[button];
    if (plain !== undefined) return { type: 'press', press: { button: plain }, at };
    if (button >= plainButtons.length + 6)
      return roll(2) === 0
        ? { type: 'press', press: { button: 'letter', letter: 'dk'[roll(2)] ?? 'd' }, at }
        : { type: 'press', press: { button: 'form-pick', code: 'CT01' }, at };
    if (button % 2 === 0)
      return { type: 'press', press: { button: 'department', id: roll(2) === 0 ? 'eye' : 'nowhere' }, at };
    return { type: 'press', press: { button: 'digit', digit: String(roll(10)) }, at };
  }
  if (kind < 14) {
    const stage = everyStage[roll(everyStage.length)] ?? stages.idle();
    const more = { staffCall: calls[roll(4)] ?? 'none', daemonConnected: roll(10) > 0 };
    return {
      type: 'view',
      view: view(roll(5) === 0 ? revision - 2 : revision, stage, more),
      first: roll(12) === 0,
      at,
    };
  }
  if (kind === 14) return { type: 'link', link: links[roll(4)] ?? 'up', at };
  const rare = roll(4);
  if (rare === 0) return { type: 'photo', visitId: `visit-000${roll(4)}`, url: `blob:${at}`, at };
  return rare === 1
    ? { type: 'refused', at }
    : rare === 2
      ? { type: 'spoken', at }
      : { type: 'voice', available: roll(2) === 0, at };
}

/** What must hold after every step, whatever happened. Returns the broken rule. */
function brokenRule(before: KioskState, event: KioskEvent, { state, effects }: Step): string | undefined {
  const screen = screenOf(state);
  const sends = effects.filter(({ effect }) => effect === 'send');
  const changed = state.screenKey !== before.screenKey;
  if (state.screenKey !== screenKeyOf(screen)) return 'the screen on show is the screen of the state';
  const most = screen.name === 'keypad' ? 6 : screen.name === 'child' || screen.name === 'insurance-number' ? 10 : 0;
  if (state.digits.length > most) return 'digits are forgotten with the keypad, and no more than fit are kept';
  if (state.photo !== null && (state.view === null || visitOf(state.view.stage) !== state.photo.visitId))
    return 'a photo is only of the visit on screen';
  if (before.photo !== null && state.photo?.url !== before.photo.url) {
    const revoked = effects.some((effect) => effect.effect === 'revoke-photo' && effect.url === before.photo?.url);
    if (!revoked) return 'a photo that goes is revoked';
  }
  if (sends.length > 1) return 'one act at a time';
  if (sends.length > 0 && state.link !== 'up') return 'nothing is sent while the server is away';
  if (state.stillThereSince !== null && !asksStillThere(screen)) return 'the question stands on screens that ask';
  if (state.now < before.now || state.enteredAt > state.now || state.touchedAt > state.now) return 'time runs forward';
  if (event.type === 'tick' && state.busy !== null && state.now - state.busy.since >= timing.answer)
    return 'nobody waits for ever';
  if (event.type === 'press') {
    const acted = sends.length > 0 || state.page !== before.page || state.language !== before.language;
    const help = ['language', 'large-text', 'low-reach', 'listen', 'call-staff', 'emergency'].includes(
      event.press.button,
    );
    const deaf = before.stillThereSince === null && state.now - before.enteredAt < timing.deaf;
    if (!help && deaf && acted) return 'a screen is deaf just after it changed';
    const first = before.lastPress;
    const name = event.press.button === 'department' ? `department ${event.press.id}` : event.press.button;
    const again = first !== null && first.button === name && state.now - first.at < timing.deaf;
    if (again && !['digit', 'letter'].includes(event.press.button) && acted) return 'a double tap is one act';
  }
  const wasMessage =
    /^(problem|paused) /.test(before.screenKey) && /^(problem|paused)$/.test(before.view?.stage.stage ?? '');
  if (event.type === 'view' && wasMessage && changed && screen.name === 'idle' && event.view.daemonConnected) {
    const ended = before.finished !== null && state.finished !== null;
    const stood = state.now - before.enteredAt >= timing.message;
    if (!stood && !ended) return 'a message stays long enough to be read';
  }
  if (event.type === 'view' && before.finished !== null && before.finished === visitOf(event.view.stage)) {
    const accepted = event.first || event.view.revision > before.revision;
    if (accepted && (screen.name === 'greeting' || screen.name === 'ticket'))
      return 'a wiped person is not shown again';
  }
  if (event.type !== 'view' && sends.some((effect) => effect.effect === 'send' && effect.action.action === 'finish')) {
    if (state.photo !== null || state.language !== 'vi' || state.view?.stage.stage !== 'idle')
      return 'the wipe leaves nothing';
  }
  return undefined;
}

const walks = 100_000;
const steps = 24;

describe('59: the state machine is never illegal', () => {
  it(`${walks.toLocaleString('en')} random walks of ${steps} steps`, { timeout: 240_000 }, () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= walks; seed += 1) {
      const roll = dice(seed);
      let state = initialState(0, true);
      let at = 0;
      for (let step = 0; step < steps; step += 1) {
        at += pauses[roll(pauses.length)] ?? 0;
        const event: KioskEvent = step === 0 ? { type: 'link', link: 'up', at } : draw(roll, at, step * 3);
        const after = next(state, event);
        const broken = brokenRule(state, event, after);
        if (broken !== undefined) expect.fail(`walk ${seed}, step ${step}: ${broken}\n${JSON.stringify(event)}`);
        seen.add(screenOf(after.state).name);
        state = after.state;
      }
      // However it went: left alone, the machine returns to a screen without a person.
      for (let second = 0; second < 4; second += 1) state = next(state, { type: 'tick', at: (at += 62_000) }).state;
      const left = screenOf(state).name;
      if (
        [
          'greeting',
          'ticket',
          'go-to-desk',
          'keypad',
          'child',
          'companion',
          'form-tiles',
          'form-search',
          'form-question',
          'form-check',
          'form-paper',
          'notice',
          'no-card',
          'emergency',
        ].includes(left)
      )
        expect.fail(`walk ${seed} ends on ${left}`);
      if (state.photo !== null) expect.fail(`walk ${seed} keeps a photo on ${left}`);
    }
    expect([...seen].sort()).toEqual(
      [
        'away',
        'card-needed',
        'child',
        'companion',
        'emergency',
        'form-check',
        'form-paper',
        'form-question',
        'form-search',
        'form-tiles',
        'go-to-desk',
        'greeting',
        'idle',
        'keypad',
        'no-card',
        'notice',
        'paused',
        'problem',
        'reading',
        'starting',
        'ticket',
        'unpaired',
      ].sort(),
    );
  });
});

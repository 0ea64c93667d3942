import { describe, expect, it } from 'vitest';
import type { Stage } from '@cccd-kiosk/contract/screen';
import { elsewhereOf } from '@cccd-kiosk/kiosk-ui/src/flow/elsewhere';
import { initialState, type LinkState } from '@cccd-kiosk/kiosk-ui/src/flow/state';
import { next } from '@cccd-kiosk/kiosk-ui/src/flow/next';
import { stages, view } from '../views.ts';

const localPage = `http://127.0.0.1:7411/kiosk/#pair=${'a'.repeat(32)}`;
const serverPage = 'https://kiosk.example/kiosk/';
const state = (link: LinkState, downFor: number, stage: Stage, more: object = { localPage }) => ({
  ...initialState(0),
  ...{ link, linkSince: 1000, now: 1000 + downFor },
  view: view(1, stage, more),
});

describe('where the browser goes on', () => {
  it.each<[string, ReturnType<typeof state>, string | undefined]>([
    ['away for a blink: nowhere', state('down', 4_999, stages.idle()), undefined],
    ['away: to the page on this computer', state('down', 5_000, stages.idle()), localPage],
    ['in the middle of a reading as well', state('down', 5_000, stages.reading()), localPage],
    ['a number on the screen stays a while', state('down', 29_999, stages.ticket()), undefined],
    ['and not for ever', state('down', 30_000, stages.ticket()), localPage],
    ['a greeting has its number too', state('down', 29_999, stages.greeting()), undefined],
    ['no page on this computer: nowhere', state('down', 60_000, stages.idle(), {}), undefined],
    ['the server is there', state('up', 60_000, stages.idle()), undefined],
    ['a screen without a station stays', state('unpaired', 60_000, stages.idle()), undefined],
    ['back, when the daemon says so', state('up', 0, stages.idle(), { serverPage }), serverPage],
    ['another host', state('down', 9_000, stages.idle(), { localPage: 'http://evil.example/kiosk/#pair=' }), undefined],
    ['a script', state('down', 9_000, stages.idle(), { localPage: `javascript:alert(1)//${localPage}` }), undefined],
  ])('%s', (_what, from, to) => {
    expect(elsewhereOf(from)).toBe(to);
  });
  it('before the first view nowhere', () => {
    expect(elsewhereOf({ ...initialState(0), now: 60_000 })).toBeUndefined();
  });
});

describe('a kiosk on its own', () => {
  it('calls nobody, for nobody would hear it', () => {
    const alone = { ...state('up', 0, stages.idle(), { alone: true }), enteredAt: -10_000 };
    const press = (from: typeof alone) => next(from, { type: 'press', press: { button: 'call-staff' }, at: from.now });
    expect(press(alone).effects.filter(({ effect }) => effect === 'send')).toEqual([]);
    const { alone: _alone, ...view } = alone.view;
    expect(press({ ...alone, view }).effects.filter(({ effect }) => effect === 'send')).toHaveLength(1);
  });
});

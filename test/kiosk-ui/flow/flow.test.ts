import { isBlurred, screenOf } from '@cccd-kiosk/kiosk-ui/src/flow/screen';
import { describe, expect, it } from 'vitest';
import { stages, view } from '../views.ts';
import { Walk } from './walk.ts';

const at = (walk: Walk): string => screenOf(walk.state).name;
const started = (): Walk => new Walk().up().show(stages.idle()).wait(1000);
const greeted = (): Walk => started().show(stages.reading()).wait(1000).show(stages.greeting()).wait(1000);

describe('B1 H1: tap to ticket', () => {
  it('reads, greets, takes the number with one press and wipes itself 5 s after the ticket', () => {
    const walk = greeted();
    expect(at(walk)).toBe('greeting');
    walk
      .press('take-number')
      .show(stages.ticket('visit-0001', false, 'printing'))
      .wait(1000);
    expect(walk.sent).toEqual(['choose-department']);
    walk.show(stages.ticket()).wait(4800);
    expect(at(walk)).toBe('ticket');
    walk.wait(400);
    expect(at(walk)).toBe('idle');
    expect(walk.sent).toEqual(['choose-department', 'finish']);
  });

  it('the button sends the tile that was picked', () => {
    const walk = greeted().press('department', { id: 'eye' }).press('take-number');
    expect(walk.effects).toContainEqual({
      effect: 'send',
      action: { action: 'choose-department', visitId: 'visit-0001', departmentId: 'eye' },
    });
  });

  it('a department that was not offered is not taken', () => {
    expect(greeted().press('department', { id: 'secret' }).state.chosen).toBeNull();
  });

  it('sounds: seen, done', () => {
    expect(greeted().sounds).toEqual(['seen', 'done']);
  });

  it('every outcome of a reading sounds the same', () => {
    const desk = started().show(stages.reading()).wait(1000).show(stages.goToDesk());
    expect(desk.sounds).toEqual(greeted().sounds);
  });
});

describe('B1 H1: an appointment that is told while the person chooses', () => {
  const chosen = (walk: Walk): unknown =>
    walk.effects.flatMap((effect) =>
      effect.effect === 'send' && 'departmentId' in effect.action ? [effect.action.departmentId] : [],
    );

  it('is where the one press goes', () => {
    const walk = greeted().show(stages.appointed()).wait(1000).press('take-number');
    expect(chosen(walk)).toEqual(['eye']);
  });

  it('a press that was meant for what stood there before does nothing', () => {
    const walk = greeted().show(stages.appointed()).wait(500).press('take-number');
    expect(chosen(walk)).toEqual([]);
    expect(chosen(walk.wait(200).press('take-number'))).toEqual(['eye']);
  });

  it('what the person chose stays chosen, and the button goes on listening', () => {
    const walk = greeted().press('department', { id: 'bone' }).show(stages.appointed()).wait(200).press('take-number');
    expect(chosen(walk)).toEqual(['bone']);
  });

  it('one at the department that was proposed already makes the button deaf to nothing', () => {
    const walk = greeted().show(stages.appointed('visit-0001', 'heart')).wait(200).press('take-number');
    expect(chosen(walk)).toEqual(['heart']);
  });

  it('is the guardian’s own: the child goes where it would go without', () => {
    const walk = greeted().show(stages.appointed()).wait(1000).press('for-child').wait(1000);
    expect(chosen(walk.press('child-without-number'))).toEqual(['heart']);
  });
});

describe('B0.4: card left on the tray', () => {
  it('chimes after 4 s, every 2 s, and does not wipe while it lies there', () => {
    const walk = started()
      .show(stages.ticket('visit-0001', true, 'printed'))
      .wait(8500);
    expect(walk.sounds).toEqual(['chime', 'chime', 'chime']);
    expect(at(walk)).toBe('ticket');
  });
});

describe('B0.5: idle and privacy', () => {
  it('details blur after 15 s without a touch, and a touch shows them again', () => {
    const walk = greeted().wait(14_500);
    expect(isBlurred(walk.state)).toBe(true);
    expect(isBlurred(walk.do({ type: 'touch' }).state)).toBe(false);
  });

  it.each([
    ['greeting', stages.greeting()],
    ['keypad', stages.keyNeeded()],
    ['card-needed', stages.cardNeeded()],
    ['problem', stages.problem()],
    ['ticket', stages.ticket('visit-0001', true)],
    ['go-to-desk', stages.goToDesk('visit-0002', true)],
  ] as const)('somebody walks off at %s: asked at 30 s, wiped at 50 s', (name, stage) => {
    const walk = started().show(stage).wait(29_000);
    expect(at(walk)).toBe(name);
    expect(walk.state.stillThereSince).toBeNull();
    walk.wait(1500);
    expect(walk.state.stillThereSince).not.toBeNull();
    walk.wait(20_000);
    expect(at(walk)).toBe('idle');
    expect(walk.sent).toEqual(['finish']);
    expect(JSON.stringify(walk.state)).not.toMatch(/Khuyên|visit-0001.*042/);
  });

  it('WCAG 2.2.1: “Tôi cần thêm thời gian” gives 60 s, at least ten times', () => {
    const walk = greeted().wait(30_000);
    for (let round = 0; round < 12; round += 1) {
      expect(walk.state.stillThereSince).not.toBeNull();
      walk.wait(1000).press('more-time').wait(59_000);
      expect(walk.state.stillThereSince).toBeNull();
      expect(at(walk)).toBe('greeting');
      walk.wait(1500);
    }
  });

  it('a touch beside the buttons does not answer the question', () => {
    const walk = greeted().wait(30_000).do({ type: 'touch' });
    expect(walk.state.stillThereSince).not.toBeNull();
  });

  it('language and text size go back with the wipe', () => {
    const walk = greeted().press('language').press('large-text').wait(50_000);
    expect([walk.state.language, walk.state.textSize]).toEqual(['vi', 'normal']);
  });

  it('a late view of a wiped session is not shown; the next person is', () => {
    const walk = greeted().wait(51_000).show(stages.greeting());
    expect(at(walk)).toBe('idle');
    expect(at(walk.show(stages.reading('reading-2')).show(stages.greeting()))).toBe('greeting');
  });

  it('a photo that belongs to no visit on screen is revoked', () => {
    const walk = greeted().do({ type: 'photo', visitId: 'visit-0001', url: 'blob:a' });
    expect(walk.state.photo?.url).toBe('blob:a');
    walk.show(stages.idle()).do({ type: 'photo', visitId: 'visit-0001', url: 'blob:b' });
    expect(walk.state.photo).toBeNull();
    expect(walk.effects.filter(({ effect }) => effect === 'revoke-photo')).toEqual([
      { effect: 'revoke-photo', url: 'blob:a' },
      { effect: 'revoke-photo', url: 'blob:b' },
    ]);
  });
});

describe('59: mashing', () => {
  it('a double tap is one act', () => {
    expect(greeted().press('take-number').press('take-number').wait(300).press('take-number').sent).toEqual([
      'choose-department',
    ]);
  });

  it('a screen is deaf for 600 ms after it changed, except for help', () => {
    const walk = started().show(stages.greeting());
    walk.wait(500).press('take-number');
    expect(walk.sent).toEqual([]);
    walk.press('call-staff').wait(200).press('take-number');
    expect(walk.sent).toEqual(['call-staff', 'choose-department']);
  });

  it('fifty taps a second on the keypad give six digits and one offer', () => {
    const walk = started().show(stages.keyNeeded()).wait(700);
    for (let tap = 0; tap < 50; tap += 1) walk.press('digit', { digit: '12'[tap % 2] ?? '' });
    expect(walk.state.digits).toBe('121212');
    expect(walk.sent).toEqual(['offer-key']);
  });

  it('a finger that trembles types a digit once, and takes one back once; a calm one types it twice', () => {
    const walk = started().show(stages.keyNeeded()).wait(700);
    for (let touch = 0; touch < 2; touch += 1) walk.press('digit', { digit: '1' }).wait(100);
    expect(walk.state.digits).toBe('1');
    walk.wait(100).press('digit', { digit: '1' });
    expect(walk.state.digits).toBe('11');
    walk.press('delete').wait(100).press('delete');
    expect(walk.state.digits).toBe('1');
    walk.wait(100).press('delete');
    expect(walk.state.digits).toBe('');
  });

  it('a keyboard does not tremble', () => {
    const walk = started().show(stages.keyNeeded()).wait(700);
    for (let key = 0; key < 3; key += 1)
      walk.do({ type: 'press', press: { button: 'digit', digit: '1' }, keyed: true });
    expect(walk.state.digits).toBe('111');
  });

  it('low reach is for one person: it goes with the wipe', () => {
    const walk = greeted().press('low-reach');
    expect(walk.state.lowReach).toBe(true);
    walk.wait(50_000);
    expect(walk.state.lowReach).toBe(false);
  });
});

describe('B0.9: messages', () => {
  it('a message stays 6 s although the machine is done with it', () => {
    const walk = started().show(stages.problem()).wait(1000).show(stages.idle()).wait(4500);
    expect(at(walk)).toBe('problem');
    expect(at(walk.wait(1000))).toBe('idle');
  });

  it('gives way at once to what the person did', () => {
    expect(at(started().show(stages.problem()).wait(500).show(stages.reading()))).toBe('reading');
  });

  it('an early lift pauses with “put back”, and resumes in the same reading', () => {
    const walk = started().show(stages.reading()).wait(1000).show(stages.paused());
    expect([at(walk), walk.sounds.at(-1)]).toEqual(['paused', 'put-back']);
    expect(at(walk.wait(500).show(stages.reading()))).toBe('reading');
  });

  it('the keypad forgets digits that did not fit', () => {
    const walk = started().show(stages.keyNeeded()).wait(700);
    for (const digit of '123456') walk.press('digit', { digit });
    walk.show(stages.keyNeeded(true, 2)).wait(700);
    expect(walk.state.digits).toBe('');
    expect(at(walk)).toBe('keypad');
  });
});

describe('57: the server is away', () => {
  it('a blip says nothing; two seconds bring the calm screen; the return brings the present', () => {
    const walk = started().do({ type: 'link', link: 'down' }).wait(1500);
    expect(at(walk)).toBe('idle');
    expect(at(walk.wait(1000))).toBe('away');
    expect(at(walk.up().show(stages.idle(), {}, true))).toBe('idle');
  });

  it('a number that exists is shown without the server', () => {
    const walk = greeted().do({ type: 'link', link: 'down' }).wait(3000).press('take-number');
    expect(at(walk)).toBe('ticket');
    expect(walk.sent).toEqual([]);
  });

  it('no screen waits longer than 3 s for an answer', () => {
    const walk = greeted().press('take-number').wait(2500);
    expect(at(walk)).toBe('greeting');
    expect(at(walk.wait(1000))).toBe('ticket');
  });

  it('a session ended while the server was away is ended there on its return, unseen', () => {
    const walk = greeted().do({ type: 'link', link: 'down' }).wait(55_000);
    expect(at(walk)).toBe('away');
    walk.up().show(stages.greeting(), {}, true);
    expect([at(walk), walk.sent]).toEqual(['idle', ['finish']]);
  });

  it('an older revision is dropped, except on a new connection after a restart', () => {
    const walk = started().show(stages.keyNeeded());
    const old = { type: 'view', view: view(0, stages.idle()) } as const;
    expect(at(walk.do({ ...old, first: false }))).toBe('keypad');
    expect(at(walk.do({ ...old, first: true }))).toBe('idle');
  });

  it('T-10 when the station’s daemon is not connected', () => {
    const walk = started().show(stages.idle(), { daemonConnected: false });
    expect(screenOf(walk.state)).toMatchObject({ name: 'problem', problem: 'reader-out-of-service' });
  });
});

describe('B0.10: everybody leaves with a number', () => {
  it.each([
    ['no card', stages.idle(), 'no-card', 'no-card'],
    ['chip unreadable', stages.problem('chip-unreadable'), null, 'unreadable'],
    ['not an ID card', stages.problem('not-an-id-card'), 'no-card', 'no-card'],
  ] as const)('%s', (_what, stage, page, reason) => {
    const walk = started().show(stage).wait(1000);
    if (page !== null) walk.press(page).wait(700);
    walk.press('desk-number');
    expect(walk.effects.at(-1)).toEqual({ effect: 'send', action: { action: 'ticket-without-card', reason } });
    expect(at(walk.show(stages.goToDesk()))).toBe('go-to-desk');
  });

  it('whoever does not agree with the notice gets a number too', () => {
    const walk = greeted().press('open-notice').wait(700).press('decline-notice');
    expect(walk.effects.at(-1)).toEqual({
      effect: 'send',
      action: { action: 'ticket-without-card', reason: 'refused-notice' },
    });
  });

  it('H16: emergency is one press from everywhere, offline too', () => {
    const walk = started().press('emergency');
    expect([at(walk), walk.sent]).toEqual(['emergency', ['ticket-without-card']]);
    const away = started().do({ type: 'link', link: 'down' }).wait(3000).press('emergency');
    expect([at(away), away.sent]).toEqual(['emergency', []]);
  });
});

describe('staff call', () => {
  it('names the screen and nothing else; a second tap stops it', () => {
    const walk = greeted().press('call-staff');
    expect(walk.effects.at(-1)).toEqual({ effect: 'send', action: { action: 'call-staff', screen: 'greeting' } });
    walk.show(stages.greeting(), { staffCall: 'called' }).wait(700).press('call-staff');
    expect(walk.sent.at(-1)).toBe('cancel-staff-call');
  });
  it('of whoever came before is not taken back by the next one, who calls as well', () => {
    const walk = greeted().show(stages.greeting(), { staffCall: 'called' }).wait(700).press('call-staff');
    expect(walk.sent.at(-1)).toBe('call-staff');
    walk.wait(700).press('call-staff');
    expect(walk.sent.at(-1)).toBe('cancel-staff-call');
  });
});

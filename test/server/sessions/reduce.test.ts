import { describe, expect, it } from 'vitest';
import { stationViewSchema } from '@cccd-kiosk/contract/screen';
import type { ReaderStateEvent } from '@cccd-kiosk/contract/station';
import type { SessionEvent } from '@cccd-kiosk/contract/session/events';
import { reduce } from '@cccd-kiosk/contract/session/reduce';
import type { Effect, Session, VisitAppointment, VisitFacts } from '@cccd-kiosk/contract/session/session';
import { deadlineOf, newSession } from '@cccd-kiosk/contract/session/session';
import { viewOf } from '@cccd-kiosk/contract/session/view';
import { siteSchema } from '@cccd-kiosk/server/src/site/site-config';

const site = siteSchema.parse({});
const reader = 'reader 1';
const readingId = 'reading-0001';
const otherId = 'reading-0002';

const frame = {
  ...{ stationId: 'station-01', stationName: 'K01', site, simulation: true },
  review: () => null,
  citizenCase: () => null,
  tiles: () => [],
  search: () => ({ query: '', found: [], more: 0 }),
  mayPrint: () => true,
  insurance: () => ({ state: 'will-be-checked' }) as const,
};
const visit: VisitFacts = {
  visitId: 'visit-0001',
  desk: false,
  person: { name: 'Nguyễn Thị Mẫu', maskedNumber: '0011••••••99', address: 'chi', proven: true },
  ticket: {
    visitId: 'visit-0001',
    number: 'T 001',
    departmentId: 'reception',
    departmentName: { vi: 'Chưa biết khám gì', en: 'Not sure yet' },
    room: 'Tiếp nhận',
    floor: '1',
    peopleAhead: 0,
    priority: false,
    qr: 'CK1-0123456789',
    issuedAt: '2026-03-02T01:00:00.000Z',
  },
};
const deskVisit: VisitFacts = { visitId: 'visit-0002', desk: true, ticket: { ...visit.ticket, visitId: 'visit-0002' } };

const state = (name: ReaderStateEvent['state'], more: Partial<ReaderStateEvent> = {}): SessionEvent => ({
  event: 'reader',
  reader: { reader, state: name, ...more },
});
const reading = (id = readingId) => state('reading', { readingId: id });
const progress = (percent: number, phase = 'data' as const, id = readingId): SessionEvent => ({
  event: 'progress',
  progress: { readingId: id, reader, progress: { phase, percent } },
});
const problem = (
  code: 'wrong-key' | 'weak-signal' | 'not-an-id-card' | 'two-cards' | 'chip-unreadable',
): SessionEvent => ({
  event: 'problem',
  problem: { reader, problem: code, readingId },
});
const done = state('done', { readingId });
const checkedIn = (
  facts = visit,
  more: Partial<Extract<SessionEvent, { event: 'checked-in' }>> = {},
): SessionEvent => ({
  event: 'checked-in',
  readingId,
  reader,
  offline: false,
  repeated: false,
  visit: facts,
  ...more,
});
const wait = (ms: number) => ms;
const awaited = { event: 'companion-awaited', visit } as const;
const companionRead = (step: 'relation' | 'same-card' | 'not-taken'): SessionEvent => ({
  ...{ event: 'companion-read', readingId: otherId, reader, visitId: visit.visitId, step },
});
/** A patient at their greeting whose card is lifted, and somebody who came with them. */
const companion: SessionEvent[] = [reading(), checkedIn(), state('empty'), awaited];

/** Runs events in order; a number lets that many milliseconds pass, with a tick at the end. */
function run(...events: (SessionEvent | number)[]): {
  stage: string;
  view: ReturnType<typeof viewOf>;
  effects: Effect[];
  session: Session;
} {
  let session = newSession;
  let now = 1_000_000;
  const effects: Effect[] = [];
  for (const event of [{ event: 'connected' } as const, ...events]) {
    if (typeof event === 'number') now += event;
    const reduced = reduce(session, typeof event === 'number' ? { event: 'tick' } : event, now);
    session = reduced.session;
    effects.push(...reduced.effects);
    const view = viewOf(session, frame);
    // Every state on the way is one that the screens understand.
    stationViewSchema.parse({ ...view, revision: 1, serverTime: new Date(now).toISOString() });
  }
  const view = viewOf(session, frame);
  return { stage: view.stage.stage, view, effects, session };
}

describe('the screen follows the reader', () => {
  it.each<[string, (SessionEvent | number)[], string]>([
    ['nothing yet', [], 'idle'],
    ['a card without a key', [state('card-waiting-for-key')], 'key-needed'],
    ['and lifted again', [state('card-waiting-for-key'), state('empty')], 'idle'],
    ['a key without a card', [state('key-waiting-for-card')], 'card-needed'],
    ['and nobody comes', [state('key-waiting-for-card'), state('empty')], 'idle'],
    ['a key from the screen, before the card', [{ event: 'key-offered' }], 'card-needed'],
    ['for a minute', [{ event: 'key-offered' }, wait(60_001)], 'idle'],
    ['a reading', [reading()], 'reading'],
    ['a card lifted too early (T-01)', [reading(), state('card-lifted', { problem: 'card-lifted-early' })], 'paused'],
    ['and laid back', [reading(), state('card-lifted'), reading()], 'reading'],
    ['and not laid back within 15 s', [reading(), state('card-lifted'), wait(15_001)], 'idle'],
    ['a weak signal (T-02)', [reading(), problem('weak-signal')], 'paused'],
    ['read again', [reading(), problem('weak-signal'), progress(40)], 'reading'],
    ['a reading that never ends', [reading(), wait(120_001)], 'problem'],
    ['no ID card (T-04)', [state('done'), problem('not-an-id-card')], 'problem'],
    ['shown at least 6 s', [problem('not-an-id-card'), state('empty'), wait(5_000)], 'problem'],
    ['then gone', [problem('not-an-id-card'), state('empty'), wait(6_001)], 'idle'],
    [
      'a chip that cannot be read: time to choose a way on',
      [problem('chip-unreadable'), state('empty'), wait(20_000)],
      'problem',
    ],
    ['the only reader unplugged (T-10)', [state('failed', { problem: 'reader-out-of-service' })], 'problem'],
    ['and back', [state('failed'), state('empty')], 'idle'],
    ['verdict: checked in', [reading(), checkedIn()], 'greeting'],
    ['the reader says done before the verdict', [reading(), done, checkedIn()], 'greeting'],
    ['a doubtful card', [reading(), checkedIn(deskVisit)], 'go-to-desk'],
    ['department chosen', [reading(), checkedIn(), { event: 'chosen', visit }], 'ticket'],
    ['without a card', [{ event: 'without-card', visit: deskVisit }], 'go-to-desk'],
    ['a companion is awaited', [reading(), checkedIn(), awaited], 'companion'],
    ['of a patient who is not on screen', [reading(), checkedIn(), { ...awaited, visit: deskVisit }], 'greeting'],
    ['the companion’s card is read', [...companion, reading(otherId)], 'reading'],
    ['and lifted too early', [...companion, reading(otherId), state('card-lifted'), wait(15_001)], 'companion'],
    [
      'and is a bank card',
      [...companion, state('done'), problem('not-an-id-card'), state('empty'), wait(6_001)],
      'companion',
    ],
    ['and has no key', [...companion, state('card-waiting-for-key'), state('empty')], 'companion'],
    [
      'and cannot be read: the patient’s number',
      [...companion, reading(otherId), { event: 'chosen', visit }],
      'ticket',
    ],
    ['and is proven', [...companion, reading(otherId), companionRead('relation')], 'companion'],
    ['then the next person comes', [...companion, reading(otherId), companionRead('relation'), reading()], 'reading'],
    [
      'whose card is lifted',
      [...companion, reading(otherId), companionRead('relation'), reading(), state('empty')],
      'idle',
    ],
    [
      'the patient’s own card again',
      [...companion, reading(otherId), companionRead('same-card'), reading(), state('empty')],
      'companion',
    ],
    ['everybody leaves', [...companion, { event: 'finish' }], 'idle'],
    [
      'everybody leaves while it is read',
      [...companion, reading(otherId), { event: 'finish' }, companionRead('relation')],
      'idle',
    ],
    ['nobody comes', [...companion, wait(180_001)], 'idle'],
    [
      'an emergency',
      [...companion, { event: 'without-card', visit: deskVisit }, { event: 'finish' }, reading(), state('empty')],
      'idle',
    ],
    ['finished', [reading(), checkedIn(), { event: 'finish' }], 'idle'],
    ['a new card ends the session before it', [reading(), checkedIn(), state('empty'), reading(otherId)], 'reading'],
    ['the daemon gone while reading', [reading(), { event: 'disconnected' }], 'idle'],
    ['the daemon gone while a number is shown', [reading(), checkedIn(), { event: 'disconnected' }], 'greeting'],
    ['a refused reading', [reading(), { event: 'refused', readingId }], 'problem'],
    ['another reading refused', [reading(), { event: 'refused', readingId: otherId }], 'reading'],
  ])('%s', (_what, events, stage) => {
    expect(run(...events).stage).toBe(stage);
  });

  it('counts wrong keys over the readings between them, then offers other ways', () => {
    const wrong = [reading(), state('card-waiting-for-key'), problem('wrong-key')];
    expect(run(...wrong).view.stage).toEqual({ stage: 'key-needed', wrongKey: true, attemptsLeft: 4 });
    expect(run(...wrong, ...wrong, ...wrong, ...wrong).view.stage).toMatchObject({ attemptsLeft: 1 });
    const exhausted = run(...wrong, ...wrong, ...wrong, ...wrong, ...wrong);
    expect(exhausted.view.stage).toMatchObject({ stage: 'problem', problem: 'wrong-key' });
    expect(run(...wrong, state('empty'), state('card-waiting-for-key')).view.stage).toMatchObject({ attemptsLeft: 5 });
  });

  it('never runs backward within a reading, resumed or not', () => {
    expect(run(reading(), progress(60), progress(20)).view.stage).toMatchObject({ progress: { percent: 60 } });
    expect(run(reading(), progress(60), state('card-lifted'), reading(), progress(5)).view.stage).toMatchObject({
      progress: { percent: 60 },
    });
    expect(run(reading(), progress(60), reading(otherId), progress(5, 'data', otherId)).view.stage).toMatchObject({
      progress: { percent: 5 },
    });
  });

  it('says what was seen: card, name, chip', () => {
    const holder: SessionEvent = {
      event: 'holder',
      shownName: 'Nguyễn Thị Mẫu',
      holder: { readingId, reader, holder: { fullName: 'Nguyễn Thị Mẫu', personalNumber: '001190999999' } },
    };
    expect(run(reading()).view.stage).toMatchObject({ seen: { card: true, name: false, chip: false } });
    expect(run(reading(), holder).view.stage).toMatchObject({
      seen: { name: true, chip: false },
      name: 'Nguyễn Thị Mẫu',
    });
    expect(run(reading(), holder, progress(90, 'portrait' as never)).view.stage).toMatchObject({
      seen: { chip: true },
    });
    expect(run(holder).view.stage).toEqual({ stage: 'idle' });
  });
});

describe('an appointment that the hospital’s system tells of', () => {
  const told = (more: Partial<VisitAppointment> = {}, visitId = visit.visitId): SessionEvent => ({
    ...{ event: 'appointment', visitId },
    appointment: {
      ...{ departmentId: 'eye', departmentName: { vi: 'Mắt', en: 'Eyes' }, time: '08:30', proposed: true },
      ...more,
    },
  });
  const shown = { time: '08:30', departmentName: { vi: 'Mắt', en: 'Eyes' } };

  it('is proposed before the last visit’s department; the number stays what it was until somebody presses', () => {
    const last = { ...visit, lastDepartment: 'cardiology' };
    const { view, effects } = run(reading(), checkedIn(last), told());
    expect(view.stage).toMatchObject({
      ...{ stage: 'greeting', chosenDepartment: 'eye', lastDepartment: 'cardiology', appointment: shown },
      ticket: { number: 'T 001', departmentId: 'reception' },
    });
    expect(effects).toEqual([]);
  });

  it('is said and not proposed to whoever has chosen before', () => {
    const { view } = run(reading(), checkedIn(), told({ proposed: false }));
    expect(view.stage).toMatchObject({ chosenDepartment: 'reception', appointment: shown });
  });

  it('of somebody else changes nothing', () => {
    const { view } = run(reading(), checkedIn(), told({}, 'visit-0009'));
    expect(view.stage).toMatchObject({ stage: 'greeting', chosenDepartment: 'reception' });
    expect(view.stage).not.toHaveProperty('appointment');
  });

  it.each<[string, SessionEvent[]]>([
    ['before the greeting', [reading()]],
    ['after the choice', [reading(), checkedIn(), { event: 'chosen', visit }]],
    ['while a companion is awaited', companion],
    ['when the person has gone', [reading(), checkedIn(), { event: 'finish' }]],
  ])('%s it changes nothing', (_when, events) => {
    expect(run(...events, told()).view).toEqual(run(...events).view);
  });
});

describe('whose reading it is', () => {
  it('one made while the server was away keeps its number and shows nothing', () => {
    expect(run(checkedIn(visit, { offline: true })).stage).toBe('idle');
    expect(run(state('done', { readingId }), checkedIn(visit, { offline: true })).stage).toBe('greeting');
  });

  it('one accepted before the server died is shown when its card still waits, and never twice', () => {
    const again = checkedIn(visit, { repeated: true });
    expect(run(again).stage).toBe('idle');
    expect(run(state('done', { readingId }), again).stage).toBe('greeting');
    expect(run(reading(), checkedIn(), { event: 'chosen', visit }, again).stage).toBe('ticket');
  });

  it('one that is overtaken by a new card shows nothing', () => {
    expect(run(reading(), reading(otherId), checkedIn()).view.stage).toMatchObject({ readingId: otherId });
  });
});

describe('the ticket prints after the card is lifted, or after 4 s (B0.4)', () => {
  const chosen: SessionEvent = { event: 'chosen', visit };
  const prints = (effects: Effect[]) => effects.filter(({ effect }) => effect === 'print').length;

  it.each<[string, (SessionEvent | number)[], number, string]>([
    ['the card lies there', [chosen], 0, 'waiting-for-card'],
    ['3.9 s later', [chosen, wait(3_900)], 0, 'waiting-for-card'],
    ['4 s later', [chosen, wait(4_000)], 1, 'printing'],
    ['lifted', [chosen, state('empty')], 1, 'printing'],
    ['lifted, then 4 s: once', [chosen, state('empty'), wait(4_000)], 1, 'printing'],
    ['lifted before the choice', [state('empty'), chosen], 1, 'printing'],
    [
      'printed',
      [chosen, state('empty'), { event: 'print-result', visitId: 'visit-0001', printed: 'printed' }],
      1,
      'printed',
    ],
    [
      'out of paper',
      [chosen, state('empty'), { event: 'print-result', visitId: 'visit-0001', printed: 'out-of-paper' }],
      1,
      'out-of-paper',
    ],
    [
      'another visit’s result',
      [chosen, state('empty'), { event: 'print-result', visitId: 'visit-0009', printed: 'failed' }],
      1,
      'printing',
    ],
    ['chosen twice', [chosen, state('empty'), chosen], 1, 'printing'],
    [
      'printed again',
      [
        chosen,
        state('empty'),
        { event: 'print-result', visitId: 'visit-0001', printed: 'printed' },
        { event: 'print-again' },
      ],
      2,
      'printing',
    ],
  ])('%s', (_what, events, count, printed) => {
    const result = run(reading(), checkedIn(), ...events);
    expect(prints(result.effects)).toBe(count);
    expect(result.view.stage).toMatchObject({ ticket: { printed } });
  });

  it('a walk to the desk shows neither name nor reason', () => {
    const { view } = run(reading(), checkedIn(deskVisit));
    expect(Object.keys(view.stage).sort()).toEqual(['cardPresent', 'desk', 'stage', 'ticket']);
  });

  it('finish while reading lets the reading go', () => {
    expect(run(reading(), { event: 'finish' }).effects).toEqual([{ effect: 'cancel', reader }]);
  });
});

describe('a form begun and not handed in', () => {
  const begun: SessionEvent[] = [
    reading(),
    checkedIn({ ...visit, offersForms: true }),
    { event: 'form-begun', visitId: 'visit-0001', caseId: 'case-0001' },
  ];
  const left = { effect: 'leave-form', caseId: 'case-0001' };
  it.each<[string, SessionEvent]>([
    ['the person leaves', { event: 'finish' }],
    ['another card is read', reading(otherId)],
    ['another card waits for its key', state('card-waiting-for-key')],
    ['a key is shown', state('key-waiting-for-card')],
    ['only the number is taken', { event: 'chosen', visit }],
    ['somebody needs help at once', { event: 'without-card', visit: deskVisit }],
    ['an officer lays forms before somebody', { event: 'form-shown', caseId: 'case-0002' }],
  ])('goes when %s', (_what, event) => {
    expect(run(...begun, event).effects).toContainEqual(left);
  });
  it.each<[string, SessionEvent]>([
    ['it is handed in', { event: 'form-sent', caseId: 'case-0001' }],
    ['a second card is laid down with the first', problem('two-cards')],
    ['the reader breaks', state('failed')],
    ['the station loses the server for a moment', { event: 'disconnected' }],
    ['it is printed', { event: 'form-printing', caseId: 'case-0001' }],
  ])('stays when %s', (_what, event) => {
    const { effects, stage } = run(...begun, event);
    expect(effects).not.toContainEqual(left);
    expect(stage).toBe(event.event === 'form-sent' ? 'ticket' : 'citizen-form');
  });
});

describe('any order of events', () => {
  it('leaves a view that the screens understand, and never two prints of one choice (10,000 random walks)', () => {
    const events: SessionEvent[] = [
      ...(
        ['absent', 'failed', 'empty', 'key-waiting-for-card', 'card-waiting-for-key', 'card-lifted', 'done'] as const
      ).map((name) => state(name)),
      ...[reading(), reading(otherId), progress(10), progress(90), checkedIn(), checkedIn(deskVisit)],
      ...(['wrong-key', 'weak-signal', 'two-cards', 'chip-unreadable'] as const).map(problem),
      ...([
        { event: 'chosen', visit },
        { event: 'finish' },
        { event: 'print-again' },
        { event: 'tick' },
      ] as SessionEvent[]),
      ...([{ event: 'disconnected' }, { event: 'connected' }, { event: 'key-offered' }] as SessionEvent[]),
      { event: 'print-result', visitId: 'visit-0001', printed: 'printed' },
    ];
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    let session = newSession;
    let now = 1_000_000;
    for (let i = 0; i < 10_000; i += 1) {
      now += random(9_000);
      const event = events[random(events.length)] as SessionEvent;
      const reduced = reduce(session, event, now);
      expect(reduced.effects.filter(({ effect }) => effect === 'print').length).toBeLessThanOrEqual(1);
      session = reduced.session;
      const view = viewOf(session, frame);
      stationViewSchema.parse({ ...view, revision: i, serverTime: new Date(now).toISOString() });
      const deadline = deadlineOf(session);
      if (deadline !== null) expect(Number.isFinite(deadline)).toBe(true);
    }
  });
});

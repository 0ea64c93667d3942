import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '@cccd-kiosk/server/src/config';
import type { Destination, Message, Outcome } from '@cccd-kiosk/server/src/hand-over/language';
import { backOff } from '@cccd-kiosk/server/src/back-off';
import { createDispatcher, type Dispatcher } from '@cccd-kiosk/server/src/hand-over/outbox/dispatcher';
import { differingField } from '@cccd-kiosk/server/src/hand-over/outbox/same-person';
import type { CompanionFact } from '@cccd-kiosk/server/src/hand-over/registered-visit';
import { createLog } from '@cccd-kiosk/server/src/log';
import { openStore, type Store } from '@cccd-kiosk/server/src/store';
import { createWorkItems } from '@cccd-kiosk/server/src/work-items/work-item-log';
import { temporaryFolder, until } from '../test-server.ts';
import { visitOf } from './sample-visits.ts';

let folder: string;
let store: Store;
let clock: Date;
let dispatcher: Dispatcher | undefined;

const now = (): Date => clock;
const later = (ms: number): void => {
  clock = new Date(clock.getTime() + ms);
  dispatcher?.wake();
};
beforeEach(() => {
  folder = temporaryFolder();
  clock = new Date('2026-03-02T00:10:05.000Z');
  store = openStore(readConfig({ dataDir: folder, simulation: true }), now);
  // Its rows hang on visits, which are another test's.
  store.db.pragma('foreign_keys = OFF');
});
afterEach(async () => {
  await dispatcher?.stop();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A destination that answers as told, the last answer for ever, and remembers what it was sent. */
function scripted(...answers: Outcome[]): Destination & { readonly sent: Message[] } {
  const sent: Message[] = [];
  return {
    ...{ name: 'his', kind: 'scripted', sent },
    deliver(message) {
      sent.push(message);
      const [answer = { outcome: 'taken', patient: null }] = answers.length > 1 ? answers.splice(0, 1) : answers;
      return Promise.resolve(answer);
    },
    close: () => Promise.resolve(),
  };
}

function dispatch(destination: Destination): void {
  const { db, handOverOutbox: outbox, audit, workItems: items } = store;
  const workItems = createWorkItems({ items, audit });
  dispatcher = createDispatcher({
    ...{ db, outbox, workItems, audit, now, log: createLog('silent'), destinations: [destination], chance: () => 1 },
  });
  dispatcher.wake();
}
const outbox = () => store.handOverOutbox;
const state = () => outbox().counts([{ name: 'his', kind: 'scripted' }])[0];
const add = (visitId: string, event: 'registered' | 'changed' = 'registered'): void => {
  outbox().add('his', visitOf({ visitId, event }));
};

describe('the outbox', () => {
  it('forgets whoever came along, in messages sent and not sent alike, and nothing else', () => {
    const companion: CompanionFact = {
      ...{ fullName: 'Trần Thị Mẫu', number: { kind: 'citizen', value: '001185999912' } },
      relation: 'spouse',
      ...{ since: '2026-03-02T00:11:00.000Z', until: '2026-03-03T00:11:00.000Z' },
    };
    outbox().add('his', visitOf({ visitId: 'visit-0001', companion }));
    outbox().add('his', visitOf({ visitId: 'visit-0001', event: 'changed', companion }));
    outbox().add('his', visitOf({ visitId: 'visit-0002', companion }));
    const [first] = outbox().due('his', clock.toISOString(), 9);
    outbox().taken(first?.id ?? '', clock.toISOString(), null);
    outbox().forgetCompanion('visit-0001');
    const [later] = outbox().due('his', clock.toISOString(), 9);
    for (const row of [first, later]) {
      const visit = row === undefined ? null : outbox().visitOf(row)?.reveal();
      expect(visit).toEqual(visitOf({ visitId: 'visit-0001', event: row?.event ?? 'registered' }));
    }
    expect(outbox().latest('his', 'visit-0002')).toMatchObject({ companion: { fullName: 'Trần Thị Mẫu' } });
  });

  it('keeps a visit’s messages in order: the second waits until the first is taken', async () => {
    const his = scripted({ outcome: 'busy', code: 'AR' }, { outcome: 'taken', patient: null });
    add('visit-0001');
    add('visit-0001', 'changed');
    dispatch(his);
    await until(() => his.sent.length === 1 && outbox().due('his', '9999', 9)[0]?.attempts === 1);
    later(60_000);
    await until(() => state()?.waiting === 0);
    expect(his.sent.map(({ visit }) => visit.event)).toEqual(['registered', 'registered', 'changed']);
    expect(his.sent[0]?.key).toBe(his.sent[1]?.key);
    expect(his.sent[2]?.key).not.toBe(his.sent[1]?.key);
    expect(his.sent[0]?.key).toMatch(/^[\w-]{20}$/);
  });

  it('a message that was let go and never heard of again is a person’s: no start sends it', async () => {
    let gone = 0;
    const cautious: Destination = {
      ...{ name: 'his', kind: 'scripted' },
      async deliver(_message, _signal, delivery) {
        expect(delivery.before()).toBeNull();
        await delivery.leaving();
        gone += 1;
        return new Promise<never>(() => undefined);
      },
      close: () => Promise.resolve(),
    };
    add('visit-0001');
    add('visit-0001', 'changed');
    dispatch(cautious);
    await until(() => gone === 1);
    // The server dies here; the next one finds what it left behind.
    void dispatcher?.stop();
    const his = scripted();
    dispatch(his);
    expect(outbox().deadRows(9)).toMatchObject([{ visitId: 'visit-0001', event: 'registered', code: 'uncertain' }]);
    expect(store.workItems.allOpen()).toMatchObject([{ kind: 'hand-over', code: 'uncertain', scope: 'his' }]);
    later(60_000);
    expect(outbox().allAgain('his', clock.toISOString())).toBe(0);
    expect(outbox().withdrawDead('his', 'visit-0001')).toBe(0);
    expect(his.sent).toEqual([]);
    expect(outbox().again(outbox().deadRows(9)[0]?.id ?? '', clock.toISOString())).toBe(1);
    dispatcher?.wake();
    await until(() => state()?.waiting === 0);
    expect(his.sent.map(({ visit }) => visit.event)).toEqual(['registered', 'changed']);
    expect(outbox().adrift('his')).toEqual([]);
  });

  it('what is nothing to a destination is done with, and it is told of no end of it', async () => {
    const his = scripted({ outcome: 'not-due' });
    add('visit-0001');
    dispatch(his);
    await until(() => state()?.waiting === 0);
    expect(outbox().untold('his', 'visit-0001')).toBe(true);
    expect(outbox().lastTaken('his', 'visit-0001')).toBeNull();
    add('visit-0001', 'changed');
    expect(outbox().untold('his', 'visit-0001')).toBe(false);
  });

  it('what lacks something is tried as long as a day, and then a person’s', async () => {
    const his = scripted({ outcome: 'not-yet', code: 'patient-number' });
    add('visit-0001');
    dispatch(his);
    for (let nth = 1; nth <= 12; nth += 1) {
      await until(() => outbox().due('his', '9999', 9)[0]?.attempts === nth);
      later(301_000);
    }
    expect(state()).toMatchObject({ waiting: 1, dead: 0 });
    later(86_400_000);
    await until(() => state()?.dead === 1);
    expect(outbox().deadRows(1)).toMatchObject([{ code: 'patient-number' }]);
  });

  it('while a destination is away one message alone knocks, ever more seldom; then the others follow', async () => {
    const his = scripted(
      { outcome: 'unreachable', code: 'ECONNREFUSED' },
      { outcome: 'unreachable', code: 'timeout' },
      { outcome: 'taken', patient: null },
    );
    for (const nth of [1, 2, 3, 4, 5, 6]) add(`visit-000${String(nth)}`);
    dispatch(his);
    // Two were under way before the first came back.
    await until(() => his.sent.length === 2);
    await until(() =>
      outbox()
        .due('his', '9999', 9)
        .every(({ visitId, attempts }) => attempts === (visitId < 'visit-0003' ? 1 : 0)),
    );
    expect(state()?.waiting).toBe(6);
    expect([0, 1, 2, 20].map((attempts) => backOff(attempts, () => 1))).toEqual([2000, 4000, 8000, 300_000]);
    expect(backOff(0, () => 0)).toBe(1000);
    later(400_000);
    await until(() => state()?.waiting === 0);
    expect(state()).toMatchObject({ dead: 0, lastTaken: clock.toISOString() });
  });

  it('gives up after a day, with the reason; the message goes out again by the button, under its own key', async () => {
    const his = scripted(
      { outcome: 'unreachable', code: 'ECONNREFUSED' },
      { outcome: 'unreachable', code: 'ENOTFOUND' },
    );
    add('visit-0001');
    dispatch(his);
    await until(() => outbox().due('his', '9999', 9)[0]?.attempts === 1);
    later(25 * 3_600_000);
    const [dead] = await until(() => (outbox().deadRows(9).length === 1 ? outbox().deadRows(9) : undefined));
    expect(dead).toMatchObject({ code: 'ENOTFOUND', visitId: 'visit-0001', attempts: 2 });
    expect(store.workItems.allOpen()).toMatchObject([{ kind: 'hand-over', code: 'ENOTFOUND', scope: 'his' }]);
    expect(outbox().again(dead?.id ?? '', clock.toISOString())).toBe(1);
    expect(outbox().again(dead?.id ?? '', clock.toISOString())).toBe(0);
    expect(outbox().due('his', '9999', 9)[0]?.id).toBe(his.sent[0]?.key);
  });

  it('a dead message holds back what comes after it for that visit, and nobody else’s', async () => {
    const his = scripted({ outcome: 'refused', code: 'http-422' }, { outcome: 'taken', patient: null });
    add('visit-0001');
    add('visit-0001', 'changed');
    dispatch(his);
    await until(() => state()?.dead === 1);
    add('visit-0002');
    dispatcher?.wake();
    await until(() => his.sent.length === 2);
    await until(() => state()?.waiting === 1);
    expect(his.sent[1]?.visit.visitId).toBe('visit-0002');
    // Somebody else's success does not close this trouble.
    expect(store.workItems.allOpen()).toHaveLength(1);
    expect(outbox().allAgain('his', clock.toISOString())).toBe(1);
    dispatcher?.wake();
    await until(() => state()?.waiting === 0 && state()?.dead === 0);
    expect(store.workItems.allOpen()).toEqual([]);
  });

  it('tells the hospital’s own number of the person with the next message', async () => {
    const patient = { patientId: 'BN000042', number: null, fullName: 'NGUYEN THI MAU', birthDate: '1990' };
    const his = scripted({ outcome: 'taken', patient });
    add('visit-0001');
    add('visit-0001', 'changed');
    dispatch(his);
    await until(() => his.sent.length === 2);
    expect(his.sent.map(({ visit }) => visit.person.patientId)).toEqual([null, 'BN000042']);
  });

  it('forgets what was taken and erases the rest with the visit; nothing stands in the open before', () => {
    add('visit-0001');
    add('visit-0002');
    const [first] = outbox().due('his', '9999', 9);
    outbox().taken(first?.id ?? '', clock.toISOString(), null);
    const raw = store.db.prepare('SELECT payload FROM hand_over').pluck().all() as Buffer[];
    expect(raw.every((payload) => !payload.includes('001190999904'))).toBe(true);
    const old = '2026-04-02T00:00:00.000Z';
    expect(outbox().erase('2026-03-01T00:00:00.000Z', old)).toBe(0);
    expect(outbox().erase('2026-03-03T00:00:00.000Z', old)).toBe(2);
    expect(outbox().deadRows(9)).toMatchObject([{ visitId: 'visit-0002', code: 'erased' }]);
    expect(outbox().latest('his', 'visit-0002')).toBe('erased');
    expect(outbox().again(outbox().deadRows(9)[0]?.id ?? '', old)).toBe(0);
  });

  it('looks for what is due without walking all that was ever sent', () => {
    const plan = (sql: string): string =>
      JSON.stringify(store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('his', '9999', 4));
    // In the order of the index: nothing is sorted.
    const due = `SELECT * FROM hand_over AS mine WHERE destination = ? AND state <> 'taken' AND state = 'waiting'
      AND next_at <= ? ORDER BY place LIMIT ?`;
    expect(plan(due)).toContain('hand_over_order');
    expect(plan(due)).not.toContain('TEMP B-TREE');
  });
});

describe('is it the same person?', () => {
  const { person } = visitOf();
  const told = {
    patientId: 'BN1',
    number: person.number.value,
    fullName: person.fullName,
    birthDate: person.birthDate,
  };
  it.each([
    [{}, null],
    [{ fullName: 'NGUYEN THI MAU', birthDate: '1990' }, null],
    [{ number: null, fullName: null, birthDate: null }, null],
    [{ number: '001190999905' }, 'personal-number'],
    [{ fullName: 'Nguyễn Thị Mẫn' }, 'full-name'],
    [{ birthDate: '1990-04-08' }, 'birth-date'],
  ])('%j', (changes, field) => {
    expect(differingField(person, { ...told, ...changes })).toBe(field);
  });
});

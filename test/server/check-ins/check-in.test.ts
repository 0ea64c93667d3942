import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCheckIns, type Arrival, type CheckIns } from '@cccd-kiosk/server/src/check-ins/check-in';
import { createVisitAppointments } from '@cccd-kiosk/server/src/check-ins/visit-appointment';
import { createVisitFacts } from '@cccd-kiosk/server/src/check-ins/visit-facts';
import { readConfig } from '@cccd-kiosk/server/src/config';
import { openStore, type Store } from '@cccd-kiosk/server/src/store';
import { numberText } from '@cccd-kiosk/server/src/tickets/ticket-repository';
import { temporaryFolder } from '../test-server.ts';

let dataDir: string;
let store: Store;
let checkIns: CheckIns;
let stationId: string;
const now = () => new Date('2026-03-02T01:00:00Z');

beforeEach(() => {
  dataDir = temporaryFolder();
  const config = readConfig({ dataDir });
  store = openStore(config, now);
  checkIns = createCheckIns({ site: config.site, visits: store.visits, tickets: store.tickets });
  stationId = store.stations.add({ name: 'K01', publicKey: new Uint8Array(44) }, now()).id;
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const mau = { fullName: 'Nguyễn Thị Mẫu', number: '001190999999', birthDate: '1990-02-15', sex: 'female' } as const;
const elder = { fullName: 'Trần Văn Cổ', number: '001040888888', birthDate: '1940-01-01', sex: 'male' } as const;
const arrival = (more: Partial<Arrival> = {}): Arrival => ({
  ...{ holder: mau, overall: 'genuine', basis: 'proven', stationId },
  ...{ serviceDay: '2026-03-02', at: '2026-03-02T01:00:00.000Z', ...more },
});
const person = (n: number): Arrival['holder'] => ({
  ...mau,
  number: String(100_000_000_000 + n),
  fullName: `Người ${n}`,
});
const number = (result: { ticket: Parameters<typeof numberText>[0] }): string => numberText(result.ticket);

describe('one number per person, day and department (decision 15)', () => {
  it('numbers rise from 001 and restart with the day', () => {
    expect([1, 2, 3].map((n) => number(checkIns.checkIn(arrival({ holder: person(n) }))))).toEqual([
      'T 001',
      'T 002',
      'T 003',
    ]);
    expect(number(checkIns.checkIn(arrival({ holder: person(1), serviceDay: '2026-03-03' })))).toBe('T 001');
  });

  it('a second tap gives the same', () => {
    const one = checkIns.checkIn(arrival());
    const two = checkIns.checkIn(arrival());
    expect([two.visit.id, number(two), two.again]).toEqual([one.visit.id, number(one), true]);
  });

  it('a voided number is never given to anybody else', () => {
    const one = checkIns.checkIn(arrival({ holder: person(1) }));
    checkIns.choose(one.visit.id, 'eye', now().toISOString());
    expect(number(checkIns.checkIn(arrival({ holder: person(2) })))).toBe('T 002');
  });

  it('departments with one room share its numbers', () => {
    const given = ['cardiology', 'eye', 'cardiology'].map((department, n) => {
      const { visit } = checkIns.checkIn(arrival({ holder: person(n) }));
      const chosen = checkIns.choose(visit.id, department, now().toISOString());
      return chosen === undefined ? '' : number(chosen);
    });
    expect(given).toEqual(['B 001', 'C 001', 'B 002']);
  });

  it.each([
    ['an unknown department', 'moon'],
    ['the desk', 'desk'],
  ])('%s cannot be chosen', (_what, department) => {
    const { visit } = checkIns.checkIn(arrival());
    expect(checkIns.choose(visit.id, department, now().toISOString())).toBeUndefined();
  });

  it('begins where the person was last time, when the card is genuine', () => {
    const { visit } = checkIns.checkIn(arrival());
    checkIns.choose(visit.id, 'eye', now().toISOString());
    expect(checkIns.checkIn(arrival({ serviceDay: '2026-03-09' })).ticket.departmentId).toBe('eye');
    const unproven = arrival({ serviceDay: '2026-03-10', overall: 'not-proven', basis: 'none' });
    expect(checkIns.checkIn(unproven).ticket.departmentId).toBe('reception');
  });
});

describe('who is believed', () => {
  it('a suspicious card gets a desk ticket and never touches the visit of the person it claims to be', () => {
    const real = checkIns.checkIn(arrival());
    const doubtful = checkIns.checkIn(arrival({ overall: 'suspicious', basis: 'none' }));
    expect(doubtful).toMatchObject({ visit: { lane: 'doubtful', desk: true }, again: false });
    expect(number(doubtful)).toBe('Q 001');
    expect(checkIns.choose(doubtful.visit.id, 'eye', now().toISOString())).toBeUndefined();
    expect(checkIns.checkIn(arrival()).visit).toEqual(real.visit);
    expect(checkIns.checkIn(arrival({ overall: 'suspicious', basis: 'none' })).visit.id).toBe(doubtful.visit.id);
  });

  it('a number that is here today under another name is for the desk', () => {
    const real = checkIns.checkIn(arrival());
    const other = checkIns.checkIn(
      arrival({ overall: 'not-proven', basis: 'none', holder: { ...mau, fullName: 'Lê Văn Khác' } }),
    );
    expect(other.visit.id).not.toBe(real.visit.id);
    expect(other.visit.desk).toBe(true);
  });

  it('a name without its marks (from the MRZ alone) is the same name', () => {
    const real = checkIns.checkIn(arrival());
    expect(checkIns.checkIn(arrival({ holder: { ...mau, fullName: 'NGUYEN THI MAU' } })).visit.id).toBe(real.visit.id);
  });

  it('a better reading betters the visit, a worse one does not worsen it', () => {
    checkIns.checkIn(arrival({ overall: 'not-proven', basis: 'none' }));
    expect(checkIns.checkIn(arrival()).visit).toMatchObject({ overall: 'genuine', basis: 'proven' });
    expect(checkIns.checkIn(arrival({ overall: 'not-proven', basis: 'none' })).visit.overall).toBe('genuine');
  });
});

describe('priority comes from a proven age of 75', () => {
  it.each([
    ['genuine', 'proven', true],
    ['not-proven', 'none', false],
  ] as const)('%s (%s): %s', (overall, basis, priority) => {
    expect(checkIns.checkIn(arrival({ holder: elder, overall, basis })).ticket.priority).toBe(priority);
  });

  it('goes ahead of everybody without it, and behind those who came before with it', () => {
    const first = checkIns.checkIn(arrival({ holder: person(1) }));
    const second = checkIns.checkIn(arrival({ holder: person(2) }));
    const old = checkIns.checkIn(arrival({ holder: elder }));
    const older = checkIns.checkIn(arrival({ holder: { ...elder, number: '001040888889', fullName: 'Cụ' } }));
    expect([first, second, old, older].map(({ ticket }) => store.tickets.ahead(ticket))).toEqual([2, 3, 0, 1]);
  });

  it('comes with a second, better reading', () => {
    checkIns.checkIn(arrival({ holder: elder, overall: 'not-proven', basis: 'none' }));
    const again = checkIns.checkIn(arrival({ holder: elder }));
    expect([again.ticket.priority, number(again)]).toEqual([true, 'T 001']);
  });
});

describe('what a screen may know', () => {
  const facts = (result: ReturnType<CheckIns['checkIn']>) => {
    const { tickets, visits, companions } = store;
    const { site } = readConfig({ dataDir });
    const appointmentOf = createVisitAppointments(site, store.appointments);
    const make = createVisitFacts({ site, tickets, visits, companions, appointmentOf, now: () => new Date() });
    return make(result.visit, result.ticket, result.again);
  };

  it('a masked number, no birth date; the time of the first issue on a second tap', () => {
    expect(facts(checkIns.checkIn(arrival())).ticket.issuedEarlierAt).toBeUndefined();
    const { person: shown, ticket } = facts(checkIns.checkIn(arrival()));
    expect(shown).toEqual({ name: mau.fullName, maskedNumber: '0011••••••99', address: 'chi', proven: true });
    expect(ticket.issuedEarlierAt).toBe('08:00');
    expect(JSON.stringify({ shown, ticket })).not.toContain('1990');
  });

  const appointment = { appointmentId: 'hen-1', departmentId: 'eye', start: '2026-03-02T08:30:00+07:00' };
  const eye = { departmentId: 'eye', departmentName: { vi: 'Mắt', en: 'Eyes' }, time: '08:30' };

  it('an appointment, proposed until the person has chosen where', () => {
    const one = checkIns.checkIn(arrival());
    store.appointments.keep(one.visit.id, appointment, now().toISOString());
    expect(facts(one).appointment).toEqual({ ...eye, proposed: true });
    checkIns.choose(one.visit.id, 'cardiology', now().toISOString());
    expect(facts(checkIns.checkIn(arrival())).appointment).toEqual({ ...eye, proposed: false });
  });

  it('none at a department that the site has no longer, and none by a card that is not proven', () => {
    const one = checkIns.checkIn(arrival());
    store.appointments.keep(one.visit.id, { ...appointment, departmentId: 'K29' }, now().toISOString());
    expect(facts(one).appointment).toBeUndefined();
    const other = checkIns.checkIn(arrival({ holder: elder, overall: 'not-proven', basis: 'none' }));
    store.appointments.keep(other.visit.id, appointment, now().toISOString());
    expect(facts(other).appointment).toBeUndefined();
  });

  it('of a doubtful card nothing at all', () => {
    expect(facts(checkIns.checkIn(arrival({ overall: 'suspicious', basis: 'none' }))).person).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Visit } from '@cccd-kiosk/server/src/check-ins/visit-repository';
import type { BookedAppointment } from '@cccd-kiosk/server/src/hospital-record/appointment-search';
import { createAppointments } from '@cccd-kiosk/server/src/hospital-record/appointments';
import type { Told } from '@cccd-kiosk/server/src/hospital-record/fhir-search';
import type { KnownAppointment } from '@cccd-kiosk/server/src/hospital-record/next-appointment';
import { createLog } from '@cccd-kiosk/server/src/log';
import { Personal } from '@cccd-kiosk/server/src/personal';
import { siteSchema } from '@cccd-kiosk/server/src/site/site-config';

const eye: BookedAppointment = { id: 'a', start: '2026-03-02T08:30:00+07:00', departments: ['eye'] };
const visit = (id: string, more: Partial<Visit> = {}): Visit => ({
  ...{ id, serviceDay: '2026-03-02', lane: 'card', overall: 'genuine', basis: 'proven', priority: false, desk: false },
  holder: new Personal({ fullName: 'Trần Thị Hòa', number: '001190000017', birthDate: '1990-03-05', sex: 'female' }),
  ...{ stationId: 's', arrivedAt: '2026-03-02T01:00:00.000Z', openedAt: null, chosenAt: null, sameFace: null },
  ...more,
});

/** A line whose answers come when the test says so. */
function line(change: Partial<Visit> = {}) {
  let at = Date.parse('2026-03-02T01:00:00Z');
  const asked: {
    answer: (told: Told<BookedAppointment[]>) => void;
    fail: (error: Error) => void;
    signal: AbortSignal;
  }[] = [];
  const rows = new Map<string, KnownAppointment | null>();
  const logs: string[] = [];
  const appointments = createAppointments({
    site: siteSchema.parse({}),
    clock: { now: () => new Date(at), wake: () => () => undefined },
    search: {
      ofDay: (_holder, _day, signal) =>
        new Promise((answer, fail) => {
          asked.push({ answer, fail, signal });
          signal.addEventListener('abort', () => {
            answer({ outcome: 'away', code: 'timeout' });
          });
        }),
    },
    kept: {
      keep: (id, appointment) => void rows.set(id, appointment),
      answered: (id) => rows.has(id),
      find: () => undefined,
      erase: () => undefined,
    },
    visits: { find: (id) => visit(id, change) },
    timeoutMs: 60_000,
    log: createLog('trace', { write: (text) => void logs.push(text) }),
    chance: () => 1,
  });
  return {
    appointments,
    asked,
    rows,
    logs,
    pass: (milliseconds: number) => (at += milliseconds),
    answer: (nth: number, told: Told<BookedAppointment[]>) => asked[nth]?.answer(told),
  };
}
const found: Told<BookedAppointment[]> = { outcome: 'told', value: [eye] };
const away: Told<BookedAppointment[]> = { outcome: 'away', code: 'http-503' };

describe('asking for appointments at the tap', () => {
  it('keeps the one that is next, and says that there is one', async () => {
    const { appointments, answer, rows } = line();
    const told = appointments.ask('v1');
    answer(0, found);
    expect(await told).toBe(true);
    expect(rows.get('v1')).toEqual({ appointmentId: 'a', departmentId: 'eye', start: eye.start });
  });

  it('a visit is asked about once: at two kiosks together, and never again after its answer', async () => {
    const { appointments, asked, answer, rows } = line();
    const both = [appointments.ask('v1'), appointments.ask('v1')];
    answer(0, { outcome: 'told', value: [] });
    expect(await Promise.all(both)).toEqual([false, false]);
    expect(rows.get('v1')).toBeNull();
    expect(await appointments.ask('v1')).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Partial<Visit>]>([
    ['has chosen', { chosenAt: '2026-03-02T01:00:00.000Z' }],
    ['is not proven', { overall: 'not-proven' }],
    ['is of a doubtful card', { overall: 'suspicious', lane: 'doubtful' }],
    ['has no card', { lane: 'declared', overall: null }],
    ['was erased', { holder: null }],
    [
      'has a passport',
      { holder: new Personal({ fullName: 'KIM', number: 'KOR M1234567', birthDate: null, sex: null }) },
    ],
  ])('nothing is asked about somebody who %s', async (_who, change) => {
    const { appointments, asked } = line(change);
    expect(await appointments.ask('v1')).toBe(false);
    expect(asked).toEqual([]);
  });

  it('the ninth at once is left out, not queued; there is room again after an answer', async () => {
    const { appointments, asked, answer, logs } = line();
    const eight = Array.from({ length: 8 }, (_, nth) => appointments.ask(`v${String(nth)}`));
    expect(await appointments.ask('v8')).toBe(false);
    expect(logs.join('')).toContain('busy');
    answer(0, found);
    await eight[0];
    expect(asked).toHaveLength(8);
    void appointments.ask('v8');
    expect(asked).toHaveLength(9);
  });

  it('rests after a failure, a little longer each time and 16 s at most, and an answer ends it', async () => {
    const { appointments, asked, answer, pass } = line();
    for (const [nth, rest] of [2000, 4000, 8000, 16_000, 16_000].entries()) {
      const told = appointments.ask('v1');
      answer(nth, away);
      expect(await told).toBe(false);
      pass(rest - 1);
      expect(await appointments.ask('v1')).toBe(false);
      expect(asked).toHaveLength(nth + 1);
      pass(1);
    }
    const told = appointments.ask('v1');
    answer(5, found);
    expect(await told).toBe(true);
    void appointments.ask('v2');
    answer(6, away);
    await appointments.ask('v2');
    pass(2000);
    void appointments.ask('v2');
    expect(asked).toHaveLength(8);
  });

  it('eight that fail together are one failure', async () => {
    const { appointments, asked, answer, pass } = line();
    const eight = Array.from({ length: 8 }, (_, nth) => appointments.ask(`v${String(nth)}`));
    for (const nth of asked.keys()) answer(nth, away);
    await Promise.all(eight);
    pass(2000);
    void appointments.ask('v1');
    expect(asked).toHaveLength(9);
  });

  it('an answer that makes no sense is logged with its code and nobody’s name, and is not kept', async () => {
    const { appointments, answer, rows, logs } = line();
    const told = appointments.ask('v1');
    answer(0, { outcome: 'refused', code: 'malformed' });
    expect(await told).toBe(false);
    expect(rows.size).toBe(0);
    expect(logs.join('')).toContain('malformed');
    expect(logs.join('')).not.toMatch(/Hòa|001190000017/);
  });

  it('a department that the site has not is none, and whoever runs it finds the word in the log', async () => {
    const { appointments, answer, rows, logs } = line();
    const told = appointments.ask('v1');
    answer(0, { outcome: 'told', value: [{ ...eye, departments: ['K29'] }] });
    expect(await told).toBe(false);
    expect(rows.get('v1')).toBeNull();
    expect(logs.join('')).toContain('unknown-department');
  });

  it('a fault on the way is nobody’s trouble', async () => {
    const { appointments, asked, rows } = line();
    const told = appointments.ask('v1');
    asked[0]?.fail(new Error('disk full'));
    expect(await told).toBe(false);
    expect(rows.size).toBe(0);
  });

  it('a server that stops waits for nobody and keeps nothing', async () => {
    const { appointments, rows, asked } = line();
    const told = appointments.ask('v1');
    await appointments.stop();
    expect(await told).toBe(false);
    expect(rows.size).toBe(0);
    expect(await appointments.ask('v2')).toBe(false);
    expect(asked).toHaveLength(1);
  });
});

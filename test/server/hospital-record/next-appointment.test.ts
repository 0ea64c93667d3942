import { describe, expect, it } from 'vitest';
import { nextAppointment } from '@cccd-kiosk/server/src/hospital-record/next-appointment';
import { siteSchema } from '@cccd-kiosk/server/src/site/site-config';

const site = siteSchema.parse({});
const at = (clock: string, department = 'eye', day = '2026-03-02') => ({
  ...{ id: `${clock} ${department}`, start: `${day}T${clock}:00+07:00`, departments: [department] },
});
const next = (clock: string, ...booked: ReturnType<typeof at>[]): string | undefined =>
  nextAppointment(booked, site, new Date(`2026-03-02T${clock}:00+07:00`))?.appointmentId;

describe('which appointment somebody came for', () => {
  it.each<[string, string, ReturnType<typeof at>[], string | undefined]>([
    ['none', '08:00', [], undefined],
    ['the next one', '08:00', [at('14:00', 'cardiology'), at('08:30')], '08:30 eye'],
    ['the one that they are late for', '10:20', [at('08:30'), at('14:00', 'cardiology')], '08:30 eye'],
    ['not the one that they have missed', '10:31', [at('08:30'), at('14:00', 'cardiology')], '14:00 cardiology'],
    ['the first, where all are over', '17:00', [at('14:00', 'cardiology'), at('08:30')], '08:30 eye'],
    ['none at a department that the site has not', '08:00', [at('08:30', 'K29')], undefined],
    ['the one whose department is known', '08:00', [at('08:30', 'K29'), at('09:00')], '09:00 eye'],
    ['none of another day, whatever the server says', '08:00', [at('08:30', 'eye', '2026-03-03')], undefined],
  ])('%s', (_what, clock, booked, expected) => {
    expect(next(clock, ...booked)).toBe(expected);
  });

  it('the day is the site’s: at midnight it is no longer yesterday’s, whatever the clock says in London', () => {
    const late = at('23:30');
    const early = at('00:45', 'cardiology', '2026-03-03');
    const booked = [late, early];
    const told = (time: string) => nextAppointment(booked, site, new Date(time))?.appointmentId;
    expect(told('2026-03-02T16:59:00Z')).toBe('23:30 eye');
    expect(told('2026-03-02T17:00:00Z')).toBe('00:45 cardiology');
    const london = { ...site, timeZone: 'Europe/London' };
    expect(nextAppointment(booked, london, new Date('2026-03-02T17:00:00Z'))?.appointmentId).toBe('23:30 eye');
  });

  it('compares times, not their spelling', () => {
    const spelled = { ...at('09:00', 'cardiology'), start: '2026-03-02T01:00:00Z' };
    expect(next('07:00', at('08:30'), spelled)).toBe('09:00 cardiology');
  });

  it('the first of several codes that the site knows is its department', () => {
    const both = { ...at('08:30'), departments: ['K29', 'eye'] };
    expect(nextAppointment([both], site, new Date('2026-03-02T01:00:00Z'))?.departmentId).toBe('eye');
  });
});

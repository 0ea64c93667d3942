import { serviceDay } from '@cccd-kiosk/contract/site-time';
import { hours } from '../clock.ts';
import type { Site } from '../site/site-config.ts';
import type { BookedAppointment } from './appointment-search.ts';

/** An appointment whose department is this site's. Personal: where somebody is to be seen. */
export interface KnownAppointment {
  readonly appointmentId: string;
  readonly departmentId: string;
  /** ISO time with its offset. */
  readonly start: string;
}

/** Whoever is later than that has missed it. */
const lateBy = hours(2);

/**
 * Pure. Of today's at departments that the site knows the next one, or the one that somebody who is late comes for; where
 * all are over, the first.
 */
export function nextAppointment(
  booked: readonly BookedAppointment[],
  site: Pick<Site, 'departments' | 'timeZone'>,
  now: Date,
): KnownAppointment | null {
  const today = serviceDay(now, site.timeZone);
  const known = booked
    .filter(({ start }) => serviceDay(new Date(start), site.timeZone) === today)
    .flatMap(({ id, start, departments }) => {
      const departmentId = departments.find((code) => site.departments.some((one) => one.id === code));
      return departmentId === undefined ? [] : [{ appointmentId: id, departmentId, start }];
    })
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  return known.find(({ start }) => Date.parse(start) >= now.getTime() - lateBy) ?? known[0] ?? null;
}

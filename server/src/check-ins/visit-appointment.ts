import type { VisitAppointment } from '@cccd-kiosk/contract/session/session';
import { siteTime } from '@cccd-kiosk/contract/site-time';
import type { AppointmentRepository } from '../hospital-record/appointment-repository.ts';
import type { Site } from '../site/site-config.ts';
import type { Visit } from './visit-repository.ts';

/** What the hospital's system told of a visit's appointment, in this site's words; of nobody who is not proven. */
export function createVisitAppointments(
  site: Site,
  told: Pick<AppointmentRepository, 'find'>,
): (visit: Visit) => VisitAppointment | undefined {
  return ({ id, overall, desk, chosenAt }) => {
    const known = overall === 'genuine' && !desk ? told.find(id)?.reveal() : undefined;
    const department = site.departments.find((one) => one.id === known?.departmentId);
    if (known === undefined || department === undefined) return undefined;
    const time = siteTime(new Date(known.start), site.timeZone);
    return { departmentId: department.id, departmentName: department.name, time, proposed: chosenAt === null };
  };
}

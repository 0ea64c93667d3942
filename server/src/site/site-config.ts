import { consentText } from '@cccd-kiosk/contract/text/consent';
import { z } from 'zod';
import { defaultDepartments } from './default-departments.ts';
import { queueLetter, siteDepartmentSchema, type SiteDepartment } from './site-department.ts';

/** The house a server stands in. One JSON object; every member has a default. */
export const siteSchema = z
  .object({
    name: z.string().min(1).default('Bệnh viện Đa khoa Sen Trắng'),
    departments: z.array(siteDepartmentSchema).min(1).default(defaultDepartments),
    /** Given when a card is read and the person was never here: somebody who asks where to go. */
    receptionDepartment: z.string().default('reception'),
    desk: z
      .object({ name: z.string(), queue: queueLetter, room: z.string(), floor: z.string() })
      .default({ name: '1', queue: 'Q', room: '1', floor: '1' }),
    /** Proven age in years from which a person goes ahead. */
    priorityAge: z.number().int().min(0).max(120).default(75),
    /** Proven age from which a person is addressed as ông or bà. */
    elderAge: z.number().int().min(0).max(120).default(55),
    maskNames: z.boolean().default(false),
    timeZone: z.string().default('Asia/Ho_Chi_Minh'),
    consent: z
      .object({ version: z.string().min(1), vi: z.string().min(1), en: z.string().min(1) })
      .default(consentText),
  })
  .superRefine((site, context) => {
    const ids = new Set(site.departments.map(({ id }) => id));
    if (ids.size !== site.departments.length)
      context.addIssue({ code: 'custom', path: ['departments'], message: 'two departments share an id' });
    if (!ids.has(site.receptionDepartment))
      context.addIssue({ code: 'custom', path: ['receptionDepartment'], message: 'not among the departments' });
    if (site.departments.some(({ queue }) => queue === site.desk.queue))
      context.addIssue({ code: 'custom', path: ['desk', 'queue'], message: 'a department has the same letter' });
    const roomOf = new Map<string, string>();
    for (const { queue, room } of site.departments) {
      if ((roomOf.get(queue) ?? room) !== room)
        context.addIssue({ code: 'custom', path: ['departments'], message: 'one letter stands for two rooms' });
      roomOf.set(queue, room);
    }
  });
export type Site = z.infer<typeof siteSchema>;

/** Id of the department that stands for the help desk; no tile shows it. */
export const deskDepartment = 'desk';

/** The department of an id, the help desk included; undefined for an unknown one. */
export function departmentOf(site: Site, id: string): SiteDepartment | undefined {
  if (id === deskDepartment)
    return {
      id: deskDepartment,
      name: { vi: `Quầy ${site.desk.name}`, en: `Desk ${site.desk.name}` },
      icon: 'desk',
      room: site.desk.room,
      floor: site.desk.floor,
      queue: site.desk.queue,
    };
  return site.departments.find((department) => department.id === id);
}

import { departmentSchema } from '@cccd-kiosk/contract/screen';
import { z } from 'zod';

export const queueLetter = z.string().regex(/^[A-Z]{1,2}$/);

/** A department with the letter before its numbers. Departments that share a room share its letter and so its numbers. */
export const siteDepartmentSchema = departmentSchema.extend({ queue: queueLetter });
export type SiteDepartment = z.infer<typeof siteDepartmentSchema>;

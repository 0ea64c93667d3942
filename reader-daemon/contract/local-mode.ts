/**
 * A kiosk without its server: the daemon serves the kiosk page from the computer itself and gives numbers of the station's
 * own (`K07-012`). What was given is told to the server when it is back, once, under its own key.
 */
import { z } from 'zod';
import { idSchema } from './id.ts';
import { localPagePattern } from './local-page.ts';

/** Why somebody has a number without a reading. */
export const withoutCardReasons = ['no-card', 'unreadable', 'refused-notice', 'emergency'] as const;

const words = z.object({ vi: z.string().min(1).max(200), en: z.string().min(1).max(200) });

/** A station's prefix, a hyphen and a number of the day: no queue of the server looks like it. */
export const localNumberSchema = z.string().regex(/^[A-Z0-9]{1,8}-\d{3,4}$/);

/** A number that a station gave while its server was away. */
export const localTicketSchema = z.object({
  number: localNumberSchema,
  /** When it was given, and the site's calendar day then. */
  at: z.iso.datetime(),
  serviceDay: z.iso.date(),
});
export type LocalTicket = z.infer<typeof localTicketSchema>;

/** One that goes with no reading: no card, or a chip that could not be read. `id` is made by the station. */
export const ticketWithoutReadingSchema = localTicketSchema.extend({
  id: idSchema,
  reason: z.enum(withoutCardReasons),
});
export type TicketWithoutReading = z.infer<typeof ticketWithoutReadingSchema>;

export const ticketsWithoutReadingSchema = z.array(ticketWithoutReadingSchema).min(1).max(100);

/** What the kiosk has to know of its house to stand alone. Kept by the station; nobody's data. */
export const localSiteSchema = z.object({
  /** Before the station's own numbers: letters and digits of its name. */
  prefix: z.string().regex(/^[A-Z0-9]{1,8}$/),
  stationName: z.string().min(1).max(60),
  siteName: z.string().min(1).max(200),
  timeZone: z.string().min(1).max(60),
  maskNames: z.boolean(),
  elderAge: z.number().int(),
  consent: z.object({ version: z.string(), vi: z.string(), en: z.string() }),
  /** Where everybody goes meanwhile. */
  reception: z.object({ id: z.string(), name: words, room: z.string(), floor: z.string() }),
  /** Name of the desk for everything that staff settles. */
  desk: z.string(),
});
export type LocalSite = z.infer<typeof localSiteSchema>;

export const localPageSchema = z.string().regex(localPagePattern);

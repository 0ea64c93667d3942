import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { placesOfIssue } from './values/place-of-issue.ts';

/** `server/forms` of the folder that holds `server`, looked for upwards, so that source and bundle find the same forms. */
function shippedForms(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (dirname(folder) !== folder) {
    const forms = join(folder, 'server', 'forms', 'services.json');
    if (existsSync(forms)) return dirname(forms);
    folder = dirname(folder);
  }
  return join(process.cwd(), 'server', 'forms');
}

/** The counter's forms: where their files lie, and what a site sets itself. */
export const formSettingsSchema = z.object({
  folder: z.string().min(1).default(shippedForms()),
  /** Forms that people may fill themselves: at most eight tiles, at the stations named here (none: at every one). */
  kiosk: z
    .object({
      forms: z.array(z.string()).max(8).default([]),
      /** Forms that have no tile and are found by searching. What else is found is an officer's. */
      found: z.array(z.string()).default([]),
      stations: z.array(z.string()).default([]),
    })
    .prefault({}),
  /** Who issued a card, by its day of issue; the chip does not say it. */
  placesOfIssue: z
    .array(z.object({ from: z.iso.date(), name: z.string().min(1), paper: z.string().min(1) }))
    .min(1)
    .default([...placesOfIssue]),
});
export type FormSettings = z.output<typeof formSettingsSchema>;

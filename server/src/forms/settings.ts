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

const atStations = {
  /** By name; none: at every one. */
  stations: z.array(z.string()).default([]),
};
const paperPrinterSchema = z.discriminatedUnion('kind', [
  /** A printer on the network, or a queue of the system's own: `ipp://localhost/printers/NAME`. */
  z.object({
    kind: z.literal('ipp'),
    url: z.url({ protocol: /^(ipps?|https?)$/ }),
    ...atStations,
  }),
  /** The stand-in of a simulation. */
  z.object({ kind: z.literal('folder'), folder: z.string().min(1), ...atStations }),
]);
export type PaperPrinterSettings = z.output<typeof paperPrinterSchema>;

/** Paper for people at a kiosk; without a printer nothing is offered. */
const citizenPrintSchema = z.object({
  printers: z.array(paperPrinterSchema).default([]),
  /** Forms that people may print themselves; left out: every one that they may fill. */
  forms: z.array(z.string()).optional(),
  /** Sheets of one form; a longer one is printed by an officer. */
  sheetsAtOnce: z.number().int().min(1).max(50).default(4),
  /** How often one form may be printed. */
  times: z.number().int().min(1).max(9).default(2),
  /** Sheets of one day and station; then it is an officer's. */
  sheetsADay: z.number().int().min(1).max(10_000).default(400),
});
export type CitizenPrintSettings = z.output<typeof citizenPrintSchema>;

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
      print: citizenPrintSchema.prefault({}),
    })
    .prefault({}),
  /** Who issued a card, by its day of issue; the chip does not say it. */
  placesOfIssue: z
    .array(z.object({ from: z.iso.date(), name: z.string().min(1), paper: z.string().min(1) }))
    .min(1)
    .default([...placesOfIssue]),
});
export type FormSettings = z.output<typeof formSettingsSchema>;

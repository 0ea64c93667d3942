import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { formSettingsSchema } from './forms/settings.ts';
import { handOverSchema } from './hand-over/settings.ts';
import { hospitalRecordSchema } from './hospital-record/settings.ts';
import { insuranceSettingsSchema } from './insurance/settings.ts';
import { logLevels } from './log.ts';
import { populationSettingsSchema, secretsInFiles } from './population/settings.ts';
import { siteSchema } from './site/site-config.ts';
import { StartError } from './start-error.ts';

/**
 * The built screens lie in `kiosk-ui/dist` of the folder that holds `kiosk-ui`, looked for upwards from this file, so that
 * the source and a bundle anywhere inside the project find the same ones.
 */
function builtScreens(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (dirname(folder) !== folder) {
    if (existsSync(join(folder, 'kiosk-ui', 'package.json'))) return join(folder, 'kiosk-ui', 'dist');
    folder = dirname(folder);
  }
  return join(process.cwd(), 'kiosk-ui', 'dist');
}

export const printerSchema = z.discriminatedUnion('kind', [
  /** The stand-in: keeps the last tickets as pictures in memory. */
  z.object({ kind: z.literal('picture') }),
  z.object({
    kind: z.literal('escpos-tcp'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(9100),
  }),
]);

const settingsSchema = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535).default(0),
  /** Holds the database, and unless named otherwise the key file and the anchor. */
  dataDir: z.string().min(1).default('var/server'),
  keyFile: z.string().min(1).optional(),
  /** Better on another disk or machine: see docs. */
  anchorFile: z.string().min(1).optional(),
  /** Accepts the pinned test issuer, and says so on every screen. */
  simulation: z.boolean().default(false),
  tls: z.object({ certFile: z.string().min(1), keyFile: z.string().min(1) }).optional(),
  /** Origins that browsers may come from, besides the server's own; exact. */
  origins: z.array(z.url()).default([]),
  screensDir: z.string().min(1).default(builtScreens()),
  site: siteSchema.prefault({}),
  /** The gateway of the insurance and the house's place in it; without it everybody is looked up at the counter. */
  insurance: insuranceSettingsSchema.optional(),
  /** The population service, where the unit has a right to it; asked by counter officers alone. */
  population: populationSettingsSchema.optional(),
  printer: printerSchema.default({ kind: 'picture' }),
  /** The hospital's systems that are told of every visit; none unless it stands here. */
  handOver: handOverSchema.optional(),
  /** The hospital's own records, held against the chip; not asked unless it stands here. */
  hospitalRecord: hospitalRecordSchema.optional(),
  /** The forms of the counter. */
  forms: formSettingsSchema.prefault({}),
  logLevel: z.enum(logLevels).default('info'),
  retention: z
    .object({
      /** Names, numbers and birth dates of visits. */
      personalDays: z.number().min(0).default(30),
      /** Evidence records, for re-verification. */
      evidenceDays: z.number().min(0).default(90),
      everyMinutes: z.number().min(1).default(60),
    })
    .prefault({}),
});
export const configSchema = settingsSchema
  .refine(({ simulation, forms }) => simulation || forms.kiosk.print.printers.every(({ kind }) => kind !== 'folder'), {
    path: ['forms', 'kiosk', 'print', 'printers'],
    message: 'a folder is a printer in a simulation alone',
  })
  .refine(({ simulation, population }) => simulation || population === undefined || secretsInFiles(population), {
    path: ['population'],
    message: 'secrets lie in files; in the settings themselves in a simulation alone',
  });
export type ServerConfigInput = z.input<typeof configSchema>;
export type ServerConfig = z.output<typeof configSchema>;

/** Throws StartError `config-invalid`, which names the setting and never its value. */
export function readConfig(input: unknown): ServerConfig {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new StartError('config-invalid', `The settings do not hold together. ${names.join('; ')}`);
}

export const databaseFile = (config: ServerConfig): string => join(config.dataDir, 'kiosk.db');
export const keyFileOf = (config: ServerConfig): string =>
  config.keyFile ?? join(config.dataDir, 'keys', 'field-keys.json');
export const anchorFileOf = (config: ServerConfig): string =>
  config.anchorFile ?? join(config.dataDir, 'anchor', 'audit-head.txt');

/** Hosts on which plain HTTP stays inside the machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

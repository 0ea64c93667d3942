/**
 * Every setting of the daemon, once: the configuration is checked against this table and the documentation is printed
 * from it. A setting comes from its environment variable, else from the JSON file, else it has its default.
 */
import { fingerprintPolicies } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import { z } from 'zod';
import { wedgeEnds, wedgeFields } from './local-output/keyboard-wedge.ts';
import { logLevels } from './log.ts';

const text = z.string().min(1).max(500);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
/** A list; in an environment variable parted by commas. */
const list = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(text).max(50),
);
const scanner = z.object({ path: text, reader: text.optional() });
/** In an environment variable: `PATH` or `PATH=READER`, parted by commas. */
const scanners = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  return value.split(',').map((part) => {
    const [path, reader] = part.trim().split('=');
    return reader === undefined ? { path } : { path, reader };
  });
}, z.array(scanner).max(20));

/** A list of words; in an environment variable parted by commas. */
const words = <const W extends readonly [string, ...string[]]>(allowed: W) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
    z.array(z.enum(allowed)).min(1).max(20),
  );
const origins = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(z.url({ protocol: /^https?$/ })).max(20),
);
const ends = Object.keys(wedgeEnds) as [keyof typeof wedgeEnds, ...(keyof typeof wedgeEnds)[]];

export const settingsShape = {
  serverUrl: text.describe('Origin of the server. https, or http on this very machine.'),
  stateDir: text.describe('Folder for the station key, the challenges and the sequence number. Its user’s alone.'),
  stationName: z.string().min(1).max(60).default('kiosk').describe('Name of this station, told at enrolment.'),
  enrolmentCode: z
    .string()
    .regex(/^[A-HJ-NP-Z2-9]{8}$/)
    .optional()
    .describe('Eight characters from the server; used once, when this station is not enrolled yet.'),
  caFile: text.optional().describe('PEM file of the only authority to believe for the server’s certificate.'),
  trustDir: text
    .optional()
    .describe(
      'Folder of CSCA certificates, master lists and CRLs for the station’s own verdict, instead of the server’s.',
    ),
  terminalCertificates: text
    .optional()
    .describe('Folder of inspection-system certificates (CV, from the CVCA’s own down). Off when absent.'),
  terminalKeyFile: text.optional().describe('PEM file (0600) with the key of the terminal’s certificate.'),
  fingerprints: z
    .enum(fingerprintPolicies)
    .default('leave')
    .describe('Behind Terminal Authentication: leave, or check-hash (DG3 is read, judged and let go).'),
  simulation: flag.default(false).describe('Accept the simulated issuer. Never where real people come.'),
  readers: list.optional().describe('Only these readers; all of them when absent.'),
  oneTray: flag
    .default(false)
    .describe('The readers stand at one tray: cards on two of them at once are one too many, and none is read.'),
  samSlots: list.default([]).describe('Names, or parts of names, of slots that hold a security module.'),
  scanners: scanners
    .default([])
    .describe('Devices that write a scanned code as a line, each for one reader or for any.'),
  noncePool: count(1, 64).default(8).describe('Challenges kept for readings while the server is away.'),
  outboxLimit: count(1, 10_000).default(200).describe('Readings that may wait in memory for the server.'),
  silenceMs: count(200, 60_000).default(3000).describe('A card silent for so long is given up.'),
  resumeSeconds: count(1, 120).default(15).describe('A lifted card may come back and go on for so long.'),
  keySeconds: count(5, 600).default(60).describe('A scanned or typed key waits for its card for so long.'),
  localPort: count(0, 65_535)
    .optional()
    .describe('Port of the kiosk’s page on this computer, for while the server is away. Off when absent.'),
  localScreens: text.optional().describe('Folder of the built screens that it serves; `kiosk-ui/dist` when absent.'),
  hn212Port: count(0, 65_535)
    .optional()
    .describe('Port of the HN212-compatible event service (that reader: 8000). Off when absent.'),
  hn212Host: text
    .default('127.0.0.1')
    .describe('Its address: loopback, or one that was put on a loopback interface (that reader: 192.168.5.1).'),
  hn212Origins: origins.default([]).describe('Pages that may listen to it, by their exact Origin.'),
  hn212TokenFile: text
    .optional()
    .describe('File (0600) with the token that lets a program listen; without it only pages may.'),
  wedgeCommand: list
    .optional()
    .describe('Program and arguments that type what they read, as `xdotool,type,--file,-`. Off when absent.'),
  wedgeFields: words(wedgeFields)
    .default(['number'])
    .describe('What is typed, parted by Tab: number, name, birth-date, sex, residence, old-number.'),
  wedgeEnd: z.enum(ends).default('enter').describe('The key after the last field: enter, tab or none.'),
  wedgePlain: flag.default(false).describe('Type without Vietnamese marks, where an input method would change them.'),
  logLevel: z.enum(logLevels).default('info').describe('silent, error, warn, info, debug or trace.'),
} as const;

export const daemonConfigSchema = z.strictObject(settingsShape);
export type DaemonConfig = z.output<typeof daemonConfigSchema>;
export type DaemonConfigInput = z.input<typeof daemonConfigSchema>;
export type SettingName = keyof typeof settingsShape;

export const settingNames = Object.keys(settingsShape) as SettingName[];

/** `serverUrl` → `CCCD_KIOSK_SERVER_URL`. */
export const environmentName = (setting: SettingName): string =>
  `CCCD_KIOSK_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** The table for the documentation. */
export function describeSettings(): { setting: SettingName; environment: string; default: string; what: string }[] {
  return settingNames.map((setting) => {
    const schema: z.ZodType = settingsShape[setting];
    const fallback = schema.safeParse(undefined);
    const shown = fallback.success && fallback.data !== undefined ? JSON.stringify(fallback.data) : '';
    return { setting, environment: environmentName(setting), default: shown, what: schema.description ?? '' };
  });
}

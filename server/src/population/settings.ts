import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLocal } from '../http/outgoing-line.ts';
import { readSecretFile, settingRefused } from '../secret-file.ts';
import { populationOperations } from './request.ts';

/** Fit for a header line. */
const printable = /^[\x21-\x7e]+$/;
const pairs = [
  ['secret', 'secretFile'],
  ['apiKey', 'apiKeyFile'],
] as const;

/** The population service as this unit reaches it over the state's data platform. */
export const populationSettingsSchema = z
  .strictObject({
    /** Signed exactly as it stands here. Plain HTTP only on this machine. */
    url: z.url({ protocol: /^https?$/ }),
    user: z.string().regex(/^[^:\s]{1,100}$/),
    /** A file of mode 0600; the value itself in a simulation alone. */
    secretFile: z.string().min(1).optional(),
    secret: z.string().min(1).max(200).optional(),
    apiKeyFile: z.string().min(1).optional(),
    apiKey: z.string().regex(printable).max(200).optional(),
    /** `X-Road-Client`: INSTANCE/CLASS/MEMBER/SUBSYSTEM. */
    client: z.string().regex(printable).max(200),
    /** MaDonVi. */
    unit: z.string().min(1).max(50),
    /** MaDVC. */
    serviceCode: z.string().max(50).default(''),
    /** MaTichHop. */
    integrationCode: z.string().max(50).default('037'),
    /** SoDienThoai: the unit's own. */
    phone: z
      .string()
      .regex(/^\+?\d{0,15}$/)
      .default(''),
    /** Which of the two the unit was granted. */
    operation: z.enum(populationOperations).default('TraCuuThongTinCongDan'),
    timeoutMs: z.number().int().min(50).max(30_000).default(3000),
    /** The certificates (PEM) that alone are believed. Without it the system's own. */
    caFile: z.string().min(1).optional(),
  })
  .superRefine((settings, context) => {
    const { protocol, hostname } = new URL(settings.url);
    if (protocol === 'http:' && !isLocal(hostname))
      context.addIssue({ code: 'custom', path: ['url'], message: 'plain HTTP leaves this machine' });
    for (const [value, file] of pairs)
      if ((settings[value] === undefined) === (settings[file] === undefined))
        context.addIssue({ code: 'custom', path: [file], message: `either ${file} or ${value}` });
  });
export type PopulationSettings = z.output<typeof populationSettingsSchema>;

/** No secret stands in the settings themselves. */
export const secretsInFiles = ({ secret, apiKey }: PopulationSettings): boolean =>
  secret === undefined && apiKey === undefined;

/** Throws StartError `config-invalid` for a file that is missing, open to others, or out of form. */
export function secretsOf(settings: PopulationSettings): { readonly secret: string; readonly apiKey: string } {
  const secret = settings.secret ?? readSecretFile(settings.secretFile ?? '', 'population.secretFile');
  if (secret === '') throw settingRefused('population.secretFile', 'is empty');
  const apiKey = settings.apiKey ?? readSecretFile(settings.apiKeyFile ?? '', 'population.apiKeyFile');
  if (!printable.test(apiKey)) throw settingRefused('population.apiKeyFile', 'is not fit for a header');
  return { secret, apiKey };
}

/** The certificates that alone are believed. Throws StartError `config-invalid`. */
export function trustedBy({ caFile }: PopulationSettings): string | undefined {
  try {
    return caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
  } catch (error) {
    throw settingRefused('population.caFile', 'cannot be read', error);
  }
}

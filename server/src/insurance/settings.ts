import { z } from 'zod';
import { isLocal } from '../http/outgoing-line.ts';
import { readSecretFile, settingRefused } from '../secret-file.ts';

/** A person whom the facility registered with the gateway (Mẫu 01/dk-ctn): named in every look-up. */
export const officerSchema = z.object({ name: z.string().min(1).max(100), cccd: z.string().regex(/^\d{12}$/) });
export type Officer = z.infer<typeof officerSchema>;

export const facilityLevels = ['initial', 'basic', 'specialised'] as const;
export const formerLevels = ['commune', 'district', 'province', 'central'] as const;

/** The house in the terms of Law 51/2024/QH15. */
export const facilitySchema = z.object({
  /** Mã cơ sở KCB. */
  code: z.string().regex(/^\d{5}$/),
  /** Cấp ban đầu, cơ bản, chuyên sâu. */
  level: z.enum(facilityLevels),
  /** Points given at grading; null when not graded. */
  score: z.number().min(0).max(100).nullable().default(null),
  /** Xã, huyện, tỉnh or trung ương before 01/01/2025. */
  formerLevel: z.enum(formerLevels),
  /** Codes whose registered people count as registered here. */
  affiliatedCodes: z.array(z.string().regex(/^\d{5}$/)).default([]),
});
export type Facility = z.infer<typeof facilitySchema>;

const pathSchema = z.string().regex(/^\/[\w./-]+$/);

export const gatewaySettingsSchema = z
  .object({
    /** `https://egw.baohiemxahoi.gov.vn`. Plain HTTP only on this machine. */
    url: z.url({ protocol: /^https?$/ }),
    /** `79001_BV`. */
    username: z.string().min(1).max(40),
    /** MD5 of the account's password in hexadecimal, as the account's own client sends it (upper or lower case). */
    passwordMd5: z
      .string()
      .regex(/^[0-9a-fA-F]{32}$/)
      .optional(),
    /** A file of mode 0600 that holds `passwordMd5`. */
    passwordFile: z.string().min(1).optional(),
    /** The certificates (PEM) that alone are believed. Without it the system's own. */
    caFile: z.string().min(1).optional(),
    timeoutMs: z.number().int().min(50).max(30_000).default(3000),
    paths: z
      .object({
        token: pathSchema.default('/api/token/take'),
        lookUp: pathSchema.default('/api/egw/KQNhanLichSuKCB2024'),
        history: pathSchema.default('/api/egw/Lskcb2025'),
        coPayment: pathSchema.default('/api/TraCuuCCT/TraCuuTienMCCT'),
        checkIn: pathSchema.default('/api/qd130/checkInKcbQd3176'),
      })
      .prefault({}),
  })
  .superRefine((gateway, context) => {
    const { protocol, hostname } = new URL(gateway.url);
    if (protocol === 'http:' && !isLocal(hostname))
      context.addIssue({ code: 'custom', path: ['url'], message: 'plain HTTP leaves this machine' });
    if ((gateway.passwordMd5 === undefined) === (gateway.passwordFile === undefined))
      context.addIssue({ code: 'custom', path: ['passwordFile'], message: 'either passwordFile or passwordMd5' });
  });
export type GatewaySettings = z.output<typeof gatewaySettingsSchema>;

export const insuranceSettingsSchema = z.object({
  gateway: gatewaySettingsSchema,
  officers: z.object({
    /** Answers for what kiosks ask. */
    kiosk: officerSchema,
    /** By staff account; an account without one asks in the kiosk officer's name. */
    staff: z.record(z.string(), officerSchema).default({}),
  }),
  facility: facilitySchema,
  /** Questions a second, as agreed with the gateway: live ones and those that waited, together. */
  ratePerSecond: z.number().positive().max(200).default(5),
  /** Live questions under way at once, and of those that waited. */
  liveAtOnce: z.number().int().min(1).max(50).default(8),
  backlogAtOnce: z.number().int().min(1).max(50).default(1),
  /** Definite faults of the gateway for one question before it is left to a person. */
  mostAttempts: z.number().int().min(1).max(100).default(20),
  /** A folder with the site's own rule tables in place of the shipped ones. */
  rulesDir: z.string().min(1).optional(),
  /** Looked up after a good answer, when nobody waits. */
  history: z.boolean().default(false),
  coPayment: z.boolean().default(false),
});
export type InsuranceSettings = z.output<typeof insuranceSettingsSchema>;

/** The account's MD5. Throws StartError `config-invalid` for a file that is missing, open to others, or of another form. */
export function passwordOf(gateway: GatewaySettings): string {
  const { passwordMd5, passwordFile } = gateway;
  if (passwordMd5 !== undefined) return passwordMd5;
  const setting = 'insurance.gateway.passwordFile';
  const text = readSecretFile(passwordFile ?? '', setting);
  if (!/^[0-9a-fA-F]{32}$/.test(text)) throw settingRefused(setting, 'is not an MD5 in hexadecimal');
  return text;
}

import { z } from 'zod';
import { authorizationIn, isLocal, isSealedLine, outgoingLine, plainRefused, secretIn } from '../http/outgoing-line.ts';
import { StartError } from '../start-error.ts';
import type { CheckInLine } from '../insurance/outbox/check-in-line.ts';
import type { Log } from '../log.ts';
import { draftDestination } from './check-in-message/draft-destination.ts';
import { gatewayDestination } from './check-in-message/gateway-destination.ts';
import { signingProgram, unsigned } from './check-in-message/signing-program.ts';
import { csvDestination } from './csv/csv-destination.ts';
import { fhirDestination } from './fhir/fhir-destination.ts';
import { defaultIdentifierBase } from '../fhir/systems.ts';
import { hl7Destination } from './hl7/hl7-destination.ts';
import type { Destination } from './language.ts';
import { medipayDestination, signedValues } from './medipay/medipay-destination.ts';
import { webhookDestination } from './webhook/webhook-destination.ts';

const name = z.string().regex(/^[a-z0-9-]{1,40}$/);
const file = z.string().min(1).max(500);
const code = z.string().min(1).max(60);
const visitType = z
  .string()
  .regex(/^(0[1-9]|1[0-6])$/)
  .default('01');

export const destinationSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('fhir'),
      name,
      ...outgoingLine,
      identifierBase: z.url().default(defaultIdentifierBase),
      /** A file with the whole Authorization header's value. */
      authorizationFile: file.optional(),
    })
    .refine(isSealedLine, plainRefused),
  z
    .strictObject({
      kind: z.literal('hl7v2'),
      name,
      host: z.string().min(1),
      port: z.number().int().min(1).max(65_535),
      tls: z.boolean().default(false),
      caFile: file.optional(),
      plainLine: z.boolean().default(false),
      sendingApplication: code.default('CCCD-KIOSK'),
      receivingApplication: code.default('HIS'),
      receivingFacility: code.default('HIS'),
      version: z.enum(['2.3.1', '2.4', '2.5', '2.5.1', '2.6', '2.7', '2.8', '2.9']).default('2.5.1'),
      insuranceIdentifierType: code.default('SB'),
      verdictSegment: z.boolean().default(true),
    })
    .refine(({ tls, plainLine, host }) => tls || plainLine || isLocal(host), {
      message: plainRefused.message,
      path: ['tls'],
    }),
  z.strictObject({ kind: z.literal('check-in-draft'), name, folder: file, visitType }),
  z
    .strictObject({
      kind: z.literal('check-in-draft-url'),
      name,
      ...outgoingLine,
      authorizationFile: file.optional(),
      visitType,
    })
    .refine(isSealedLine, plainRefused),
  z
    .strictObject({
      kind: z.literal('check-in-message'),
      name,
      visitType,
      services: z
        .record(z.string().min(1).max(60), z.strictObject({ code: z.string().min(1).max(50), name: z.string().min(1) }))
        .refine((all) => Object.keys(all).length > 0, 'at least one department, or *'),
      patientFrom: name.optional(),
      /** `[program, ...arguments]`: signs for the facility. */
      sign: z.array(z.string().min(1)).min(1).optional(),
      /** A test house sends without the facility's signature. */
      unsigned: z.literal(true).optional(),
    })
    .refine(({ sign, unsigned }) => (sign === undefined) !== (unsigned === undefined), {
      message: 'either sign or unsigned',
      path: ['sign'],
    }),
  z
    .strictObject({
      kind: z.literal('medipay'),
      name,
      ...outgoingLine,
      merchantId: code,
      secretFile: file,
      signed: z.array(z.enum(signedValues)).min(2).default(['merchant', 'timestamp', 'number', 'name', 'birth-date']),
      sexCodes: z.object({ male: z.string(), female: z.string(), unknown: z.string() }),
      visitType,
    })
    .refine(isSealedLine, plainRefused),
  z
    .strictObject({ kind: z.literal('webhook'), name, ...outgoingLine, secretFile: file })
    .refine(isSealedLine, plainRefused),
  z.strictObject({
    kind: z.literal('csv'),
    name,
    folder: file,
    separator: z.enum([',', ';', '\t']).default(','),
    byteOrderMark: z.boolean().default(true),
  }),
]);
export type DestinationSettings = z.output<typeof destinationSchema>;

/** Every destination is off until it stands here. */
export const handOverSchema = z.strictObject({
  /** MA_CSKCB, five digits. */
  facilityCode: z.string().regex(/^\d{5}$/),
  destinations: z
    .array(destinationSchema)
    .min(1)
    .max(10)
    .refine((all) => new Set(all.map(({ name: own }) => own)).size === all.length, 'two destinations share a name')
    .refine(
      (all) =>
        all.every(
          (one) =>
            one.kind !== 'check-in-message' ||
            one.patientFrom === undefined ||
            all.some(({ name: other }) => other === one.patientFrom && other !== one.name),
        ),
      'patientFrom names no other destination',
    ),
});
export type HandOverSettings = z.output<typeof handOverSchema>;

/** What a destination may need beside its settings. */
export interface Surroundings {
  /** The line to the insurance gateway, where the house has one. */
  readonly checkIns: CheckInLine | null;
  readonly log: Log;
}

/** Throws StartError `config-invalid` for a secret or authority that cannot be read, or a gateway that there is not. */
export function createDestination(settings: DestinationSettings, { checkIns, log }: Surroundings): Destination {
  const authorization = (path: string | undefined): string | undefined =>
    authorizationIn(path, 'handOver: the authorizationFile');
  switch (settings.kind) {
    case 'fhir':
      return fhirDestination({ ...settings, authorization: authorization(settings.authorizationFile) });
    case 'hl7v2':
      return hl7Destination({
        ...settings,
        ca: settings.caFile === undefined ? undefined : secretIn(settings.caFile, 'handOver: the caFile'),
      });
    case 'check-in-draft':
      return draftDestination({ ...settings, transport: { to: 'folder', folder: settings.folder } });
    case 'check-in-draft-url':
      return draftDestination({
        ...settings,
        transport: { to: 'url', url: settings.url, authorization: authorization(settings.authorizationFile) },
      });
    case 'check-in-message': {
      if (checkIns === null)
        throw new StartError('config-invalid', `handOver: ${settings.name} needs the insurance gateway (insurance).`);
      const [program, ...args] = settings.sign ?? [];
      return gatewayDestination({
        ...settings,
        ...{ line: checkIns, log },
        signature: program === undefined ? unsigned : signingProgram(program, args),
      });
    }
    case 'medipay':
      return medipayDestination({ ...settings, secret: secretIn(settings.secretFile, 'handOver: the secretFile') });
    case 'webhook':
      return webhookDestination({ ...settings, secret: secretIn(settings.secretFile, 'handOver: the secretFile') });
    case 'csv':
      return csvDestination(settings);
  }
}

/**
 * The evidence a reading leaves: one JSON value with everything that anybody needs to verify it again, offline.
 * Raw octets are base64. Nothing in it is believed because it says so: see `verify-evidence.ts`.
 */
import type { AccessResult } from '../access/open-access.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { hash } from '../crypto/hash.ts';
import { parseSod } from '../lds/ef-sod.ts';
import { dataGroupNumbers, type DataGroupNumber, type FileName } from '../lds/files.ts';
import { hashNamed } from '../trust/signature-scheme.ts';
import { attempt } from './attempt.ts';
import type { Files } from './document-profile.ts';
import type { Inspection } from './inspect.ts';
import { mappingExchangeOf, type MappingExchange } from './mapping-proof.ts';
import type { Check, Verdict } from './verdict.ts';

export type DataGroupName = `DG${DataGroupNumber}`;

/** A data group that was verified once and then let go. */
export interface WithheldFile {
  readonly length: number;
  /** Base64, with the hash function of the SOD. */
  readonly hash: string;
}

export interface EvidenceRecord {
  readonly version: 1;
  readonly readingId: string;
  readonly stationId: string;
  /** ISO 8601 UTC, by the station's clock. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly access: { readonly protocol: string; readonly password: string; readonly fallbacks: readonly string[] };
  /** `null`: none was read. */
  readonly cardAccess: string | null;
  readonly com: string | null;
  readonly sod: string | null;
  readonly files: Readonly<Partial<Record<DataGroupName, string>>>;
  readonly withheld: Readonly<Partial<Record<DataGroupName, WithheldFile>>>;
  /** Without a nonce the station chose the challenge itself, which proves nothing to others. */
  readonly activeAuthentication?: {
    readonly nonce?: string;
    readonly challenge: string;
    readonly response: string;
  };
  /** What the station says it saw. Chip Authentication leaves nothing that others could check. */
  readonly chipAuthentication: { readonly attested: Check };
  /** Where PACE ran with it: can be computed again, and written by anybody who holds EF.CardSecurity. */
  readonly chipAuthenticationMapping?: {
    readonly parameterId: number;
    readonly mappingPublicKey: string;
    readonly chipAuthenticationData: string;
    readonly cardSecurity?: string;
  };
  readonly claims: Verdict;
}

export interface ReadingIdentity {
  readonly readingId: string;
  readonly stationId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** The server's, when the challenge was `challengeFor` it. */
  readonly nonce?: Uint8Array;
}

export const dataGroupNames = dataGroupNumbers.map((n): DataGroupName => `DG${n}`);

const encoded = (bytes: Uint8Array | undefined): string | null => (bytes === undefined ? null : toBase64(bytes));

const summaryOf = (access: AccessResult): EvidenceRecord['access'] => ({
  protocol: access.protocol,
  password: access.password,
  fallbacks: access.fallbacks.map(({ from, to, because }) => `${from} → ${to}: ${because}`),
});

function writtenMapping(exchange: MappingExchange): NonNullable<EvidenceRecord['chipAuthenticationMapping']> {
  const { parameterId, mappingPublicKey, chipAuthenticationData, cardSecurity } = exchange;
  return {
    parameterId,
    mappingPublicKey: toBase64(mappingPublicKey),
    chipAuthenticationData: toBase64(chipAuthenticationData),
    ...(cardSecurity && { cardSecurity: toBase64(cardSecurity) }),
  };
}

/** The mapping that a record holds, raw. */
export function evidenceMapping({ chipAuthenticationMapping: held }: EvidenceRecord): MappingExchange | undefined {
  return (
    held && {
      parameterId: held.parameterId,
      mappingPublicKey: fromBase64(held.mappingPublicKey),
      chipAuthenticationData: fromBase64(held.chipAuthenticationData),
      ...(held.cardSecurity !== undefined && { cardSecurity: fromBase64(held.cardSecurity) }),
    }
  );
}

/** The record of one inspection, with every file that was read. */
export function makeEvidence(inspection: Inspection, identity: ReadingIdentity): EvidenceRecord {
  const { files, cardAccess, activeAuthentication, verdict } = inspection;
  const mapping = mappingExchangeOf(inspection.access);
  const held = dataGroupNames.flatMap((name): [DataGroupName, string][] => {
    const bytes = files.get(name);
    return bytes === undefined ? [] : [[name, toBase64(bytes)]];
  });
  return {
    version: 1,
    readingId: identity.readingId,
    stationId: identity.stationId,
    startedAt: identity.startedAt.toISOString(),
    finishedAt: identity.finishedAt.toISOString(),
    access: summaryOf(inspection.access),
    cardAccess: encoded(cardAccess instanceof Uint8Array ? cardAccess : undefined),
    com: encoded(files.get('COM')),
    sod: encoded(files.get('SOD')),
    files: Object.fromEntries(held),
    withheld: {},
    ...(activeAuthentication && {
      activeAuthentication: {
        ...(identity.nonce && { nonce: toBase64(identity.nonce) }),
        challenge: toBase64(activeAuthentication.challenge),
        response: toBase64(activeAuthentication.response),
      },
    }),
    chipAuthentication: { attested: verdict.checks['chip-authentication'] ?? { status: 'not-attempted' } },
    ...(mapping && { chipAuthenticationMapping: writtenMapping(mapping) }),
    claims: verdict,
  };
}

/** The files that a record holds, raw. */
export function evidenceFiles(record: EvidenceRecord): Files {
  const files = new Map<FileName, Uint8Array>();
  if (record.com !== null) files.set('COM', fromBase64(record.com));
  if (record.sod !== null) files.set('SOD', fromBase64(record.sod));
  for (const name of dataGroupNames) {
    const text = record.files[name];
    if (text !== undefined) files.set(name, fromBase64(text));
  }
  return files;
}

/** With the SOD's own function, so that the two can be compared; SHA-256 where it cannot be told. */
function hashForWithheld(record: EvidenceRecord, bytes: Uint8Array): Uint8Array {
  const { sod } = record;
  const name = attempt(() => hashNamed(parseSod(fromBase64(sod ?? '')).ldsSecurityObject.hashAlgorithm));
  return hash(name.ok ? name.value : 'SHA-256', bytes);
}

/**
 * The record to keep (decision: what is kept): of the data groups only those named, of the others length and hash.
 * The portrait and the whole Vietnamese DG13 go by default.
 */
export function reduceEvidence(
  record: EvidenceRecord,
  keep: readonly DataGroupName[] = ['DG1', 'DG14', 'DG15'],
): EvidenceRecord {
  const files: Partial<Record<DataGroupName, string>> = {};
  const withheld: Partial<Record<DataGroupName, WithheldFile>> = { ...record.withheld };
  for (const name of dataGroupNames) {
    const text = record.files[name];
    if (text === undefined) continue;
    if (keep.includes(name)) files[name] = text;
    else {
      const bytes = fromBase64(text);
      withheld[name] = { length: bytes.length, hash: toBase64(hashForWithheld(record, bytes)) };
    }
  }
  return { ...record, files, withheld };
}

/** One line of JSON. */
export const serializeEvidence = (record: EvidenceRecord): string => JSON.stringify(record);

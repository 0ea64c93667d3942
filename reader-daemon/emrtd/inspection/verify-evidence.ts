/**
 * Judging a record again from its raw octets. A station is believed only in what others can check, with one
 * exception: it may make a verdict worse.
 */
import { equal } from '../bytes.ts';
import { fromBase64 } from '../base64.ts';
import { hash } from '../crypto/hash.ts';
import { parseSod } from '../lds/ef-sod.ts';
import type { FileName } from '../lds/files.ts';
import type { TrustedSigner } from '../trust/passive-authentication.ts';
import { attempt } from './attempt.ts';
import { challengeFor, nonceLength } from './challenge.ts';
import { judgeActiveAuthentication } from './chip-proof-steps.ts';
import type { Files } from './document-profile.ts';
import { dataGroupNames, evidenceFiles, evidenceMapping, type DataGroupName, type EvidenceRecord } from './evidence.ts';
import { judge, type Standards } from './judge.ts';
import { basisOf, overallOf, type Basis } from './overall.ts';
import {
  checkRows,
  failed,
  inconclusive,
  inOrder,
  notAttempted,
  passed,
  type Check,
  type CheckName,
  type Checks,
  type Verdict,
} from './verdict.ts';

export interface VerifyOptions extends Standards {
  /**
   * What the verifier knows of this reading. Without it the record's own nonce is taken: then the chip's answer is
   * real, but whether it was given once, and when, only the issuer of the nonce can say.
   */
  readonly expected?: { readonly nonce: Uint8Array; readonly stationId: string; readonly readingId: string };
  /** Chip Authentication of this very reading, if the verifier had a part in it. */
  readonly witnessed?: WitnessedChip;
}

/** What a verifier itself saw of a Chip Authentication (`remote-proof.ts`). */
export interface WitnessedChip {
  /** SHA-256 of the EF.DG14 whose key was asked for. */
  readonly dg14: Uint8Array;
  /** The answer was that key's. */
  readonly proven: boolean;
}

export interface EvidenceVerdict {
  readonly verdict: Verdict;
  /** What the word stands on: the chip's own answer, or a station's word for it. */
  readonly basis: Basis;
  readonly files: Files;
  readonly filesHeld: readonly FileName[];
  readonly filesWithheld: readonly DataGroupName[];
  readonly signer?: TrustedSigner;
}

/** What the station says of a proof it alone could see: at best attested. */
const attested = (claim: Check): Check => (claim.status === 'passed' ? inconclusive('attested-only') : claim);

/** The verifier's own eyes before the station's word, as far as they looked at the key of this record. */
function chipAuthentication(record: EvidenceRecord, files: Files, { witnessed }: VerifyOptions): Check {
  const claim = record.chipAuthentication.attested;
  const dg14 = files.get('DG14');
  const isOfThisKey = witnessed && dg14 && equal(hash('SHA-256', dg14), witnessed.dg14);
  if (!isOfThisKey) return attested(claim);
  if (!witnessed.proven) return failed('channel-not-opened');
  return claim.status === 'failed' ? claim : passed;
}

function activeAuthentication(record: EvidenceRecord, files: Files, { expected }: VerifyOptions): Check {
  const exchange = record.activeAuthentication;
  if (exchange === undefined) {
    const claim = record.claims.checks['active-authentication'] ?? notAttempted;
    return claim.status === 'passed' ? inconclusive('no-challenge') : claim;
  }
  const nonce = expected?.nonce ?? fromBase64(exchange.nonce ?? '');
  if (nonce.length !== nonceLength) return inconclusive('no-challenge');
  const { stationId, readingId } = expected ?? record;
  const challenge = fromBase64(exchange.challenge);
  if (!equal(challenge, challengeFor(nonce, stationId, readingId))) return inconclusive('no-challenge');
  return judgeActiveAuthentication(files, { challenge, response: fromBase64(exchange.response) });
}

/** Of a withheld file only the hash is left: a wrong one still tells, a right one proves nothing. */
function withheldRows(record: EvidenceRecord, files: Files): Checks {
  const sod = files.get('SOD');
  const parsed = sod && attempt(() => parseSod(sod).ldsSecurityObject.dataGroupHashes);
  const hashes = new Map<string, Uint8Array>(parsed?.ok ? [...parsed.value].map(([n, hash]) => [`DG${n}`, hash]) : []);
  const rows: Partial<Record<CheckName, Check>> = {};
  for (const name of dataGroupNames) {
    const withheld = record.withheld[name];
    if (withheld === undefined || files.has(name)) continue;
    const signed = hashes.get(name);
    const row = `hash:${name}` as CheckName;
    if (!parsed?.ok) rows[row] = inconclusive('withheld');
    else if (signed === undefined) rows[row] = failed('not-in-sod', name);
    else
      rows[row] = equal(signed, fromBase64(withheld.hash)) ? inconclusive('withheld') : failed('hash-mismatch', name);
  }
  const wrong = checkRows(rows).find(([, check]) => check.status === 'failed')?.[1];
  return wrong === undefined ? rows : { ...rows, 'data-hashes': wrong };
}

/** Checks that a record cannot carry. A claimed failure stands; a claimed success counts for nothing here. */
function stationOnly(record: EvidenceRecord, own: Checks): Checks {
  const claims = record.claims.checks;
  const out: Partial<Record<CheckName, Check>> = {
    // Whoever holds EF.CardSecurity can write a pair that fits. One that does not fit is wrong, whoever wrote it.
    'chip-authentication-mapping': attested(own['chip-authentication-mapping'] ?? notAttempted),
    'printed-data': attested(claims['printed-data'] ?? notAttempted),
  };
  for (const name of ['files-agree', 'protection-stripped', 'chip-authentication-mapping'] as const) {
    const claim = claims[name];
    if (claim?.status === 'failed') out[name] = claim;
  }
  // Why a signed file is not in the record, only its station knows: the chip denied it, or broke off in it.
  const hashes = claims['data-hashes'];
  if (hashes?.status === 'inconclusive' && own['data-hashes']?.status === 'passed') out['data-hashes'] = hashes;
  if (record.withheld.DG13 !== undefined && out['files-agree'] === undefined)
    out['files-agree'] = inconclusive('withheld');
  return { ...own, ...out };
}

/** Never throws for what a record says; a record out of form is `parseEvidence`'s to refuse. */
export function verifyEvidence(record: EvidenceRecord, options: VerifyOptions): EvidenceVerdict {
  const files = evidenceFiles(record);
  const mapping = evidenceMapping(record);
  const { verdict, passive } = judge(
    {
      files,
      refusals: new Map<FileName, never>(),
      cardAccess: record.cardAccess === null ? undefined : fromBase64(record.cardAccess),
      proofs: {
        'active-authentication': activeAuthentication(record, files, options),
        'chip-authentication': chipAuthentication(record, files, options),
      },
      ...(mapping && { mapping }),
    },
    options,
  );
  const checks = inOrder({ ...stationOnly(record, verdict.checks), ...withheldRows(record, files) });
  return {
    verdict: { overall: overallOf(checks), checks },
    basis: basisOf(checks),
    files,
    filesHeld: [...files.keys()],
    filesWithheld: dataGroupNames.filter((name) => record.withheld[name] !== undefined),
    ...(passive.signer && { signer: passive.signer }),
  };
}

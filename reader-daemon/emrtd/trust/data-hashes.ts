/** The data groups against the hashes that were signed (9303-11 §5.1). */
import { equal } from '../bytes.ts';
import { hash, type HashName } from '../crypto/hash.ts';
import { EmrtdError } from '../errors.ts';
import { failed, inconclusive, notAttempted, passed, type Check, type CheckName } from '../inspection/verdict.ts';
import type { LdsSecurityObject } from '../lds/ef-sod.ts';
import type { DataGroupNumber } from '../lds/files.ts';
import { hashNamed } from './signature-scheme.ts';

export interface HashChecks {
  /** `hash:DGn` for every data group that is signed or was read, and `data-hashes` over all of them. */
  readonly checks: Readonly<Partial<Record<CheckName, Check>>>;
  /** Data groups whose hash is the signed one. */
  readonly matching: ReadonlySet<DataGroupNumber>;
}

/** The hash function of a dotted identifier; `undefined` for one that is not supported. */
export function hashFunction(dotted: string): HashName | undefined {
  try {
    return hashNamed(dotted);
  } catch (error) {
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
}

/**
 * Hashes the files as they came from the chip, tag and length included. Read but not signed fails; signed but not
 * read is `not-attempted` and leaves `data-hashes` to those that were read. `digest` may know some already.
 */
export function checkDataHashes(
  signed: LdsSecurityObject,
  files: ReadonlyMap<DataGroupNumber, Uint8Array>,
  digest: (name: HashName, file: Uint8Array) => Uint8Array = hash,
): HashChecks {
  const algorithm = hashFunction(signed.hashAlgorithm);
  const numbers = [...new Set([...signed.dataGroupHashes.keys(), ...files.keys()])].sort((a, b) => a - b);
  const rows = numbers.map((n): [DataGroupNumber, Check] => {
    const [file, due] = [files.get(n), signed.dataGroupHashes.get(n)];
    if (due === undefined) return [n, failed('not-in-sod', `DG${n}`)];
    if (file === undefined) return [n, notAttempted];
    if (algorithm === undefined) return [n, inconclusive('unsupported')];
    return [n, equal(digest(algorithm, file), due) ? passed : failed('hash-mismatch', `DG${n}`)];
  });
  const verdicts = rows.map(([, check]) => check);
  const overall =
    verdicts.find((check) => check.status === 'failed' && check.reason === 'hash-mismatch') ??
    verdicts.find((check) => check.status === 'failed') ??
    verdicts.find((check) => check.status === 'inconclusive') ??
    verdicts.find((check) => check.status === 'passed') ??
    notAttempted;
  return {
    checks: { 'data-hashes': overall, ...Object.fromEntries(rows.map(([n, check]) => [`hash:DG${n}`, check])) },
    matching: new Set(rows.filter(([, check]) => check.status === 'passed').map(([n]) => n)),
  };
}

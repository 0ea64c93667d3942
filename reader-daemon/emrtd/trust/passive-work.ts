/**
 * The costly parts of passive authentication, each done once for the same octets: a reading has them done as soon as its
 * files are there, and the verdict finds them done. By the identity of the arrays, which nobody writes to after reading.
 */
import { hash, type HashName } from '../crypto/hash.ts';
import { EmrtdError } from '../errors.ts';
import { parseSod, type EfSod } from '../lds/ef-sod.ts';
import type { DataGroupNumber } from '../lds/files.ts';
import type { SignedData } from '../lds/signed-data.ts';
import { hashFunction } from './data-hashes.ts';
import { documentCodeOf } from './document-type.ts';
import { judgeSigners, type JudgedSigner, type SignerStandards } from './judge-signer.ts';

type ParsedSod = EfSod | 'malformed' | 'unsupported';
type Judged = JudgedSigner | 'malformed' | 'unknown';

const sameStandards = (a: SignerStandards, b: SignerStandards): boolean =>
  a.trust === b.trust &&
  a.now.getTime() === b.now.getTime() &&
  a.simulation === b.simulation &&
  a.documentCode === b.documentCode;

function parsed(bytes: Uint8Array): ParsedSod {
  try {
    return parseSod(bytes);
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return error.code === 'unsupported' ? 'unsupported' : 'malformed';
  }
}

export class PassiveWork {
  #sod: { readonly bytes: Uint8Array; readonly parsed: ParsedSod } | undefined;
  #judged: { readonly of: SignedData; readonly by: SignerStandards; readonly judged: Judged } | undefined;
  readonly #digests = new WeakMap<Uint8Array, { readonly name: HashName; readonly digest: Uint8Array }>();

  /** EF.SOD, or why there is none. */
  parse(bytes: Uint8Array): ParsedSod {
    if (this.#sod?.bytes !== bytes) this.#sod = { bytes, parsed: parsed(bytes) };
    return this.#sod.parsed;
  }

  judge(signedData: SignedData, standards: SignerStandards): Judged {
    const held = this.#judged;
    if (held?.of === signedData && sameStandards(held.by, standards)) return held.judged;
    const { trust, now, simulation, documentCode } = standards;
    const judged = judgeSigners(signedData, standards);
    this.#judged = { of: signedData, by: { trust, now, simulation, documentCode }, judged };
    return judged;
  }

  digest(name: HashName, file: Uint8Array): Uint8Array {
    const held = this.#digests.get(file);
    if (held?.name === name) return held.digest;
    const digest = hash(name, file);
    this.#digests.set(file, { name, digest });
    return digest;
  }

  /** Everything that the files so far allow. */
  doAhead(
    sod: Uint8Array,
    files: ReadonlyMap<DataGroupNumber, Uint8Array>,
    standards: Omit<SignerStandards, 'documentCode'>,
  ): void {
    const parsed = this.parse(sod);
    if (typeof parsed === 'string') return;
    const name = hashFunction(parsed.ldsSecurityObject.hashAlgorithm);
    if (name !== undefined) for (const file of files.values()) this.digest(name, file);
    this.judge(parsed.signedData, { ...standards, documentCode: documentCodeOf(files.get(1)) });
  }
}

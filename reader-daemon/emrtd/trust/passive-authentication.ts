/**
 * Passive authentication (9303-11 §5.1, 9303-12 §5): who signed the data groups, whether this store trusts them, and
 * whether the files are those that were signed. Every answer is a value; nothing the chip holds makes it throw.
 */
import { uintToBytes, toHex } from '../bytes.ts';
import { failed, inconclusive, passed, type Check, type Checks } from '../inspection/verdict.ts';
import type { EfSod } from '../lds/ef-sod.ts';
import type { DataGroupNumber } from '../lds/files.ts';
import type { SignerInfo } from '../lds/signed-data.ts';
import type { Certificate } from './certificate.ts';
import { countryMatches } from './countries.ts';
import { checkDataHashes } from './data-hashes.ts';
import { documentCodeOf } from './document-type.ts';
import { signerChecks } from './judge-signer.ts';
import { PassiveWork } from './passive-work.ts';
import { publicKey } from './public-key.ts';
import { signingTime } from './signer.ts';
import type { TrustStore } from './trust-store.ts';

export interface PassiveAuthenticationInput {
  /** EF.SOD as read, if it was. */
  readonly sod: Uint8Array | undefined;
  /** Data groups as read. DG1 also tells the kind of document, which a signer's certificate may restrict. */
  readonly files: ReadonlyMap<DataGroupNumber, Uint8Array>;
  readonly trust: TrustStore;
  readonly now: Date;
  /** Accept the pinned test issuer, provided that the store holds it. */
  readonly simulation: boolean;
  /** Issuing state of DG1's zone, where DG1 could be read. */
  readonly issuingState?: string;
}

/** The signer in words and plain values, for reports. */
export interface TrustedSigner {
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly country: string | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** As the signer says. */
  readonly signedAt: Date | undefined;
  /** e.g. `brainpoolP384r1`; `undefined` for a key that cannot be used. */
  readonly key: string | undefined;
  /** The trusted certificate behind it; `undefined` while there is none. */
  readonly csca: { readonly subject: string; readonly notAfter: Date } | undefined;
}

export interface PassiveAuthentication {
  /** `sod-signature` to `data-hashes`, and a `hash:DGn` for each data group signed or read. */
  readonly checks: Checks;
  readonly signer?: TrustedSigner;
  readonly csca?: Certificate;
  /** Certificates behind `csca` down to the anchor, where link certificates led there; empty for an anchor. */
  readonly links?: readonly Certificate[];
  readonly sod?: EfSod;
  /** Data groups with the signed hash, signed by a trusted signer. Only their keys prove anything about a chip. */
  readonly boundDataGroups: ReadonlySet<DataGroupNumber>;
}

/** All checks with one answer: there is no security object to ask. */
function without(reason: 'file-not-read' | 'malformed' | 'unsupported'): PassiveAuthentication {
  const open = inconclusive(reason, 'SOD');
  const names = [...signerChecks, 'issuing-country', 'data-hashes'];
  return { checks: Object.fromEntries(names.map((name) => [name, open])), boundDataGroups: new Set() };
}

function countryCheck(signer: Certificate, issuer: Certificate | undefined, issuingState: string | undefined): Check {
  if (issuingState === undefined) return inconclusive('file-not-read', 'DG1');
  const country = signer.subject.country ?? signer.issuer.country;
  if (country === undefined) return inconclusive('unsupported', 'country');
  const issuerCountry = issuer?.subject.country;
  if (issuerCountry !== undefined && issuerCountry !== country) return failed('country-mismatch');
  const matches = countryMatches(country, issuingState);
  if (matches === undefined) return inconclusive('unsupported', 'country');
  return matches ? passed : failed('country-mismatch');
}

function describe(signer: Certificate, info: SignerInfo, csca: Certificate | undefined): TrustedSigner {
  const key = publicKey(signer.publicKeyInfo);
  const serial = BigInt.asUintN(168, signer.serialNumber);
  return {
    subject: signer.subject.text,
    issuer: signer.issuer.text,
    serialNumber: toHex(uintToBytes(serial, 21)).replace(/^(00)+(?=.)/, ''),
    country: signer.subject.country ?? signer.issuer.country,
    notBefore: signer.notBefore,
    notAfter: signer.notAfter,
    signedAt: signingTime(info),
    key: 'key' in key ? key.key.name : undefined,
    csca: csca && { subject: csca.subject.text, notAfter: csca.notAfter },
  };
}

/** `work`: what has been done of it on the same files. */
export function passiveAuthentication(
  input: PassiveAuthenticationInput,
  work: PassiveWork = new PassiveWork(),
): PassiveAuthentication {
  if (input.sod === undefined) return without('file-not-read');
  const sod = work.parse(input.sod);
  if (typeof sod === 'string') return without(sod);
  const hashes = checkDataHashes(sod.ldsSecurityObject, input.files, (name, file) => work.digest(name, file));
  const judged = work.judge(sod.signedData, { ...input, documentCode: documentCodeOf(input.files.get(1)) });
  if (typeof judged === 'string') {
    const open = without('malformed').checks;
    const check = judged === 'unknown' ? inconclusive('unknown-issuer') : inconclusive('malformed', 'SOD');
    const others = Object.fromEntries(Object.keys(open).map((name) => [name, check]));
    return { checks: { ...others, ...hashes.checks }, sod, boundDataGroups: new Set() };
  }

  const { certificate, info, path, trusted } = judged;
  const [csca] = path;
  return {
    checks: {
      ...judged.checks,
      'issuing-country': countryCheck(certificate, csca, input.issuingState),
      ...hashes.checks,
    },
    signer: describe(certificate, info, csca),
    ...(csca && { csca }),
    links: path.slice(1),
    sod,
    boundDataGroups: trusted ? hashes.matching : new Set(),
  };
}

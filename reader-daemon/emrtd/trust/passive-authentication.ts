/**
 * Passive authentication (9303-11 §5.1, 9303-12 §5): who signed the data groups, whether this store trusts them, and
 * whether the files are those that were signed. Every answer is a value; nothing the chip holds makes it throw.
 */
import { uintToBytes, toHex } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { failed, inconclusive, passed, type Check, type Checks } from '../inspection/verdict.ts';
import { parseSod, type EfSod } from '../lds/ef-sod.ts';
import type { DataGroupNumber } from '../lds/files.ts';
import type { SignerInfo } from '../lds/signed-data.ts';
import { isValidAt, type Certificate } from './certificate.ts';
import { findIssuer, type IssuerOutcome } from './chain.ts';
import { countryMatches } from './countries.ts';
import { checkDataHashes } from './data-hashes.ts';
import { keyUsageBit } from './extensions.ts';
import { oids } from '../oid.ts';
import { publicKey } from './public-key.ts';
import { revocationOf } from './revocation.ts';
import { embeddedCertificates, findSigner, signingTime, verifySigner, type SignerOutcome } from './signer.ts';
import { comesFromTestIssuer } from './test-issuers.ts';
import { trustsAnybody, type TrustStore } from './trust-store.ts';

export interface PassiveAuthenticationInput {
  /** EF.SOD as read, if it was. */
  readonly sod: Uint8Array | undefined;
  /** Data groups as read. */
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
  readonly sod?: EfSod;
  /** Data groups with the signed hash, signed by a trusted signer. Only their keys prove anything about a chip. */
  readonly boundDataGroups: ReadonlySet<DataGroupNumber>;
}

const isPassed = (check: Check | undefined): boolean => check?.status === 'passed';

/** All checks with one answer: there is no security object to ask. */
function without(reason: 'file-not-read' | 'malformed' | 'unsupported'): PassiveAuthentication {
  const open = inconclusive(reason, 'SOD');
  const names = [
    'sod-signature',
    'signer-certificate',
    'signer-validity',
    'revocation',
    'issuing-country',
    'data-hashes',
  ];
  return { checks: Object.fromEntries(names.map((name) => [name, open])), boundDataGroups: new Set() };
}

function parsed(bytes: Uint8Array): EfSod | 'malformed' | 'unsupported' {
  try {
    return parseSod(bytes);
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return error.code === 'unsupported' ? 'unsupported' : 'malformed';
  }
}

const signatureCheck = (outcome: SignerOutcome): Check =>
  outcome === 'verified'
    ? passed
    : outcome === 'unsupported' || outcome === 'malformed'
      ? inconclusive(outcome)
      : failed(outcome);

/** May this certificate sign documents? A list signer's may not, nor an authority's (9303-12 §7.1.1.3). */
function maySignDocuments({ extensions }: Certificate): boolean {
  const { isCa, keyUsage, extendedKeyUsage } = extensions;
  const signsLists = extendedKeyUsage?.includes(oids.cscaMasterListSigningKey) ?? false;
  return isCa !== true && !signsLists && (keyUsage === undefined || keyUsage.has(keyUsageBit.digitalSignature));
}

function issuerCheck(outcome: IssuerOutcome): Check {
  switch (outcome.outcome) {
    case 'found':
      return passed;
    case 'signature-invalid':
      return failed('issuer-signature-invalid');
    case 'not-an-issuer':
      return failed('not-an-issuer');
    case 'outside-validity':
      return failed('issuer-outside-validity');
    case 'unsupported':
      return inconclusive('unsupported');
    case 'unknown':
      return inconclusive('unknown-issuer');
  }
}

function certificateCheck(signer: Certificate, issuer: IssuerOutcome, input: PassiveAuthenticationInput): Check {
  if (!input.simulation && comesFromTestIssuer(signer)) return failed('test-issuer');
  const key = publicKey(signer.publicKeyInfo);
  if ('problem' in key && key.problem === 'weak-key') return failed('weak-key');
  if (!maySignDocuments(signer)) return failed('not-a-signer');
  const [unknown] = signer.extensions.unknownCritical;
  if (unknown !== undefined) return inconclusive('unsupported', unknown);
  if (issuer.outcome === 'unknown' && !trustsAnybody(input.trust)) return inconclusive('no-trust-store');
  return issuerCheck(issuer);
}

/** 9303-12 §5: a signer's certificate must have been valid when it signed, not today; so must its private key. */
function validityCheck(signer: Certificate, signedAt: Date | undefined): Check {
  if (signedAt === undefined) return inconclusive('no-signing-time');
  const { notBefore, notAfter } = signer.extensions.privateKeyUsage ?? {};
  const inUse = (notBefore === undefined || signedAt >= notBefore) && (notAfter === undefined || signedAt <= notAfter);
  return isValidAt(signer, signedAt) && inUse ? passed : failed('signer-outside-validity');
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

/** The one signer of the object, and the certificate they named: from the object, else from the store. */
function signerOf(
  sod: EfSod,
  trust: TrustStore,
): { info: SignerInfo; certificate: Certificate } | 'malformed' | 'unknown' {
  const [info, ...others] = sod.signedData.signers;
  if (info === undefined || others.length > 0) return 'malformed';
  try {
    const certificate = findSigner(info, embeddedCertificates(sod.signedData)) ?? findSigner(info, trust.certificates);
    return certificate ? { info, certificate } : 'unknown';
  } catch (error) {
    if (error instanceof EmrtdError) return 'malformed';
    throw error;
  }
}

export function passiveAuthentication(input: PassiveAuthenticationInput): PassiveAuthentication {
  if (input.sod === undefined) return without('file-not-read');
  const sod = parsed(input.sod);
  if (typeof sod === 'string') return without(sod);
  const hashes = checkDataHashes(sod.ldsSecurityObject, input.files);
  const found = signerOf(sod, input.trust);
  if (typeof found === 'string') {
    const open = without('malformed').checks;
    const check = found === 'unknown' ? inconclusive('unknown-issuer') : inconclusive('malformed', 'SOD');
    const others = Object.fromEntries(Object.keys(open).map((name) => [name, check]));
    return { checks: { ...others, ...hashes.checks }, sod, boundDataGroups: new Set() };
  }

  const { info, certificate } = found;
  const signature = signatureCheck(verifySigner(sod.signedData, info, certificate));
  const chain = findIssuer(certificate, input.trust);
  const trusted = certificateCheck(certificate, chain, input);
  const csca = isPassed(trusted) && chain.outcome === 'found' ? chain.issuer : undefined;
  const checks: Checks = {
    'sod-signature': signature,
    'signer-certificate': trusted,
    // A time that nobody signed says nothing.
    'signer-validity': isPassed(signature)
      ? validityCheck(certificate, signingTime(info))
      : inconclusive('passive-authentication-open'),
    revocation: revocationOf(certificate, csca, input.trust, input.now),
    'issuing-country': countryCheck(certificate, csca, input.issuingState),
    ...hashes.checks,
  };
  return {
    checks,
    signer: describe(certificate, info, csca),
    ...(csca && { csca }),
    sod,
    boundDataGroups: isPassed(signature) && isPassed(trusted) ? hashes.matching : new Set(),
  };
}

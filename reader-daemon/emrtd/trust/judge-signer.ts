/**
 * One signer of a signed file (EF.SOD, EF.CardSecurity): did they sign it, are they trusted, were they entitled to when
 * they did (9303-11 §5.1, 9303-12 §5)?
 */
import { failed, inconclusive, passed, type Check, type Checks } from '../inspection/verdict.ts';
import { oids } from '../oid.ts';
import { EmrtdError } from '../errors.ts';
import type { SignedData, SignerInfo } from '../lds/signed-data.ts';
import { isValidAt, type Certificate } from './certificate.ts';
import { findIssuer, type IssuerOutcome } from './chain.ts';
import { maySignDocument } from './document-type.ts';
import { keyUsageBit } from './extensions.ts';
import { publicKey } from './public-key.ts';
import { revocationOf } from './revocation.ts';
import { embeddedCertificates, findSigner, signingTime, verifySigner, type SignerOutcome } from './signer.ts';
import { comesFromTestIssuer, isTestIssuer } from './test-issuers.ts';
import { trustsAnybody, type TrustStore } from './trust-store.ts';

/** By what a signer is judged. */
export interface SignerStandards {
  readonly trust: TrustStore;
  readonly now: Date;
  /** Accept the pinned test issuer, provided that the store holds it. */
  readonly simulation: boolean;
  /** Document code of the zone, where it could be read. */
  readonly documentCode?: string | undefined;
}

export const signerChecks = ['sod-signature', 'signer-certificate', 'signer-validity', 'revocation'] as const;

export interface JudgedSigner {
  /** `signerChecks`, whatever the signed file is. */
  readonly checks: Checks;
  readonly info: SignerInfo;
  readonly certificate: Certificate;
  /** Signature and certificate passed: what was signed is the issuer's word. */
  readonly trusted: boolean;
  /** From the trusted issuer to the anchor, both included; empty while there is none. */
  readonly path: readonly Certificate[];
}

const isPassed = (check: Check | undefined): boolean => check?.status === 'passed';

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
    case 'unlinked':
      return inconclusive('unknown-issuer', 'link');
    case 'unknown':
      return inconclusive('unknown-issuer');
  }
}

/** Anybody can sign as the test issuer does: signers, and link certificates to a key of their own. */
const leadsToTestIssuer = (signer: Certificate, issuer: IssuerOutcome): boolean =>
  comesFromTestIssuer(signer) || (issuer.outcome === 'found' && issuer.path.some(isTestIssuer));

function certificateCheck(signer: Certificate, issuer: IssuerOutcome, standards: SignerStandards): Check {
  if (!standards.simulation && leadsToTestIssuer(signer, issuer)) return failed('test-issuer');
  const key = publicKey(signer.publicKeyInfo);
  if ('problem' in key && key.problem === 'weak-key') return failed('weak-key');
  if (!maySignDocuments(signer)) return failed('not-a-signer');
  if (standards.documentCode !== undefined && !maySignDocument(signer, standards.documentCode))
    return failed('document-type-mismatch');
  const path = issuer.outcome === 'found' ? issuer.path : [];
  const [unknown] = [signer, ...path].flatMap(({ extensions }) => extensions.unknownCritical);
  if (unknown !== undefined) return inconclusive('unsupported', unknown);
  if (issuer.outcome === 'unknown' && !trustsAnybody(standards.trust)) return inconclusive('no-trust-store');
  return issuerCheck(issuer);
}

/** 9303-12 §5: a signer's certificate must have been valid when it signed, not today; so must its private key. */
function validityCheck(signer: Certificate, signedAt: Date | undefined): Check {
  if (signedAt === undefined) return inconclusive('no-signing-time');
  const { notBefore, notAfter } = signer.extensions.privateKeyUsage ?? {};
  const inUse = (notBefore === undefined || signedAt >= notBefore) && (notAfter === undefined || signedAt <= notAfter);
  return isValidAt(signer, signedAt) && inUse ? passed : failed('signer-outside-validity');
}

/** More signers than any issuer names; each costs a signature. */
const maxSigners = 8;

/** The certificate they named: from the message, else from the store. */
function signerCertificate(
  info: SignerInfo,
  embedded: readonly Certificate[],
  trust: TrustStore,
): Certificate | 'malformed' | undefined {
  try {
    return findSigner(info, embedded) ?? findSigner(info, trust.certificates);
  } catch (error) {
    if (error instanceof EmrtdError) return 'malformed';
    throw error;
  }
}

function judgeOne(
  signedData: SignedData,
  info: SignerInfo,
  embedded: readonly Certificate[],
  standards: SignerStandards,
): JudgedSigner | 'malformed' | 'unknown' {
  const { trust, now } = standards;
  const certificate = signerCertificate(info, embedded, trust);
  if (certificate === undefined || certificate === 'malformed') return certificate ?? 'unknown';
  const signature = signatureCheck(verifySigner(signedData, info, certificate));
  const chain = findIssuer(certificate, trust, embedded);
  const trusted = certificateCheck(certificate, chain, standards);
  const path = isPassed(trusted) && chain.outcome === 'found' ? chain.path : [];
  const checks: Checks = {
    'sod-signature': signature,
    'signer-certificate': trusted,
    // A time that nobody signed says nothing.
    'signer-validity': isPassed(signature)
      ? validityCheck(certificate, signingTime(info))
      : inconclusive('passive-authentication-open'),
    revocation: revocationOf(certificate, path, trust, now),
  };
  return { checks, info, certificate, trusted: isPassed(signature) && isPassed(trusted), path };
}

const hasFailed = ({ checks }: JudgedSigner): boolean =>
  Object.values(checks).some((check) => check?.status === 'failed');

/**
 * The signer who counts. Of several (RFC 5652 §5.1 allows them, 9303-10 §4.6.2 advises one), a trusted one without a
 * failure speaks for the file, since the others' signatures are on nothing that theirs is not on; without any, a failure
 * is reported before what could not be found out. `unknown`: no certificate of theirs is at hand.
 */
export function judgeSigners(
  signedData: SignedData,
  standards: SignerStandards,
): JudgedSigner | 'malformed' | 'unknown' {
  const { signers } = signedData;
  if (signers.length === 0 || signers.length > maxSigners) return 'malformed';
  const embedded = embeddedCertificates(signedData);
  const outcomes = signers.map((info) => judgeOne(signedData, info, embedded, standards));
  const judged = outcomes.filter((each) => typeof each !== 'string');
  return (
    judged.find((each) => each.trusted && !hasFailed(each)) ??
    judged.find(hasFailed) ??
    judged[0] ??
    (outcomes.includes('malformed') ? 'malformed' : 'unknown')
  );
}

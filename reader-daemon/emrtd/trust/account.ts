/** An account of a list of country signing certificates: every one of them is counted, usable or with its reason. */
import { verifySignedBy, isSelfIssued, type Certificate } from './certificate.ts';
import { schemeName, signatureScheme } from './signature-scheme.ts';
import { EmrtdError } from '../errors.ts';
import { oidName } from '../oid.ts';
import type { SignerOutcome } from './signer.ts';
import { openTrustFile, type TrustFileKind } from './trust-file.ts';
import { certificateUse, subjectOf, type UnusableReason } from './usable-certificate.ts';

export interface CscaAccount {
  readonly name: string;
  readonly kind: TrustFileKind;
  readonly total: number;
  /** Parses, and its key is supported. */
  readonly usable: number;
  readonly unusable: readonly { readonly subject: string; readonly reason: UnusableReason }[];
  /** Certificates by country, codes ascending; `??` where the subject names none. */
  readonly countries: Readonly<Record<string, number>>;
  /** Readable certificates by the algorithm that signed them. */
  readonly algorithms: Readonly<Record<string, number>>;
  /** Usable certificates by key, `(explicit)` where the curve is spelled out. */
  readonly keys: Readonly<Record<string, number>>;
  /** How the readable ones stand: verified by their own key, by another of the list (links), or by neither. */
  readonly signatures: { readonly bySelf: number; readonly byAnother: number; readonly unverified: number };
  readonly revocationLists: number;
  /** Of a master list: who signed it, and whether the signature holds. */
  readonly signer?: {
    readonly subject: string;
    readonly outcome: SignerOutcome;
    /** ISO 8601, as the signer says. */
    readonly signedAt?: string;
    /** Subject of the certificate in the message that issued the signer's. */
    readonly issuer?: string;
    /** The issuer's certificate is one of the list itself. */
    readonly issuerInList: boolean;
  };
}

function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function algorithmOf({ signatureAlgorithm }: Certificate): string {
  try {
    return schemeName(signatureScheme(signatureAlgorithm));
  } catch (error) {
    if (error instanceof EmrtdError) return oidName(signatureAlgorithm.oid);
    throw error;
  }
}

/** Key for a set of keys and certificates: the octets, letter by letter. */
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function signaturesOf(certificates: readonly Certificate[]): CscaAccount['signatures'] {
  let [bySelf, byAnother] = [0, 0];
  for (const certificate of certificates) {
    const verifies = (issuer: Certificate): boolean => verifySignedBy(certificate, issuer) === 'verified';
    if (isSelfIssued(certificate) && verifies(certificate)) bySelf++;
    else if (certificates.some((other) => other.subject.key === certificate.issuer.key && verifies(other))) byAnother++;
  }
  return { bySelf, byAnother, unverified: certificates.length - bySelf - byAnother };
}

/**
 * Opens a file of any kind that `--trust` takes. Throws `malformed`, `limit` or `unsupported` for a file that is none;
 * what a single certificate holds never makes it throw.
 */
export function accountForCsca(bytes: Uint8Array, name: string): CscaAccount {
  const file = openTrustFile(bytes);
  const uses = file.certificates.map(certificateUse);
  const readable = uses.flatMap(({ certificate }) => certificate ?? []);
  const { signer } = file;
  const listed = new Set(readable.map((each) => text(each.bytes)));
  return {
    name,
    kind: file.kind,
    total: uses.length,
    usable: uses.filter(({ usable }) => usable).length,
    unusable: uses.flatMap((use) => (use.usable ? [] : [{ subject: subjectOf(use), reason: use.reason }])),
    countries: tally(uses.map(({ certificate }) => certificate?.subject.country ?? '??')),
    algorithms: tally(readable.map(algorithmOf)),
    keys: tally(uses.flatMap((use) => (use.usable ? use.key : []))),
    signatures: signaturesOf(readable),
    revocationLists: file.revocationLists.length,
    ...(signer && {
      signer: {
        subject: signer.certificate.subject.text,
        outcome: signer.outcome,
        ...(signer.signedAt && { signedAt: signer.signedAt.toISOString() }),
        ...(signer.issuer && { issuer: signer.issuer.subject.text }),
        issuerInList: signer.issuer !== undefined && listed.has(text(signer.issuer.bytes)),
      },
    }),
  };
}

/** From an operator's files to a trust store, and an account of what became of each of them. */
import { toHex } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import { EmrtdError, type EmrtdErrorCode } from '../errors.ts';
import { isSelfIssued, mayIssue, type Certificate } from './certificate.ts';
import { parseRevocationList, type RevocationList } from './revocation-list.ts';
import { isTestIssuer } from './test-issuers.ts';
import { createTrustStore, claimsToSignItself, type TrustStore } from './trust-store.ts';
import { openTrustFile, type TrustFileKind } from './trust-file.ts';
import { certificateUse, subjectOf, type CertificateUse, type UnusableReason } from './usable-certificate.ts';

export interface TrustItem {
  readonly kind: 'certificate' | 'revocation-list';
  readonly subject: string;
  readonly usable: boolean;
  readonly reason?: UnusableReason | EmrtdErrorCode;
  /**
   * By names and identifiers, no signature tried: `anchor` may issue document signers; `link` may where an anchor vouches for it; `signer` is kept only to be found by
   * name; `test` is a simulation's anchor.
   */
  readonly role?: 'anchor' | 'link' | 'signer' | 'test';
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** SHA-256 of the whole, upper-case hexadecimal. */
  readonly fingerprint: string;
}

export interface TrustFileReport {
  readonly name: string;
  /** `undefined` for a file that could not be opened. */
  readonly kind: TrustFileKind | undefined;
  readonly reason?: EmrtdErrorCode | 'list-signature-invalid';
  readonly items: readonly TrustItem[];
}

export interface LoadedTrust {
  readonly store: TrustStore;
  readonly report: readonly TrustFileReport[];
}

const fingerprint = (bytes: Uint8Array): string => toHex(hash('SHA-256', bytes));

function roleOf(certificate: Certificate, isPinned: boolean): 'anchor' | 'link' | 'signer' | 'test' {
  if (isTestIssuer(certificate)) return 'test';
  const issues = mayIssue(certificate) && (certificate.extensions.isCa === true || isSelfIssued(certificate));
  if (!issues) return 'signer';
  return isPinned || claimsToSignItself(certificate) ? 'anchor' : 'link';
}

/**
 * Takes DER, PEM, master lists, LDIF and revocation lists, told apart by content. What is unusable stays out with a
 * reason; a file with a master list whose signature does not hold stays out whole. The same certificate twice is kept
 * once. A certificate in a file of its own was chosen by somebody: it is an anchor even where it does not sign itself.
 */
export function loadTrustAnchors(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): LoadedTrust {
  const certificates = new Map<string, Certificate>();
  const lists = new Map<string, RevocationList>();

  const pinned = new Set<Certificate>();

  /** The lists of twenty countries hold much the same certificates: each is parsed once. */
  const known = new Map<string, CertificateUse>();
  const takeCertificate = (bytes: Uint8Array, isPinned: boolean): TrustItem => {
    const print = fingerprint(bytes);
    const use = known.get(print) ?? certificateUse(bytes);
    known.set(print, use);
    const item = { kind: 'certificate', subject: subjectOf(use), fingerprint: print } as const;
    if (!use.usable) return { ...item, usable: false, reason: use.reason };
    const { notBefore, notAfter } = use.certificate;
    const certificate = certificates.get(item.fingerprint) ?? use.certificate;
    certificates.set(item.fingerprint, certificate);
    const role = roleOf(certificate, isPinned);
    if (isPinned && role === 'anchor') pinned.add(certificate);
    return { ...item, usable: true, role, notBefore, notAfter };
  };

  const takeList = (bytes: Uint8Array): TrustItem => {
    const item = { kind: 'revocation-list', fingerprint: fingerprint(bytes) } as const;
    try {
      const list = parseRevocationList(bytes);
      lists.set(item.fingerprint, list);
      const { thisUpdate: notBefore, nextUpdate: notAfter } = list;
      return { ...item, subject: list.issuer.text, usable: true, notBefore, ...(notAfter && { notAfter }) };
    } catch (error) {
      if (!(error instanceof EmrtdError)) throw error;
      return { ...item, subject: '(unreadable)', usable: false, reason: error.code };
    }
  };

  const report = files.map(({ name, bytes }): TrustFileReport => {
    try {
      const file = openTrustFile(bytes);
      if (!file.everyListHolds) return { name, kind: file.kind, reason: 'list-signature-invalid', items: [] };
      const isPinned = file.certificates.length === 1 && (file.kind === 'certificate' || file.kind === 'pem');
      const taken = file.certificates.map((each) => takeCertificate(each, isPinned));
      return { name, kind: file.kind, items: [...taken, ...file.revocationLists.map(takeList)] };
    } catch (error) {
      if (!(error instanceof EmrtdError)) throw error;
      return { name, kind: undefined, reason: error.code, items: [] };
    }
  });

  const origins = report.filter(({ items }) => items.some(({ usable }) => usable)).map(({ name }) => name);
  return {
    store: createTrustStore({
      certificates: [...certificates.values()],
      crls: [...lists.values()],
      origins,
      pinned: [...pinned],
    }),
    report,
  };
}

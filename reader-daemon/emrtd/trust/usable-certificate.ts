/** Can a country signing certificate be used here? It parses, and its key and algorithm are supported. */
import { EmrtdError } from '../errors.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import { publicKey } from './public-key.ts';

export type UnusableReason =
  'malformed' | 'too-long' | 'weak-key' | 'unknown-curve' | 'unsupported-key' | 'unsupported';

export type CertificateUse =
  | { readonly usable: true; readonly certificate: Certificate; readonly key: string }
  | { readonly usable: false; readonly reason: UnusableReason; readonly certificate?: Certificate };

/** Never throws on the octets. */
export function certificateUse(bytes: Uint8Array): CertificateUse {
  let certificate: Certificate;
  try {
    certificate = parseCertificate(bytes);
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    const reason = error.code === 'limit' ? 'too-long' : error.code === 'unsupported' ? 'unsupported' : 'malformed';
    return { usable: false, reason };
  }
  const found = publicKey(certificate.publicKeyInfo);
  if ('key' in found) return { usable: true, certificate, key: found.key.name };
  const reason = found.problem === 'unsupported' ? 'unsupported-key' : found.problem;
  return { usable: false, reason, certificate };
}

/** The subject, or what can be said in its place. */
export const subjectOf = (use: CertificateUse): string => use.certificate?.subject.text ?? '(unreadable)';

/** What becomes of every certificate of a list of country certificates: used, or left with a reason. */
import { equal, toHex } from '@cccd-kiosk/emrtd/bytes';
import { isValidAt, mayIssue, verifySignedBy, type Certificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { keepsName, linkPool, pathToAnchor, type LinkPool } from '@cccd-kiosk/emrtd/trust/link-certificate';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { openTrustFile } from '@cccd-kiosk/emrtd/trust/trust-file';
import { certificateUse, subjectOf } from '@cccd-kiosk/emrtd/trust/usable-certificate';

/** In the order in which they are asked: the first that holds is the certificate's. */
export const dispositions = {
  duplicate: 'the same octets stood in the list before',
  malformed: 'does not parse',
  'too-long': 'longer than any certificate is',
  unsupported: 'of an algorithm or version that is not supported',
  'unsupported-key': 'of a key that is not supported',
  'unknown-curve': 'on a curve that is not standardized',
  'weak-key': 'of a weak key: too short, or an RSA exponent of 1 or an even one',
  anchor: '**used**: a root, its own signature verified',
  linked: '**used**: a link, vouched for by a root of the list',
  'no-issuer': 'a link whose issuer is not in the list',
  'other-key': 'a link whose issuer’s name is in the list, but not the key that signed',
  'issuer-may-not-issue': 'a link signed by a certificate that may not issue',
  'another-country': 'a link to another country',
  'name-changed': 'a link to another name, without the extension nameChange (9303-12 §7.1.1)',
  'outside-validity': 'a link issued outside its issuer’s validity',
  'issuer-unlinked': 'a link whose issuer nobody vouches for',
} as const;
export type Disposition = keyof typeof dispositions;

export interface Disposed {
  readonly disposition: Disposition;
  readonly subject: string;
  readonly country: string;
  /** Is its key in a root of the same list? Then nothing is lost by leaving it. */
  readonly keyInRoot: boolean;
}

function linkDisposition(link: Certificate, pool: LinkPool): Disposition {
  if (pathToAnchor(link, pool)) return 'linked';
  const named = pool.issuersOf(link).filter((each) => each !== link);
  if (named.length === 0) return 'no-issuer';
  const signers = named.filter((each) => verifySignedBy(link, each) === 'verified');
  if (signers.length === 0) return 'other-key';
  const issuers = signers.filter(mayIssue);
  if (issuers.length === 0) return 'issuer-may-not-issue';
  const compatriots = issuers.filter((each) => each.subject.country === link.subject.country);
  if (compatriots.length === 0) return 'another-country';
  const namesakes = compatriots.filter((each) => keepsName(link, each));
  if (namesakes.length === 0) return 'name-changed';
  return namesakes.some((each) => isValidAt(each, link.notBefore)) ? 'issuer-unlinked' : 'outside-validity';
}

/** One answer for each certificate, in the order of the list. */
export function disposeOf(name: string, bytes: Uint8Array): readonly Disposed[] {
  const { store } = loadTrustAnchors([{ name, bytes }]);
  const pool = linkPool(store);
  const rootKeys = new Set(store.certificates.filter(store.isAnchor).map((each) => toHex(each.publicKeyInfo)));
  const seen = new Set<string>();
  return openTrustFile(bytes).certificates.map((each): Disposed => {
    const use = certificateUse(each);
    const of = (disposition: Disposition): Disposed => ({
      disposition,
      subject: subjectOf(use),
      country: use.certificate?.subject.country ?? '??',
      keyInRoot: use.certificate !== undefined && rootKeys.has(toHex(use.certificate.publicKeyInfo)),
    });
    const octets = toHex(each);
    if (seen.has(octets)) return of('duplicate');
    seen.add(octets);
    if (!use.usable) return of(use.reason);
    const held = store.certificates.find((certificate) => equal(certificate.bytes, each));
    if (held === undefined) throw new RangeError(`${name}: a usable certificate that the store does not hold`);
    return of(store.isAnchor(held) ? 'anchor' : linkDisposition(held, pool));
  });
}

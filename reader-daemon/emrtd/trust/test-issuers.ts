/**
 * The issuer of the simulated cards. Its private key is public, so its cards prove nothing: outside a simulation they
 * fail with a reason of their own, whatever a trust store says. The whole key is pinned, not only its hash, so that a
 * card of this issuer is known for what it is even where its certificate is not at hand.
 */
import { equal, fromHex, toHex } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import { verifySigned, type Certificate } from './certificate.ts';
import { publicKey } from './public-key.ts';

/** SubjectPublicKeyInfo of every test issuer. */
export const testIssuerKeys: readonly Uint8Array[] = [
  fromHex(`3076301006072A8648CE3D020106052B8104002203620004D7CA4F58AE5D55EF1A33BCF1812E234AA5916728D3CDF522393AC8FF
    2F4912BB68897396A59BF6B6BCFF25DC901CE3D0A6B509EC161A45E2B690F864BD14C4AC44ECAB0B59AFA544BDE11DF2941BA14C0AFB59
    09981369DAB25397F536DF70E8`),
];

/** SHA-256 of those keys, upper-case hexadecimal. */
export const testIssuerPins: readonly string[] = testIssuerKeys.map((key) => toHex(hash('SHA-256', key)));

/** Is this the certificate of a test issuer? */
export const isTestIssuer = (certificate: Certificate): boolean =>
  testIssuerKeys.some((key) => equal(key, certificate.publicKeyInfo));

/** Was this certificate signed by a test issuer, or does it hold a test issuer's key? */
export function comesFromTestIssuer(certificate: Certificate): boolean {
  if (isTestIssuer(certificate)) return true;
  return testIssuerKeys.some((pinned) => {
    const found = publicKey(pinned);
    return 'key' in found && verifySigned(certificate, found.key) === 'verified';
  });
}

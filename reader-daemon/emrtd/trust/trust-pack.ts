/** A trust store on its way to another machine: what is in it, without the files and lists that it was chosen from. */
import { toHex } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import { EmrtdError } from '../errors.ts';
import { parseRevocationList } from './revocation-list.ts';
import { createTrustStore, type TrustStore } from './trust-store.ts';
import { certificateUse } from './usable-certificate.ts';

export interface TrustPack {
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  /** Places, in `certificates`, of those that are anchors though they do not sign themselves. */
  readonly pinned: readonly number[];
  /** DER. */
  readonly revocationLists: readonly Uint8Array[];
}

export function packTrust({ certificates, pinned, revocationLists }: TrustStore): TrustPack {
  return {
    certificates: certificates.map(({ bytes }) => bytes),
    pinned: pinned.map((one) => certificates.indexOf(one)).sort((a, b) => a - b),
    revocationLists: revocationLists.map(({ bytes }) => bytes),
  };
}

/** SHA-256 over the digests of all that is in it, in order: upper-case hexadecimal. */
export function digestOfTrust({ certificates, pinned, revocationLists }: TrustPack): string {
  const digests = (all: readonly Uint8Array[]): string[] => all.map((each) => toHex(hash('SHA-256', each)));
  const text = JSON.stringify([digests(certificates), pinned, digests(revocationLists)]);
  return toHex(hash('SHA-256', new TextEncoder().encode(text)));
}

/**
 * The same store again. Whoever packed it had judged each part usable; one that is not throws `malformed`: the whole is
 * not what was packed.
 */
export function unpackTrust({ certificates, pinned, revocationLists }: TrustPack, origin: string): TrustStore {
  const opened = certificates.map((bytes) => {
    const use = certificateUse(bytes);
    if (!use.usable) throw new EmrtdError('malformed', `trust: a certificate is not usable (${use.reason})`);
    return use.certificate;
  });
  return createTrustStore({
    certificates: opened,
    crls: revocationLists.map((bytes) => parseRevocationList(bytes)),
    origins: [origin],
    pinned: pinned.map((place) => {
      const certificate = opened[place];
      if (certificate === undefined) throw new EmrtdError('malformed', 'trust: a pinned certificate that is not there');
      return certificate;
    }),
  });
}

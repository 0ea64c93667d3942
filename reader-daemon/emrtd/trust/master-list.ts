/** CSCA master lists (9303-12 §9): a signed SET of country signing certificates. */
import { children, der, fields, readDer, readSmallInteger } from '../der.ts';
import { EmrtdError } from '../errors.ts';
import { parseSignedData } from '../lds/signed-data.ts';
import { oids } from '../oid.ts';
import { verifySignedBy, type Certificate } from './certificate.ts';
import { embeddedCertificates, findSigner, signingTime, verifySigner, type SignerOutcome } from './signer.ts';

/** Who vouches for a list. The list is only as good as the hand it came from: its own root stands in it. */
export interface MasterListSigner {
  readonly certificate: Certificate;
  readonly outcome: SignerOutcome;
  readonly signedAt: Date | undefined;
  /** The certificate in the message that issued the signer's and whose signature on it verifies. */
  readonly issuer: Certificate | undefined;
}

export interface MasterList {
  /** Each certificate as it came, unparsed: one that is unreadable must still be counted. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: MasterListSigner | undefined;
}

/** Certificates in one list; the largest of today hold under a thousand. */
const maxCertificates = 20_000;

/** Throws `malformed`, `limit`, or `unsupported` where the message holds something else. */
export function parseMasterList(bytes: Uint8Array): MasterList {
  const signedData = parseSignedData(bytes);
  if (signedData.contentType !== oids.cscaMasterList)
    throw new EmrtdError('unsupported', 'master list: content of another type', { step: 'parse' });
  const item = fields(readDer(signedData.content));
  readSmallInteger(item.next());
  const certificates = children(item.next(der.set)).map((each) => each.bytes);
  item.end();
  if (certificates.length > maxCertificates)
    throw new EmrtdError('limit', 'master list: too many certificates', { step: 'parse' });

  const embedded = embeddedCertificates(signedData);
  const [info] = signedData.signers;
  const certificate = info && findSigner(info, embedded);
  if (info === undefined || certificate === undefined) return { certificates, signer: undefined };
  return {
    certificates,
    signer: {
      certificate,
      outcome: verifySigner(signedData, info, certificate),
      signedAt: signingTime(info),
      issuer: embedded.find((each) => each !== certificate && verifySignedBy(certificate, each) === 'verified'),
    },
  };
}

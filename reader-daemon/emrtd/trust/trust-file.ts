/** A file of trust as it comes: what it holds, by its content and not by its name. */
import { der, children, readDer } from '../der.ts';
import { EmrtdError } from '../errors.ts';
import { isIndefinite } from '../ber.ts';
import { looksLikeLdif, parseLdif } from './ldif.ts';
import { parseMasterList, type MasterListSigner } from './master-list.ts';
import { looksLikePem, parsePem } from './pem.ts';

export const trustFileKinds = ['certificate', 'revocation-list', 'master-list', 'pem', 'ldif'] as const;
export type TrustFileKind = (typeof trustFileKinds)[number];

/** Content taken out of its wrapping, unparsed. */
export interface TrustFile {
  readonly kind: TrustFileKind;
  readonly certificates: readonly Uint8Array[];
  readonly revocationLists: readonly Uint8Array[];
  /** Signer of the (first) master list in the file. */
  readonly signer: MasterListSigner | undefined;
  /** No master list of the file, the first or a later one, is without a signature that holds. */
  readonly everyListHolds: boolean;
}

type Part = 'certificate' | 'revocation-list' | 'master-list';

/** Whole PKD exports are some tens of MB. */
const maxFileLength = 0x400_0000;

const isText = (bytes: Uint8Array): boolean =>
  !bytes.subarray(0, 512).some((octet) => octet < 0x09 || (octet > 0x0d && octet < 0x20));

/** What a DER element is: a ContentInfo begins with an identifier, a certificate's and a CRL's content with their own. */
function partOf(bytes: Uint8Array): Part {
  if (isIndefinite(bytes)) return 'master-list';
  const [first] = children(readDer(bytes), der.sequence);
  if (first?.tag === der.oid) return 'master-list';
  if (first?.tag !== der.sequence)
    throw new EmrtdError('unsupported', 'trust file: of no known kind', { step: 'parse' });
  // After version and algorithm: a certificate goes on with name and validity, a list with name and a time.
  const content = children(first).filter(({ tag }) => tag === der.sequence || isTime(tag));
  return isTime(content[2]?.tag) ? 'revocation-list' : 'certificate';
}

const isTime = (tag: number | undefined): boolean => tag === der.utcTime || tag === der.generalizedTime;

function gather(kind: TrustFileKind, parts: readonly { part: Part; bytes: Uint8Array }[]): TrustFile {
  const certificates: Uint8Array[] = [];
  const revocationLists: Uint8Array[] = [];
  let signer: MasterListSigner | undefined;
  let everyListHolds = true;
  for (const { part, bytes } of parts) {
    if (part === 'certificate') certificates.push(bytes);
    else if (part === 'revocation-list') revocationLists.push(bytes);
    else {
      const list = parseMasterList(bytes);
      for (const certificate of list.certificates) certificates.push(certificate);
      signer ??= list.signer;
      if (list.signer?.outcome !== 'verified') everyListHolds = false;
    }
  }
  return { kind, certificates, revocationLists, signer, everyListHolds };
}

const pemParts: Readonly<Record<string, Part>> = {
  CERTIFICATE: 'certificate',
  'TRUSTED CERTIFICATE': 'certificate',
  'X509 CERTIFICATE': 'certificate',
  'X509 CRL': 'revocation-list',
  CMS: 'master-list',
  PKCS7: 'master-list',
};

/** DER, PEM, CMS master list, LDIF or CRL. Throws `malformed`, `limit` or `unsupported`. */
export function openTrustFile(bytes: Uint8Array): TrustFile {
  if (bytes.length > maxFileLength) throw new EmrtdError('limit', 'trust file: too long', { step: 'parse' });
  if (isText(bytes)) {
    const text = new TextDecoder('latin1').decode(bytes);
    if (looksLikePem(text))
      return gather(
        'pem',
        parsePem(text).flatMap(({ label, bytes: content }) => {
          const part = pemParts[label];
          return part ? [{ part, bytes: content }] : [];
        }),
      );
    if (looksLikeLdif(text))
      return gather(
        'ldif',
        parseLdif(text).map(({ kind, bytes: content }) => ({ part: kind, bytes: content })),
      );
  }
  const part = partOf(bytes);
  return gather(part, [{ part, bytes }]);
}

/**
 * Every parser that octets of a card, a scanner or an operator's file reach, as a function that returns or throws an
 * `EmrtdError`. A new parser gets a row here, and is fuzzed from then on.
 */
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { compareFiles } from '@cccd-kiosk/cccd/cross-checks';
import { parseCompactDate, parseMrzDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import { mrzName, nameMatchesMrz, normalName } from '@cccd-kiosk/cccd/names';
import { parsePersonalNumber } from '@cccd-kiosk/cccd/personal-number';
import { parseQr } from '@cccd-kiosk/cccd/qr';
import { vietnameseNumber } from '@cccd-kiosk/cccd/vietnamese-mrz';
import { toDefiniteLengths } from '@cccd-kiosk/emrtd/ber';
import { readAlgorithm } from '@cccd-kiosk/emrtd/der-algorithm';
import { children, readBitString, readBoolean, readDer, readInteger, readNamedBits } from '@cccd-kiosk/emrtd/der';
import { readOctetString, readOid } from '@cccd-kiosk/emrtd/der';
import { isString, readString, readTime } from '@cccd-kiosk/emrtd/der-text';
import { parseCvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { parseCvca } from '@cccd-kiosk/emrtd/chip/ef-cvca';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseDg11 } from '@cccd-kiosk/emrtd/lds/dg11';
import { parseDg12 } from '@cccd-kiosk/emrtd/lds/dg12';
import { parseDg14 } from '@cccd-kiosk/emrtd/lds/dg14';
import { parseDg15 } from '@cccd-kiosk/emrtd/lds/dg15';
import { parseDg16 } from '@cccd-kiosk/emrtd/lds/dg16';
import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import { parseDg7 } from '@cccd-kiosk/emrtd/lds/dg7';
import { parseAtrInfo } from '@cccd-kiosk/emrtd/lds/ef-atr-info';
import { parseCardAccess } from '@cccd-kiosk/emrtd/lds/ef-card-access';
import { parseCardSecurity } from '@cccd-kiosk/emrtd/lds/ef-card-security';
import { parseCom } from '@cccd-kiosk/emrtd/lds/ef-com';
import { parseDir } from '@cccd-kiosk/emrtd/lds/ef-dir';
import { parseSod } from '@cccd-kiosk/emrtd/lds/ef-sod';
import { readImageHeader } from '@cccd-kiosk/emrtd/lds/image-header';
import { parseMrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { parseSubjectPublicKeyInfo } from '@cccd-kiosk/emrtd/lds/subject-public-key-info';
import { decodeOid } from '@cccd-kiosk/emrtd/oid';
import { readOneTlv, readTlvHeader, readTlvs, type Tlv } from '@cccd-kiosk/emrtd/tlv';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { parseName } from '@cccd-kiosk/emrtd/trust/distinguished-name';
import { parseLdif } from '@cccd-kiosk/emrtd/trust/ldif';
import { parseMasterList } from '@cccd-kiosk/emrtd/trust/master-list';
import { parsePem } from '@cccd-kiosk/emrtd/trust/pem';
import { publicKey } from '@cccd-kiosk/emrtd/trust/public-key';
import { parseRevocationList } from '@cccd-kiosk/emrtd/trust/revocation-list';
import { openTrustFile } from '@cccd-kiosk/emrtd/trust/trust-file';

export type Target = (bytes: Uint8Array) => void;

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Runs one reader after another: a refusal of one does not keep the next from its turn. */
function eachOf(readers: readonly (() => unknown)[]): void {
  let refusal: EmrtdError | undefined;
  for (const read of readers) {
    try {
      read();
    } catch (error) {
      if (!(error instanceof EmrtdError)) throw error;
      refusal = error;
    }
  }
  if (refusal) throw refusal;
}

/** Every reader of DER on every element down to a depth, as the parsers above it use them. */
function readAll(tlv: Tlv, depth: number): void {
  eachOf([
    () => readInteger(tlv),
    () => readOid(tlv),
    () => readBoolean(tlv),
    () => readBitString(tlv),
    () => readNamedBits(tlv),
    () => readOctetString(tlv),
    () => readTime(tlv),
    () => (isString(tlv) ? readString(tlv) : undefined),
    () => readAlgorithm(tlv),
    () => {
      if (depth > 0 && (tlv.tag & 0x20) !== 0) for (const child of children(tlv)) readAll(child, depth - 1);
    },
  ]);
}

export const parsers: Readonly<Record<string, Target>> = {
  // The layers below all files.
  tlv: (bytes) =>
    eachOf([() => readTlvHeader(bytes), () => readOneTlv(bytes), () => readTlvs(bytes), () => readTlvHeader(bytes, 3)]),
  der: (bytes) => readAll(readDer(bytes), 3),
  ber: (bytes) => void toDefiniteLengths(bytes),
  oid: (bytes) => void decodeOid(bytes),
  // Files of the card.
  com: (bytes) => void parseCom(bytes),
  sod: (bytes) => void parseSod(bytes),
  'card-access': (bytes) => void parseCardAccess(bytes),
  'card-security': (bytes) => void parseCardSecurity(bytes),
  'atr-info': (bytes) => void parseAtrInfo(bytes),
  dir: (bytes) => void parseDir(bytes),
  dg1: (bytes) => void parseDg1(bytes),
  dg2: (bytes) => void parseDg2(bytes),
  dg7: (bytes) => void parseDg7(bytes),
  dg11: (bytes) => void parseDg11(bytes),
  dg12: (bytes) => void parseDg12(bytes),
  dg13: (bytes) => void parseDg13(bytes),
  dg14: (bytes) => void parseDg14(bytes),
  dg15: (bytes) => void parseDg15(bytes),
  dg16: (bytes) => void parseDg16(bytes),
  cvca: (bytes) => void parseCvca(bytes),
  // What files are made of.
  mrz: (bytes) => void parseMrz(latin1(bytes)),
  'public-key-info': (bytes) => void parseSubjectPublicKeyInfo(bytes),
  'image-header': (bytes) => void readImageHeader(bytes),
  // Trust: an operator's files, and what a security object embeds.
  certificate: (bytes) => void parseCertificate(bytes),
  'public-key': (bytes) => void publicKey(bytes),
  'distinguished-name': (bytes) => void parseName(readDer(bytes)),
  'revocation-list': (bytes) => void parseRevocationList(bytes),
  'master-list': (bytes) => void parseMasterList(bytes),
  'trust-file': (bytes) => void openTrustFile(bytes),
  pem: (bytes) => void parsePem(latin1(bytes)),
  ldif: (bytes) => void parseLdif(latin1(bytes)),
  'cv-certificate': (bytes) => void parseCvCertificate(bytes),
  // The Vietnamese card: what a scanner or a keypad gives, and what is compared.
  qr: (bytes) => void parseQr(text(bytes)),
  'access-keys': (bytes) =>
    eachOf([
      () => accessKeys({ kind: 'qr', text: text(bytes) }),
      () => accessKeys({ kind: 'can', can: text(bytes) }),
      () => accessKeys({ kind: 'mrz', text: text(bytes) }),
    ]),
  'personal-number': (bytes) => void parsePersonalNumber(text(bytes)),
  dates: (bytes) =>
    eachOf([
      () => parseSlashDate(text(bytes)),
      () => parseCompactDate(text(bytes)),
      () => parseMrzDate(text(bytes), 'birth', new Date(0)),
      () => parseMrzDate(text(bytes), 'expiry', new Date(0)),
    ]),
  names: (bytes) => {
    const name = text(bytes.subarray(0, 512));
    eachOf([() => normalName(name), () => mrzName(name), () => nameMatchesMrz(name, 'NGUYEN<<THI<MAU')]);
  },
  /** One file after another, compared: the first two octets say where DG13 begins. */
  'files-compared': (bytes) => {
    const at = 2 + (bytes[0] ?? 0) * 0x100 + (bytes[1] ?? 0);
    const { mrz } = parseDg1(bytes.subarray(2, at));
    vietnameseNumber(mrz);
    compareFiles(mrz, parseDg13(bytes.subarray(at)));
  },
};

/** The passwords of PACE and BAC (9303-11 §9.7.2–3): what is printed on the document. */
import { ascii } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import { deriveKey, keyPurpose, type CipherName } from '../crypto/kdf.ts';
import { checkDigit } from '../lds/check-digit.ts';

export interface CanKey {
  readonly kind: 'can';
  /** Card access number: the 6 digits. */
  readonly can: string;
}

export interface MrzKey {
  readonly kind: 'mrz';
  /** With or without fillers; longer than 9 characters where the zone overflows into the optional data. */
  readonly documentNumber: string;
  /** YYMMDD as in the zone, unknown parts as `<`. */
  readonly dateOfBirth: string;
  /** YYMMDD as in the zone. */
  readonly dateOfExpiry: string;
}

export type AccessKey = CanKey | MrzKey;

/**
 * "MRZ information": document number, birth and expiry date, each with its check digit. Throws a `RangeError` that
 * quotes nothing.
 */
export function mrzInformation({ documentNumber, dateOfBirth, dateOfExpiry }: MrzKey): string {
  const number = documentNumber.replace(/<+$/, '').padEnd(9, '<');
  const isDate = (date: string): boolean => /^[0-9<]{6}$/.test(date);
  if (!isDate(dateOfBirth) || !isDate(dateOfExpiry)) throw new RangeError('mrz key: a date is not YYMMDD');
  return [number, dateOfBirth, dateOfExpiry]
    .map((field) => {
      const digit = checkDigit(field);
      if (digit === undefined) throw new RangeError('mrz key: a character cannot stand in a zone');
      return field + digit;
    })
    .join('');
}

/** K of PACE: the CAN's characters, or all 20 octets of the MRZ information's SHA-1. */
export function pacePassword(key: AccessKey): Uint8Array {
  if (key.kind === 'mrz') return hash('SHA-1', ascii(mrzInformation(key)));
  if (!/^\d{6}$/.test(key.can)) throw new RangeError('can: six digits are due');
  return ascii(key.can);
}

/** K_π = KDF(K, 3): decrypts the nonce of PACE. */
export const pacePasswordKey = (key: AccessKey, cipher: CipherName): Uint8Array =>
  deriveKey(pacePassword(key), keyPurpose.password, cipher);

/** K_seed of BAC: the first 16 octets of the MRZ information's SHA-1 (9303-11 §4.3.2). */
export const bacSeed = (key: MrzKey): Uint8Array => hash('SHA-1', ascii(mrzInformation(key))).slice(0, 16);

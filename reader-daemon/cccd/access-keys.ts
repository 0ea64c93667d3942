/**
 * From what was scanned or typed to the keys that may open the chip, in the order in which to try them: PACE with the
 * CAN, then what the machine readable zone gives (PACE with the MRZ, or BAC: the policy's choice).
 */
import type { AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { parseMrz, type Mrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { toMrzDate } from './dates.ts';
import { expiryCandidates } from './expiry-rule.ts';
import { cardAccessNumber, documentNumber } from './personal-number.ts';
import { parseQr, type CardQr } from './qr.ts';
import { vietnameseNumber } from './vietnamese-mrz.ts';

/** What a scanner or a person gave. */
export type KeyInput =
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'can'; readonly can: string }
  | { readonly kind: 'mrz'; readonly text: string };

/** The same, understood: the printed side of the cross-checks. */
export type PrintedData =
  | { readonly kind: 'qr'; readonly qr: CardQr }
  | { readonly kind: 'can'; readonly can: string }
  | { readonly kind: 'mrz'; readonly mrz: Mrz };

export interface AccessKeys {
  readonly keys: readonly AccessKey[];
  readonly printed: PrintedData;
}

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `key: ${why}`, { step: 'parse' });

function fromQr(text: string): AccessKeys {
  const qr = parseQr(text);
  const { personalNumber, dateOfBirth, dateOfIssue } = qr;
  const zone = dateOfBirth && {
    documentNumber: documentNumber(personalNumber),
    dateOfBirth: toMrzDate(dateOfBirth),
  };
  const expiries = dateOfBirth && dateOfIssue ? expiryCandidates({ dateOfBirth, dateOfIssue }) : [];
  return {
    keys: [
      { kind: 'can', can: cardAccessNumber(personalNumber) },
      ...(zone ? expiries.map((dateOfExpiry): AccessKey => ({ kind: 'mrz', ...zone, dateOfExpiry })) : []),
    ],
    printed: { kind: 'qr', qr },
  };
}

function fromMrz(text: string): AccessKeys {
  const mrz = parseMrz(text);
  if (!mrz.valid) throw malformed('a check digit of the zone is wrong');
  const number = vietnameseNumber(mrz);
  const zone: AccessKey = {
    kind: 'mrz',
    documentNumber: mrz.documentNumber,
    dateOfBirth: mrz.dateOfBirth,
    dateOfExpiry: mrz.dateOfExpiry,
  };
  return {
    keys: number === undefined ? [zone] : [{ kind: 'can', can: cardAccessNumber(number) }, zone],
    printed: { kind: 'mrz', mrz },
  };
}

/** Throws `malformed` or `limit` for an input that cannot be a key. */
export function accessKeys(input: KeyInput): AccessKeys {
  if (input.kind === 'qr') return fromQr(input.text);
  if (input.kind === 'mrz') return fromMrz(input.text);
  const can = input.can.trim();
  if (!/^\d{6}$/.test(can)) throw malformed('not six digits');
  return { keys: [{ kind: 'can', can }], printed: { kind: 'can', can } };
}

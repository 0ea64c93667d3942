/** The machine readable zone (9303-3 §4, 9303-4 §4.2, 9303-5 §4.2, 9303-6 §4.2): TD1, TD2 and TD3. */
import { EmrtdError } from '../errors.ts';
import { checkDigit } from './check-digit.ts';

export type MrzFormat = 'TD1' | 'TD2' | 'TD3';

export interface Mrz {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  /** `I`, `ID`, `P`, `PN` …, fillers dropped. */
  readonly documentCode: string;
  readonly issuingState: string;
  /** Fillers dropped; put together again where a TD1 or TD2 number runs over into the optional data. */
  readonly documentNumber: string;
  /** The first optional field as it stands, fillers and all: 15, 7 or 14 characters. */
  readonly optionalData: string;
  /** TD1's second optional field, 11 characters; empty in TD2 and TD3. */
  readonly optionalData2: string;
  /** `YYMMDD`; unknown parts are fillers. */
  readonly dateOfBirth: string;
  readonly sex: 'M' | 'F' | '<';
  /** `YYMMDD`. What `991231` means is the issuer's affair. */
  readonly dateOfExpiry: string;
  readonly nationality: string;
  /** Name field as it stands. */
  readonly name: string;
  readonly surname: string;
  /** Empty when the holder has one name only. */
  readonly givenNames: string;
  /** The name fills its field to the last character, so that more may have been cut off (9303-3 §4.6.1). */
  readonly nameTruncated: boolean;
  readonly checkDigits: Readonly<Record<CheckedField, boolean>>;
  /** Every check digit holds and every character may stand in a zone. */
  readonly valid: boolean;
}

export type CheckedField = 'documentNumber' | 'dateOfBirth' | 'dateOfExpiry' | 'optionalData' | 'composite';

/** Where a field lies: line, first column, column behind it. */
type Span = readonly [line: number, from: number, to: number];

interface Layout {
  readonly format: MrzFormat;
  readonly columns: number;
  readonly rows: number;
  readonly documentNumber: Span;
  readonly optionalData: Span;
  readonly optionalData2: Span;
  readonly dateOfBirth: Span;
  readonly sex: Span;
  readonly dateOfExpiry: Span;
  readonly nationality: Span;
  readonly name: Span;
  readonly optionalDataDigit: Span | undefined;
  readonly composite: readonly Span[];
  readonly compositeDigit: Span;
}

const layouts: readonly Layout[] = [
  {
    format: 'TD1',
    columns: 30,
    rows: 3,
    documentNumber: [0, 5, 14],
    optionalData: [0, 15, 30],
    optionalData2: [1, 18, 29],
    dateOfBirth: [1, 0, 6],
    sex: [1, 7, 8],
    dateOfExpiry: [1, 8, 14],
    nationality: [1, 15, 18],
    name: [2, 0, 30],
    optionalDataDigit: undefined,
    composite: [
      [0, 5, 30],
      [1, 0, 7],
      [1, 8, 15],
      [1, 18, 29],
    ],
    compositeDigit: [1, 29, 30],
  },
  {
    format: 'TD2',
    columns: 36,
    rows: 2,
    documentNumber: [1, 0, 9],
    optionalData: [1, 28, 35],
    optionalData2: [1, 35, 35],
    dateOfBirth: [1, 13, 19],
    sex: [1, 20, 21],
    dateOfExpiry: [1, 21, 27],
    nationality: [1, 10, 13],
    name: [0, 5, 36],
    optionalDataDigit: undefined,
    composite: [
      [1, 0, 10],
      [1, 13, 20],
      [1, 21, 35],
    ],
    compositeDigit: [1, 35, 36],
  },
  {
    format: 'TD3',
    columns: 44,
    rows: 2,
    documentNumber: [1, 0, 9],
    optionalData: [1, 28, 42],
    optionalData2: [1, 42, 42],
    dateOfBirth: [1, 13, 19],
    sex: [1, 20, 21],
    dateOfExpiry: [1, 21, 27],
    nationality: [1, 10, 13],
    name: [0, 5, 44],
    optionalDataDigit: [1, 42, 43],
    composite: [
      [1, 0, 10],
      [1, 13, 20],
      [1, 21, 43],
    ],
    compositeDigit: [1, 43, 44],
  },
];

const trimFillers = (text: string): string => text.replace(/<+$/, '');
const spaced = (text: string): string => trimFillers(text).replace(/<+/g, ' ').trim();

/** 9303-5 §4.2.2.1 note j: a filler for the check digit, and the rest of the number leads the optional data. */
function wholeNumber(field: string, digit: string, optional: string): { number: string; digit: string } {
  const overflow = trimFillers(optional.split('<', 1)[0] ?? '');
  if (digit !== '<' || overflow.length < 2) return { number: trimFillers(field), digit };
  return { number: field + overflow.slice(0, -1), digit: overflow.slice(-1) };
}

/**
 * Parses the zone from its characters (90, 72 or 88), with or without line breaks and blanks. A wrong check digit or
 * a masked character is reported in the value, not thrown; another length is `malformed`.
 */
export function parseMrz(text: string): Mrz {
  if (text.length > 200) throw new EmrtdError('limit', 'mrz: too long', { step: 'parse' });
  const characters = text.replace(/\s+/g, '').toUpperCase();
  const layout = layouts.find((each) => each.columns * each.rows === characters.length);
  if (layout === undefined) throw new EmrtdError('malformed', 'mrz: no format has this length', { step: 'parse' });
  const lines = Array.from({ length: layout.rows }, (_, row) =>
    characters.slice(row * layout.columns, (row + 1) * layout.columns),
  );
  const at = ([line, from, to]: Span): string => (lines[line] ?? '').slice(from, to);
  const behind = ([line, , to]: Span): string => at([line, to, to + 1]);
  const holds = (field: Span): boolean => checkDigit(at(field)) === behind(field);

  const optionalData = at(layout.optionalData);
  const { number, digit } =
    layout.format === 'TD3'
      ? { number: trimFillers(at(layout.documentNumber)), digit: behind(layout.documentNumber) }
      : wholeNumber(at(layout.documentNumber), behind(layout.documentNumber), optionalData);
  const optionalDigit = layout.optionalDataDigit && at(layout.optionalDataDigit);
  const checkDigits = {
    documentNumber: checkDigit(number) === digit,
    dateOfBirth: holds(layout.dateOfBirth),
    dateOfExpiry: holds(layout.dateOfExpiry),
    // 9303-4 §4.2.2.2: an empty field may carry a filler instead of 0.
    optionalData:
      optionalDigit === undefined ||
      checkDigit(optionalData) === optionalDigit ||
      (optionalDigit === '<' && trimFillers(optionalData) === ''),
    composite: checkDigit(layout.composite.map(at).join('')) === at(layout.compositeDigit),
  };
  const name = at(layout.name);
  const [surname = '', ...given] = name.split('<<');
  const sex = at(layout.sex);
  return {
    format: layout.format,
    lines,
    documentCode: trimFillers(at([0, 0, 2])),
    issuingState: trimFillers(at([0, 2, 5])),
    documentNumber: number,
    optionalData,
    optionalData2: at(layout.optionalData2),
    dateOfBirth: at(layout.dateOfBirth),
    sex: sex === 'M' || sex === 'F' ? sex : '<',
    dateOfExpiry: at(layout.dateOfExpiry),
    nationality: trimFillers(at(layout.nationality)),
    name,
    surname: spaced(surname),
    givenNames: spaced(given.join('<')),
    nameTruncated: !name.endsWith('<'),
    checkDigits,
    valid: Object.values(checkDigits).every(Boolean) && /^[0-9A-Z<]*$/.test(characters),
  };
}

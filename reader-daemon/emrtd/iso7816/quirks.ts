/**
 * How cards differ, as data: what a refusal means in which situation, and what is done about it. The protocols ask this
 * table and no list of their own; a new kind of card is a new row. Printed in docs/quirks.md.
 */
import { showStatusWord, type StatusWord } from './status-word.ts';

/** What was asked of the card. */
export const situations = [
  'read-by-sfi', // READ BINARY with a short file identifier
  'read-past-end', // READ BINARY for more than the file, its length unknown, may have
  'read-length', // READ BINARY for more at once than card or reader may bear
  'read', // any READ BINARY
  'file', // SELECT of a file, or the first READ BINARY of one
  'pace-template', // MSE:Set AT of PACE
  'pace', // GENERAL AUTHENTICATE of PACE
  'bac', // EXTERNAL AUTHENTICATE of BAC
  'terminal-authentication', // certificates and signature of the terminal
] as const;
export type Situation = (typeof situations)[number];

export const treatments = {
  'select-first': 'select the file by its identifier, then read',
  'ask-length-first': 'read the header, then exactly what it states',
  'ask-for-less': 'ask for less: short length fields first, then smaller answers',
  'take-data': 'take the data: the end of the file was reached',
  absent: 'the file is not on this card: a result',
  denied: 'the file is not for this terminal: a result',
  'name-parameters': 'send the template once more, with the parameters named (object 84)',
  'go-on': 'a warning: go on, the password may still be tried',
  'wrong-password': 'the password is another: no second attempt with it',
  'not-entitled': "the chip's judgement on the terminal: a result",
} as const;
export type Treatment = keyof typeof treatments;

export interface Quirk {
  readonly situation: Situation;
  /** Four hexadecimal digits; `x` stands for any. */
  readonly statusWord: string;
  readonly treatment: Treatment;
  /** Which cards do so. */
  readonly card: string;
  readonly source: string;
}

const noSfi = 'cards that know no short identifiers, or take one for an offset';
const sfiRow = (statusWord: string, source: string): Quirk => ({
  situation: 'read-by-sfi',
  statusWord,
  treatment: 'select-first',
  card: noSfi,
  source,
});

export const quirks: readonly Quirk[] = [
  sfiRow('6986', 'ISO/IEC 7816-4 §11.3.3: no current file'),
  sfiRow('6A81', 'ISO/IEC 7816-4 §5.1.3: function not supported'),
  sfiRow('6A86', 'ISO/IEC 7816-4 §5.1.3: wrong P1 P2'),
  sfiRow('6B00', 'ISO/IEC 7816-4 §11.3.3: P1 taken for an offset'),
  sfiRow('6D00', 'ISO/IEC 7816-4 §5.1.3: instruction not supported in that form'),
  {
    situation: 'read-past-end',
    statusWord: '6700',
    treatment: 'ask-length-first',
    card: 'cards that refuse Le beyond the end of a file',
    source: 'ISO/IEC 7816-4 §5.1.3: wrong length',
  },
  {
    situation: 'read-past-end',
    statusWord: '6B00',
    treatment: 'ask-length-first',
    card: 'cards that refuse Le beyond the end of a file',
    source: 'ISO/IEC 7816-4 §11.3.3',
  },
  {
    situation: 'read-length',
    statusWord: '6700',
    treatment: 'ask-for-less',
    card: 'cards and readers without extended length, or with a small buffer',
    source: 'ISO/IEC 7816-3 §12.1.3; 9303-10 §3.6.3',
  },
  {
    situation: 'read',
    statusWord: '6282',
    treatment: 'take-data',
    card: 'every card whose file ends within the answer',
    source: 'ISO/IEC 7816-4 §11.3.3',
  },
  {
    situation: 'file',
    statusWord: '6A82',
    treatment: 'absent',
    card: 'every card without the file; the Vietnamese card for DG11 and DG12',
    source: '9303-10 §3.6',
  },
  {
    situation: 'file',
    statusWord: '6982',
    treatment: 'denied',
    card: 'DG3 without Terminal Authentication; US passports of 2025 for EF.DIR before access control',
    source: '9303-11 §7; gmrtd/gmrtd#226',
  },
  {
    situation: 'pace-template',
    statusWord: '6A87',
    treatment: 'name-parameters',
    card: 'Ukrainian passports issued before July 2022, which want object 84 even where one set is offered',
    source: 'gmrtd/gmrtd#108',
  },
  {
    situation: 'pace-template',
    statusWord: '63Cx',
    treatment: 'go-on',
    card: 'cards that count tries and say so before the first',
    source: 'TR-03110-3 App. B: warning with the tries left',
  },
  {
    situation: 'pace',
    statusWord: '6300',
    treatment: 'wrong-password',
    card: 'every card, for the token of another password',
    source: '9303-11 §4.4.4.2',
  },
  {
    situation: 'pace',
    statusWord: '63Cx',
    treatment: 'wrong-password',
    card: 'cards that count tries',
    source: 'TR-03110-3 App. B',
  },
  ...(
    [
      ['6300', '9303-11 §4.3.4.2'],
      ['63Cx', 'ISO/IEC 7816-4 §5.1.3'],
      ['6982', 'ISO/IEC 7816-4 §11.5.4: security status not satisfied'],
      ['6988', 'ISO/IEC 7816-4 §5.1.3: cryptogram does not verify'],
      ['6A80', 'ISO/IEC 7816-4 §5.1.3: wrong data'],
    ] as const
  ).map(([statusWord, source]): Quirk => ({
    situation: 'bac',
    statusWord,
    treatment: 'wrong-password',
    card: 'chips say in several ways that a MAC does not verify',
    source,
  })),
  ...(['6300', '6982'] as const).map((statusWord): Quirk => ({
    situation: 'terminal-authentication',
    statusWord,
    treatment: 'not-entitled',
    card: 'every chip, for a certificate or signature it does not accept',
    source: 'TR-03110-3 App. B',
  })),
];

const keyOf = (situation: Situation, statusWord: string): string => `${situation} ${statusWord}`;
const treatmentByKey = new Map(quirks.map((row) => [keyOf(row.situation, row.statusWord), row.treatment]));

/** What is done about that answer in that situation; `undefined`: the table has nothing to say, it is a refusal. */
export function treatmentOf(situation: Situation, status: StatusWord): Treatment | undefined {
  const digits = showStatusWord(status);
  return treatmentByKey.get(keyOf(situation, digits)) ?? treatmentByKey.get(keyOf(situation, `${digits.slice(0, 3)}x`));
}

import { join } from 'node:path';
import type { Destination } from '../language.ts';
import type { RegisteredVisit } from '../registered-visit.ts';
import { insuranceNumberOf, officialName } from '../registered-visit.ts';
import { compactMinute } from '../../site/site-clock.ts';
import { diskCode, writeWhole } from '../write-file.ts';

export interface CsvOptions {
  readonly separator: ',' | ';' | '\t';
  /** Spreadsheets take UTF-8 without it for something else. */
  readonly byteOrderMark: boolean;
}

/**
 * A value that a spreadsheet must not run: one that begins like a formula gets an apostrophe before it. Then RFC 4180's
 * quotes, always; line breaks become spaces.
 */
export function csvValue(text: string): string {
  const flat = text.normalize('NFC').replace(/[\u0000-\u001f\u007f]+/g, ' ');
  const tame = /^\s*[=+\-@＝＋－＠]/.test(flat) ? `'${flat}` : flat;
  return `"${tame.replaceAll('"', '""')}"`;
}

const columns: readonly (readonly [string, (visit: RegisteredVisit) => string | null])[] = [
  ['visit', ({ visitId }) => visitId],
  ['event', ({ event }) => event],
  ['arrived', ({ times, timeZone }) => compactMinute(times.arrivedAt, timeZone)],
  ['full_name', ({ person }) => officialName(person.fullName)],
  ['number', ({ person: { number } }) => (number.kind === 'insurance' ? null : number.value)],
  ['old_number', ({ person }) => person.oldNumber],
  ['birth_date', ({ person }) => person.birthDate],
  ['sex', ({ person }) => person.sex],
  ['residence', ({ person }) => person.residence],
  ['department', ({ department }) => department.id],
  ['ticket', ({ ticket }) => ticket.number],
  ['chip', ({ verdict }) => verdict?.overall ?? null],
  ['evidence_sha256', ({ verdict }) => verdict?.evidenceHash ?? null],
  ['insurance', ({ insurance }) => insurance.state],
  ['insurance_card', insuranceNumberOf],
  ['insurance_to', ({ insurance }) => insurance.validTo],
  ['companion_name', ({ companion }) => (companion === null ? null : officialName(companion.fullName))],
  ['companion_number', ({ companion }) => companion?.number.value ?? null],
  ['companion_relation', ({ companion }) => companion?.relation ?? null],
  ['companion_until', ({ companion, timeZone }) => companion && compactMinute(companion.until, timeZone)],
];

export function csvOf(visit: RegisteredVisit, { separator, byteOrderMark }: CsvOptions): string {
  const rows = [columns.map(([name]) => name), columns.map(([, of]) => of(visit) ?? '')];
  const lines = rows.map((row) => `${row.map(csvValue).join(separator)}\r\n`);
  return (byteOrderMark ? '\ufeff' : '') + lines.join('');
}

/** One file a message, its name from the message's key: written whole, and the same one when it comes twice. */
export function csvDestination(options: { name: string; folder: string } & CsvOptions): Destination {
  return {
    name: options.name,
    kind: 'csv',
    async deliver({ key, visit }) {
      try {
        await writeWhole(join(options.folder, `visit-${key}.csv`), csvOf(visit, options), true);
        return { outcome: 'taken', patient: null };
      } catch (error) {
        return { outcome: 'unreachable', code: diskCode(error) };
      }
    },
    close: () => Promise.resolve(),
  };
}

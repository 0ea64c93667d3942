import type { FieldCipher, Place } from '../../crypto/field-cipher.ts';
import type { Db } from '../../db/open-database.ts';
import { Personal } from '../../personal.ts';
import type { CaseContent } from './content.ts';

export type CaseState = 'open' | 'finished' | 'erased';

export interface FormCase {
  readonly id: string;
  readonly serviceDay: string;
  readonly state: CaseState;
  readonly revision: number;
  readonly stationId: string | null;
  /** Null for a case that a person began at a kiosk. */
  readonly openedBy: string | null;
  readonly openedByName: string | null;
  readonly openedAt: string;
  readonly finishedAt: string | null;
  readonly fileNumber: string | null;
  readonly formCodes: readonly string[];
  readonly saved: number;
  readonly typed: number;
  readonly eraseAfter: string;
  /** Null once erased. */
  readonly content: Personal<CaseContent> | null;
  readonly undo: { readonly what: string; readonly until: string } | null;
}

interface Row {
  id: string;
  service_day: string;
  state: CaseState;
  revision: number;
  station_id: string | null;
  opened_by: string | null;
  opened_by_name: string | null;
  opened_at: string;
  finished_at: string | null;
  file_number: string | null;
  form_codes: string;
  saved: number;
  typed: number;
  erase_after: string;
  content: Uint8Array | null;
  previous: Uint8Array | null;
  previous_what: string | null;
  previous_until: string | null;
}

/** What a change writes. `what` names it for undo; without it the change before can no longer be taken back. */
export interface CaseChange {
  readonly content: CaseContent;
  readonly state: CaseState;
  readonly stationId: string | null;
  readonly finished: { readonly by: string | null; readonly at: string; readonly fileNumber: string } | null;
  readonly saved: number;
  readonly eraseAfter: string;
  readonly undo: { readonly what: string; readonly until: string } | null;
}

export interface CaseRepository {
  add(row: {
    id: string;
    serviceDay: string;
    stationId: string | null;
    by: string | null;
    at: string;
    eraseAfter: string;
    content: CaseContent;
  }): void;
  find(id: string): FormCase | undefined;
  ofDay(serviceDay: string): FormCase[];
  write(before: FormCase, change: CaseChange): void;
  /** The content before the last change, while it may be taken back. */
  previous(id: string): CaseContent | null;
  /** The next number of a day, from 1. In the caller's transaction. */
  nextNumber(serviceDay: string): number;
  /** Drops content and undo of cases whose time is over; returns how many. */
  erase(at: string): number;
  /** The same for one, now. */
  eraseOne(id: string): void;
  /** Drops undo states that can no longer be used. */
  forgetUndo(at: string): void;
}

export function createCaseRepository(db: Db, cipher: FieldCipher): CaseRepository {
  const place = (row: string, column: 'content' | 'previous'): Place => ({ table: 'form_cases', column, row });
  const seal = (row: string, column: 'content' | 'previous', content: CaseContent): Uint8Array =>
    cipher.seal(place(row, column), JSON.stringify(content));
  const open = (row: string, column: 'content' | 'previous', sealed: Uint8Array | null): CaseContent | null =>
    sealed === null ? null : (JSON.parse(cipher.openText(place(row, column), sealed)) as CaseContent);

  const toCase = (row: Row): FormCase => {
    const content = open(row.id, 'content', row.content);
    return {
      id: row.id,
      serviceDay: row.service_day,
      state: row.state,
      revision: row.revision,
      stationId: row.station_id,
      openedBy: row.opened_by,
      openedByName: row.opened_by_name,
      openedAt: row.opened_at,
      finishedAt: row.finished_at,
      fileNumber: row.file_number,
      formCodes: JSON.parse(row.form_codes) as string[],
      saved: row.saved,
      typed: row.typed,
      eraseAfter: row.erase_after,
      content: content === null ? null : new Personal(content),
      undo:
        row.previous_what === null || row.previous_until === null
          ? null
          : { what: row.previous_what, until: row.previous_until },
    };
  };
  const columns = `form_cases.*, staff.name AS opened_by_name FROM form_cases LEFT JOIN staff ON staff.id = opened_by`;
  const insert = db.prepare(
    `INSERT INTO form_cases (id, service_day, state, revision, station_id, opened_by, opened_at, form_codes, erase_after, content)
     VALUES (@id, @serviceDay, 'open', 1, @stationId, @by, @at, @codes, @eraseAfter, @content)`,
  );
  const one = db.prepare(`SELECT ${columns} WHERE form_cases.id = ?`);
  const day = db.prepare(`SELECT ${columns} WHERE service_day = ? ORDER BY opened_at DESC`);
  const update = db.prepare(
    `UPDATE form_cases SET state = @state, revision = revision + 1, station_id = @stationId, finished_by = @finishedBy,
       finished_at = @finishedAt, file_number = coalesce(@fileNumber, file_number), form_codes = @codes, saved = @saved,
       typed = @typed, erase_after = @eraseAfter, content = @content, previous = @previous, previous_what = @what,
       previous_until = @until WHERE id = @id`,
  );
  const before = db.prepare('SELECT previous FROM form_cases WHERE id = ?').pluck();
  const number = db
    .prepare(
      `INSERT INTO form_file_numbers (service_day, last) VALUES (?, 1)
       ON CONFLICT (service_day) DO UPDATE SET last = last + 1 RETURNING last`,
    )
    .pluck();
  const nothingLeft = `UPDATE form_cases SET state = 'erased', content = NULL, previous = NULL, previous_what = NULL,
     previous_until = NULL WHERE content IS NOT NULL AND`;
  const erase = db.prepare(`${nothingLeft} erase_after <= ?`);
  const eraseOne = db.prepare(`${nothingLeft} id = ?`);
  const forget = db.prepare(
    'UPDATE form_cases SET previous = NULL, previous_what = NULL, previous_until = NULL WHERE previous_until <= ?',
  );
  const codesOf = (content: CaseContent): string => JSON.stringify(content.forms.map(({ code }) => code));

  return {
    add: ({ content, ...row }) =>
      void insert.run({ ...row, codes: codesOf(content), content: seal(row.id, 'content', content) }),
    find(id) {
      const row = one.get(id) as Row | undefined;
      return row === undefined ? undefined : toCase(row);
    },
    ofDay: (serviceDay) => (day.all(serviceDay) as Row[]).map(toCase),
    write(earlier, { content, finished, undo, ...change }) {
      const { id } = earlier;
      const kept = earlier.content?.reveal();
      update.run({
        id,
        ...change,
        finishedBy: finished?.by ?? null,
        finishedAt: finished?.at ?? null,
        fileNumber: finished?.fileNumber ?? null,
        codes: codesOf(content),
        typed: content.typed,
        content: seal(id, 'content', content),
        previous: undo === null || kept === undefined ? null : seal(id, 'previous', kept),
        what: undo?.what ?? null,
        until: undo?.until ?? null,
      });
    },
    previous: (id) => open(id, 'previous', (before.get(id) as Uint8Array | null | undefined) ?? null),
    nextNumber: (serviceDay) => number.get(serviceDay) as number,
    erase: (at) => erase.run(at).changes,
    eraseOne: (id) => void eraseOne.run(id),
    forgetUndo: (at) => void forget.run(at),
  };
}

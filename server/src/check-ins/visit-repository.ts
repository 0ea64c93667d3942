import type { Basis } from '@cccd-kiosk/emrtd/inspection/overall';
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { FieldCipher, Place } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { Personal } from '../personal.ts';
import type { Holder } from '../readings/holder.ts';
import { personLookup } from './person-lookup.ts';

/** `doubtful` visits never mix with those of the person a suspicious card claims to be. */
export type Lane = 'card' | 'doubtful' | 'declared';

export interface Visit {
  readonly id: string;
  readonly serviceDay: string;
  readonly lane: Lane;
  /** Null without a card unless the desk wrote it down (`declared`: nothing of it is proven), and after retention. */
  readonly holder: Personal<Holder> | null;
  readonly overall: Overall | null;
  readonly basis: Basis;
  readonly priority: boolean;
  readonly desk: boolean;
  readonly stationId: string;
  readonly arrivedAt: string;
  readonly openedAt: string | null;
  /** When the person at the kiosk settled where they go; null while the machine's proposal stands. */
  readonly chosenAt: string | null;
  readonly sameFace: { readonly answer: 'same' | 'needs-look'; readonly at: string; readonly by: string } | null;
}

interface Row {
  id: string;
  service_day: string;
  lane: Lane;
  full_name: Uint8Array | null;
  personal_number: Uint8Array | null;
  birth_date: Uint8Array | null;
  sex: Uint8Array | null;
  overall: Overall | null;
  basis: Basis;
  priority: number;
  desk: number;
  station_id: string;
  arrived_at: string;
  opened_at: string | null;
  chosen_at: string | null;
  same_face: 'same' | 'needs-look' | null;
  same_face_at: string | null;
  same_face_by: string | null;
}

export interface NewVisit {
  readonly id: string;
  readonly serviceDay: string;
  readonly lane: Lane;
  readonly holder: Holder | null;
  readonly overall: Overall | null;
  readonly basis: Basis;
  readonly priority: boolean;
  readonly desk: boolean;
  readonly stationId: string;
  readonly reason: string | null;
  readonly consentVersion: string;
  readonly at: string;
}

export interface VisitRepository {
  add(visit: NewVisit): void;
  find(id: string): Visit | undefined;
  /** This person's visit of a day in a lane. */
  findOfPerson(number: string, serviceDay: string, lane: Lane): Visit | undefined;
  /** A department where this person had a number on an earlier day, the latest first. */
  lastDepartment(number: string, before: string): string | undefined;
  ofDay(serviceDay: string): Visit[];
  countOfDay(serviceDay: string): number;
  /** Who a visit without a card is about, as somebody said it. */
  declare(id: string, holder: Holder): void;
  improve(id: string, verdict: { overall: Overall; basis: Basis; priority: boolean }): void;
  markOpened(id: string, at: string): void;
  markChosen(id: string, at: string): void;
  answerSameFace(id: string, answer: 'same' | 'needs-look', at: string, by: string): void;
  /** Erases what tells a person from visits before `serviceDay`; returns how many. */
  erasePersonal(serviceDay: string, at: string): number;
  /** Moves the arrivals' offset on and stamps the visit with it; inside the caller's transaction. */
  touch(id: string): number;
  offset(): number;
}

const columns = ['full_name', 'personal_number', 'birth_date', 'sex'] as const;
type SealedColumn = (typeof columns)[number];

export function createVisitRepository(db: Db, cipher: FieldCipher): VisitRepository {
  const place = (row: string, column: SealedColumn): Place => ({ table: 'visits', column, row });
  const sealed = (row: string, column: SealedColumn, value: string | null | undefined): Uint8Array | null =>
    value === null || value === undefined ? null : cipher.seal(place(row, column), value);
  const opened = (row: Row, column: SealedColumn): string | null => {
    const value = row[column];
    return value === null ? null : cipher.openText(place(row.id, column), value);
  };

  const holderIn = (row: Row): Personal<Holder> | null => {
    const [fullName = null, number = null, birthDate = null, sex = null] = columns.map((column) => opened(row, column));
    if (fullName === null || number === null) return null;
    return new Personal({ fullName, number, birthDate, sex: sex as Holder['sex'] });
  };
  const toVisit = (row: Row): Visit => ({
    id: row.id,
    serviceDay: row.service_day,
    lane: row.lane,
    holder: holderIn(row),
    overall: row.overall,
    basis: row.basis,
    priority: row.priority === 1,
    desk: row.desk === 1,
    stationId: row.station_id,
    arrivedAt: row.arrived_at,
    openedAt: row.opened_at,
    chosenAt: row.chosen_at,
    sameFace:
      row.same_face === null ? null : { answer: row.same_face, at: row.same_face_at ?? '', by: row.same_face_by ?? '' },
  });
  const read = (row: unknown): Visit | undefined => (row === undefined ? undefined : toVisit(row as Row));

  const insert = db.prepare(
    `INSERT INTO visits (id, service_day, lane, person_lookup, full_name, personal_number, birth_date, sex, overall, basis,
       priority, desk, station_id, reason, consent_version, arrived_at, latest_offset)
     VALUES (@id, @serviceDay, @lane, @lookup, @fullName, @number, @birthDate, @sex, @overall, @basis,
       @priority, @desk, @stationId, @reason, @consentVersion, @at, 0)`,
  );
  const one = db.prepare('SELECT * FROM visits WHERE id = ?');
  const ofPerson = db.prepare('SELECT * FROM visits WHERE person_lookup = ? AND service_day = ? AND lane = ?');
  const last = db
    .prepare(
      `SELECT tickets.department_id FROM visits JOIN tickets ON tickets.visit_id = visits.id AND tickets.state = 'live'
       WHERE person_lookup = ? AND lane = 'card' AND visits.service_day < ? ORDER BY visits.service_day DESC LIMIT 1`,
    )
    .pluck();
  const day = db.prepare('SELECT * FROM visits WHERE service_day = ? ORDER BY arrived_at');
  const countDay = db.prepare('SELECT count(*) FROM visits WHERE service_day = ?').pluck();
  const declare = db.prepare(
    `UPDATE visits SET person_lookup = @lookup, full_name = @fullName, personal_number = @number, birth_date = @birthDate,
       sex = @sex, desk = 0 WHERE id = @id`,
  );
  const improve = db.prepare('UPDATE visits SET overall = ?, basis = ?, priority = ? WHERE id = ?');
  const open = db.prepare('UPDATE visits SET opened_at = coalesce(opened_at, ?) WHERE id = ?');
  const choose = db.prepare('UPDATE visits SET chosen_at = ? WHERE id = ?');
  const sameFace = db.prepare('UPDATE visits SET same_face = ?, same_face_at = ?, same_face_by = ? WHERE id = ?');
  const erase = db.prepare(
    `UPDATE visits SET person_lookup = NULL, full_name = NULL, personal_number = NULL, birth_date = NULL, sex = NULL,
       commune = NULL, erased_at = ? WHERE service_day < ? AND erased_at IS NULL`,
  );
  const nextOffset = db
    .prepare(
      `INSERT INTO offsets (name, value) VALUES ('arrivals', 1)
       ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
    )
    .pluck();
  const currentOffset = db.prepare(`SELECT value FROM offsets WHERE name = 'arrivals'`).pluck();
  const stamp = db.prepare('UPDATE visits SET latest_offset = ? WHERE id = ?');

  const sealedHolder = (id: string, holder: Holder | null) => ({
    lookup: holder === null ? null : personLookup(cipher, holder.number),
    fullName: sealed(id, 'full_name', holder?.fullName),
    number: sealed(id, 'personal_number', holder?.number),
    birthDate: sealed(id, 'birth_date', holder?.birthDate),
    sex: sealed(id, 'sex', holder?.sex),
  });

  return {
    add({ holder, priority, desk, ...visit }) {
      insert.run({
        ...visit,
        priority: priority ? 1 : 0,
        desk: desk ? 1 : 0,
        ...sealedHolder(visit.id, holder),
      });
    },
    find: (id) => read(one.get(id)),
    findOfPerson: (number, serviceDay, lane) => read(ofPerson.get(personLookup(cipher, number), serviceDay, lane)),
    lastDepartment: (number, before) => last.get(personLookup(cipher, number), before) as string | undefined,
    ofDay: (serviceDay) => (day.all(serviceDay) as Row[]).map(toVisit),
    countOfDay: (serviceDay) => countDay.get(serviceDay) as number,
    declare(id, holder) {
      declare.run({ id, ...sealedHolder(id, holder) });
    },
    improve(id, { overall, basis, priority }) {
      improve.run(overall, basis, priority ? 1 : 0, id);
    },
    markOpened(id, at) {
      open.run(at, id);
    },
    markChosen(id, at) {
      choose.run(at, id);
    },
    answerSameFace(id, answer, at, by) {
      sameFace.run(answer, at, by, id);
    },
    erasePersonal: (serviceDay, at) => erase.run(at, serviceDay).changes,
    touch(id) {
      const offset = nextOffset.get() as number;
      stamp.run(offset, id);
      return offset;
    },
    offset: () => (currentOffset.get() as number | undefined) ?? 0,
  };
}

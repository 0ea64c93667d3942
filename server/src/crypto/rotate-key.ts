import type { Db } from '../db/open-database.ts';
import { personLookup } from '../check-ins/person-lookup.ts';
import type { FieldCipher } from './field-cipher.ts';
import { createFieldCipher } from './field-cipher.ts';
import { withNewKey, withoutOldKeys, writeKeyFile } from './key-file.ts';
import { keysOfDatabase, recordKeyCheck } from './keys-of-database.ts';

/** Every sealed column. A test compares this list with the schema's BLOB columns. */
export const sealedColumns: readonly { table: string; columns: readonly string[] }[] = [
  { table: 'visits', columns: ['full_name', 'personal_number', 'birth_date', 'sex', 'commune'] },
  { table: 'readings', columns: ['evidence'] },
  { table: 'work_items', columns: ['details'] },
  { table: 'staff', columns: ['officer'] },
  { table: 'insurance_visits', columns: ['view', 'card'] },
  { table: 'insurance_lookups', columns: ['question'] },
  { table: 'insurance_evidence', columns: ['raw'] },
  { table: 'population_evidence', columns: ['content'] },
  { table: 'hand_over', columns: ['payload', 'patient'] },
  { table: 'visit_children', columns: ['declared'] },
  { table: 'visit_printed', columns: ['said'] },
  { table: 'visit_appointments', columns: ['told'] },
  { table: 'visit_companions', columns: ['person', 'evidence'] },
  { table: 'form_cases', columns: ['content', 'previous'] },
  { table: 'form_readings', columns: ['evidence'] },
];

function resealColumn(db: Db, table: string, column: string, cipher: FieldCipher): number {
  const rows = db.prepare(`SELECT id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`).all() as {
    id: string;
    sealed: Uint8Array;
  }[];
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`);
  for (const { id, sealed } of rows) {
    const place = { table, column, row: id };
    update.run(cipher.seal(place, cipher.open(place, sealed)), id);
  }
  return rows.length;
}

function renewLookups(db: Db, cipher: FieldCipher): void {
  const rows = db
    .prepare('SELECT id, personal_number FROM visits WHERE person_lookup IS NOT NULL AND personal_number IS NOT NULL')
    .all() as { id: string; personal_number: Uint8Array }[];
  const update = db.prepare('UPDATE visits SET person_lookup = ? WHERE id = ?');
  for (const { id, personal_number: sealed } of rows) {
    const number = cipher.openText({ table: 'visits', column: 'personal_number', row: id }, sealed);
    update.run(personLookup(cipher, number), id);
  }
  // Short-lived codes are found by a keyed hash of the old key: they are asked for again.
  db.exec('DELETE FROM enrolment_codes; DELETE FROM pairing_codes');
}

/**
 * Gives the database a new key: the file first holds both keys, then all fields are sealed anew in one transaction, then
 * the old key leaves the file. A crash at any point leaves every field readable. Run it while the server is stopped.
 */
export function rotateKey(db: Db, keyFile: string): { version: number; fields: number } {
  const ring = withNewKey(keysOfDatabase(db, keyFile).ring);
  writeKeyFile(keyFile, ring);
  // Opens with any key of the ring, seals with the new one.
  const cipher = createFieldCipher(ring);
  const fields = db
    .transaction(() => {
      let count = 0;
      for (const { table, columns } of sealedColumns)
        for (const column of columns) count += resealColumn(db, table, column, cipher);
      renewLookups(db, cipher);
      db.exec('DELETE FROM key_checks');
      recordKeyCheck(db, cipher);
      return count;
    })
    .immediate();
  writeKeyFile(keyFile, withoutOldKeys(ring));
  return { version: ring.current, fields };
}

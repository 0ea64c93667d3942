import type { FieldCipher } from '../crypto/field-cipher.ts';
import { sealedJson } from '../crypto/sealed-json.ts';
import type { Db } from '../db/open-database.ts';
import { Personal } from '../personal.ts';

/** What a table keeps of each visit in one sealed column, until retention erases it. The table's `id` is the visit's. */
export interface SealedOfVisit<T> {
  seal(visitId: string, value: T | null): Uint8Array | null;
  find(visitId: string): Personal<T> | undefined;
  /** Drops what was kept of visits before a service day. */
  erase(serviceDay: string): void;
}

export function sealedOfVisit<T>(db: Db, cipher: FieldCipher, table: string, column: string): SealedOfVisit<T> {
  const { seal, open } = sealedJson<T>(cipher, table, column);
  const one = db.prepare(`SELECT ${column} FROM ${table} WHERE id = ? AND ${column} IS NOT NULL`).pluck();
  const erase = db.prepare(
    `UPDATE ${table} SET ${column} = NULL
     WHERE ${column} IS NOT NULL AND id IN (SELECT id FROM visits WHERE service_day < ?)`,
  );
  return {
    seal,
    find(visitId) {
      const value = open(visitId, (one.get(visitId) as Uint8Array | undefined) ?? null);
      return value === null ? undefined : new Personal(value);
    },
    erase: (serviceDay) => void erase.run(serviceDay),
  };
}

import type { PrintedCode } from '@cccd-kiosk/contract/station';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { sealedJson } from '../crypto/sealed-json.ts';
import type { Db } from '../db/open-database.ts';
import { Personal } from '../personal.ts';

/** What the printed code of a card said whose chip did not answer: what a desk begins with, and no identity. */
export interface PrintedRepository {
  add(visitId: string, code: PrintedCode, at: string): void;
  /** Until retention erases it. */
  find(visitId: string): Personal<PrintedCode> | undefined;
  /** Drops what was said in visits before a service day. */
  erase(serviceDay: string): void;
}

export function createPrintedRepository(db: Db, cipher: FieldCipher): PrintedRepository {
  const said = sealedJson<PrintedCode>(cipher, 'visit_printed', 'said');
  const insert = db.prepare('INSERT OR IGNORE INTO visit_printed (id, said, at) VALUES (?, ?, ?)');
  const one = db.prepare('SELECT said FROM visit_printed WHERE id = ? AND said IS NOT NULL').pluck();
  const erase = db.prepare(
    `UPDATE visit_printed SET said = NULL
     WHERE said IS NOT NULL AND id IN (SELECT id FROM visits WHERE service_day < ?)`,
  );
  return {
    add(visitId, code, at) {
      insert.run(visitId, said.seal(visitId, code), at);
    },
    find(visitId) {
      const code = said.open(visitId, (one.get(visitId) as Uint8Array | undefined) ?? null);
      return code === null ? undefined : new Personal(code);
    },
    erase: (serviceDay) => void erase.run(serviceDay),
  };
}

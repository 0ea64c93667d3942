import type { PrintedCode } from '@cccd-kiosk/contract/station';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import type { Personal } from '../personal.ts';
import { sealedOfVisit } from './sealed-of-visit.ts';

/** What the printed code of a card said whose chip did not answer: what a desk begins with, and no identity. */
export interface PrintedRepository {
  add(visitId: string, code: PrintedCode, at: string): void;
  /** Until retention erases it. */
  find(visitId: string): Personal<PrintedCode> | undefined;
  /** Drops what was said in visits before a service day. */
  erase(serviceDay: string): void;
}

export function createPrintedRepository(db: Db, cipher: FieldCipher): PrintedRepository {
  const said = sealedOfVisit<PrintedCode>(db, cipher, 'visit_printed', 'said');
  const insert = db.prepare('INSERT OR IGNORE INTO visit_printed (id, said, at) VALUES (?, ?, ?)');
  return {
    add(visitId, code, at) {
      insert.run(visitId, said.seal(visitId, code), at);
    },
    find: said.find,
    erase: said.erase,
  };
}

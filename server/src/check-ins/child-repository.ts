import type { FieldCipher } from '../crypto/field-cipher.ts';
import { sealedJson } from '../crypto/sealed-json.ts';
import type { Db } from '../db/open-database.ts';
import { Personal } from '../personal.ts';

/** What a guardian says of a child without a card. Nothing of it is proven. */
export interface DeclaredChild {
  /** The ten digits of the BHYT number; null when the guardian has none at hand. */
  readonly insuranceNumber: string | null;
}

export interface ChildRepository {
  add(visitId: string, guardianVisit: string, child: DeclaredChild, at: string): void;
  /** The guardian's visit, and what was said, until retention erases it; undefined for a visit of nobody's child. */
  find(visitId: string): { guardianVisit: string; declared: Personal<DeclaredChild> | null } | undefined;
  /** Drops what was said of children in visits before a service day. */
  erase(serviceDay: string): void;
}

export function createChildRepository(db: Db, cipher: FieldCipher): ChildRepository {
  const sealed = sealedJson<DeclaredChild>(cipher, 'visit_children', 'declared');
  const insert = db.prepare('INSERT INTO visit_children (id, guardian_visit, declared, at) VALUES (?, ?, ?, ?)');
  const one = db.prepare('SELECT guardian_visit, declared FROM visit_children WHERE id = ?');
  const erase = db.prepare(
    `UPDATE visit_children SET declared = NULL
     WHERE declared IS NOT NULL AND id IN (SELECT id FROM visits WHERE service_day < ?)`,
  );
  return {
    add(visitId, guardianVisit, child, at) {
      insert.run(visitId, guardianVisit, sealed.seal(visitId, child), at);
    },
    find(visitId) {
      const row = one.get(visitId) as { guardian_visit: string; declared: Uint8Array | null } | undefined;
      if (row === undefined) return undefined;
      const declared = sealed.open(visitId, row.declared);
      return { guardianVisit: row.guardian_visit, declared: declared === null ? null : new Personal(declared) };
    },
    erase: (serviceDay) => void erase.run(serviceDay),
  };
}

import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import type { Personal } from '../personal.ts';
import { sealedOfVisit } from './sealed-of-visit.ts';

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
  const declared = sealedOfVisit<DeclaredChild>(db, cipher, 'visit_children', 'declared');
  const insert = db.prepare('INSERT INTO visit_children (id, guardian_visit, declared, at) VALUES (?, ?, ?, ?)');
  const guardianOf = db.prepare('SELECT guardian_visit FROM visit_children WHERE id = ?').pluck();
  return {
    add(visitId, guardianVisit, child, at) {
      insert.run(visitId, guardianVisit, declared.seal(visitId, child), at);
    },
    find(visitId) {
      const guardianVisit = guardianOf.get(visitId) as string | undefined;
      return guardianVisit === undefined ? undefined : { guardianVisit, declared: declared.find(visitId) ?? null };
    },
    erase: declared.erase,
  };
}

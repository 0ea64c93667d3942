import { sealedOfVisit } from '../check-ins/sealed-of-visit.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import type { Personal } from '../personal.ts';
import type { KnownAppointment } from './next-appointment.ts';

/** What the hospital's system told of each visit's appointments. Sealed. */
export interface AppointmentRepository {
  /** Null: asked, and there is none. ISO time. */
  keep(visitId: string, appointment: KnownAppointment | null, at: string): void;
  answered(visitId: string): boolean;
  /** Until retention erases it. */
  find(visitId: string): Personal<KnownAppointment> | undefined;
  /** Drops what was told of visits before a service day. */
  erase(serviceDay: string): void;
}

export function createAppointmentRepository(db: Db, cipher: FieldCipher): AppointmentRepository {
  const told = sealedOfVisit<KnownAppointment>(db, cipher, 'visit_appointments', 'told');
  const insert = db.prepare('INSERT OR REPLACE INTO visit_appointments (id, told, at) VALUES (?, ?, ?)');
  const any = db.prepare('SELECT 1 FROM visit_appointments WHERE id = ?').pluck();
  return {
    keep(visitId, appointment, at) {
      insert.run(visitId, told.seal(visitId, appointment), at);
    },
    answered: (visitId) => any.get(visitId) !== undefined,
    find: told.find,
    erase: told.erase,
  };
}

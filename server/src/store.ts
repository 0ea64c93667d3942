import type { AuditLog } from './audit/audit-log.ts';
import { createAuditLog } from './audit/audit-log.ts';
import type { Anchor } from './audit/anchor.ts';
import { createAnchor } from './audit/anchor.ts';
import type { ChildRepository } from './check-ins/child-repository.ts';
import { createChildRepository } from './check-ins/child-repository.ts';
import { createPrintedRepository, type PrintedRepository } from './check-ins/printed-repository.ts';
import type { CompanionRepository } from './check-ins/companion-repository.ts';
import { createCompanionRepository } from './check-ins/companion-repository.ts';
import type { VisitRepository } from './check-ins/visit-repository.ts';
import { createVisitRepository } from './check-ins/visit-repository.ts';
import type { ServerConfig } from './config.ts';
import { anchorFileOf, databaseFile, keyFileOf } from './config.ts';
import type { FieldCipher } from './crypto/field-cipher.ts';
import { keysOfDatabase } from './crypto/keys-of-database.ts';
import type { Db } from './db/open-database.ts';
import { openDatabase } from './db/open-database.ts';
import type { Outbox } from './hand-over/outbox/outbox.ts';
import { createOutbox } from './hand-over/outbox/outbox.ts';
import { createAppointmentRepository, type AppointmentRepository } from './hospital-record/appointment-repository.ts';
import type { ReadingRepository } from './readings/reading-repository.ts';
import { createReadingRepository } from './readings/reading-repository.ts';
import type { ScreenSessions } from './screens/screen-sessions.ts';
import { createScreenSessions } from './screens/screen-sessions.ts';
import type { StaffRepository } from './staff/staff-repository.ts';
import { createStaffRepository } from './staff/staff-repository.ts';
import type { Nonces } from './stations/nonces.ts';
import { createNonces } from './stations/nonces.ts';
import type { EnrolmentCodes, PairingCodes } from './stations/spoken-codes.ts';
import { createEnrolmentCodes, createPairingCodes } from './stations/spoken-codes.ts';
import type { StationRepository } from './stations/station-repository.ts';
import { createStationRepository } from './stations/station-repository.ts';
import type { TicketRepository } from './tickets/ticket-repository.ts';
import { createTicketRepository } from './tickets/ticket-repository.ts';
import type { WorkItemRepository } from './work-items/work-item-repository.ts';
import { createWorkItemRepository } from './work-items/work-item-repository.ts';
import type { TrustHolder } from './trust/trust-holder.ts';
import { createTrustHolder } from './trust/trust-holder.ts';
import { createTrustRepository } from './trust/trust-repository.ts';

/** Everything that is kept, opened: what the server and the commands both stand on. */
export interface Store {
  readonly db: Db;
  readonly cipher: FieldCipher;
  readonly audit: AuditLog;
  readonly anchor: Anchor;
  readonly stations: StationRepository;
  readonly enrolmentCodes: EnrolmentCodes;
  readonly pairingCodes: PairingCodes;
  readonly nonces: Nonces;
  readonly visits: VisitRepository;
  readonly children: ChildRepository;
  readonly printed: PrintedRepository;
  readonly companions: CompanionRepository;
  readonly appointments: AppointmentRepository;
  readonly tickets: TicketRepository;
  readonly readings: ReadingRepository;
  readonly screens: ScreenSessions;
  readonly staff: StaffRepository;
  readonly workItems: WorkItemRepository;
  readonly handOverOutbox: Outbox;
  readonly trust: TrustHolder;
  close(): void;
}

/** Throws StartError: a vulnerable SQLite, a missing or wrong key, a migration that fails. */
export function openStore(config: ServerConfig, now: () => Date): Store {
  const db = openDatabase(databaseFile(config), now);
  try {
    const { cipher } = keysOfDatabase(db, keyFileOf(config));
    // After the commit that the row belongs to, never inside it.
    const audit: AuditLog = createAuditLog(db, now, () => {
      setImmediate(() => {
        if (db.open) anchor.drop();
      });
    });
    const anchor = createAnchor(anchorFileOf(config), audit, now);
    return {
      db,
      cipher,
      audit,
      anchor,
      stations: createStationRepository(db),
      enrolmentCodes: createEnrolmentCodes(db, cipher),
      pairingCodes: createPairingCodes(db, cipher),
      nonces: createNonces(db),
      visits: createVisitRepository(db, cipher),
      children: createChildRepository(db, cipher),
      printed: createPrintedRepository(db, cipher),
      companions: createCompanionRepository(db, cipher),
      appointments: createAppointmentRepository(db, cipher),
      tickets: createTicketRepository(db),
      readings: createReadingRepository(db, cipher),
      screens: createScreenSessions(db),
      staff: createStaffRepository(db, cipher),
      workItems: createWorkItemRepository(db, cipher),
      handOverOutbox: createOutbox(db, cipher),
      trust: createTrustHolder({ db, files: createTrustRepository(db), audit, now }),
      close() {
        anchor.drop();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

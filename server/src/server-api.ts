import type { OfficerIdentity, Role } from '@cccd-kiosk/contract/staff';
import type { AuditVerdict } from './audit/verify-audit.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import type { ServerConfig } from './config.ts';
import { anchorFileOf } from './config.ts';
import type { Services } from './services.ts';
import type { Sockets } from './sockets/open-sockets.ts';
import type { TicketPicture } from './tickets/print/picture-printer.ts';
import type { ImportReport } from './trust/trust-holder.ts';

/** What a program that runs the server in its own process may ask of it; the commands offer the same from outside. */
export interface ServerApi {
  /** Eight characters, once, ten minutes. */
  createEnrolmentCode(): string;
  /** For `${url}/kiosk/#pair=CODE`; once, ten minutes. */
  createPairingCode(stationId: string): string;
  /** Creates the account, or gives an existing one this password. */
  createStaff(member: { account: string; password: string; name: string; role: Role }): void;
  /** The person whom insurance and population service are told where this account asks. False for an unknown account. */
  bindOfficer(account: string, officer: OfficerIdentity): boolean;
  importTrust(files: readonly { name: string; bytes: Uint8Array }[], who: string): ImportReport;
  /** Ends the station's connection and its screens' at once. False when it is unknown or revoked already. */
  revokeStation(stationId: string): boolean;
  stations(): readonly { id: string; name: string; connected: boolean; revoked: boolean }[];
  /** What the stand-in printer drew, newest last; empty with a real one. */
  lastTicketPictures(): readonly TicketPicture[];
  setPrinter(state: 'ready' | 'out-of-paper' | 'failed'): void;
  verifyAudit(): AuditVerdict;
  runRetention(): void;
}

export function createServerApi(parts: {
  config: ServerConfig;
  services: Services;
  sockets: Sockets;
  now: () => Date;
}): ServerApi {
  const { config, services, sockets, now } = parts;
  const { store, pictures, signIn } = services;
  return {
    createEnrolmentCode: () => store.enrolmentCodes.create(now()),
    createPairingCode: (stationId) => store.pairingCodes.create(stationId, now()),
    createStaff(member) {
      signIn.create(member);
    },
    bindOfficer(account, officer) {
      const member = store.staff.find(account);
      if (member === undefined || !store.staff.bindOfficer(account, officer)) return false;
      store.audit.append({ actor: 'command-line', action: 'staff-officer-bound', object: member.id });
      return true;
    },
    importTrust: (files, who) => store.trust.importFiles(files, who),
    revokeStation(stationId) {
      const revoked = store.stations.revoke(stationId, now());
      if (revoked) store.audit.append({ actor: 'command-line', action: 'station-revoked', object: stationId });
      sockets.cutStation(stationId);
      return revoked;
    },
    stations: () =>
      store.stations.all().map(({ id, name, revoked }) => ({ id, name, revoked, connected: sockets.isConnected(id) })),
    lastTicketPictures: () => pictures?.pictures() ?? [],
    setPrinter(state) {
      pictures?.set(state);
    },
    verifyAudit: () => verifyAudit(store.db, anchorFileOf(config)),
    runRetention() {
      services.runRetention();
    },
  };
}

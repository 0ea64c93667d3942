import type { EnrolRequest } from '@cccd-kiosk/contract/station';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Db } from '../db/open-database.ts';
import { isEd25519 } from './hello-challenges.ts';
import type { EnrolmentCodes } from './spoken-codes.ts';
import type { Station, StationRepository } from './station-repository.ts';

/**
 * Takes a station in: the code is spent, the key kept. The same key with its code asked again is refused: the code is gone.
 * Throws RefusedError `bad-request` (publicKey) or `enrolment-code-invalid`.
 */
export function createEnrolment(parts: {
  db: Db;
  codes: EnrolmentCodes;
  stations: StationRepository;
  audit: AuditLog;
}): (request: EnrolRequest, now: Date) => Station {
  const { db, codes, stations, audit } = parts;
  return (request, now) => {
    const publicKey = new Uint8Array(Buffer.from(request.publicKey, 'base64'));
    if (!isEd25519(publicKey)) throw new RefusedError('bad-request', 'publicKey');
    if (!codes.use(request.code, now)) {
      audit.append({ actor: 'server', action: 'station-refused', details: { code: 'enrolment-code-invalid' } });
      throw new RefusedError('enrolment-code-invalid', 'code');
    }
    return db
      .transaction(() => {
        if (stations.findByKey(publicKey) !== undefined) throw new RefusedError('bad-request', 'publicKey');
        const station = stations.add({ name: request.name.normalize('NFC'), publicKey }, now);
        audit.append({ actor: `station:${station.id}`, action: 'station-enrolled', object: station.id });
        return station;
      })
      .immediate();
  };
}

import { later, minutes } from '../clock.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { newSpokenCode } from '../ids.ts';

const lifetime = minutes(10);

/** Codes that somebody reads out or types once: 8 characters, single use, ten minutes. Only a keyed hash is kept. */
export interface EnrolmentCodes {
  create(now: Date): string;
  /** True once for a code that is alive. */
  use(code: string, now: Date): boolean;
}

export function createEnrolmentCodes(db: Db, cipher: FieldCipher): EnrolmentCodes {
  const insert = db.prepare('INSERT INTO enrolment_codes (code_lookup, expires_at) VALUES (?, ?)');
  const take = db.prepare('DELETE FROM enrolment_codes WHERE code_lookup = ? RETURNING expires_at');
  return {
    create(now) {
      const code = newSpokenCode();
      insert.run(cipher.lookup('enrolment-code', code), later(now, lifetime).toISOString());
      return code;
    },
    use(code, now) {
      const taken = take.get(cipher.lookup('enrolment-code', code)) as { expires_at: string } | undefined;
      return taken !== undefined && taken.expires_at > now.toISOString();
    },
  };
}

/** Pairs one browser with one station. */
export interface PairingCodes {
  create(stationId: string, now: Date): string;
  /** The station, once, for a code that is alive. */
  use(code: string, now: Date): string | undefined;
}

export function createPairingCodes(db: Db, cipher: FieldCipher): PairingCodes {
  const insert = db.prepare('INSERT INTO pairing_codes (code_lookup, station_id, expires_at) VALUES (?, ?, ?)');
  const take = db.prepare('DELETE FROM pairing_codes WHERE code_lookup = ? RETURNING station_id, expires_at');
  return {
    create(stationId, now) {
      const code = newSpokenCode();
      insert.run(cipher.lookup('pairing-code', code), stationId, later(now, lifetime).toISOString());
      return code;
    },
    use(code, now) {
      const taken = take.get(cipher.lookup('pairing-code', code)) as
        { station_id: string; expires_at: string } | undefined;
      return taken !== undefined && taken.expires_at > now.toISOString() ? taken.station_id : undefined;
    },
  };
}

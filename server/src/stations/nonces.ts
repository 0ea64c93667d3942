import { randomBytes } from 'node:crypto';
import type { ReadingNonce } from '@cccd-kiosk/contract/station';
import { hours, later } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { hashOfToken } from '../ids.ts';

const lifetime = hours(24);
/** How many unused nonces a station may hold: a morning without the server. */
export const poolLimit = 64;

export type NonceState = 'fresh' | 'used' | 'unknown';

/** Challenges for Active Authentication: 32 octets, single use, at most a day, for one station (decision 8). */
export interface Nonces {
  /** At most `wanted`, and never more unused ones than `poolLimit` in the station's hands. */
  issue(stationId: string, wanted: number, now: Date): ReadingNonce[];
  /** What this server knows of a nonce in this station's hands; an expired or another station's one is unknown. */
  state(stationId: string, nonce: string, now: Date): NonceState;
  use(nonce: string, readingId: string): void;
  /** Removes those that can no longer be used; a used one is remembered until then. */
  removeExpired(now: Date): number;
}

export function createNonces(db: Db): Nonces {
  const insert = db.prepare('INSERT INTO reading_nonces (nonce_hash, station_id, expires_at) VALUES (?, ?, ?)');
  const unused = db
    .prepare('SELECT count(*) FROM reading_nonces WHERE station_id = ? AND used_by IS NULL AND expires_at > ?')
    .pluck();
  const find = db.prepare('SELECT expires_at, used_by FROM reading_nonces WHERE nonce_hash = ? AND station_id = ?');
  const spend = db.prepare('UPDATE reading_nonces SET used_by = ? WHERE nonce_hash = ? AND used_by IS NULL');
  const expire = db.prepare('DELETE FROM reading_nonces WHERE expires_at <= ?');
  const oldest = db.prepare(
    'DELETE FROM reading_nonces WHERE nonce_hash IN (SELECT nonce_hash FROM reading_nonces WHERE station_id = ? AND used_by IS NULL ORDER BY expires_at LIMIT ?)',
  );
  return {
    issue: db.transaction((stationId: string, wanted: number, now: Date): ReadingNonce[] => {
      const count = Math.max(0, Math.min(wanted, poolLimit));
      // A station that lost its pool asks for a whole new one: its oldest unused ones go, so that it cannot run dry.
      const excess = (unused.get(stationId, now.toISOString()) as number) + count - poolLimit;
      if (excess > 0) oldest.run(stationId, excess);
      const expiresAt = later(now, lifetime).toISOString();
      return Array.from({ length: count }, () => {
        const nonce = randomBytes(32).toString('base64');
        insert.run(hashOfToken(nonce), stationId, expiresAt);
        return { nonce, expiresAt };
      });
    }),
    state(stationId, nonce, now) {
      const row = find.get(hashOfToken(nonce), stationId) as { expires_at: string; used_by: string | null } | undefined;
      if (row === undefined || row.expires_at <= now.toISOString()) return 'unknown';
      return row.used_by === null ? 'fresh' : 'used';
    },
    use(nonce, readingId) {
      if (spend.run(readingId, hashOfToken(nonce)).changes !== 1) throw new RangeError('a nonce that is not fresh');
    },
    removeExpired: (now) => expire.run(now.toISOString()).changes,
  };
}

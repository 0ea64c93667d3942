import { days, later } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { hashOfToken, newToken } from '../ids.ts';

/** A kiosk's browser stays paired for a year; revoking its station ends it at once. */
export const screenSpan = days(365);

/** Which station a paired browser belongs to. Only the hash of its cookie is kept. */
export interface ScreenSessions {
  open(stationId: string, now: Date): string;
  /** The station of a live session, if the station is not revoked. */
  stationOf(token: string, now: Date): string | undefined;
  removeExpired(now: Date): number;
}

export function createScreenSessions(db: Db): ScreenSessions {
  const insert = db.prepare(
    'INSERT INTO screen_sessions (token_hash, station_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
  );
  const find = db
    .prepare(
      `SELECT station_id FROM screen_sessions JOIN stations ON stations.id = station_id
       WHERE token_hash = ? AND expires_at > ? AND revoked_at IS NULL`,
    )
    .pluck();
  const expire = db.prepare('DELETE FROM screen_sessions WHERE expires_at <= ?');
  return {
    open(stationId, now) {
      const token = newToken();
      insert.run(hashOfToken(token), stationId, now.toISOString(), later(now, screenSpan).toISOString());
      return token;
    },
    stationOf: (token, now) => find.get(hashOfToken(token), now.toISOString()) as string | undefined,
    removeExpired: (now) => expire.run(now.toISOString()).changes,
  };
}

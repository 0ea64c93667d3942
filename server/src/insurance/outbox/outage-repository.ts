import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';

/** A time without the gateway: from the failure at which nobody waited any more to the first answer after it. */
export interface Outage {
  readonly cause: InsuranceCode;
  /** ISO times. */
  readonly beganAt: string;
  readonly tries: number;
  readonly triedAt: string;
  /** Null while it lasts. */
  readonly endedAt: string | null;
}

/** Somebody who came in an outage, or before it and still waited for an answer when it began. */
export interface AdmittedUnchecked {
  readonly visitId: string;
  readonly at: string;
  /** When an answer came after all; null when none did. */
  readonly answeredAt: string | null;
}

export interface OutageRepository {
  /** Another failure while the gateway is away; the first one begins an outage. */
  away(cause: InsuranceCode, at: string): void;
  /** The gateway answered. */
  over(at: string): void;
  /** Outages that touch the span, oldest first. */
  during(from: string, until: string): Outage[];
  /** Whoever came within the span and was not looked up because of an outage, in the order of coming. */
  admitted(from: string, until: string): AdmittedUnchecked[];
}

export function createOutageRepository(db: Db): OutageRepository {
  const more = db.prepare('UPDATE insurance_outages SET tries = tries + 1, tried_at = ? WHERE ended_at IS NULL');
  const begin = db.prepare(
    'INSERT INTO insurance_outages (id, cause, began_at, tries, tried_at) VALUES (@id, @cause, @at, 1, @at)',
  );
  const end = db.prepare('UPDATE insurance_outages SET ended_at = ? WHERE ended_at IS NULL');
  const during = db.prepare(
    `SELECT cause, began_at AS beganAt, tries, tried_at AS triedAt, ended_at AS endedAt FROM insurance_outages
     WHERE began_at < @until AND (ended_at IS NULL OR ended_at > @from) ORDER BY began_at`,
  );
  const admitted = db.prepare(
    `SELECT l.visit_id AS visitId, min(l.created_at) AS at,
       (SELECT max(a.answered_at) FROM insurance_lookups a
        WHERE a.visit_id = l.visit_id AND a.state = 'answered') AS answeredAt
     FROM insurance_lookups l JOIN insurance_outages o
       ON (o.ended_at IS NULL OR l.created_at < o.ended_at) AND (l.created_at >= o.began_at
         OR (l.state <> 'superseded' AND (l.answered_at IS NULL OR l.answered_at > o.began_at)))
     WHERE l.created_at >= ? AND l.created_at < ? GROUP BY l.visit_id ORDER BY at`,
  );
  let lasts = db.prepare('SELECT 1 FROM insurance_outages WHERE ended_at IS NULL').get() !== undefined;
  return {
    away(cause, at) {
      if (lasts) more.run(at);
      else begin.run({ id: newId(), cause, at });
      lasts = true;
    },
    over(at) {
      // Every answer comes by here: the disk is touched only when there is something to end.
      if (lasts) end.run(at);
      lasts = false;
    },
    during: (from, until) => during.all({ from, until }) as Outage[],
    admitted: (from, until) => admitted.all(from, until) as AdmittedUnchecked[],
  };
}

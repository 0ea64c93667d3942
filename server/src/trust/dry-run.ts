import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TrustContentRow, TrustPlan, TrustReadingGroup } from '@cccd-kiosk/contract/trust';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { DocumentProfile } from '@cccd-kiosk/emrtd/inspection/document-profile';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verdictChange, type VerdictChange } from '@cccd-kiosk/emrtd/inspection/verdict-change';
import { storeDifference, type TrustContent } from '@cccd-kiosk/emrtd/trust/store-difference';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import type { AuditLog } from '../audit/audit-log.ts';
import { days, later } from '../clock.ts';
import { witnessedOnce } from '../readings/chip-witness.ts';
import type { ReadingRepository } from '../readings/reading-repository.ts';
import type { PreparedChange } from './trust-change.ts';
import { importReport, type TrustHolder } from './trust-holder.ts';

/** What was read in this time is judged again, newest first, at most so many. */
const recentDays = 7;
const maxReadings = 500;
const shownOfGroup = 5;

export type DryRun = (change: PreparedChange, who: string) => Promise<Omit<TrustPlan, 'plan'>>;

const rowOf = ({ from, until, ...content }: TrustContent): TrustContentRow => ({
  ...content,
  from: from.toISOString(),
  until: until?.toISOString() ?? null,
});

/** An anchor is known by a signature that takes a millisecond: asked for one by one, nobody waits for all of them. */
async function askAnchors(store: TrustStore): Promise<void> {
  for (const certificate of store.certificates) {
    store.isAnchor(certificate);
    await nextTurn();
  }
}

/** Readings that change alike are one row, the largest first. */
function grouped(changes: readonly { change: VerdictChange; at: string; station: string }[]): TrustReadingGroup[] {
  const groups = new Map<string, TrustReadingGroup>();
  for (const { change, at, station } of changes) {
    const { checks, before, after } = change;
    const key = JSON.stringify([before.overall, after.overall, checks]);
    const known = groups.get(key);
    const newest = [...(known?.newest ?? []), { at, station }].slice(0, shownOfGroup);
    groups.set(key, {
      ...{ before: before.overall, after: after.overall, checks, newest },
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/**
 * What a change of trust would do: to the store, and to the verdicts of recent readings, judged again from their sealed
 * evidence by the store in use and by the other one, both as of now. The portrait and DG13 are not in that evidence. One
 * record is open at a time, and the event loop turns between two: people go on checking in. Leaves an audit row. Throws
 * RefusedError `too-many-requests` while another one runs.
 */
export function createDryRun(parts: {
  trust: Pick<TrustHolder, 'store'>;
  readings: Pick<ReadingRepository, 'recent' | 'countSince' | 'evidence' | 'find'>;
  audit: AuditLog;
  stationName: (id: string) => string;
  profile: DocumentProfile;
  simulation: boolean;
  now: () => Date;
}): DryRun {
  const { trust, readings, audit, stationName, profile, simulation, now } = parts;

  async function run(change: PreparedChange, who: string): ReturnType<DryRun> {
    const at = now();
    const since = later(at, -days(recentDays)).toISOString();
    const [before, after] = [trust.store, change.loaded.store];
    await askAnchors(before);
    await askAnchors(after);
    const { added, removed, changed } = storeDifference(before, after);
    const found: { change: VerdictChange; at: string; station: string }[] = [];
    let [judged, unreadable] = [0, 0];
    for (const { id, stationId, receivedAt } of readings.recent(since, maxReadings)) {
      await nextTurn();
      const text = readings.evidence(id);
      if (text === null) continue;
      try {
        const record = parseEvidence(text);
        const witnessed = witnessedOnce(readings.find(id)?.checks ?? {}, record);
        const standards = { profile, simulation, now: at, ...(witnessed && { witnessed }) };
        const other = verdictChange(record, before, after, standards);
        judged += 1;
        if (other !== undefined) found.push({ change: other, at: receivedAt, station: stationName(stationId) });
      } catch (error) {
        if (!(error instanceof EmrtdError)) throw error;
        unreadable += 1;
      }
    }
    audit.append({
      actor: who,
      action: 'trust-dry-run',
      details: { kind: change.kind, base: change.base, judged, changed: found.length },
    });
    return {
      kind: change.kind,
      refused: importReport(change.report).refused,
      added: added.map(rowOf),
      removed: removed.map(rowOf),
      changed: changed.map((each) => ({ before: rowOf(each.before), after: rowOf(each.after) })),
      readings: { judged, kept: readings.countSince(since), days: recentDays, unreadable, groups: grouped(found) },
    };
  }

  let running = false;
  return async (change, who) => {
    if (running) throw new RefusedError('too-many-requests');
    running = true;
    try {
      return await run(change, who);
    } finally {
      running = false;
    }
  };
}

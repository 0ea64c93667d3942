import type { CompanionRelation } from '@cccd-kiosk/contract/companion';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { reduceEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { hours, later, minutes } from '../clock.ts';
import type { JudgedReading } from '../readings/judged-reading.ts';
import { keptOf, refuseReplay } from '../readings/judged-reading.ts';
import type { Submission } from '@cccd-kiosk/contract/station';
import type { WorkItems } from '../work-items/work-items.ts';
import type { CompanionOutcome, CompanionRepository } from './companion-repository.ts';
import type { VisitRepository } from './visit-repository.ts';

/** How long somebody may take to say what they are to the patient, and how long they then stand for them at most. */
const undecided = minutes(15);
const delegation = hours(24);

/** A companion's card was read for a patient's visit. */
export interface ReadCompanion {
  readonly visitId: string;
  readonly outcome: CompanionOutcome;
  /** As the chip spells it; null unless taken. */
  readonly fullName: string | null;
}

export interface Companions {
  /** A reading taken before, sent again; throws `replayed` for another one under its id. */
  known(submission: Submission): ReadCompanion | undefined;
  /** In the caller's transaction, after the record was judged. */
  take(visitId: string, reading: JudgedReading): ReadCompanion;
  /** What the companion is to the patient. In the caller's transaction. Throws RefusedError `not-found`. */
  relate(visitId: string, relation: CompanionRelation, at: Date): void;
  /** The patient goes on without the companion whose card was read. */
  leave(visitId: string): void;
}

/**
 * Whoever comes with a patient proves themselves by a card of their own; of an unproven one nothing is kept but that it
 * was read, and the patient's own number never depends on it.
 */
export function createCompanions(parts: {
  companions: CompanionRepository;
  visits: Pick<VisitRepository, 'find'>;
  workItems: WorkItems;
}): Companions {
  const { companions, visits, workItems } = parts;
  return {
    known(submission) {
      const earlier = companions.find(submission.readingId);
      if (earlier === undefined) return undefined;
      refuseReplay(earlier, submission);
      return { visitId: earlier.visitId, outcome: earlier.outcome, fullName: null };
    },
    take(visitId, { submission, record, judged, holder, at }) {
      const { overall } = judged.verdict;
      const { fullName, number } = holder;
      const own = visits.find(visitId)?.holder?.reveal().number === number;
      const outcome: CompanionOutcome =
        overall === 'suspicious' ? overall : own ? 'same-card' : overall === 'genuine' ? 'taken' : overall;
      const taken = outcome === 'taken';
      companions.add(
        { ...keptOf({ submission, record, judged, at }), visitId, outcome },
        {
          ...(taken ? { person: { fullName, number }, until: later(at, undecided).toISOString() } : {}),
          ...(outcome === 'suspicious' ? { evidence: serializeEvidence(reduceEvidence(record)) } : {}),
        },
      );
      if (outcome === 'suspicious' || outcome === 'not-proven')
        workItems.open(
          {
            ...{ kind: 'companion', visitId, code: outcome },
            severity: outcome === 'suspicious' ? 'needs-look' : 'information',
          },
          at,
        );
      return { visitId, outcome, fullName: taken ? fullName : null };
    },
    relate(visitId, relation, at) {
      const until = later(at, delegation).toISOString();
      if (!companions.relate(visitId, relation, until, at.toISOString()))
        throw new RefusedError('not-found', 'visitId');
      workItems.settle(visitId, 'companion', 'proven-card', at);
    },
    leave(visitId) {
      companions.leave(visitId);
    },
  };
}

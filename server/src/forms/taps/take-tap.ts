import type { Submission, SubmissionReceipt } from '@cccd-kiosk/contract/station';
import { reduceEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { later, minutes } from '../../clock.ts';
import { newId } from '../../ids.ts';
import { keptOf, refuseReplay, type JudgedReading } from '../../readings/judged-reading.ts';
import type { CaseDesk } from '../case/case-desk.ts';
import { roleIn, withProposedRoles } from '../case/roles.ts';
import { takeCard } from '../case/take-card.ts';
import { cardFields } from './card-fields.ts';
import type { FreshCards } from './fresh-cards.ts';
import type { AwaitedTap, TapOutcome, TapRepository } from './tap-repository.ts';

/** How long a station's next card is kept for a case. */
export const tapPatience = minutes(2);

/** A reading that came for a case and is no check-in. */
export interface TakenTap {
  readonly caseId: string;
  readonly personId: string | null;
  readonly outcome: TapOutcome;
}

export interface Taps {
  /** The case that this station's next card is for. */
  awaited(stationId: string, at: Date): AwaitedTap | undefined;
  /** A reading taken before, sent again; throws `replayed` for another one under its id. */
  known(submission: Submission): { receipt: SubmissionReceipt; tap: TakenTap } | undefined;
  /** In the caller's transaction, after the record was judged. */
  take(tap: AwaitedTap, judged: JudgedReading): TakenTap;
}

export function createTaps(parts: { desk: CaseDesk; taps: TapRepository; fresh: FreshCards }): Taps {
  const { desk, taps, fresh } = parts;
  return {
    awaited: (stationId, at) => taps.awaited(stationId, at.toISOString()),
    known(submission) {
      const earlier = taps.findReading(submission.readingId);
      if (earlier === undefined) return undefined;
      refuseReplay(earlier, submission);
      const { caseId, outcome } = earlier;
      return { receipt: { readingId: submission.readingId, visitId: null }, tap: { caseId, outcome, personId: null } };
    },
    take(tap, { submission, record, judged, holder, at }) {
      const { verdict, files } = judged;
      const { overall, checks } = verdict;
      // A suspicious card fills nothing; one that could not be proven tells like paper.
      const outcome: TapOutcome = overall === 'genuine' ? 'taken' : overall;
      let personId: string | null = null;
      let many = false;
      const actor = { actor: `station:${tap.stationId}`, staffId: tap.staffId, name: '' };
      desk.change(actor, tap.caseId, 'tapped', (content, formCase) => {
        const told = { at: at.toISOString(), outcome, personId };
        const forms = desk.formsOf(content);
        const role = roleIn(forms, tap.role);
        if (outcome === 'suspicious' || role === undefined)
          return { content: { ...content, lastTap: { ...told, checks } } };
        const fields = cardFields(files, holder);
        const card = { fields, overall, checks, readAt: record.finishedAt };
        const taken = takeCard(content, { id: tap.role, many: role.many }, card, newId);
        ({ personId } = taken);
        ({ many } = role);
        fresh.put(taken.personId, fields, at);
        const proposed = withProposedRoles(taken.content, forms, desk.frameOf(formCase));
        return { content: { ...proposed, lastTap: { ...told, personId } }, undo: 'tapped' };
      });
      const kept = { ...keptOf({ submission, record, judged, at }), caseId: tap.caseId, outcome };
      taps.addReading(kept, serializeEvidence(reduceEvidence(record)));
      // One card at a time; for a table the next person's card may follow at once.
      if (many) taps.wait({ ...tap, until: later(at, tapPatience).toISOString() });
      else taps.stop(tap.caseId);
      return { caseId: tap.caseId, personId, outcome };
    },
  };
}

import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { TrustFileRow } from '@cccd-kiosk/contract/trust';
import { later, minutes } from '../clock.ts';
import { newId } from '../ids.ts';
import type { PreparedChange } from './trust-change.ts';
import type { TrustFile } from './trust-repository.ts';

const span = minutes(30);
/** The largest list of today, ICAO's, has some twenty megabytes. */
export const maxFileLength = 64 * 1024 * 1024;
const maxWaiting = 128 * 1024 * 1024;
const maxFiles = 100;

/** A file laid aside, and what was found in it. */
export interface WaitingFile extends TrustFile {
  readonly row: TrustFileRow;
}

interface Proposal {
  readonly files: readonly WaitingFile[];
  readonly plan: { readonly id: string; readonly change: PreparedChange } | undefined;
  readonly until: Date;
}

/**
 * What officers laid aside to be imported, and the change they were last shown. In memory alone, half an hour each; a new
 * file or a new dry run replaces the plan, so that nothing is applied which was not the last thing seen.
 */
export interface Proposals {
  /** Throws RefusedError `bad-request` for too much. The same octets twice are one file. */
  add(officer: string, file: WaitingFile): void;
  files(officer: string): readonly WaitingFile[];
  plan(officer: string, change: PreparedChange): string;
  /** Takes the plan that was shown, once. Throws RefusedError `not-found`. */
  take(officer: string, plan: string): PreparedChange;
  discard(officer: string): void;
}

const sizeOf = (files: readonly TrustFile[]): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);

export function createProposals(now: () => Date): Proposals {
  const proposals = new Map<string, Proposal>();
  const of = (officer: string): Proposal | undefined => {
    for (const [who, { until }] of proposals) if (until <= now()) proposals.delete(who);
    return proposals.get(officer);
  };
  const put = (officer: string, files: readonly WaitingFile[], plan: Proposal['plan']): void => {
    proposals.set(officer, { files, plan, until: later(now(), span) });
  };
  return {
    add(officer, file) {
      const others = (of(officer)?.files ?? []).filter(({ row }) => row.digest !== file.row.digest);
      const everybody = [...proposals].flatMap(([who, { files }]) => (who === officer ? others : files));
      if (others.length >= maxFiles || sizeOf([...everybody, file]) > maxWaiting)
        throw new RefusedError('bad-request', 'files');
      put(officer, [...others, file], undefined);
    },
    files: (officer) => of(officer)?.files ?? [],
    plan(officer, change) {
      const id = newId();
      put(officer, of(officer)?.files ?? [], { id, change });
      return id;
    },
    take(officer, id) {
      const plan = of(officer)?.plan;
      if (plan?.id !== id) throw new RefusedError('not-found', 'plan');
      // Going back uses none of the files that wait.
      if (plan.change.kind === 'rollback') put(officer, of(officer)?.files ?? [], undefined);
      else proposals.delete(officer);
      return plan.change;
    },
    discard(officer) {
      proposals.delete(officer);
    },
  };
}

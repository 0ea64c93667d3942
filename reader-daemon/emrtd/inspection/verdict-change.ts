/** What another trust store would have said of a reading: the same record, judged by both. */
import type { TrustStore } from '../trust/trust-store.ts';
import type { EvidenceRecord } from './evidence.ts';
import type { Basis } from './overall.ts';
import { checkRows, type Check, type CheckName, type Overall } from './verdict.ts';
import { verifyEvidence, type VerifyOptions } from './verify-evidence.ts';

export interface CheckChange {
  readonly check: CheckName;
  readonly before: Check;
  readonly after: Check;
}

export interface VerdictChange {
  readonly before: { readonly overall: Overall; readonly basis: Basis };
  readonly after: { readonly overall: Overall; readonly basis: Basis };
  /** Checks with another status or reason, in the verdict's order; at least one. */
  readonly checks: readonly CheckChange[];
}

const same = (a: Check, b: Check): boolean =>
  a.status === b.status && ('reason' in a ? a.reason : undefined) === ('reason' in b ? b.reason : undefined);

/** `undefined` where every check comes out the same. Never throws for what a record says. */
export function verdictChange(
  record: EvidenceRecord,
  before: TrustStore,
  after: TrustStore,
  options: Omit<VerifyOptions, 'trust'>,
): VerdictChange | undefined {
  const was = verifyEvidence(record, { ...options, trust: before });
  const will = verifyEvidence(record, { ...options, trust: after });
  const fresh = new Map(checkRows(will.verdict.checks));
  const checks = checkRows(was.verdict.checks).flatMap(([check, from]): CheckChange[] => {
    const to = fresh.get(check);
    return to === undefined || same(from, to) ? [] : [{ check, before: from, after: to }];
  });
  if (checks.length === 0) return undefined;
  return {
    before: { overall: was.verdict.overall, basis: was.basis },
    after: { overall: will.verdict.overall, basis: will.basis },
    checks,
  };
}

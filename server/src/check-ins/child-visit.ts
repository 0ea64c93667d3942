import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { newId } from '../ids.ts';
import { departmentOf, type Site } from '../site/site-config.ts';
import type { TicketRepository } from '../tickets/ticket-repository.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import type { CheckedIn } from './check-in.ts';
import type { ChildRepository, DeclaredChild } from './child-repository.ts';
import type { VisitRepository } from './visit-repository.ts';

export interface ChildRequest {
  /** The visit that the guardian's own tap made. */
  readonly guardianVisit: string;
  readonly departmentId: string;
  readonly child: DeclaredChild;
  readonly stationId: string;
  readonly at: Date;
}

/**
 * A child has no card: its guardian's proves who brought it, and the number that the tap gave the guardian becomes void,
 * for it is the child that is seen. The child is `declared`; the desk looks its insurance up with the name, which nobody
 * types at a kiosk. In the caller's transaction. Throws RefusedError `not-found`.
 */
export function createChildVisits(parts: {
  site: Site;
  visits: VisitRepository;
  tickets: TicketRepository;
  children: ChildRepository;
  workItems: WorkItems;
  /** Whoever was told of the guardian's visit (the hospital's systems) hears that it is none; nothing more is asked of it. */
  cancelled: (visitId: string) => void;
}): (request: ChildRequest) => CheckedIn {
  const { site, visits, tickets, children, workItems } = parts;
  return ({ guardianVisit, departmentId, child, stationId, at }) => {
    const guardian = visits.find(guardianVisit);
    if (guardian === undefined || guardian.lane !== 'card') throw new RefusedError('not-found', 'visitId');
    const department = departmentOf(site, departmentId);
    if (department === undefined) throw new RefusedError('not-found', 'departmentId');
    const id = newId();
    const time = at.toISOString();
    visits.add({
      ...{ id, stationId, at: time, serviceDay: guardian.serviceDay, lane: 'declared', holder: null },
      ...{ overall: null, basis: 'none', priority: false, desk: false, reason: 'child' },
      consentVersion: site.consent.version,
    });
    children.add(id, guardianVisit, child, time);
    const visit = visits.find(id);
    if (visit === undefined) throw new RangeError('a visit that was just written');
    const ticket = tickets.issue(visit, department, time);
    visits.touch(id);

    tickets.void(guardianVisit);
    visits.touch(guardianVisit);
    for (const kind of ['mismatch', 'insurance', 'before-payment'] as const)
      workItems.settle(guardianVisit, kind, 'guardian-of-child', at);
    parts.cancelled(guardianVisit);
    workItems.open(
      {
        ...{ kind: 'insurance', severity: 'needs-look', visitId: id, code: 'child' },
        ...(child.insuranceNumber === null ? {} : { values: { person: child.insuranceNumber } }),
      },
      at,
    );
    return { visit, ticket, again: false };
  };
}

/** `GET /api/staff/overview` (administrator, auditor): how the house does, in counts and times. Nobody's data. */
import type { Role } from './staff.ts';
import type { WorkItemCount } from './work-items.ts';

export interface Overview {
  readonly site: string;
  readonly simulation: boolean;
  readonly officer: string;
  readonly role: Role;
  readonly serverTime: string;
  readonly visitsToday: number;
  readonly stations: readonly {
    readonly id: string;
    readonly name: string;
    readonly connected: boolean;
    readonly revoked: boolean;
  }[];
  readonly trust: {
    readonly anchors: number;
    readonly crlAgeDays: number | null;
    readonly importedAgeDays: number | null;
  };
  readonly workItems: readonly WorkItemCount[];
}

/** `POST /api/staff/audit/verify`: the chain of audit rows against its anchor, and how many hold (where one does not: its number). */
export interface AuditCheck {
  readonly ok: boolean;
  readonly rows: number;
  /** A stable code where it is not. */
  readonly code: string | null;
}

import { randomBytes } from 'node:crypto';
import type { Db } from '../db/open-database.ts';
import { newId } from '../ids.ts';
import type { OwnNumber } from './local-tickets.ts';
import type { SiteDepartment } from '../site/site-department.ts';

export interface Ticket {
  readonly id: string;
  readonly visitId: string;
  readonly departmentId: string;
  readonly queue: string;
  readonly serviceDay: string;
  readonly sequence: number;
  readonly priority: boolean;
  readonly qr: string;
  readonly issuedAt: string;
}

interface Row {
  id: string;
  visit_id: string;
  department_id: string;
  queue: string;
  service_day: string;
  sequence: number;
  priority: number;
  qr: string;
  issued_at: string;
}

const toTicket = (row: Row): Ticket => ({
  id: row.id,
  visitId: row.visit_id,
  departmentId: row.department_id,
  queue: row.queue,
  serviceDay: row.service_day,
  sequence: row.sequence,
  priority: row.priority === 1,
  qr: row.qr,
  issuedAt: row.issued_at,
});

/** `B 042`; a station's own number `K07-042`. */
export const numberText = ({ queue, sequence }: Pick<Ticket, 'queue' | 'sequence'>): string =>
  `${queue}${/^[A-Z]{1,2}$/.test(queue) ? ' ' : '-'}${String(sequence).padStart(3, '0')}`;

export interface TicketRepository {
  /** The visit's one live ticket. */
  live(visitId: string): Ticket | undefined;
  /** The live one, else the last that was. */
  last(visitId: string): Ticket | undefined;
  /** The visit has no number any more. */
  void(visitId: string): void;
  /**
   * The visit's ticket for a department, made the live one. A department chosen before gives its old number back; any other
   * gets the queue's next, or the number that its station gave (`own`), which nobody may have. Numbers rise and none is ever
   * given twice, a voided one included. Inside the caller's transaction.
   */
  issue(
    visit: { id: string; serviceDay: string; priority: boolean },
    department: SiteDepartment,
    at: string,
    own?: OwnNumber,
  ): Ticket;
  /** How many live tickets of the same queue and day go first: those of priority for everybody, then the lower numbers. */
  ahead(ticket: Ticket): number;
}

export function createTicketRepository(db: Db): TicketRepository {
  const live = db.prepare(`SELECT * FROM tickets WHERE visit_id = ? AND state = 'live'`);
  const last = db.prepare('SELECT * FROM tickets WHERE visit_id = ? ORDER BY issued_at DESC LIMIT 1');
  const earlier = db.prepare('SELECT * FROM tickets WHERE visit_id = ? AND department_id = ?');
  const voidOthers = db.prepare(`UPDATE tickets SET state = 'void' WHERE visit_id = ? AND state = 'live'`);
  const revive = db.prepare(`UPDATE tickets SET state = 'live', priority = ? WHERE id = ?`);
  const next = db
    .prepare('SELECT coalesce(max(sequence), 0) + 1 FROM tickets WHERE service_day = ? AND queue = ?')
    .pluck();
  const insert = db.prepare(
    `INSERT INTO tickets (id, visit_id, department_id, queue, service_day, sequence, priority, state, qr, issued_at)
     VALUES (@id, @visitId, @departmentId, @queue, @serviceDay, @sequence, @priority, 'live', @qr, @issuedAt)`,
  );
  const ahead = db
    .prepare(
      `SELECT count(*) FROM tickets WHERE service_day = @serviceDay AND queue = @queue AND state = 'live' AND id <> @id
       AND (priority > @priority OR (priority = @priority AND sequence < @sequence))`,
    )
    .pluck();
  const read = (row: unknown): Ticket | undefined => (row === undefined ? undefined : toTicket(row as Row));
  return {
    live: (visitId) => read(live.get(visitId)),
    last: (visitId) => read(live.get(visitId) ?? last.get(visitId)),
    void: (visitId) => void voidOthers.run(visitId),
    issue(visit, department, at, own) {
      voidOthers.run(visit.id);
      const known = read(earlier.get(visit.id, department.id));
      if (known !== undefined) {
        revive.run(visit.priority ? 1 : 0, known.id);
        return { ...known, priority: visit.priority };
      }
      const ticket = {
        id: newId(),
        visitId: visit.id,
        departmentId: department.id,
        serviceDay: visit.serviceDay,
        ...(own ?? {
          queue: department.queue,
          sequence: next.get(visit.serviceDay, department.queue) as number,
        }),
        priority: visit.priority,
        qr: `CK1-${randomBytes(16).toString('base64url')}`,
        issuedAt: at,
      };
      insert.run({ ...ticket, priority: ticket.priority ? 1 : 0 });
      return ticket;
    },
    ahead: (ticket) => ahead.get({ ...ticket, priority: ticket.priority ? 1 : 0 }) as number,
  };
}

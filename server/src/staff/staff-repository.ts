import type { Role } from '@cccd-kiosk/contract/staff';
import { hours, later } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { hashOfToken, newId, newToken } from '../ids.ts';

export interface StaffMember {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
}

interface Row extends StaffMember {
  readonly salt: Uint8Array;
  readonly password_hash: Uint8Array;
  readonly disabled_at: string | null;
}

/** One working day. */
export const sessionSpan = hours(10);

export interface StaffRepository {
  /** Creates the account, or gives an existing one this name, role and password and ends its sessions. */
  put(
    member: { account: string; name: string; role: Role; salt: Uint8Array; passwordHash: Uint8Array },
    at: Date,
  ): StaffMember;
  find(account: string): (StaffMember & { readonly salt: Uint8Array; readonly passwordHash: Uint8Array }) | undefined;
  openSession(staffId: string, now: Date): string;
  ofSession(token: string, now: Date): StaffMember | undefined;
  closeSession(token: string): void;
  removeExpired(now: Date): number;
}

const memberOf = ({ id, account, name, role }: StaffMember): StaffMember => ({ id, account, name, role });

export function createStaffRepository(db: Db): StaffRepository {
  const upsert = db.prepare(
    `INSERT INTO staff (id, account, name, role, salt, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET name = excluded.name, role = excluded.role, salt = excluded.salt,
       password_hash = excluded.password_hash, disabled_at = NULL
     RETURNING id, account, name, role`,
  );
  const one = db.prepare('SELECT * FROM staff WHERE account = ? AND disabled_at IS NULL');
  const open = db.prepare('INSERT INTO staff_sessions (token_hash, staff_id, expires_at) VALUES (?, ?, ?)');
  const ofToken = db.prepare(
    `SELECT staff.id, account, name, role FROM staff_sessions JOIN staff ON staff.id = staff_id
     WHERE token_hash = ? AND expires_at > ? AND disabled_at IS NULL`,
  );
  const close = db.prepare('DELETE FROM staff_sessions WHERE token_hash = ?');
  const closeAll = db.prepare('DELETE FROM staff_sessions WHERE staff_id = ?');
  const expire = db.prepare('DELETE FROM staff_sessions WHERE expires_at <= ?');
  return {
    put: db.transaction(({ account, name, role, salt, passwordHash }, at: Date): StaffMember => {
      const member = upsert.get(newId(), account, name, role, salt, passwordHash, at.toISOString()) as StaffMember;
      closeAll.run(member.id);
      return memberOf(member);
    }),
    find(account) {
      const row = one.get(account) as Row | undefined;
      return row === undefined ? undefined : { ...memberOf(row), salt: row.salt, passwordHash: row.password_hash };
    },
    openSession(staffId, now) {
      const token = newToken();
      open.run(hashOfToken(token), staffId, later(now, sessionSpan).toISOString());
      return token;
    },
    ofSession(token, now) {
      const row = ofToken.get(hashOfToken(token), now.toISOString()) as StaffMember | undefined;
      return row === undefined ? undefined : memberOf(row);
    },
    closeSession(token) {
      close.run(hashOfToken(token));
    },
    removeExpired: (now) => expire.run(now.toISOString()).changes,
  };
}

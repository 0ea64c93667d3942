import type { OfficerIdentity, Role, StaffRow } from '@cccd-kiosk/contract/staff';
import { hours, later } from '../clock.ts';
import type { FieldCipher, Place } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { hashOfToken, newId, newToken } from '../ids.ts';
import { Personal } from '../personal.ts';

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

type ListRow = Omit<StaffRow, 'disabled' | 'hasOfficerIdentity'> & {
  readonly disabled: number;
  readonly bound: number;
};

/** One working day. */
export const sessionSpan = hours(10);

export interface StaffRepository {
  /** Creates the account, or gives an existing one this name, role and password and ends its sessions. */
  put(
    member: { account: string; name: string; role: Role; salt: Uint8Array; passwordHash: Uint8Array },
    at: Date,
  ): StaffMember;
  /** The name of an account's holder, by its id. */
  nameOf(id: string): string | undefined;
  find(account: string): (StaffMember & { readonly salt: Uint8Array; readonly passwordHash: Uint8Array }) | undefined;
  openSession(staffId: string, now: Date): string;
  ofSession(token: string, now: Date): StaffMember | undefined;
  closeSession(token: string): void;
  removeExpired(now: Date): number;
  /** Disabled ones included. */
  all(now: Date): StaffRow[];
  /** False for an unknown account. Its sessions end. */
  disable(account: string, at: Date): boolean;
  setRole(account: string, role: Role): boolean;
  setPassword(account: string, salt: Uint8Array, passwordHash: Uint8Array): boolean;
  closeSessions(account: string): number;
  /** The person whom insurance gateway and population service are told; null takes it back. */
  bindOfficer(account: string, officer: OfficerIdentity | null): boolean;
  officerOf(account: string): Personal<OfficerIdentity> | null;
}

const memberOf = ({ id, account, name, role }: StaffMember): StaffMember => ({ id, account, name, role });

export function createStaffRepository(db: Db, cipher: FieldCipher): StaffRepository {
  const place = (row: string): Place => ({ table: 'staff', column: 'officer', row });
  const list = db.prepare(
    `SELECT id, account, name, role, disabled_at IS NOT NULL AS disabled, officer IS NOT NULL AS bound,
       (SELECT count(*) FROM staff_sessions WHERE staff_id = staff.id AND expires_at > ?) AS sessions
     FROM staff ORDER BY account`,
  );
  const disable = db
    .prepare('UPDATE staff SET disabled_at = ? WHERE account = ? AND disabled_at IS NULL RETURNING id')
    .pluck();
  const setRole = db.prepare('UPDATE staff SET role = ? WHERE account = ? AND disabled_at IS NULL');
  const setPassword = db.prepare(
    'UPDATE staff SET salt = ?, password_hash = ? WHERE account = ? AND disabled_at IS NULL',
  );
  const idOf = db.prepare('SELECT id FROM staff WHERE account = ?').pluck();
  const bind = db.prepare('UPDATE staff SET officer = ? WHERE id = ?');
  const bound = db.prepare('SELECT id, officer FROM staff WHERE account = ? AND disabled_at IS NULL');
  const upsert = db.prepare(
    `INSERT INTO staff (id, account, name, role, salt, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET name = excluded.name, role = excluded.role, salt = excluded.salt,
       password_hash = excluded.password_hash, disabled_at = NULL
     RETURNING id, account, name, role`,
  );
  const nameOf = db.prepare('SELECT name FROM staff WHERE id = ?').pluck();
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
    nameOf: (id) => nameOf.get(id) as string | undefined,
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
    all: (now) =>
      (list.all(now.toISOString()) as ListRow[]).map(({ disabled, bound: hasOfficer, ...row }) => ({
        ...row,
        disabled: disabled === 1,
        hasOfficerIdentity: hasOfficer === 1,
      })),
    disable(account, at) {
      const id = disable.get(at.toISOString(), account) as string | undefined;
      if (id !== undefined) closeAll.run(id);
      return id !== undefined;
    },
    setRole: (account, role) => setRole.run(role, account).changes === 1,
    setPassword: (account, salt, passwordHash) => setPassword.run(salt, passwordHash, account).changes === 1,
    closeSessions: (account) => closeAll.run(idOf.get(account) ?? '').changes,
    bindOfficer(account, officer) {
      const id = idOf.get(account) as string | undefined;
      if (id === undefined) return false;
      bind.run(officer === null ? null : cipher.seal(place(id), JSON.stringify(officer)), id);
      return true;
    },
    officerOf(account) {
      const row = bound.get(account) as { id: string; officer: Uint8Array | null } | undefined;
      if (row === undefined || row.officer === null) return null;
      return new Personal(JSON.parse(cipher.openText(place(row.id), row.officer)) as OfficerIdentity);
    },
  };
}

import type { Role } from '@cccd-kiosk/contract/staff';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import { minutes } from '../clock.ts';
import { hashPassword, newSalt, passwordMatches } from './passwords.ts';
import type { StaffMember, StaffRepository } from './staff-repository.ts';

const mostFailures = 5;
const failureSpan = minutes(10);

export interface SignIn {
  /** Throws RefusedError `sign-in-needed` for a wrong account or password alike, `too-many-requests` after five. */
  signIn(account: string, password: string): Promise<{ member: StaffMember; token: string }>;
  /** The officer's own password again, before a change. Throws as `signIn` does. */
  check(account: string, password: string): Promise<void>;
  create(member: { account: string; password: string; name: string; role: Role }, actor?: string): StaffMember;
}

export function createSignIn(parts: { staff: StaffRepository; audit: AuditLog; now: () => Date }): SignIn {
  const { staff, audit, now } = parts;
  const failures = new Map<string, { count: number; until: number }>();
  // An unknown account costs as much time as a known one.
  const nobody = { salt: newSalt(), passwordHash: new Uint8Array(32) };

  function blocked(account: string): boolean {
    const found = failures.get(account);
    if (found === undefined) return false;
    if (found.until > now().getTime()) return found.count >= mostFailures;
    failures.delete(account);
    return false;
  }
  function failed(account: string): void {
    const count = (failures.get(account)?.count ?? 0) + 1;
    if (failures.size > 1000) failures.clear();
    failures.set(account, { count, until: now().getTime() + failureSpan });
  }

  async function proven(account: string, password: string): Promise<StaffMember> {
    if (blocked(account)) throw new RefusedError('too-many-requests');
    const found = staff.find(account);
    const { salt, passwordHash } = found ?? nobody;
    const matches = await passwordMatches(password, salt, passwordHash);
    if (found === undefined || !matches) {
      failed(account);
      audit.append({ actor: 'server', action: 'sign-in-refused', object: found?.id ?? '' });
      throw new RefusedError('sign-in-needed');
    }
    failures.delete(account);
    const { id, name, role } = found;
    return { id, account, name, role };
  }

  return {
    async signIn(account, password) {
      const member = await proven(account, password);
      const token = staff.openSession(member.id, now());
      audit.append({ actor: `staff:${member.id}`, action: 'signed-in', object: member.id });
      return { member, token };
    },
    async check(account, password) {
      await proven(account, password);
    },
    create({ account, password, name, role }, actor = 'command-line') {
      const salt = newSalt();
      const passwordHash = hashPassword(password, salt);
      const member = staff.put({ account, name, role, salt, passwordHash }, now());
      audit.append({ actor, action: 'staff-created', object: member.id, details: { role } });
      return member;
    },
  };
}

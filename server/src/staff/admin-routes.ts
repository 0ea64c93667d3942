import express from 'express';
import type { StaffAct } from '@cccd-kiosk/contract/staff';
import { passwordChangeSchema, staffActSchema, staffRequestSchema } from '@cccd-kiosk/contract/staff';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditAction, AuditLog } from '../audit/audit-log.ts';
import { parseShape } from '../http/parse-shape.ts';
import { hashPassword, newSalt } from './passwords.ts';
import type { SignIn } from './sign-in.ts';
import { officerOf, type StaffGuard } from './staff-guard.ts';
import type { StaffRepository } from './staff-repository.ts';

const actions: Readonly<Record<StaffAct['act'], AuditAction>> = {
  disable: 'staff-disabled',
  role: 'staff-role-changed',
  password: 'staff-password-changed',
  'end-sessions': 'staff-sessions-cut',
  officer: 'staff-officer-bound',
};

/** `/api/staff/accounts` for administrators, and `/api/staff/password` for everybody's own. */
export function staffAdminRoutes(parts: {
  staff: StaffRepository;
  signIn: SignIn;
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
  audit: AuditLog;
  /** Ends an officer's open sockets. */
  cut: (staffId: string) => void;
  now: () => Date;
}): express.Router {
  const { staff, signIn, guard, browserOnly, audit, cut, now } = parts;
  const router = express.Router();

  router.get('/accounts', guard('staff.manage'), (_request, response) => {
    response.json(staff.all(now()));
  });
  router.post('/accounts', guard('staff.manage'), browserOnly, (request, response) => {
    const wanted = parseShape(staffRequestSchema, request.body);
    if (staff.all(now()).some(({ account }) => account === wanted.account))
      throw new RefusedError('not-allowed', 'account');
    signIn.create(wanted, `staff:${officerOf(response).id}`);
    response.json({});
  });
  router.post('/accounts/act', guard('staff.manage'), browserOnly, (request, response) => {
    const act = parseShape(staffActSchema, request.body);
    const officer = officerOf(response);
    // Nobody locks the house from inside: another administrator does that.
    if (act.account === officer.account && act.act !== 'officer' && act.act !== 'password')
      throw new RefusedError('not-allowed', 'account');
    const known = staff.all(now()).find(({ account }) => account === act.account);
    if (known === undefined || known.disabled) throw new RefusedError('not-found', 'account');
    switch (act.act) {
      case 'disable':
        staff.disable(act.account, now());
        break;
      case 'role':
        staff.setRole(act.account, act.role);
        break;
      case 'password': {
        const salt = newSalt();
        staff.setPassword(act.account, salt, hashPassword(act.password, salt));
        staff.closeSessions(act.account);
        break;
      }
      case 'end-sessions':
        staff.closeSessions(act.account);
        break;
      case 'officer':
        staff.bindOfficer(act.account, act.officer);
        break;
    }
    audit.append({
      actor: `staff:${officer.id}`,
      action: actions[act.act],
      object: known.id,
      ...(act.act === 'role' ? { details: { from: known.role, to: act.role } } : {}),
    });
    // A changed right holds from now on, not from the next sign-in.
    if (act.act !== 'officer') cut(known.id);
    response.json({});
  });

  router.post('/password', guard('own.password'), browserOnly, async (request, response) => {
    const { current, next } = parseShape(passwordChangeSchema, request.body);
    const officer = officerOf(response);
    await signIn.check(officer.account, current);
    const salt = newSalt();
    staff.setPassword(officer.account, salt, hashPassword(next, salt));
    staff.closeSessions(officer.account);
    audit.append({ actor: `staff:${officer.id}`, action: 'staff-password-changed', object: officer.id });
    cut(officer.id);
    response.json({});
  });
  return router;
}

import express from 'express';
import { signInRequestSchema } from '@cccd-kiosk/contract/counter';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import { readCookie } from '@cccd-kiosk/contract/read-cookie';
import { staffCookie } from '../http/cookies.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { SignIn } from './sign-in.ts';
import type { StaffRepository } from './staff-repository.ts';
import { sessionSpan } from './staff-repository.ts';

/** Sign-in, sign-out and "who am I" of the staff screens. `browserOnly` stands before the two that change something. */
export function staffRoutes(parts: {
  /** Accounts, and one's own password. */
  admin: express.Router;
  overview: express.Router;
  signIn: SignIn;
  staff: StaffRepository;
  audit: AuditLog;
  /** Ends the officer's open sockets. */
  cut: (staffId: string) => void;
  browserOnly: express.RequestHandler;
  secure: boolean;
  now: () => Date;
}): express.Router {
  const { signIn, staff, audit, cut, browserOnly, secure, now } = parts;
  const cookie = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;
  const tokenOf = (request: express.Request): string | undefined => readCookie(request.get('cookie'), staffCookie);
  const router = express.Router();
  router.use(parts.admin, parts.overview);

  router.get('/session', (request, response) => {
    const token = tokenOf(request);
    const member = token === undefined ? undefined : staff.ofSession(token, now());
    if (member === undefined) throw new RefusedError('sign-in-needed');
    response.json({ officer: member.name, role: member.role });
  });
  router.post('/sign-in', browserOnly, async (request, response) => {
    const { account, password } = parseShape(signInRequestSchema, request.body);
    const { member, token } = await signIn.signIn(account, password);
    response.cookie(staffCookie, token, { ...cookie, maxAge: sessionSpan });
    response.json({ officer: member.name, role: member.role });
  });
  router.post('/sign-out', browserOnly, (request, response) => {
    const token = tokenOf(request);
    const member = token === undefined ? undefined : staff.ofSession(token, now());
    if (token !== undefined && member !== undefined) {
      staff.closeSession(token);
      cut(member.id);
      audit.append({ actor: `staff:${member.id}`, action: 'signed-out', object: member.id });
    }
    response.clearCookie(staffCookie, cookie);
    response.json({});
  });
  return router;
}

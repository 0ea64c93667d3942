import type { Request, RequestHandler, Response } from 'express';
import type { StaffAction } from '@cccd-kiosk/contract/staff';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { readCookie } from '@cccd-kiosk/contract/read-cookie';
import { staffCookie } from '../http/cookies.ts';
import { may } from './roles.ts';
import type { StaffMember, StaffRepository } from './staff-repository.ts';

/** Lets a request through when its session's role may do this. Throws RefusedError `sign-in-needed` or `not-allowed`. */
export type StaffGuard = (action: StaffAction) => RequestHandler;

const officers = new WeakMap<Response, StaffMember>();

export const sessionOf = (request: Request): string | undefined => readCookie(request.get('cookie'), staffCookie);

/** The member whom the guard let through. */
export function officerOf(response: Response): StaffMember {
  const member = officers.get(response);
  if (member === undefined) throw new RefusedError('sign-in-needed');
  return member;
}

export const createStaffGuard =
  (staff: Pick<StaffRepository, 'ofSession'>, now: () => Date): StaffGuard =>
  (action) =>
  (request, response, next) => {
    const token = sessionOf(request);
    const member = token === undefined ? undefined : staff.ofSession(token, now());
    if (member === undefined) throw new RefusedError('sign-in-needed');
    if (!may(member.role, action)) throw new RefusedError('not-allowed', action);
    officers.set(response, member);
    next();
  };

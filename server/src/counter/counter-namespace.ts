import type { Namespace, Server } from 'socket.io';
import { z } from 'zod';
import type { CounterSnapshot, CounterToServer, DistressRow, ServerToCounter } from '@cccd-kiosk/contract/counter';
import { namePersonSchema, sameFaceSchema } from '@cccd-kiosk/contract/counter';
import { confirmSubjectSchema, lookUpAgainSchema } from '@cccd-kiosk/contract/insurance-counter';
import { roles, type Role, type StaffAction } from '@cccd-kiosk/contract/staff';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { idSchema } from '@cccd-kiosk/contract/station';
import { readCookie } from '@cccd-kiosk/contract/read-cookie';
import { staffCookie } from '../http/cookies.ts';
import type { Origins } from '../http/origins.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { Log } from '../log.ts';
import { may } from '../staff/roles.ts';
import { answering, limitMessages, refusedHandshake } from '../sockets/answers.ts';
import type { StaffMember, StaffRepository } from '../staff/staff-repository.ts';
import type { Arrivals } from './arrivals.ts';

type CounterSpace = Namespace<
  CounterToServer,
  ServerToCounter,
  Record<string, never>,
  { officer: StaffMember; token: string; open?: string }
>;

export const staffRoom = (staffId: string): string => `staff:${staffId}`;
const roleRoom = (role: Role): string => `role:${role}`;

const openSchema = z.object({ visitId: idSchema, reason: z.string().min(1).max(200) });
const seeSchema = z.object({ visitId: idSchema });
const helpSchema = z.object({ stationId: idSchema, state: z.enum(['coming', 'arrived']) });

export interface CounterParts {
  readonly staff: StaffRepository;
  readonly arrivals: Arrivals;
  /** An officer may open a row in the very second it arrived: the photo is waited for, at most the decoder's two seconds. */
  readonly portraitSettled: (visitId: string) => Promise<void>;
  readonly distress: () => DistressRow[];
  readonly help: (stationId: string, state: 'coming' | 'arrived') => void;
  readonly trust: () => CounterSnapshot['trust'];
  readonly site: string;
  readonly simulation: boolean;
  readonly origins: Origins;
  readonly now: () => Date;
  readonly log: Log;
}

export interface CounterNamespace {
  /** Tells every counter of a visit that came or changed. */
  arrival(visitId: string): void;
  distress(): void;
  workItems(): void;
  /** A case changed: whoever has it open asks for it again. */
  formCase(caseId: string): void;
  cut(staffId: string): void;
}

/** `/counter`: staff screens, behind a staff session. */
export function openCounterNamespace(io: Server, parts: CounterParts): CounterNamespace {
  const { staff, arrivals, origins, now, log } = parts;
  const namespace = io.of('/counter') as CounterSpace;

  namespace.use((socket, next) => {
    const { origin, cookie } = socket.handshake.headers;
    const token = readCookie(cookie, staffCookie);
    const officer = token === undefined ? undefined : staff.ofSession(token, now());
    if (!origins.allows(origin)) next(refusedHandshake(new RefusedError('not-allowed', 'origin')));
    else if (token === undefined || officer === undefined) next(refusedHandshake(new RefusedError('sign-in-needed')));
    else if (!may(officer.role, 'arrivals.list')) next(refusedHandshake(new RefusedError('not-allowed', 'role')));
    else {
      socket.data = { officer, token };
      next();
    }
  });

  namespace.on('connection', (socket) => {
    const { token } = socket.data;
    void socket.join([staffRoom(socket.data.officer.id), roleRoom(socket.data.officer.role)]);
    limitMessages(socket, now, 60, 10);
    log.info('counter connected', { staffId: socket.data.officer.id });

    /** The session may have ended, or the role changed, since the socket opened. */
    const officer = (action: StaffAction): StaffMember => {
      const member = staff.ofSession(token, now());
      if (member === undefined) {
        socket.disconnect(true);
        throw new RefusedError('sign-in-needed');
      }
      if (!may(member.role, action)) throw new RefusedError('not-allowed', action);
      return member;
    };

    socket.emit('snapshot', {
      site: parts.site,
      simulation: parts.simulation,
      officer: socket.data.officer.name,
      role: socket.data.officer.role,
      arrivals: arrivals.today(socket.data.officer.role),
      distress: parts.distress(),
      trust: parts.trust(),
      offset: arrivals.offset(),
    });
    socket.on('open', (value, ack) => {
      void answering(log, ack, async () => {
        const { visitId, reason } = parseShape(openSchema, value);
        await parts.portraitSettled(visitId);
        const detail = arrivals.open(officer('arrivals.open'), visitId, reason);
        socket.data.open = visitId;
        publish(visitId);
        return detail;
      });
    });
    socket.on('same-face', (value, ack) => {
      void answering(log, ack, () => {
        const { visitId, answer } = parseShape(sameFaceSchema, value);
        const detail = arrivals.answerSameFace(officer('photo.compare'), visitId, answer);
        publish(visitId);
        return detail;
      });
    });
    socket.on('see-insurance', (value, ack) => {
      void answering(log, ack, () => {
        const { visitId } = parseShape(seeSchema, value);
        officer('insurance.see');
        // Only what was opened with a reason: this is no second way to look at people.
        if (socket.data.open !== visitId) throw new RefusedError('not-allowed', 'visitId');
        return arrivals.insurance(visitId);
      });
    });
    socket.on('look-up-again', (value, ack) => {
      void answering(log, ack, () => {
        const { visitId, number } = parseShape(lookUpAgainSchema, value);
        return arrivals.lookUpAgain(officer('insurance.see'), visitId, number);
      });
    });
    socket.on('confirm-subject', (value, ack) => {
      void answering(log, ack, () => {
        const { visitId, subject } = parseShape(confirmSubjectSchema, value);
        const detail = arrivals.confirmSubject(officer('insurance.confirm'), visitId, subject);
        publish(visitId);
        return detail;
      });
    });
    socket.on('name-person', (value, ack) => {
      void answering(log, ack, () => {
        const person = parseShape(namePersonSchema, value);
        const detail = arrivals.namePerson(officer('person.name'), person);
        publish(person.visitId);
        return detail;
      });
    });
    socket.on('help', (value, ack) => {
      void answering(log, ack, () => {
        const { stationId, state } = parseShape(helpSchema, value);
        officer('help.answer');
        parts.help(stationId, state);
        return null;
      });
    });
  });

  function publish(visitId: string): void {
    // What a row says depends on who looks.
    for (const role of roles) {
      const room = roleRoom(role);
      if (!namespace.adapter.rooms.has(room)) continue;
      const row = arrivals.row(visitId, role);
      if (row !== undefined) namespace.to(room).emit('arrival', row, arrivals.offset());
    }
  }
  return {
    arrival: publish,
    distress() {
      namespace.emit('distress', parts.distress());
    },
    formCase(caseId) {
      namespace.emit('case', caseId);
    },
    workItems() {
      namespace.emit('work-items');
    },
    cut(staffId) {
      namespace.in(staffRoom(staffId)).disconnectSockets(true);
    },
  };
}

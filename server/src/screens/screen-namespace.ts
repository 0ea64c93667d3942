import type { Namespace, Server } from 'socket.io';
import type { ScreenToServer, ServerToScreen, StationView } from '@cccd-kiosk/contract/screen';
import { screenActionSchema } from '@cccd-kiosk/contract/screen';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { readCookie } from '@cccd-kiosk/contract/read-cookie';
import { screenCookie } from '../http/cookies.ts';
import type { Origins } from '../http/origins.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { Log } from '../log.ts';
import { answering, limitMessages, refusedHandshake } from '../sockets/answers.ts';
import type { ScreenActions } from './screen-actions.ts';
import type { ScreenSessions } from './screen-sessions.ts';

type ScreenSpace = Namespace<ScreenToServer, ServerToScreen, Record<string, never>, { stationId: string }>;

export const screenRoom = (stationId: string): string => `screen:${stationId}`;

export interface ScreenParts {
  readonly sessions: ScreenSessions;
  readonly actions: ScreenActions;
  readonly view: (stationId: string) => StationView;
  /** The photo of the visit on the screen, when there is one to show. */
  readonly photo: (stationId: string) => { visitId: string; jpegBase64: string } | null;
  readonly origins: Origins;
  readonly now: () => Date;
  readonly log: Log;
}

/** `/screen`: the kiosks' browsers. The whole view at once, and at every change. */
export function openScreenNamespace(io: Server, parts: ScreenParts): void {
  const { sessions, actions, view, photo, origins, now, log } = parts;
  const namespace = io.of('/screen') as ScreenSpace;
  namespace.use((socket, next) => {
    const { origin, cookie } = socket.handshake.headers;
    const token = readCookie(cookie, screenCookie);
    const stationId = token === undefined ? undefined : sessions.stationOf(token, now());
    if (!origins.allows(origin)) next(refusedHandshake(new RefusedError('not-allowed', 'origin')));
    else if (stationId === undefined) next(refusedHandshake(new RefusedError('sign-in-needed')));
    else {
      socket.data = { stationId };
      next();
    }
  });

  namespace.on('connection', (socket) => {
    const { stationId } = socket.data;
    void socket.join(screenRoom(stationId));
    limitMessages(socket, now, 60, 10);
    log.info('screen connected', { stationId });
    socket.emit('view', view(stationId));
    const shown = photo(stationId);
    if (shown !== null) socket.emit('photo', shown);
    socket.on('action', (value, ack) => {
      void answering(log, ack, () => {
        actions.perform(stationId, parseShape(screenActionSchema, value, 'action'));
      });
    });
  });
}

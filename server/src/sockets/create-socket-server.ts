import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Origins } from '../http/origins.ts';
import { tooManyHeaders } from '../listen.ts';
import { createBuckets } from './rate-limit.ts';

/** Sockets at once, and attempts of one address (a site may stand behind one): a flood ends at the door (TH21). */
const mostSockets = 2000;
const handshakes = { burst: 1000, perSecond: 50 } as const;
/** A submission's envelope is at most 600,000 characters; JSON in JSON adds escapes. */
const mostOctets = 1_000_000;

/**
 * One Socket.IO server. WebSocket only; the Origin of a browser is compared before anything else (CORS does not cover
 * WebSocket); no connection-state recovery, so that no reconnect ever skips a namespace's own checks: a screen that comes
 * back gets the present view.
 */
export function createSocketServer(http: HttpServer, origins: Origins, now: () => Date): Server {
  const mayKnock = createBuckets(handshakes.burst, handshakes.perSecond);
  const io: Server = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: mostOctets,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 5_000,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    cleanupEmptyChildNamespaces: true,
    allowRequest(request, decide) {
      const { origin, host } = request.headers;
      const from = request.socket.remoteAddress ?? '';
      const fits =
        !tooManyHeaders(request.rawHeaders) &&
        origins.allowsHost(host) &&
        (origin === undefined || origins.allows(origin));
      const room = io.engine.clientsCount < mostSockets && mayKnock(from, now().getTime());
      decide(null, fits && room);
    },
  });
  // Nobody has business in the default namespace.
  io.use((_socket, next) => {
    next(new Error('not-allowed'));
  });
  return io;
}

/**
 * The HN212-compatible event service (ADR 7): existing hospital software connects to it as it would to that reader. It is
 * the daemon's only ear, it is off unless it has a port, it listens on an address of this computer alone, and it hears
 * nothing: whatever a client sends is dropped.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Log } from '../log.ts';
import { RefusedConfig } from '../refused-config.ts';
import { deviceInfo, failedCard, filesOf, hn212Events, newCard, textOf } from './hn212-messages.ts';
import type { LocalOutput } from './local-output.ts';
import { createGuard, isOwnAddress } from './who-may-listen.ts';

export interface Hn212Options {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly origins: readonly string[];
  readonly token: string | undefined;
  readonly stationName: string;
  readonly log: Log;
  readonly now: () => Date;
}

export interface Hn212Service extends LocalOutput {
  readonly url: string;
}

const mostClients = 20;

/** Throws `RefusedConfig`: an address that others can reach, or a port that is taken. */
export async function startHn212Service(options: Hn212Options): Promise<Hn212Service> {
  const { host, log } = options;
  if (!isOwnAddress(host)) throw new RefusedConfig('hn212Host', 'not an address of this computer alone');
  const http = createServer((_request, response) => response.writeHead(404).end());
  const guard = createGuard({ ...options, port: () => (http.address() as AddressInfo | null)?.port ?? 0 });
  const io = new Server(http, {
    serveClient: false,
    // Software written for that reader may speak the protocol's older version.
    allowEIO3: true,
    maxHttpBufferSize: 10_000,
    perMessageDeflate: false,
    cors: {
      origin: (origin, decide) => {
        decide(null, origin !== undefined && guard.allowsOrigin(origin));
      },
    },
    allowRequest(request, decide) {
      const fits = guard.allows(request) && io.engine.clientsCount < mostClients;
      if (!fits) log.warn('a local client was turned away', { count: io.engine.clientsCount });
      decide(null, fits);
    },
  });
  io.on('connection', (socket) => {
    log.info('a local client listens', { count: io.engine.clientsCount });
    socket.emit(hn212Events.info, deviceInfo(options.stationName, options.now()));
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error) => {
      reject(new RefusedConfig('hn212Port', String((error as { code?: unknown }).code ?? 'cannot listen')));
    });
    http.listen(options.port, host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  const bare = host.includes(':') ? `[${host}]` : host;
  const tell = (message: object): void => void io.emit(hn212Events.card, message);
  return {
    url: `http://${bare}:${port}`,
    cardLaid: () => tell(newCard),
    read(card) {
      tell(textOf(card));
      tell(filesOf(card));
    },
    failed: (_reader, code) => tell(failedCard(code)),
    async close() {
      await io.close();
    },
  };
}

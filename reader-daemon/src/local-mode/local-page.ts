/**
 * The kiosk's page served from this computer (ADR 11): for while the server is away. Loopback alone, asked for by this very
 * address, and only with the secret of this start of the computer, which the launcher and the server's page know. One screen at a time.
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pagePolicy } from '@cccd-kiosk/contract/page-policy';
import { readCookie } from '@cccd-kiosk/contract/read-cookie';
import { pairRequestSchema, screenActionSchema } from '@cccd-kiosk/contract/screen';
import type { ScreenToServer, ServerToScreen } from '@cccd-kiosk/contract/screen';
import { RefusedError, toRefusal } from '@cccd-kiosk/contract/serialize-error';
import express from 'express';
import { Server } from 'socket.io';
import type { Log } from '../log.ts';
import { RefusedConfig } from '../refused-config.ts';
import type { StateDir } from '../state-dir.ts';
import { isSecret } from '../local-output/who-may-listen.ts';
import { bootSecrets } from './boot-secrets.ts';
import type { LocalMode } from './local-mode.ts';

export interface LocalPageOptions {
  readonly mode: LocalMode;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the built screens. */
  readonly screens: string;
  readonly state: StateDir;
  readonly log: Log;
}

export interface LocalPage {
  /** With its secret: whoever has it may be the screen. */
  readonly url: string;
  close(): Promise<void>;
}

const cookieName = 'cccd-kiosk-local';
const policy = Object.entries(pagePolicy)
  .map(([name, values]) => `${name} ${values.join(' ')}`)
  .join('; ');

/** Throws `RefusedConfig`: no screens to serve, or a port that is taken. */
export async function openLocalPage({ mode, port, screens, state, log }: LocalPageOptions): Promise<LocalPage> {
  if (!existsSync(join(screens, 'kiosk', 'index.html')))
    throw new RefusedConfig('localScreens', 'no built screens there');
  const { pairing: secret, session } = bootSecrets(state);
  const app = express();
  app.disable('x-powered-by');
  const http = createServer(app);
  const host = (): string => `127.0.0.1:${(http.address() as AddressInfo | null)?.port ?? 0}`;
  const origin = (): string => `http://${host()}`;

  app.use((request, response, next) => {
    // Another site's page could reach this one under a name of its own (DNS rebinding).
    if (request.headers.host !== host()) return void response.status(403).end();
    response.set({
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    next();
  });
  app.post('/api/screens/pair', express.json({ limit: 2000 }), (request, response) => {
    const asked = pairRequestSchema.safeParse(request.body);
    const fits = request.headers.origin === origin() && request.get('x-requested-with') === 'cccd-kiosk';
    if (!fits || !asked.success || !isSecret(asked.data.code, secret)) {
      log.warn('a local screen was turned away', {});
      return void response.status(403).json({ code: 'pairing-code-invalid' });
    }
    response.cookie(cookieName, session, { httpOnly: true, sameSite: 'strict', path: '/' });
    response.json({});
  });
  app.use('/assets', express.static(join(screens, 'assets'), { index: false, dotfiles: 'ignore' }));
  // The kiosk's page and no other.
  app.use('/kiosk', express.static(join(screens, 'kiosk'), { index: 'index.html', dotfiles: 'ignore' }));

  const io = new Server<ScreenToServer, ServerToScreen>(http, {
    serveClient: false,
    maxHttpBufferSize: 10_000,
    perMessageDeflate: false,
    allowRequest(request, decide) {
      const cookie = readCookie(request.headers.cookie, cookieName);
      const paired = cookie !== undefined && isSecret(cookie, session);
      decide(null, paired && request.headers.host === host() && request.headers.origin === origin());
    },
  });
  const screenSpace = io.of('/screen');
  screenSpace.on('connection', (socket) => {
    for (const [id, other] of screenSpace.sockets) if (id !== socket.id) other.disconnect(true);
    const tell = (): void => {
      const view = mode.view();
      if (view !== undefined) socket.emit('view', view);
    };
    const unwatch = mode.watch(tell);
    tell();
    socket.on('action', (value, ack) => {
      try {
        const action = screenActionSchema.safeParse(value);
        if (!action.success) throw new RefusedError('bad-request', 'action');
        mode.perform(action.data);
        ack({ ok: true });
      } catch (error) {
        ack({ ok: false, refusal: toRefusal(error) });
      }
    });
    socket.on('disconnect', unwatch);
  });

  await new Promise<void>((resolve, reject) => {
    http.once('error', (error) => {
      reject(new RefusedConfig('localPort', String((error as { code?: unknown }).code ?? 'cannot listen')));
    });
    http.listen(port, '127.0.0.1', resolve);
  });
  const url = `${origin()}/kiosk/#pair=${secret}`;
  // For whoever starts the browser: readable by the daemon's own user alone.
  state.writeJson('local-page.json', { url });
  log.info('local page', { url: origin() });
  return {
    url,
    async close() {
      await io.close();
    },
  };
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalSite } from '@cccd-kiosk/contract/local-mode';
import { localPageSchema } from '@cccd-kiosk/contract/local-mode';
import { stationViewSchema, type ScreenAction, type StationView } from '@cccd-kiosk/contract/screen';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { chipTransport, makeCard, printedOf, testTrust } from '@cccd-kiosk/fixtures/world';
import { startDaemon, type Daemon } from '@cccd-kiosk/reader-daemon/src/daemon';
import { ManualScanner } from '@cccd-kiosk/reader-daemon/src/key-scanner/key-scanner';
import { createLog } from '@cccd-kiosk/reader-daemon/src/log';
import { bootSecrets } from '@cccd-kiosk/reader-daemon/src/local-mode/boot-secrets';
import { StateDir } from '@cccd-kiosk/reader-daemon/src/state-dir';
import { InProcessReaders } from '@cccd-kiosk/reader-daemon/src/readers/in-process-readers';
import { io, type Socket } from 'socket.io-client';
import { StandInServer, until } from './stand-in-server.ts';

const reader = 'Reader One';
const site: LocalSite = {
  ...{ prefix: 'K07', stationName: 'K07', siteName: 'Bệnh viện Mẫu', timeZone: 'Asia/Ho_Chi_Minh' },
  ...{ maskNames: false, elderAge: 55, consent: { version: '1', vi: 'Thông báo', en: 'Notice' }, desk: '1' },
  reception: { id: 'reception', name: { vi: 'Tiếp nhận', en: 'Reception' }, room: 'A1', floor: '1' },
};

let folder: string;
let server: StandInServer;
let daemon: Daemon;
let readers: InProcessReaders;
let scanner: ManualScanner;
let logged: string[];
let now: Date;
const screens: Socket[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-mode-'));
  mkdirSync(join(folder, 'screens', 'kiosk'), { recursive: true });
  mkdirSync(join(folder, 'screens', 'counter'));
  for (const page of ['kiosk', 'counter']) writeFileSync(join(folder, 'screens', page, 'index.html'), `<p>${page}</p>`);
  mkdirSync(join(folder, 'station'), { mode: 0o700 });
  writeFileSync(join(folder, 'station', 'local-site.json'), JSON.stringify(site), { mode: 0o600 });
  server = await new StandInServer().start();
  scanner = new ManualScanner();
  logged = [];
  now = new Date();
  await start();
});
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close();
  await daemon.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(localPort = 0): Promise<void> {
  readers = new InProcessReaders([reader]);
  daemon = await startDaemon({
    config: {
      ...{ serverUrl: server.url, stateDir: join(folder, 'station'), enrolmentCode: server.code, simulation: true },
      ...{ localPort, localScreens: join(folder, 'screens') },
    },
    ...{ readers, scanner, now: () => now, trust: loadTrustAnchors(testTrust()).store },
    log: createLog({ level: 'info', to: { write: (line: string) => void logged.push(line) } }),
    backoff: { firstMs: 50, maxMs: 200 },
  });
  await until('a line', () => daemon.connected);
}

const page = (): URL => new URL(daemon.localPage ?? '');
const secret = (): string => page().hash.replace('#pair=', '');

/** One request as a browser on this computer sends it, changed as asked. */
function ask(
  path: string,
  options: { headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string; cookie: string }> {
  const { port, origin } = page();
  const method = options.body === undefined ? 'GET' : 'POST';
  const own =
    options.body === undefined ? {} : { origin, 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' };
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, method, headers: { ...own, ...options.headers } },
      (answer) => {
        let text = '';
        answer.on('data', (part) => (text += String(part)));
        answer.on('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            text,
            cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end(options.body);
  });
}
const pair = (code = secret(), headers = {}) => ask('/api/screens/pair', { body: JSON.stringify({ code }), headers });

class Screen {
  readonly socket: Socket;
  view: StationView | undefined;
  constructor(headers: Record<string, string>) {
    this.socket = io(`${page().origin}/screen`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
    });
    this.socket.on('view', (view: unknown) => (this.view = stationViewSchema.parse(view)));
    screens.push(this.socket);
  }
  static async open(): Promise<Screen> {
    const { cookie } = await pair();
    const screen = new Screen({ cookie, origin: page().origin });
    await until('a view', () => screen.view !== undefined);
    return screen;
  }
  get stage(): string {
    return this.view?.stage.stage ?? '';
  }
  /** The number that stands there. */
  get number(): string | undefined {
    const stage = this.view?.stage;
    return stage?.stage === 'ticket' || stage?.stage === 'go-to-desk' ? stage.ticket.number : undefined;
  }
  act(action: ScreenAction): Promise<{ ok: boolean }> {
    return this.socket.timeout(2000).emitWithAck('action', action) as Promise<{ ok: boolean }>;
  }
}

async function lay(who: string, fault?: string): Promise<void> {
  const chip = await makeCard({ person: who, ...(fault === undefined ? {} : { fault }) } as Parameters<
    typeof makeCard
  >[0]);
  readers.lay(reader, {
    atr: chip.atr,
    connect() {
      chip.power('on');
      return chipTransport(chip);
    },
  });
  scanner.scan(printedOf(who).qr, reader);
}
async function away(): Promise<void> {
  await server.stop();
  await until('a broken line', () => !daemon.connected);
}
async function back(): Promise<void> {
  await server.start();
  await until('a line', () => daemon.connected);
}

describe('the kiosk while its server is away', () => {
  it('reads, proves and gives a number of its own, which goes to the server with the reading, once', async () => {
    const screen = await Screen.open();
    expect(screen.view).toMatchObject({ serverPage: `${server.url}/kiosk/`, alone: true });
    await away();
    await until('no way to the server', () => screen.view?.serverPage === undefined);
    await lay('01-khuyen');
    await until('a number', () => screen.number === 'K07-001');
    const stage = screen.view?.stage;
    expect(stage).toMatchObject({
      stage: 'ticket',
      person: { name: 'Công Tằng Tôn Nữ Thị Phương Khuyên', proven: true, address: 'ba' },
      ticket: { printed: 'on-screen', departmentId: 'reception', room: 'A1', insurancePending: true },
    });
    expect(stage?.stage === 'ticket' && stage.ticket.peopleAhead).toBeUndefined();
    readers.lift(reader);
    await screen.act({ action: 'finish' });
    await until('idle', () => screen.stage === 'idle');

    // The same person, again; then somebody else.
    await lay('01-khuyen');
    await until('the same number', () => screen.number === 'K07-001');
    readers.lift(reader);
    await lay('02-nghiem');
    await until('the next number', () => screen.number === 'K07-002');
    readers.lift(reader);
    await screen.act({ action: 'finish' });

    await back();
    await until('all of them', () => server.submissions.length === 3);
    expect(server.submissions.map(({ localTicket, offline }) => [localTicket?.number, offline])).toEqual([
      ['K07-001', true],
      ['K07-001', true],
      ['K07-002', true],
    ]);
    await until('the way back', () => screen.view?.serverPage === `${server.url}/kiosk/`);
  });

  it('a suspicious card, no card and an unreadable one end with a number for the desk', async () => {
    await away();
    const screen = await Screen.open();
    await lay('02-nghiem', 'bad-hash-dg1');
    await until('a desk', () => screen.stage === 'go-to-desk');
    expect(screen.number).toBe('K07-001');
    readers.lift(reader);
    await screen.act({ action: 'finish' });
    expect(await screen.act({ action: 'ticket-without-card', reason: 'no-card' })).toEqual({ ok: true });
    await until('a number', () => screen.number === 'K07-002');
    // A second press of the button.
    await screen.act({ action: 'ticket-without-card', reason: 'no-card' });
    expect(screen.number).toBe('K07-002');
    expect(await screen.act({ action: 'call-staff', screen: 'idle' })).toMatchObject({ ok: false });
    await back();
    await until('it is told', () => server.localTickets.length === 1);
    expect(server.localTickets[0]).toMatchObject({ number: 'K07-002', reason: 'no-card' });
    const waiting = join(folder, 'station', 'local-tickets.json');
    await until('it is let go', () => readFileSync(waiting, 'utf8') === '[]');
  });

  it('whoever was read as the line broke gets a number too', async () => {
    const screen = await Screen.open();
    server.answers = ['silence'];
    await lay('01-khuyen');
    await until('a number', () => screen.number === 'K07-001');
    await until('a line', () => daemon.connected);
    await until('it is there', () => server.submissions.some(({ localTicket }) => localTicket?.number === 'K07-001'));
  });

  it('numbers go on after a power cut, and begin anew the next day', async () => {
    await away();
    await (await Screen.open()).act({ action: 'ticket-without-card', reason: 'no-card' });
    await server.start();
    await daemon.stop();
    await start();
    await away();
    const screen = await Screen.open();
    await screen.act({ action: 'ticket-without-card', reason: 'unreadable' });
    await until('the next', () => screen.number === 'K07-002');
    await screen.act({ action: 'finish' });
    now = new Date(now.getTime() + 86_400_000);
    await screen.act({ action: 'ticket-without-card', reason: 'no-card' });
    await until('the first of the day', () => screen.number === 'K07-001');
    await back();
    await until('all told', () => server.localTickets.length === 3);
    expect(new Set(server.localTickets.map(({ serviceDay, number }) => `${serviceDay} ${number}`)).size).toBe(3);
  });

  it('no log has a name, a number of a person or the secret', async () => {
    await away();
    const screen = await Screen.open();
    await lay('01-khuyen');
    await until('a number', () => screen.number !== undefined);
    for (const word of ['Khuyên', '046148999917', secret()]) expect(logged.join('')).not.toContain(word);
  });
});

describe('who may see that page', () => {
  it('an address of this computer with a secret of this start, in a file for the launcher', async () => {
    expect(localPageSchema.safeParse(daemon.localPage).success).toBe(true);
    const kept = JSON.parse(readFileSync(join(folder, 'station', 'local-page.json'), 'utf8')) as { url: string };
    expect(kept.url).toBe(daemon.localPage);
    await until('told', () => server.localPages.at(-1) === daemon.localPage);
    expect((await ask('/kiosk/')).text).toBe('<p>kiosk</p>');
    expect((await ask('/counter/')).status).toBe(404);
    expect((await ask('/kiosk/../counter/index.html')).status).toBe(404);
  });

  it('not under another name, not for another page, not without the secret', async () => {
    const { origin, port } = page();
    expect((await ask('/kiosk/', { headers: { host: `rebound.example:${port}` } })).status).toBe(403);
    expect((await ask('/kiosk/', { headers: { host: `localhost:${port}` } })).status).toBe(403);
    expect((await pair('A'.repeat(32))).status).toBe(403);
    expect((await pair(secret(), { origin: 'https://evil.example' })).status).toBe(403);
    expect((await pair(secret(), { 'x-requested-with': '' })).status).toBe(403);
    const { cookie } = await pair();
    for (const headers of [
      { origin },
      { cookie },
      { cookie, origin: `${origin}.evil.example` },
      { cookie: `${cookie}x`, origin },
      { cookie, origin, host: `rebound.example:${port}` },
    ]) {
      const screen = new Screen(headers as Record<string, string>);
      await new Promise<void>((resolve) => screen.socket.once('connect_error', () => resolve()));
      expect(screen.view).toBeUndefined();
    }
  });

  it('a daemon that is started anew on the same computer knows its screen again', async () => {
    const { cookie } = await pair();
    const port = Number(page().port);
    const [before, { origin }] = [daemon.localPage, page()];
    await daemon.stop();
    await start(port);
    expect(daemon.localPage).toBe(before);
    const screen = new Screen({ cookie, origin });
    await until('a view', () => screen.view !== undefined);
  });

  it('another start of the computer has other secrets, and so has a system that does not tell', () => {
    const state = new StateDir(join(folder, 'station'));
    const kept = bootSecrets(state, 'boot-1');
    expect(bootSecrets(state, 'boot-1')).toMatchObject(kept);
    const next = bootSecrets(state, 'boot-2');
    expect([next.pairing, next.session]).not.toEqual([kept.pairing, kept.session]);
    expect(bootSecrets(state, null).pairing).not.toBe(bootSecrets(state, null).pairing);
  });

  it('one screen at a time: a newer one takes its place', async () => {
    const first = await Screen.open();
    await Screen.open();
    await until('gone', () => !first.socket.connected);
  });
});

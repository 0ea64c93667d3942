import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { helloText } from '@cccd-kiosk/contract/station';
import { post, startTestServer, until, type TestServer } from './test-server.ts';
import { connectPage, TestCounter, TestScreen } from './test-pages.ts';
import { TestStation } from './test-station.ts';

let server: TestServer;
let station: TestStation;
let other: TestStation;
const open: Socket[] = [];
const keep = <T extends Socket>(socket: T): T => {
  open.push(socket);
  return socket;
};

beforeAll(async () => {
  server = await startTestServer();
  station = await TestStation.enrol(server, 'K01');
  other = await TestStation.enrol(server, 'K02');
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
afterAll(async () => {
  await server.end();
});

const refusal = (code: string, field?: string) => ({ refusal: field === undefined ? { code } : { code, field } });

describe('who may connect as a station', () => {
  it('the holder of its key, with a fresh challenge', async () => {
    expect(keep(await station.connect()).connected).toBe(true);
  });

  it('a challenge works once', async () => {
    const auth = await station.auth();
    keep(await station.connect(auth));
    await expect(station.connect(auth)).rejects.toMatchObject(refusal('signature-invalid'));
  });

  it('not with another station’s challenge, key or name', async () => {
    const [mine, theirs] = [await station.auth(), await other.auth()];
    await expect(station.connect({ ...mine, signature: theirs.signature })).rejects.toMatchObject(
      refusal('signature-invalid'),
    );
    const { challenge } = await other.auth();
    const signature = station.sign(helloText(other.id, challenge));
    await expect(station.connect({ stationId: other.id, challenge, signature })).rejects.toMatchObject(
      refusal('signature-invalid'),
    );
  });

  it('not a browser, even with the key', async () => {
    await expect(station.connect(undefined, { origin: server.url })).rejects.toMatchObject(
      refusal('not-allowed', 'origin'),
    );
  });

  it.each([
    ['nothing', {}, 'auth.stationId'],
    ['an object for a text', { stationId: { $gt: '' } }, 'auth.stationId'],
    ['a short id', { stationId: 'x' }, 'auth.stationId'],
  ])('%s is refused with the field', async (_what, auth, field) => {
    await expect(station.connect(auth)).rejects.toMatchObject(refusal('bad-request', field));
  });

  it('an unknown station', async () => {
    const response = await post(server, '/api/stations/hello', { stationId: 'nobody-at-all' });
    expect([response.status, await response.json()]).toEqual([401, { code: 'station-unknown' }]);
  });

  it('an enrolment code works once, and only with an Ed25519 key', async () => {
    const code = server.api.createEnrolmentCode();
    const wrong = await post(server, '/api/stations/enrol', {
      code,
      publicKey: Buffer.from('key').toString('base64'),
      name: 'K',
    });
    expect([wrong.status, await wrong.json()]).toEqual([400, { code: 'bad-request', field: 'publicKey' }]);
    const guessed = await post(server, '/api/stations/enrol', { code: 'ABCDEFGH', publicKey: code, name: 'K' });
    expect(guessed.status).toBe(400);
  });

  it('a newer connection replaces the older one', async () => {
    const first = keep(await station.connect());
    keep(await station.connect());
    await until(() => !first.connected);
    expect(server.api.stations().find(({ id }) => id === station.id)?.connected).toBe(true);
  });
});

describe('a revoked station', () => {
  it('is cut at once, its screens too, and neither comes back', async () => {
    const revoked = await TestStation.enrol(server, 'K03');
    const socket = keep(await revoked.connect());
    const screen = await TestScreen.pair(server, revoked.id);
    const auth = await revoked.auth();
    expect(server.api.revokeStation(revoked.id)).toBe(true);
    await until(() => !socket.connected && screen.socket?.connected === false, 1000);
    await expect(revoked.connect(auth)).rejects.toMatchObject(refusal('station-revoked'));
    expect((await post(server, '/api/stations/hello', { stationId: revoked.id })).status).toBe(403);
    await expect(connectPage(server, '/screen', { cookie: screen.cookie })).rejects.toMatchObject(
      refusal('sign-in-needed'),
    );
  });
});

describe('who may connect as a page', () => {
  it.each([
    ['/screen', {}, 'sign-in-needed'],
    ['/screen', { cookie: 'ck_screen=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }, 'sign-in-needed'],
    ['/counter', {}, 'sign-in-needed'],
    ['/counter', { cookie: "ck_staff=' OR 1=1 --" }, 'sign-in-needed'],
  ])('%s with %j: %s', async (namespace, headers, code) => {
    await expect(connectPage(server, namespace, headers)).rejects.toMatchObject(refusal(code));
  });

  it('nobody in the default namespace', async () => {
    await expect(connectPage(server, '/', {})).rejects.toThrow();
  });

  it.each(['https://evil.example', 'null', 'file://', 'http://localhost.evil.example'])(
    'not from %s: no handshake at all',
    async (origin) => {
      await expect(connectPage(server, '/screen', { origin })).rejects.not.toMatchObject(refusal('sign-in-needed'));
    },
  );

  it('an auditor reads the audit, not people', async () => {
    server.api.createStaff({ account: 'kiemtoan', password: 'mật khẩu dài', role: 'auditor', name: 'A' });
    const { cookie } = await TestCounter.signIn(server, 'kiemtoan', 'mật khẩu dài');
    await expect(connectPage(server, '/counter', { cookie })).rejects.toMatchObject(refusal('not-allowed', 'role'));
  });

  it('a screen’s cookie opens no counter', async () => {
    const screen = await TestScreen.pair(server, station.id);
    const cookie = screen.cookie.replace('ck_screen', 'ck_staff');
    screen.close();
    await expect(connectPage(server, '/counter', { cookie })).rejects.toMatchObject(refusal('sign-in-needed'));
  });
});

describe('floods (TH21, N13)', () => {
  it('long polling does not exist', async () => {
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    expect(response.status).toBe(400);
    const binary = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
      method: 'POST',
      body: new Uint8Array(1_000_000),
    });
    expect(binary.status).toBe(400);
  });

  it('a socket that sends more than its measure is cut; the others live', async () => {
    const flooding = keep(await station.connect());
    const calm = keep(await other.connect());
    for (let i = 0; i < 1000; i += 1) flooding.emit('reader', { reader: 'r', state: 'empty' });
    await until(() => !flooding.connected);
    expect(calm.connected).toBe(true);
    expect((await other.ask('nonces', 1)).ok).toBe(true);
  });

  it('a frame of 2 MB ends its own socket alone', async () => {
    const flooding = keep(await station.connect());
    const calm = keep(await other.connect());
    flooding.emit('submit', { body: 'x'.repeat(2_000_000), signature: '' });
    await until(() => !flooding.connected);
    expect((await other.ask('nonces', 1)).ok).toBe(true);
    expect(calm.connected).toBe(true);
  });

  it.each([
    ['no envelope', undefined],
    ['a text', 'x'],
    ['a body that is no text', { body: {}, signature: 'AA==' }],
    ['binary', { body: Buffer.from('x'), signature: 'AA==' }],
  ])('%s instead of an envelope is refused', async (_what, value) => {
    keep(await other.connect());
    expect(await other.ask('submit', value)).toMatchObject({ ok: false, refusal: { code: 'bad-request' } });
  });

  it('a question without an acknowledgement, and unknown events, do no harm', async () => {
    const socket = keep(await other.connect());
    socket.emit('nonces');
    socket.emit('submit');
    socket.emit('__proto__', {});
    socket.emit('reader', { reader: '__proto__', state: 'empty' });
    expect((await other.ask('nonces', 1)).ok).toBe(true);
  });

  it('a station holds at most its pool of challenges: the oldest go', async () => {
    keep(await other.connect());
    const first = await other.nonce();
    expect(await other.ask('nonces', 65)).toMatchObject({ refusal: { code: 'bad-request', field: 'wanted' } });
    expect((await other.ask('nonces', 64)).ok).toBe(true);
    const record = await other.read('01-khuyen', { nonce: first });
    expect(await other.submit(other.envelope(record))).toMatchObject({ refusal: { code: 'nonce-unknown' } });
  });

  it('an upgrade with 2,000 headers (CVE-2024-37890) is refused and the server lives', async () => {
    const headers = Object.fromEntries(Array.from({ length: 1990 }, (_, i) => [`x${i}`, 'y']));
    const status = await new Promise<number>((resolve) => {
      const sent = request(`${server.url}/socket.io/?EIO=4&transport=websocket`, {
        headers: {
          ...headers,
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        },
      });
      sent.on('response', (response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      });
      sent.on('upgrade', (_response, socket) => {
        socket.destroy();
        resolve(101);
      });
      sent.on('error', () => {
        resolve(0);
      });
      sent.end();
    });
    expect(status).not.toBe(101);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('a handshake that never authenticates is ended', async () => {
    const socket = keep(io(server.url, { transports: ['websocket'], forceNew: true, reconnection: false }));
    await new Promise<void>((resolve) =>
      socket.once('connect_error', () => {
        resolve();
      }),
    );
    expect(socket.connected).toBe(false);
  });
});

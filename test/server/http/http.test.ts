import { request as rawRequest } from 'node:http';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '@cccd-kiosk/server/src/start-server';
import { pageHeaders, post, startTestServer, temporaryFolder, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';

let server: TestServer;
let screensDir: string;
const password = 'một mật khẩu dài';

beforeAll(async () => {
  screensDir = temporaryFolder();
  for (const page of ['kiosk', 'counter', 'cards', 'assets']) mkdirSync(join(screensDir, page));
  for (const page of ['kiosk', 'counter', 'cards'])
    writeFileSync(join(screensDir, page, 'index.html'), `<p>${page}</p>`);
  writeFileSync(join(screensDir, 'assets', 'app.js'), 'x');
  writeFileSync(join(screensDir, '.secret'), 'x');
  server = await startTestServer({ screensDir });
  server.api.createStaff({ account: 'quay1', password, role: 'reception', name: 'Cán bộ' });
});
afterAll(async () => {
  await server.end();
  rmSync(screensDir, { recursive: true, force: true });
});

const signIn = (headers: Record<string, string>, body: unknown = { account: 'quay1', password }) =>
  post(server, '/api/staff/sign-in', body, headers);

/** `fetch` may not set Host or Origin freely everywhere; a raw request sends what it is told. */
const raw = (headers: Record<string, string>, path = '/healthz'): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const sent = rawRequest(`${server.url}${path}`, { headers, setHost: false }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });

describe('where a request that changes something may come from (TH16, N20)', () => {
  const own = () => server.url;
  const port = () => new URL(server.url).port;
  it.each<[string, () => Record<string, string>, number]>([
    ['our own page', () => pageHeaders(server), 200],
    ['our own page by its other name', () => ({ ...pageHeaders(server), origin: `http://localhost:${port()}` }), 200],
    ['no Origin', () => ({ 'x-requested-with': 'cccd-kiosk' }), 403],
    ['Origin null', () => ({ ...pageHeaders(server), origin: 'null' }), 403],
    ['a file', () => ({ ...pageHeaders(server), origin: 'file://' }), 403],
    ['another site', () => ({ ...pageHeaders(server), origin: 'https://evil.example' }), 403],
    ['our name as a prefix', () => ({ ...pageHeaders(server), origin: `${own()}.evil.example` }), 403],
    ['our name as a suffix', () => ({ ...pageHeaders(server), origin: `http://evil.127.0.0.1:${port()}` }), 403],
    ['another port', () => ({ ...pageHeaders(server), origin: 'http://127.0.0.1:1' }), 403],
    ['another scheme', () => ({ ...pageHeaders(server), origin: `https://127.0.0.1:${port()}` }), 403],
    ['upper case', () => ({ ...pageHeaders(server), origin: own().toUpperCase() }), 403],
    ['a trailing slash', () => ({ ...pageHeaders(server), origin: `${own()}/` }), 403],
    [
      'a cross-site fetch that lies about its Origin',
      () => ({ ...pageHeaders(server), 'sec-fetch-site': 'cross-site' }),
      403,
    ],
    ['without our header', () => ({ origin: own() }), 403],
    ['as text/plain', () => ({ ...pageHeaders(server), 'content-type': 'text/plain' }), 400],
    ['as a form', () => ({ ...pageHeaders(server), 'content-type': 'application/x-www-form-urlencoded' }), 400],
    ['as TEXT/PLAIN', () => ({ ...pageHeaders(server), 'content-type': 'TEXT/PLAIN' }), 400],
    ['as JSON in disguise', () => ({ ...pageHeaders(server), 'content-type': 'text/plain; application/json' }), 400],
    [
      'as JSON with a charset, in capitals',
      () => ({ ...pageHeaders(server), 'content-type': 'APPLICATION/JSON; charset=utf-8' }),
      200,
    ],
  ])('%s', async (_where, headers, status) => {
    expect((await signIn(headers())).status).toBe(status);
  });

  it('daemons’ requests are not for browsers', async () => {
    const response = await post(server, '/api/stations/hello', { stationId: 'x'.repeat(22) }, pageHeaders(server));
    expect([response.status, await response.json()]).toEqual([403, { code: 'not-allowed', field: 'origin' }]);
  });

  it.each([
    ['evil.example', 403],
    ['127.0.0.1:1', 403],
    ['127.0.0.1.evil.example', 403],
    ['', 403],
  ])('Host %s (DNS rebinding): %s', async (host, status) => {
    expect((await raw({ host })).status).toBe(status);
  });

  it('Host by its own names', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]'])
      expect((await raw({ host: `${name}:${port()}` })).status).toBe(200);
  });
});

describe('what comes in', () => {
  it.each<[string, unknown, string | undefined]>([
    ['nothing', null, undefined],
    ['a list', [], undefined],
    ['text', 'x', undefined],
    ['a field missing', { account: 'quay1' }, 'password'],
    ['a number for a text', { account: 1, password: 'x' }, 'account'],
    ['an object for a text (NoSQL)', { account: { $ne: null }, password: 'x' }, 'account'],
    ['a list for a text (HPP)', { account: ['a', 'b'], password: 'x' }, 'account'],
    ['too long a text', { account: 'x'.repeat(61), password: 'x' }, 'account'],
  ])('%s → 400 with the field', async (_what, body, field) => {
    const response = await signIn(pageHeaders(server), body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(
      field === undefined ? { code: 'bad-request' } : { code: 'bad-request', field },
    );
  });

  it.each(["' OR 1=1 --", '../../etc/passwd', '__proto__', 'constructor'])(
    '%s as an account is nobody',
    async (account) => {
      const response = await signIn(pageHeaders(server), { account, password: 'x' });
      expect([response.status, await response.json()]).toEqual([401, { code: 'sign-in-needed' }]);
    },
  );

  it('a polluted prototype pollutes nothing', async () => {
    const body =
      '{"account":"quay1","password":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    await fetch(`${server.url}/api/staff/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...pageHeaders(server) },
      body,
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['a body of 17 KB', 'x'.repeat(17_000), 400],
    ['half a JSON', '{"account":', 400],
  ])('%s → %s', async (_what, body, status) => {
    const response = await fetch(`${server.url}/api/staff/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...pageHeaders(server) },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ code: 'bad-request' });
  });

  it('2,000 headers (N14) are refused and the server lives', async () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x-${i}`, 'y']));
    const answered = await raw({ host: new URL(server.url).host, ...many });
    expect(answered).toEqual({ status: 400, body: '{"code":"bad-request","field":"headers"}' });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('an unknown path is a refusal in the one shape, without a stack', async () => {
    const response = await fetch(`${server.url}/api/nothing`);
    expect([response.status, await response.json()]).toEqual([404, { code: 'not-found' }]);
  });
});

describe('what goes out', () => {
  it('has a policy without inline script, and nobody may frame it', async () => {
    const { headers } = await fetch(`${server.url}/kiosk/`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('keeps sessions in cookies that scripts and other sites do not get', async () => {
    const cookie = (await signIn(pageHeaders(server))).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^ck_staff=[\w-]{43};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
  });

  it.each([
    ['/kiosk/', 200],
    ['/counter/', 200],
    ['/cards/', 200],
    ['/assets/app.js', 200],
    ['/.secret', 404],
    ['/assets/..%2f..%2f.secret', 404],
    ['/assets/../.secret', 404],
  ])('%s → %s', async (path, status) => {
    expect((await raw({ host: new URL(server.url).host }, path)).status).toBe(status);
  });

  it('pages of the simulation are not served outside one (TH25)', async () => {
    const production = await startTestServer({ screensDir, simulation: false });
    try {
      for (const path of ['/cards/', '/Cards/index.html', '/cards', '/gallery/'])
        expect((await fetch(`${production.url}${path}`)).status).toBe(404);
      expect((await fetch(`${production.url}/kiosk/`)).status).toBe(200);
    } finally {
      await production.end();
    }
  });
});

describe('staff', () => {
  it('signs in, is known, signs out and is unknown again', async () => {
    const counter = await TestCounter.signIn(server, 'quay1', password);
    const session = () => fetch(`${server.url}/api/staff/session`, { headers: { cookie: counter.cookie } });
    expect(await (await session()).json()).toEqual({ officer: 'Cán bộ', role: 'reception' });
    await post(server, '/api/staff/sign-out', {}, { ...pageHeaders(server), cookie: counter.cookie });
    expect((await session()).status).toBe(401);
  });

  it('five wrong passwords stop the sixth try, right or wrong', async () => {
    server.api.createStaff({ account: 'quay2', password, role: 'reception', name: 'B' });
    const tries = async (secret: string) =>
      (await signIn(pageHeaders(server), { account: 'quay2', password: secret })).status;
    for (let i = 0; i < 5; i += 1) expect(await tries('wrong')).toBe(401);
    expect(await tries(password)).toBe(429);
  });

  it('a pairing code works once', async () => {
    const unknown = await post(server, '/api/screens/pair', { code: 'ABCDEFGH' }, pageHeaders(server));
    expect([unknown.status, await unknown.json()]).toEqual([403, { code: 'pairing-code-invalid', field: 'code' }]);
  });
});

describe('plain HTTP stays inside the machine', () => {
  it.each(['0.0.0.0', '192.0.2.1', 'kiosk.example'])('%s without TLS is refused at the start', async (host) => {
    await expect(startServer({ host, dataDir: screensDir })).rejects.toMatchObject({
      code: 'plain-http-beyond-loopback',
    });
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { createGateway, type Gateway, type Question } from '@cccd-kiosk/server/src/insurance/gateway/gateway';
import { GatewayFault } from '@cccd-kiosk/server/src/insurance/gateway/fault';
import { createBreaker } from '@cccd-kiosk/server/src/insurance/link/breaker';
import { createPace } from '@cccd-kiosk/server/src/insurance/link/pace';
import { gatewaySettingsSchema } from '@cccd-kiosk/server/src/insurance/settings';
import { until } from '../test-server.ts';
import { ManualClock } from './manual-clock.ts';
import { startInsuranceBench, type BenchOptions, type InsuranceBench } from './insurance-bench.ts';

let bench: InsuranceBench | undefined;
const started = async (options: BenchOptions = {}): Promise<InsuranceBench> => {
  bench = await startInsuranceBench(options);
  return bench;
};
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const known = (here: InsuranceBench, n: number) => {
  const person = mintPerson(n, 11);
  here.gateway.register.add(insuredMinted(person));
  return person;
};
const gatewayOf = (here: { gateway: InsuranceBench['gateway'] }, url = here.gateway.url): Gateway =>
  createGateway({
    settings: gatewaySettingsSchema.parse({ url, timeoutMs: 150, ...here.gateway.account }),
    password: here.gateway.account.passwordMd5,
    facilityCode: '01999',
    now: () => new Date(),
    turn: () => Promise.resolve(),
  });
const question = (here: InsuranceBench): Question => ({
  ...{ number: '079300999999', fullName: 'Nguyễn Văn Mẫu', birthDate: '1990', officer: here.gateway.officer },
});
const faultOf = async (work: Promise<unknown>): Promise<GatewayFault> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GatewayFault)) throw new Error('no fault');
  return error;
};

describe('the session with the gateway', () => {
  it('is taken once by callers at the same time, and again when it ended', async () => {
    const here = await started({ gateway: { sessionMs: 31_000 } });
    const people = Array.from({ length: 8 }, (_, n) => known(here, n));
    await Promise.all(people.map((person) => here.lookUp(person)));
    expect(here.gateway.questions.length).toBe(8);
    here.gateway.endSessions();
    expect((await here.lookUp(known(here, 20))).view.state).toBe('valid');
    // The refused question and the one with the new session.
    expect(here.gateway.questions.length).toBe(10);
  });

  it('belongs to the address it was given to: from another one a new session is taken, once', async () => {
    let address = 'a';
    const here = await started({ gateway: { addressOf: () => address } });
    const gateway = gatewayOf(here);
    await gateway.ready();
    address = 'b';
    expect((await gateway.lookUp(question(here))).value.code).toBe('050');
    expect(here.gateway.questions.length).toBe(2);
    gateway.close();
  });

  it('refused twice is a setting to be mended: not asked a third time', async () => {
    const here = await started({ gateway: { sessionMs: -1 } });
    const visitId = here.visit(known(here, 2));
    here.desk.insurance.begin(visitId);
    await until(() => here.desk.status().breaker.state === 'open');
    expect(here.desk.status().breaker.cause).toBe('401');
    expect(here.gateway.questions.length).toBe(2);
    expect(here.store.workItems.allOpen().map(({ kind, code }) => [kind, code])).toEqual([['configuration', '401']]);
  });

  it('ends with a wrong account as a setting to be mended, and nothing is asked', async () => {
    const here = await started();
    const wrong = createGateway({
      settings: gatewaySettingsSchema.parse({
        url: here.gateway.url,
        username: '01999_BV',
        passwordMd5: 'a'.repeat(32),
      }),
      password: 'a'.repeat(32),
      facilityCode: '01999',
      now: () => new Date(),
      turn: () => Promise.resolve(),
    });
    expect(await faultOf(wrong.lookUp(question(here)))).toMatchObject({ code: '401', certainty: 'not-sent' });
    expect(here.gateway.questions.length).toBe(0);
    wrong.close();
  });
});

describe('a gateway in trouble', () => {
  it.each([
    ['down', 'cut-off', 'uncertain'],
    ['silent', 'timed-out', 'uncertain'],
    ['html', 'bad-status', 'answered'],
    ['garbled', 'malformed', 'answered'],
  ] as const)('%s: %s, %s', async (mood, code, certainty) => {
    const here = await started();
    const gateway = gatewayOf(here);
    await gateway.ready();
    here.gateway.setMood(mood);
    const fault = await faultOf(gateway.lookUp(question(here)));
    expect(fault).toMatchObject({ code, certainty });
    expect(here.gateway.questions.length).toBeLessThanOrEqual(1);
    gateway.close();
  });

  it('that cannot be reached was asked nothing', async () => {
    const here = await started();
    const gateway = gatewayOf(here, 'http://127.0.0.1:9');
    expect(await faultOf(gateway.lookUp(question(here)))).toMatchObject({ code: 'unreachable', certainty: 'not-sent' });
    gateway.close();
  });

  it.each<
    [string, (body: { end: (text: string) => void }, head: (type: string, status: number) => void) => void, string]
  >([
    ['a page of HTML with HTTP 200', (body, head) => (head('text/html', 200), body.end('<html>')), 'not-json'],
    ['an empty body', (body, head) => (head('application/json', 200), body.end('')), 'not-json'],
    ['half a JSON', (body, head) => (head('application/json', 200), body.end('{"maKetQua":')), 'not-json'],
    ['null', (body, head) => (head('application/json', 200), body.end('null')), 'malformed'],
    ['an array', (body, head) => (head('application/json', 200), body.end('[]')), 'malformed'],
    [
      'a megabyte',
      (body, head) => (head('application/json', 200), body.end(`"${'x'.repeat(1_000_000)}"`)),
      'oversized',
    ],
    ['a redirect', (body, head) => (head('location', 302), body.end('')), 'redirected'],
    ['HTTP 503', (body, head) => (head('application/json', 503), body.end('{}')), 'bad-status'],
  ])('that answers with %s', async (_what, answer, code) => {
    const token = { maKetQua: '200', APIKey: { access_token: 'a', id_token: 'b', expires_in: '2999-01-01T00:00:00Z' } };
    const odd: Server = createServer((request, response) => {
      if (request.url?.startsWith('/api/token') === true)
        response.setHeader('content-type', 'application/json').end(JSON.stringify(token));
      else
        answer(response, (type, status) => {
          response.writeHead(
            status,
            type === 'location' ? { location: 'http://127.0.0.1:9/' } : { 'content-type': type },
          );
        });
    });
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    const here = await started();
    const gateway = gatewayOf(here, `http://127.0.0.1:${(odd.address() as AddressInfo).port}`);
    expect(await faultOf(gateway.lookUp(question(here)))).toMatchObject({ code, certainty: 'answered' });
    gateway.close();
    odd.closeAllConnections();
    odd.close();
  });

  it.each<[string, unknown, string]>([
    ['a number for the code', { maKetQua: 0 }, 'unknown-code'],
    ['null for the code', { maKetQua: null }, 'unknown-code'],
    ['in order, and nobody named', { maKetQua: '000', hoTen: '', ngaySinh: null }, 'malformed'],
    ['numbers for texts', { maKetQua: '000', hoTen: 5, ngaySinh: 1990 }, 'malformed'],
  ])('that answers with %s: for staff', async (_what, reply, code) => {
    const inside: Gateway = {
      ready: () => Promise.resolve(),
      lookUp: async () => {
        const { parseLookUpReply } = await import('@cccd-kiosk/server/src/insurance/gateway/look-up-reply');
        const value = parseLookUpReply(reply);
        if (value === null) throw new GatewayFault('malformed', 'answered');
        return { value, raw: JSON.stringify(reply), status: 200, ms: 1 };
      },
      history: () => Promise.reject(new Error('not asked')),
      coPayment: () => Promise.reject(new Error('not asked')),
      sendCheckIn: () => Promise.reject(new Error('not asked')),
      close: () => undefined,
    };
    const here = await started({ inside });
    const { visitId, view } = await here.lookUp(mintPerson(1, 11));
    expect(['staff-check', 'pending']).toContain(view.state);
    expect(here.desk.records.find(visitId)?.code).toBe(code);
  });

  it('a question that timed out is never asked again by itself; a person may', async () => {
    const clock = new ManualClock('2026-11-26T01:00:00Z');
    const here = await started({ timeoutMs: 150, clock });
    here.gateway.setMood('silent');
    const visitId = here.visit(known(here, 1));
    here.desk.insurance.begin(visitId);
    await until(() => here.desk.status().uncertain === 1);
    expect(here.desk.insurance.view(visitId)).toEqual({ state: 'pending' });
    expect(here.store.workItems.openOfVisit(visitId, 'before-payment').map(({ code }) => code)).toEqual(['timed-out']);
    here.gateway.setMood('up');
    await clock.pass(3_600_000);
    expect(here.gateway.questions.length).toBe(1);
    here.desk.insurance.askAgain(visitId, 'thungan1');
    await until(() => here.desk.insurance.view(visitId).state === 'valid');
    expect(here.gateway.questions.length).toBe(2);
    expect(here.store.workItems.openOfVisit(visitId, 'before-payment')).toEqual([]);
    expect(here.desk.evidence.ofVisit(visitId).map(({ code, good, officer }) => [code, good, officer])).toEqual([
      ['timed-out', false, 'kiosk'],
      ['000', true, 'thungan1'],
    ]);
  });
});

describe('the breaker', () => {
  it('opens after three failures in a row, tries again later, longer each time, and closes with an answer', () => {
    const breaker = createBreaker();
    breaker.failed('unreachable', 0, 1);
    breaker.failed('unreachable', 1, 2);
    breaker.answered(3);
    for (let i = 0; i < 2; i += 1) breaker.failed('bad-status', 4, 5);
    expect(breaker.state).toBe('closed');
    breaker.failed('bad-status', 5, 6);
    expect(breaker).toMatchObject({ state: 'open', cause: 'bad-status', triesAt: 15_006, since: 6 });
    // The answer to a question from before proves nothing about now.
    breaker.answered(7);
    expect(breaker.state).toBe('open');
    breaker.tryAgain(15_006);
    expect(breaker).toMatchObject({ state: 'half-open', triesAt: null });
    breaker.failed('unreachable', 15_006, 15_007);
    expect(breaker).toMatchObject({ state: 'open', triesAt: 45_007 });
    breaker.tryAgain(45_007);
    breaker.answered(45_008);
    expect(breaker).toMatchObject({ state: 'closed', cause: null, triesAt: null });
  });

  it('a time-out with no answer since opens it at once; one among answers does not', () => {
    const breaker = createBreaker();
    breaker.answered(100);
    breaker.failed('timed-out', 50, 3050);
    expect(breaker.state).toBe('closed');
    breaker.failed('timed-out', 200, 3200);
    expect(breaker.state).toBe('open');
  });

  it('waits at most two minutes, and five for what only a person can mend', () => {
    const breaker = createBreaker();
    let now = 0;
    for (let i = 0; i < 3; i += 1) breaker.failed('unreachable', now, now);
    for (let i = 0; i < 10; i += 1) {
      now = breaker.triesAt ?? now;
      breaker.tryAgain(now);
      breaker.failed('unreachable', now, now);
    }
    expect((breaker.triesAt ?? 0) - now).toBe(120_000);
    breaker.hold('401', now);
    expect((breaker.triesAt ?? 0) - now).toBe(300_000);
  });
});

describe('the agreed rate', () => {
  it('never two closer together than agreed', () => {
    const pace = createPace(5);
    const at: number[] = [];
    let now = 0;
    while (at.length < 20) {
      const turn = pace.take(now);
      if (turn.due) at.push(now);
      else now = turn.at;
    }
    for (let i = 1; i < at.length; i += 1) expect((at[i] ?? 0) - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(200);
    expect(pace.reserve(now)).toBe(now + 200);
    expect(pace.lastMinute(now + 200)).toBeCloseTo(21 / 60);
  });
});

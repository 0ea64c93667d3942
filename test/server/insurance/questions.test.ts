import { afterEach, describe, expect, it } from 'vitest';
import { answerOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/answers';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson, type Person } from '@cccd-kiosk/fixtures/world';
import type { Gateway } from '@cccd-kiosk/server/src/insurance/gateway/gateway';
import { parseLookUpReply } from '@cccd-kiosk/server/src/insurance/gateway/look-up-reply';
import { until } from '../test-server.ts';
import { startInsuranceBench, type InsuranceBench } from './insurance-bench.ts';

let bench: InsuranceBench;
afterEach(() => bench.close());

function known(n: number): Person {
  const person = mintPerson(n, 23);
  bench.gateway.register.add(insuredMinted(person));
  return person;
}
const underway = (): unknown => bench.store.db.prepare(`SELECT 1 FROM insurance_lookups WHERE state = 'asking'`).get();
const asked = (key: string): number => bench.gateway.questions.filter((question) => question.key === key).length;

describe('a clerk whose own registration is wrong', () => {
  it.each([
    ['054', { name: 'Trần Thị Mẫu Cán Bộ', cccd: '001180999911' }],
    ['055', { name: 'Trần Thị Khác', cccd: '001180999900' }],
  ])('%s: keeps nobody else’s question back, and the cashier is told of this one', async (code, officer) => {
    bench = await startInsuranceBench({
      settings: {
        officers: { kiosk: { name: 'Trần Thị Mẫu Cán Bộ', cccd: '001180999900' }, staff: { quay1: officer } },
      },
    });
    const visitId = bench.visit(known(1));
    bench.desk.insurance.askAgain(visitId, 'quay1');
    await until(() => bench.desk.records.find(visitId)?.code === code);
    expect(bench.desk.insurance.view(visitId)).toEqual({ state: 'pending' });
    expect(bench.desk.status()).toMatchObject({ breaker: { state: 'closed' }, depth: 0 });
    const tasks = bench.store.workItems.allOpen().map((item) => [item.kind, item.code, item.visitId]);
    expect(tasks).toContainEqual(['configuration', code, null]);
    expect(tasks).toContainEqual(['before-payment', code, visitId]);
    expect((await bench.lookUp(known(2))).view.state).toBe('valid');
    // By somebody whose registration is in order.
    bench.desk.insurance.askAgain(visitId, 'quay2');
    await until(() => bench.desk.insurance.view(visitId).state === 'valid');
    expect(bench.store.workItems.openOfVisit(visitId, 'before-payment')).toEqual([]);
  });

  it('the kiosks’ own officer: every question would end so, and waits', async () => {
    bench = await startInsuranceBench({ settings: { officers: { kiosk: { name: 'Khác', cccd: '001180999900' } } } });
    bench.desk.insurance.begin(bench.visit(known(3)));
    await until(() => bench.desk.status().breaker.state === 'open');
    expect(bench.desk.status()).toMatchObject({ breaker: { cause: '055' }, depth: 1 });
    expect(bench.gateway.questions.length).toBe(1);
  });
});

describe('two questions about one visit', () => {
  it('pressed twice, asked once', async () => {
    bench = await startInsuranceBench({ gateway: { slowMs: 100 } });
    const person = known(4);
    const { bhxhNumber } = insuredMinted(person);
    bench.gateway.setMood('slow');
    const visitId = bench.visit(person);
    bench.desk.insurance.begin(visitId);
    await until(underway);
    bench.desk.insurance.askAgain(visitId, 'quay1');
    bench.desk.insurance.askAgain(visitId, 'quay1');
    await until(() => bench.desk.insurance.view(visitId).state === 'valid');
    bench.desk.insurance.enterNumber(visitId, bhxhNumber);
    await until(underway);
    bench.desk.insurance.enterNumber(visitId, bhxhNumber);
    await until(() => bench.desk.insurance.view(visitId).state === 'valid');
    expect(bench.desk.status().depth).toBe(0);
    expect([asked(person.number), asked(bhxhNumber)]).toEqual([1, 1]);
  });

  it('the later one counts, whichever is answered last', async () => {
    const person = mintPerson(5, 23);
    const { bhxhNumber } = insuredMinted(person);
    const answers = new Map<string, (code: string) => void>();
    const never = (): Promise<never> => Promise.reject(new Error('not asked in this test'));
    const inside: Gateway = {
      ready: () => Promise.resolve(),
      lookUp: ({ number }) =>
        new Promise((resolve) => {
          answers.set(number, (code) => {
            const value = parseLookUpReply(answerOf(code, insuredMinted(person)));
            if (value !== null) resolve({ value, raw: '{}', status: 200, ms: 1 });
          });
        }),
      history: never,
      coPayment: never,
      sendCheckIn: never,
      close: () => undefined,
    };
    bench = await startInsuranceBench({ inside });
    const visitId = bench.visit(person);
    bench.desk.insurance.begin(visitId);
    const first = await until(() => answers.get(person.number));
    bench.desk.insurance.enterNumber(visitId, bhxhNumber);
    (await until(() => answers.get(bhxhNumber)))('000');
    await until(() => bench.desk.insurance.view(visitId).state === 'valid');
    first('010');
    await until(() => bench.desk.evidence.ofVisit(visitId).length === 2);
    expect(bench.desk.evidence.ofVisit(visitId).map(({ code }) => code)).toEqual(['000', '010']);
    expect(bench.desk.insurance.view(visitId).state).toBe('valid');
    expect(bench.store.workItems.openOfVisit(visitId, 'insurance')).toEqual([]);
  });
});

it.each(['100', '101', '205', '401'])('an answer %s is no good look-up: the last good one stays', async (code) => {
  bench = await startInsuranceBench();
  const person = known(7);
  bench.gateway.register.force(person.number, code);
  const visitId = bench.visit(person);
  bench.desk.insurance.begin(visitId);
  await until(() => bench.desk.evidence.ofVisit(visitId).length === 1);
  expect(bench.desk.evidence.ofVisit(visitId)[0]).toMatchObject({ good: false });
  expect(bench.desk.status().lastGoodAt).toBeNull();
});

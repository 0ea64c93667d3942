import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insuranceViewSchema, type InsuranceState } from '@cccd-kiosk/contract/insurance';
import { gatewayCodes, type GatewayCode } from '@cccd-kiosk/contract/insurance-codes';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson, people, personById } from '@cccd-kiosk/fixtures/world';
import { until } from '../test-server.ts';
import { startInsuranceBench, type InsuranceBench } from './insurance-bench.ts';

let bench: InsuranceBench;
beforeAll(async () => {
  bench = await startInsuranceBench();
});
afterAll(async () => {
  await bench.close();
});

/** What a person sees for each answer of the published table (insurance.md A4), and which work it makes. */
const expected: Readonly<Record<GatewayCode, [InsuranceState, string | null, string?]>> = {
  '000': ['valid', null],
  '001': ['desk', 'insurance'],
  '002': ['desk', 'insurance'],
  '003': ['valid', null],
  '003.1': ['valid', null],
  '004': ['valid', null],
  '010': ['ended', 'insurance'],
  '050': ['not-found', 'insurance'],
  '051': ['not-found', 'insurance'],
  '052': ['not-found', 'insurance'],
  '053': ['not-found', 'insurance'],
  '054': ['pending', 'configuration'],
  '055': ['pending', 'configuration'],
  '060': ['mismatch', 'mismatch'],
  '061': ['mismatch', 'mismatch'],
  '070': ['mismatch', 'mismatch'],
  '080': ['staff-check', 'insurance'],
  '090': ['staff-check', 'insurance'],
  '100': ['pending', null],
  '101': ['pending', null],
  '110': ['ended', 'insurance'],
  '120': ['ended', 'insurance'],
  '121': ['ended', 'insurance'],
  '122': ['ended', 'insurance'],
  '123': ['ended', 'insurance'],
  '124': ['ended', 'insurance'],
  '130': ['desk', 'insurance'],
  // Nothing asks it again: the cashier has to know.
  '205': ['pending', 'configuration', 'before-payment'],
  '401': ['pending', 'configuration'],
  '501': ['pending', 'configuration'],
};

const sure = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('missing');
  return value;
};

describe.each(['personal-number', 'bhxh-number', 'card-number'] as const)('every code, asked by %s', (key) => {
  let next = key === 'personal-number' ? 0 : key === 'bhxh-number' ? 1000 : 2000;
  it.each(gatewayCodes.map((code) => [code, ...expected[code]] as const))(
    '%s: %s',
    async (code, state, work, besides?: string) => {
      // A bench of its own where the answer holds the link: the next person's must not wait for it.
      const own = ['054', '055', '401', '501', '100', '101', '205'].includes(code);
      const here = own ? await startInsuranceBench() : bench;
      next += 1;
      const person = mintPerson(next, 7);
      const insured = insuredMinted(person);
      const renewed = { cardNumber: `HN2${insured.cardNumber.slice(3)}`, from: '01/01/2026', until: '31/12/2028' };
      here.gateway.register.add({
        ...insured,
        ...(['003', '003.1', '004'].includes(code) ? { replacedBy: renewed } : {}),
      });
      const first = {
        'personal-number': person.number,
        'bhxh-number': insured.bhxhNumber,
        'card-number': insured.cardNumber,
      }[key];
      const visitId = here.visit(person);
      here.gateway.register.force(person.number, code);
      if (key === 'personal-number') here.desk.insurance.begin(visitId);
      else here.desk.insurance.enterNumber(visitId, first);
      await until(() => here.gateway.questions.some((question) => question.key === first));
      const view = insuranceViewSchema.parse(await here.settled(visitId));
      expect(view.state).toBe(state);
      if (view.state === 'not-found')
        expect(view.asked).toBe(key === 'personal-number' ? 'personal-number' : 'insurance-number');
      const kinds = here.store.workItems.allOpen().filter((item) => item.visitId === visitId || item.visitId === null);
      expect(kinds.map(({ kind }) => kind).sort()).toEqual(
        [work, besides].filter((kind) => typeof kind === 'string').sort(),
      );
      // Asked by the key that was given, and never twice the same.
      const asked = here.gateway.questions
        .map((question) => question.key)
        .filter((asked) => asked === person.number || asked.endsWith(insured.bhxhNumber));
      expect(asked[0]).toBe(first);
      const renewedToken = ['401', '501'].includes(code) ? 2 : 1;
      expect(asked.filter((one) => one === first).length).toBe(renewedToken);
      if (own) await here.close();
    },
  );
});

const stories: [string, Record<string, unknown>][] = [
  ['01-khuyen', { state: 'valid', until: '2027-12-31', ratePercent: 95 }],
  ['02-nghiem', { state: 'valid', ratePercent: 100 }],
  ['04-mau', { state: 'valid', ratePercent: 80 }],
  ['14-ha', { state: 'ended', cause: 'expired', on: '2026-01-31' }],
  ['06-ly', { state: 'mismatch', field: 'name' }],
  ['07-pham', { state: 'not-found', asked: 'personal-number' }],
  ['09-do', { state: 'desk' }],
  ['11-ho', { state: 'ended', cause: 'stopped', on: null }],
];
const named = stories.map(([id]) => id);

describe('the people of the simulated world', () => {
  it.each(stories)('%s', async (id, view) => {
    const found = await bench.lookUp(personById(id));
    expect(found.view).toMatchObject(view);
  });

  it('every one of them comes to an end', async () => {
    const others = people.filter(({ id }) => !named.includes(id));
    expect(others.length).toBeGreaterThan(5);
    for (const person of others) expect((await bench.lookUp(person)).view.state).not.toBe('pending');
  });
});

describe('an answer that is not this person’s, or contradicts itself', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['another name', { name: 'Phạm Văn Mẫu Khác', code: '000' }, 'staff-check', 'another-person'],
    ['another birth date', { birthDate: '01/01/1901', code: '000' }, 'staff-check', 'another-person'],
    ['dates that ended, called in order', { until: '31/12/2024', code: '000' }, 'staff-check', 'dates-disagree'],
    ['a code that no table has', { code: '999' }, 'staff-check', 'unknown-code'],
  ])('%s', async (_what, changes, state, code) => {
    const person = mintPerson(4000 + _what.length, 7);
    bench.gateway.register.add({ ...insuredMinted(person), ...changes });
    const { visitId, view } = await bench.lookUp(person);
    expect(view.state).toBe(state);
    expect(bench.desk.records.find(visitId)?.code).toBe(code);
    expect(bench.store.workItems.openOfVisit(visitId, 'insurance').length).toBe(1);
  });

  it('a name that differs in marks, letter case, Đ and Y alone is the same person: asked once more in its spelling', async () => {
    const person = { ...mintPerson(4100, 7), name: 'Đặng Thị Mỹ Lý' };
    bench.gateway.register.add({ ...insuredMinted(person), name: 'DANG THI MI LI', code: '060' });
    const visitId = bench.visit(person);
    bench.desk.insurance.begin(visitId);
    await until(() => bench.gateway.questions.some(({ key }) => key === person.number));
    await bench.settled(visitId);
    expect(bench.gateway.questions.filter(({ key }) => key === person.number).length).toBe(2);
  });
});

describe('what a screen may not be told', () => {
  it('nothing of the insurance of somebody whose card is not proven', async () => {
    const person = mintPerson(4200, 7);
    bench.gateway.register.add(insuredMinted(person));
    const visitId = bench.visit(person, { overall: 'not-proven' });
    bench.desk.insurance.begin(visitId);
    await until(() => bench.desk.records.find(visitId)?.state === 'valid');
    expect(bench.desk.insurance.view(visitId)).toEqual({ state: 'will-be-checked' });
  });

  it('and nobody without a Vietnamese number is asked about', () => {
    const visitId = bench.visit(mintPerson(4300, 7), { number: 'KOR M1234567' });
    bench.desk.insurance.begin(visitId);
    expect(bench.desk.insurance.view(visitId)).toEqual({ state: 'will-be-checked' });
    expect(bench.desk.records.find(visitId)).toBeUndefined();
  });

  it('numbers typed at a screen are looked up three times at most, and only what has their form', async () => {
    const person = mintPerson(4400, 7);
    const visitId = bench.visit(person);
    for (const text of ['12345', '123456789012', 'DN4010123456789X'])
      expect(() => {
        bench.desk.insurance.enterNumber(visitId, text);
      }).toThrow('bad-request');
    for (let i = 0; i < 3; i += 1) {
      bench.desk.insurance.enterNumber(visitId, `790000000${i}`);
      await bench.settled(visitId);
    }
    expect(() => {
      bench.desk.insurance.enterNumber(visitId, '7900000009');
    }).toThrow('not-allowed');
  });

  it('no name, number or reply stands in a log line', () => {
    const text = bench.logs.join('\n');
    expect(text).toContain('insurance looked up');
    for (const { number, name } of people) {
      expect(text).not.toContain(number);
      expect(text).not.toContain(name);
    }
    expect(sure(bench.logs[0]).length).toBeLessThan(2000);
  });
});

describe('what retention erases', () => {
  it('names, cards, questions and replies; codes and times stay for the count', async () => {
    const person = mintPerson(4500, 7);
    bench.gateway.register.add(insuredMinted(person));
    const { visitId } = await bench.lookUp(person);
    expect(bench.desk.records.find(visitId)?.card?.reveal().number).toBe(insuredMinted(person).cardNumber);
    bench.desk.lookUps.erasePersonal('2999-01-01');
    bench.desk.records.erasePersonal('2999-01-01');
    expect(bench.desk.evidence.erase('2999-01-01T00:00:00Z')).toBeGreaterThan(0);
    expect(bench.desk.records.find(visitId)).toMatchObject({ card: null, view: null, code: '000' });
    expect(bench.desk.evidence.ofVisit(visitId).map(({ raw, code }) => [raw, code])).toEqual([[null, '000']]);
    const sealed = bench.store.db
      .prepare('SELECT count(*) FROM insurance_lookups WHERE question IS NOT NULL')
      .pluck()
      .get();
    expect(sealed).toBe(0);
  });
});

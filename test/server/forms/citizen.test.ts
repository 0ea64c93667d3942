import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRow } from '@cccd-kiosk/contract/forms';
import type { StationView } from '@cccd-kiosk/contract/screen';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { pageHeaders, startTestServer, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';
import { writeForms } from './test-forms.ts';

let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let cookie: string;
const folder = writeForms();
const password = 'mật khẩu dài';

beforeAll(async () => {
  server = await startTestServer({ forms: { folder, kiosk: { forms: ['HOUSEHOLD', 'OLD'] } } });
  station = await TestStation.enrol(server, 'Kiosk 1');
  await station.connect();
  screen = await TestScreen.pair(server, station.id);
  server.api.createStaff({ account: 'can-bo', password, role: 'counter-officer', name: 'Cán bộ' });
  cookie = (await TestCounter.signIn(server, 'can-bo', password)).cookie;
});
afterAll(async () => {
  screen.close();
  station.close();
  await server.end();
  rmSync(folder, { recursive: true });
});

type Citizen = Extract<StationView['stage'], { stage: 'citizen-form' }>;
const stage = (): StationView['stage'] => screen.view.stage;
const citizen = (): Promise<Citizen> =>
  until(() => {
    const now = stage();
    return now.stage === 'citizen-form' ? now : undefined;
  });
async function begin(seed: number): Promise<Citizen> {
  await station.checkIn(mintPerson(8, seed));
  const { ticket } = await citizen();
  await screen.act({ action: 'citizen-form', visitId: ticket.visitId, code: 'HOUSEHOLD' });
  return until(() => {
    const now = stage();
    return now.stage === 'citizen-form' && now.form !== null ? now : undefined;
  });
}
const cases = async (): Promise<CaseRow[]> =>
  (await (
    await fetch(`${server.url}/api/staff/forms/cases`, { headers: { ...pageHeaders(server), cookie } })
  ).json()) as CaseRow[];

describe('a person fills a form alone', () => {
  it('offers the forms that are in force, and asks only what the chip does not say', async () => {
    const { tiles, form } = await begin(1);
    expect(tiles.map(({ code }) => code)).toEqual(['HOUSEHOLD']);
    expect(form?.asked.map(({ fieldId }) => fieldId)).toEqual(['phone', 'head-name', 'request']);
    expect(form?.lines).toContainEqual(expect.objectContaining({ value: mintPerson(8, 1).name, chip: true }));
  });

  it('an answer out of shape is refused; complete, the case waits for the officer under the person’s own number', async () => {
    const { form, ticket } = await citizen();
    const caseId = form?.caseId ?? '';
    const type = (fieldId: string, value: string) => screen.act({ action: 'citizen-value', caseId, fieldId, value });
    expect(await type('phone', '12')).toMatchObject({ ok: false, refusal: { code: 'bad-request', field: 'phone' } });
    // The chip's own words are nobody's to type here, nor is what was not asked.
    expect(await type('name', 'Người Khác')).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
    expect(await screen.act({ action: 'citizen-send', caseId })).toMatchObject({
      ok: false,
      refusal: { code: 'form-incomplete', field: 'phone' },
    });
    await type('phone', '0912345678');
    await type('head-name', 'Chủ Hộ');
    await type('request', 'Nhập hộ khẩu');
    expect(await screen.act({ action: 'citizen-send', caseId })).toEqual({ ok: true });
    await until(() => stage().stage === 'ticket');
    const [row] = await cases();
    expect(row).toMatchObject({ caseId, state: 'open', openedBy: '', number: ticket.number, forms: ['HOUSEHOLD'] });
  });

  it('who walks off without sending leaves nothing', async () => {
    const { form } = await begin(2);
    await screen.act({ action: 'finish' });
    await until(() => stage().stage === 'idle');
    expect((await cases()).find(({ caseId }) => caseId === form?.caseId)?.state).toBe('erased');
  });

  it('another card ends the form before it', async () => {
    const { form } = await begin(3);
    station.emit('reader', { reader: 'reader 1', state: 'reading', readingId: 'another-reading' });
    await until(() => stage().stage === 'reading');
    expect((await cases()).find(({ caseId }) => caseId === form?.caseId)?.state).toBe('erased');
    station.emit('reader', { reader: 'reader 1', state: 'empty' });
    await until(() => stage().stage === 'idle');
  });

  it('one may take only the number; an unproven card is offered no form', async () => {
    await station.checkIn(mintPerson(8, 4));
    const { ticket } = await citizen();
    const { visitId, departmentId } = ticket;
    await screen.act({ action: 'choose-department', visitId, departmentId });
    await until(() => stage().stage === 'ticket');
    await screen.act({ action: 'finish' });
    await station.checkIn(mintPerson(8, 5), { fault: 'unknown-signer' });
    await until(() => stage().stage === 'greeting' || stage().stage === 'go-to-desk' || stage().stage === 'ticket');
    expect(stage().stage).not.toBe('citizen-form');
    await screen.act({ action: 'finish' });
    await until(() => stage().stage === 'idle');
  });

  it('finds the rest by its letters: without diacritics, by initials, and what only an officer does', async () => {
    await station.checkIn(mintPerson(8, 6));
    const { ticket } = await citizen();
    const found = async (query: string): Promise<Citizen['search']> => {
      await screen.act({ action: 'citizen-search', visitId: ticket.visitId, query });
      return until(() => {
        const now = stage();
        return now.stage === 'citizen-form' && now.search?.query === query ? now.search : undefined;
      });
    };
    expect((await found('ho gia'))?.found).toContainEqual(expect.objectContaining({ code: 'HOUSEHOLD' }));
    expect((await found('zzzz'))?.found).toEqual([]);
    // An expired form is nobody's to begin.
    expect((await found('OLD'))?.found.map(({ code }) => code)).not.toContain('OLD');
    await screen.act({ action: 'citizen-search', visitId: ticket.visitId, query: '' });
    expect((await citizen()).search).toBeNull();
    expect(await screen.act({ action: 'citizen-search', visitId: 'another-visit-0001', query: 'a' })).toMatchObject({
      refusal: { code: 'not-allowed', field: 'visitId' },
    });
    await screen.act({ action: 'finish' });
  });
});

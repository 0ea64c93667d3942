import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRow } from '@cccd-kiosk/contract/forms';
import type { StationView } from '@cccd-kiosk/contract/screen';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { readConfig } from '@cccd-kiosk/server/src/config';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { pageHeaders, startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';
import { readPdf, withoutBlanks } from './read-pdf.ts';
import { writeForms } from './test-forms.ts';

let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let cookie: string;
const folder = writeForms();
const printed = temporaryFolder();
/** One beside the first kiosk alone. */
const printers = [{ kind: 'folder' as const, folder: printed, stations: ['Kiosk 1'] }];
const password = 'mật khẩu dài';

beforeAll(async () => {
  server = await startTestServer({ forms: { folder, kiosk: { forms: ['HOUSEHOLD', 'OLD'], print: { printers } } } });
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
  rmSync(printed, { recursive: true });
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

describe('a form on paper, at the kiosk', () => {
  const withPaper = (paper: Citizen['paper']): Promise<Citizen> =>
    until(() => {
      const now = stage();
      return now.stage === 'citizen-form' && now.paper === paper ? now : undefined;
    });
  const audited = () =>
    new Database(join(server.dataDir, 'kiosk.db'), { readonly: true })
      .prepare(`SELECT object, details FROM audit WHERE action = 'form-printed-at-kiosk' ORDER BY row`)
      .all() as { object: string; details: string }[];
  async function complete(seed: number): Promise<{ caseId: string; form: Citizen['form'] }> {
    const { form } = await begin(seed);
    const caseId = form?.caseId ?? '';
    const answers = { phone: '0912345678', 'head-name': 'Chủ Hộ', request: 'Nhập hộ khẩu' };
    for (const [fieldId, value] of Object.entries(answers))
      await screen.act({ action: 'citizen-value', caseId, fieldId, value });
    return { caseId, form };
  }

  it('is printed when every question has its answer, at most twice, and goes to no screen', async () => {
    const { form } = await begin(11);
    const caseId = form?.caseId ?? '';
    expect(await screen.act({ action: 'citizen-print', caseId })).toMatchObject({
      refusal: { code: 'form-incomplete', field: 'phone' },
    });
    await screen.act({ action: 'finish' });
    const { caseId: second } = await complete(12);
    expect(await citizen()).toMatchObject({ mayPrint: true, paper: 'none' });
    expect(await screen.act({ action: 'citizen-print', caseId: second })).toEqual({ ok: true });
    await withPaper('printed');
    const [file = ''] = readdirSync(printed);
    expect(file).toMatch(/-HOUSEHOLD\.pdf$/);
    expect(statSync(join(printed, file)).mode & 0o777).toBe(0o600);
    const { letters } = await readPdf(new Uint8Array(readFileSync(join(printed, file))));
    for (const value of [mintPerson(8, 12).name, '0912345678', 'Chủ Hộ', 'Nhập hộ khẩu'])
      expect(letters).toContain(withoutBlanks(value));
    await screen.act({ action: 'citizen-print', caseId: second });
    await until(() => readdirSync(printed).length === 2);
    expect((await withPaper('printed')).mayPrint).toBe(false);
    expect(await screen.act({ action: 'citizen-print', caseId: second })).toMatchObject({
      refusal: { code: 'not-allowed', field: 'caseId' },
    });
    expect(audited().map(({ object, details }) => [object, JSON.parse(details)])).toEqual(
      [0, 1].map(() => [second, { form: 'HOUSEHOLD', outcome: 'printed', sheets: 1 }]),
    );
  });

  it('who takes only the paper leaves no case behind, and has a number', async () => {
    const { ticket, form } = await citizen();
    await screen.act({ action: 'choose-department', visitId: ticket.visitId, departmentId: ticket.departmentId });
    await until(() => stage().stage === 'ticket');
    expect((await cases()).find(({ caseId }) => caseId === form?.caseId)?.state).toBe('erased');
    await screen.act({ action: 'finish' });
  });

  it('no paper, and nothing is lost: the answers go to an officer under the person’s number', async () => {
    const { caseId } = await complete(13);
    server.api.setPrinter('out-of-paper');
    await screen.act({ action: 'citizen-print', caseId });
    await withPaper('out-of-paper');
    server.api.setPrinter('ready');
    expect(await screen.act({ action: 'citizen-send', caseId })).toEqual({ ok: true });
    await until(() => stage().stage === 'ticket');
    expect((await cases()).find((each) => each.caseId === caseId)).toMatchObject({
      state: 'open',
      forms: ['HOUSEHOLD'],
    });
    expect(JSON.parse(audited().at(-1)?.details ?? '{}')).toMatchObject({ outcome: 'out-of-paper' });
    await screen.act({ action: 'finish' });
  });

  it('is not offered where no printer stands', async () => {
    const other = await TestStation.enrol(server, 'Kiosk 2');
    await other.connect();
    const page = await TestScreen.pair(server, other.id);
    await other.checkIn(mintPerson(8, 14));
    const now = (): StationView['stage'] => page.view.stage;
    const { ticket } = await until(() => {
      const at = now();
      return at.stage === 'citizen-form' ? at : undefined;
    });
    await page.act({ action: 'citizen-form', visitId: ticket.visitId, code: 'HOUSEHOLD' });
    const begun = await until(() => {
      const at = now();
      return at.stage === 'citizen-form' && at.form !== null ? at : undefined;
    });
    expect(begun.mayPrint).toBe(false);
    page.close();
    other.close();
  });

  it('a folder is a printer in a simulation alone', () => {
    const settings = { forms: { kiosk: { print: { printers } } } };
    expect(() => readConfig(settings)).toThrow(/forms\.kiosk\.print\.printers/);
    expect(readConfig({ ...settings, simulation: true }).forms.kiosk.print.sheetsAtOnce).toBe(4);
  });
});

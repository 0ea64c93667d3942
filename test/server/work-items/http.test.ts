import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkItemDetail, WorkItemRow } from '@cccd-kiosk/contract/work-items';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { toCsv, type ExportRow } from '@cccd-kiosk/server/src/work-items/export';
import { harmless } from '@cccd-kiosk/server/src/tables/write-table';
import { valueParts } from '@cccd-kiosk/server/src/matching/value-parts';
import { pageHeaders, post, startTestServer, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let gateway: BhxhGateway;
let server: TestServer;
let station: TestStation;
const cookies = new Map<string, string>();
const password = 'mật khẩu dài';
const roles = ['reception', 'cashier', 'administrator', 'postal-officer', 'auditor'] as const;

beforeAll(async () => {
  gateway = await startBhxhGateway();
  server = await startTestServer({
    insurance: {
      gateway: { url: gateway.url, ...gateway.account },
      officers: { kiosk: gateway.officer },
      facility: { code: '01999', level: 'basic', formerLevel: 'province' },
      ratePerSecond: 100,
    },
  });
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  for (const role of roles) {
    server.api.createStaff({ account: role, password, role, name: `Cán bộ ${role}` });
    cookies.set(role, (await TestCounter.signIn(server, role, password)).cookie);
  }
});
afterAll(async () => {
  station.close();
  await server.end();
  await gateway.close();
});

const headers = (role: string): Record<string, string> => ({ ...pageHeaders(server), cookie: cookies.get(role) ?? '' });
const list = async (role: string): Promise<WorkItemRow[]> => {
  const answer = await fetch(`${server.url}/api/staff/work-items`, { headers: headers(role) });
  return answer.ok ? ((await answer.json()) as WorkItemRow[]) : [];
};
const call = (role: string, path: string, body: unknown) =>
  post(server, `/api/staff/work-items/${path}`, body, headers(role));
const person = mintPerson(1, 31);
/** The register writes the middle name without its marks. */
const registered = person.name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

describe('a difference becomes a work item by itself', () => {
  let item: WorkItemRow;
  it('an answer that is good but spelled otherwise opens one, mild; the insurance is good', async () => {
    gateway.register.add({ ...insuredMinted(person), name: registered, code: '000' });
    await station.checkIn(person);
    item = await waitFor(async () => (await list('reception')).find(({ kind }) => kind === 'mismatch'));
    expect(item).toMatchObject({ severity: 'information', code: 'accent-only', field: 'full-name', owner: null });
    expect(item.number).toMatch(/^[A-Z] \d{3}$/);
    expect(JSON.stringify(item)).not.toContain(person.number);
  });

  it('opening it is a look with a reason; the words that differ are marked', async () => {
    expect((await call('reception', 'open', { id: item.id, reason: '' })).status).toBe(400);
    const detail = (await (
      await call('reception', 'open', { id: item.id, reason: 'correction' })
    ).json()) as WorkItemDetail;
    const [chip, insurance] = detail.values;
    expect(chip?.parts.map(({ text }) => text).join('')).toBe(person.name);
    expect(insurance?.relation).toBe('accent-only');
    expect(insurance?.parts.filter(({ differs }) => differs).length).toBeGreaterThan(0);
    expect(detail.form).toBe('TK1-TS');
  });

  it('one takes it, another may not close it, its owner may; each act is audited', async () => {
    expect((await call('reception', 'act', { act: 'take', id: item.id })).status).toBe(200);
    expect((await list('cashier')).find(({ id }) => id === item.id)?.owner?.name).toBe('Cán bộ reception');
    expect((await call('cashier', 'act', { act: 'close', id: item.id, reason: 'x' })).status).toBe(403);
    expect((await call('cashier', 'act', { act: 'take', id: item.id })).status).toBe(403);
    expect((await call('reception', 'act', { act: 'release', id: item.id })).status).toBe(200);
    expect((await call('postal-officer', 'act', { act: 'take', id: item.id })).status).toBe(403);
  });

  it('form TK1-TS is filled with what is known, and nothing in a value is markup', async () => {
    const answer = await call('reception', 'form', { id: item.id, reason: 'correction' });
    const html = await answer.text();
    expect(html).toContain(person.name.toLocaleUpperCase('vi'));
    expect(html).toContain(person.number);
    expect(html).toContain(insuredMinted(person).bhxhNumber);
    expect(html).toContain(`từ “${registered}” thành “${person.name}”`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('the clean-data list opens in a spreadsheet, texts as texts', async () => {
    expect((await call('reception', 'export', { format: 'csv', reason: 'x' })).status).toBe(403);
    const answer = await call('administrator', 'export', { format: 'xlsx', reason: 'gửi BHXH' });
    expect(answer.status).toBe(200);
    const sheets = await readXlsxFile(Buffer.from(await answer.arrayBuffer()));
    const text = JSON.stringify(sheets);
    for (const cell of ['Số định danh', person.number, person.name, registered]) expect(text).toContain(cell);
    const csv = await (await call('administrator', 'export', { format: 'csv', reason: 'gửi BHXH' })).text();
    expect(csv.split('\r\n').filter((line) => line !== '').length).toBe(2);
    const none = await call('administrator', 'export', { format: 'csv', fields: ['sex'], reason: 'x' });
    expect((await none.text()).split('\r\n').filter((line) => line !== '').length).toBe(1);
  });

  it('a later matching read closes it', async () => {
    gateway.register.add(insuredMinted(person));
    const cookie = cookies.get('reception') ?? '';
    const counter = await new TestCounter(cookie).connect(server);
    expect(await counter.ask('look-up-again', { visitId: await visitOf(item.id) })).toMatchObject({ ok: true });
    await waitFor(async () => ((await list('reception')).some(({ id }) => id === item.id) ? undefined : true));
    counter.close();
    expect(server.api.verifyAudit().ok).toBe(true);
  });
});

describe('who sees which', () => {
  it('what only an administrator can mend is the administrator’s', async () => {
    const other = mintPerson(2, 31);
    gateway.register.force(other.number, '054');
    await station.checkIn(other);
    const seen = await waitFor(async () => (await list('administrator')).find(({ kind }) => kind === 'configuration'));
    expect(seen).toMatchObject({ severity: 'blocking', code: '054' });
    expect((await list('reception')).some(({ kind }) => kind === 'configuration')).toBe(false);
    expect((await call('reception', 'open', { id: seen.id, reason: 'x' })).status).toBe(404);
    for (const role of ['postal-officer', 'auditor'])
      expect((await fetch(`${server.url}/api/staff/work-items`, { headers: headers(role) })).status).toBe(403);
  });
});

describe('values and cells', () => {
  it.each([
    ['TRẦN THỊ HOA', 'Trần Thị Hòa', ['HOA']],
    ['Trần Thị Hòa', 'Trần Thị Hòa', []],
    ['1950', '12/07/1950', ['1950']],
    ['Lê Văn An Bình', 'Lê Văn An', ['Bình']],
  ])('%s beside %s', (value, chip, differing) => {
    const parts = valueParts(value, chip);
    expect(parts.map(({ text }) => text).join('')).toBe(value);
    expect(parts.filter(({ differs }) => differs).map(({ text }) => text)).toEqual(differing);
  });

  it.each(['=1+1', '+84', '-1', '@SUM(A1)', '\tx', '\rx'])('a cell %j is no formula', (text) => {
    expect(harmless(text)).toBe(`'${text}`);
  });

  it('a comma, a quote and a line within a name stay within their cell', () => {
    const row = Object.fromEntries(
      [
        'openedAt',
        'ticket',
        'where',
        'severity',
        'code',
        'field',
        'fullName',
        'personalNumber',
        'chip',
        'insurance',
        'population',
      ].map((key) => [key, 'x']),
    );
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      toCsv([{ ...row, hospital: 'a "b", c\nd', owner: '=cmd' } as unknown as ExportRow]),
    );
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain('"a ""b"", c\nd","\'=cmd"');
  });
});

async function waitFor<T>(probe: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 100; i += 1) {
    const found = await probe();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('waited in vain');
}
async function visitOf(id: string): Promise<string> {
  const detail = (await (await call('reception', 'open', { id, reason: 'correction' })).json()) as WorkItemDetail;
  return detail.visitId ?? '';
}

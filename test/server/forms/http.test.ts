import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView, FieldView, PortalFill, SearchResult, Statistics } from '@cccd-kiosk/contract/forms';
import { mintPerson, type Person } from '@cccd-kiosk/fixtures/world';
import { TestCounter } from '../test-pages.ts';
import { pageHeaders, post, startTestServer, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';
import { readPdf, withoutBlanks } from './read-pdf.ts';
import { writeForms } from './test-forms.ts';

let server: TestServer;
let station: TestStation;
const folder = writeForms();
const cookies = new Map<string, string>();
const password = 'mật khẩu dài';
const [asker, head, child, other] = [1, 2, 3, 4].map((seed) => mintPerson(7, seed)) as [Person, Person, Person, Person];

beforeAll(async () => {
  server = await startTestServer({ forms: { folder } });
  station = await TestStation.enrol(server, 'Quầy 1');
  await station.connect();
  for (const role of ['counter-officer', 'postal-officer', 'cashier', 'administrator'] as const) {
    server.api.createStaff({ account: role, password, role, name: `Cán bộ ${role}` });
    cookies.set(role, (await TestCounter.signIn(server, role, password)).cookie);
  }
});
afterAll(async () => {
  station.close();
  await server.end();
  rmSync(folder, { recursive: true });
});

const headers = (role: string): Record<string, string> => ({ ...pageHeaders(server), cookie: cookies.get(role) ?? '' });
const get = (path: string, role = 'counter-officer') =>
  fetch(`${server.url}/api/staff/forms${path}`, { headers: headers(role) });
const read = async <T>(path: string, role?: string): Promise<T> => (await (await get(path, role)).json()) as T;
const send = (path: string, body: object = {}, role = 'counter-officer') =>
  post(server, `/api/staff/forms${path}`, body, headers(role));

let view: CaseView;
/** One change of the case at hand; fails on anything but success. */
async function act(path: string, body: object = {}): Promise<CaseView> {
  const answer = await send(`/cases/${view.caseId}/${path}`, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  view = (await answer.json()) as CaseView;
  return view;
}
const refusal = async (path: string, body: object = {}): Promise<{ status: number; code: string; field?: string }> => {
  const answer = await send(`/cases/${view.caseId}/${path}`, body);
  const told = (await answer.json()) as { code: string; field?: string };
  return { status: answer.status, ...told };
};
async function tap(person: Person, role = 'applicant', fault?: string): Promise<CaseView> {
  await act('tap', { stationId: station.id, role });
  const receipt = await station.checkIn(person, fault === undefined ? {} : { fault });
  expect(receipt.visitId).toBeNull();
  view = await read(`/cases/${view.caseId}`);
  return view;
}
const formOf = (code: string) => {
  const form = view.forms.find((each) => each.code === code);
  if (form === undefined) throw new Error(`no ${code}`);
  return form;
};
const fieldOf = (id: string, code = 'HOUSEHOLD'): FieldView => {
  const found = formOf(code)
    .sections.flatMap(({ fields, table }) => [...fields, ...(table?.rows ?? []).flatMap((row) => row.fields)])
    .find(({ fieldId }) => fieldId === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const type = (fieldId: string, value: string, more: object = {}) =>
  act('value', { formId: formOf('HOUSEHOLD').formId, fieldId, value, ...more });

beforeEach(async () => {
  view = (await (await send('/cases', { stationId: station.id })).json()) as CaseView;
});

it('the list of the address data’s faults is the administrator’s, as a file', async () => {
  expect((await get('/address-defects.csv')).status).toBe(403);
  const answer = await get('/address-defects.csv', 'administrator');
  expect(answer.headers.get('content-disposition')).toContain('address-defects.csv');
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines[0]).toContain('Lý do');
  expect(lines.length).toBeGreaterThan(1000);
});

describe('who may, and what there is', () => {
  it('officers fill forms, a postal officer too; a cashier does not', async () => {
    expect((await get('')).status).toBe(200);
    expect((await get('', 'postal-officer')).status).toBe(200);
    expect((await get('', 'cashier')).status).toBe(403);
    expect((await fetch(`${server.url}/api/staff/forms`)).status).toBe(401);
  });

  it('a form is found by its initials, a service says when there is no form for it', async () => {
    const [first] = await read<SearchResult[]>('?q=tkhgd');
    expect(first).toMatchObject({ kind: 'form', form: { code: 'HOUSEHOLD', state: 'current' } });
    const [service] = await read<SearchResult[]>(`?q=${encodeURIComponent('dịch vụ không mẫu')}`);
    expect(service).toMatchObject({ kind: 'service', service: { shipped: false, needs: [{ vi: 'Căn cước' }] } });
  });

  it('an expired version is refused with its successor', async () => {
    expect(await refusal('forms', { code: 'OLD' })).toMatchObject({
      status: 409,
      code: 'form-expired',
      field: 'SLIP 1',
    });
    expect(await refusal('forms', { code: 'NONE' })).toMatchObject({ status: 404, code: 'not-found', field: 'code' });
  });
});

describe('a tap fills a form', () => {
  it('the card comes first, the procedure after: nobody lays it down twice, and nothing unasked is kept', async () => {
    await tap(asker);
    expect(view.people[0]).toMatchObject({ kind: 'card', overall: 'genuine', name: asker.name, roles: ['applicant'] });
    await act('forms', { code: 'HOUSEHOLD' });
    expect(fieldOf('name')).toMatchObject({ value: asker.name, source: 'chip', locked: true, problem: null });
    expect(fieldOf('residence').value).not.toBe('');
    expect(fieldOf('residence').source).toBe('chip');
    expect(formOf('HOUSEHOLD').next).toBe('phone');
    // Religion is not asked for until the slip is added.
    await act('forms', { code: 'SLIP' });
    expect(fieldOf('p-name', 'SLIP')).toMatchObject({ value: asker.name, source: 'chip' });
    expect(fieldOf('p-religion', 'SLIP').problem).toBeNull();
    expect(view.effort.typed).toBe(0);
    expect(view.effort.saved).toBeGreaterThan(40);
  });

  it('several cards fill one form, each in its role; rows follow one another without a key', async () => {
    await tap(asker);
    await act('forms', { code: 'HOUSEHOLD' });
    await tap(head, 'head');
    expect(fieldOf('head-name')).toMatchObject({ value: head.name, source: 'chip', locked: true });
    await tap(child, 'members');
    expect(view.awaiting?.role).toBe('members');
    await station.checkIn(other);
    view = await read(`/cases/${view.caseId}`);
    const rows = formOf('HOUSEHOLD').sections[1]?.table?.rows ?? [];
    expect(rows.map(({ fields }) => fields[0]?.value)).toEqual([child.name, other.name]);
    const row = rows[0];
    await type('m-relation', 'Con', { personId: row?.personId });
    expect(formOf('HOUSEHOLD').sections[1]?.table?.rows[0]?.fields[2]).toMatchObject({ value: 'Con', source: 'typed' });
    await act('stop-tap');
    expect(view.awaiting).toBeNull();
    // Without a waiting case a card is a check-in again.
    expect((await station.checkIn(mintPerson(7, 9))).visitId).not.toBeNull();
  });

  it('the same card twice is one person; in a second role too', async () => {
    await tap(asker);
    await act('forms', { code: 'HOUSEHOLD' });
    await tap(asker, 'head');
    expect(view.people).toHaveLength(1);
    expect(view.people[0]?.roles).toEqual(['applicant', 'head']);
    expect(fieldOf('head-name').value).toBe(asker.name);
  });

  it('a suspicious card fills nothing; one that cannot be proven tells like paper', async () => {
    await tap(asker, 'applicant', 'cloned');
    expect(view.lastTap?.outcome).toBe('suspicious');
    // The officer sees which check it was that failed.
    expect(Object.values(view.lastTap?.checks ?? {}).some(({ status }) => status === 'failed')).toBe(true);
    expect(view.people).toEqual([]);
    await tap(asker, 'applicant', 'unknown-signer');
    expect(view.lastTap?.outcome).toBe('not-proven');
    await act('forms', { code: 'HOUSEHOLD' });
    expect(fieldOf('name')).toMatchObject({ value: asker.name, source: 'chip', locked: false });
    await type('name', 'Người Khác');
    expect(fieldOf('name')).toMatchObject({ value: 'Người Khác', source: 'typed' });
  });

  it('the photo is shown until it was compared, and leaves a row each time', async () => {
    await tap(asker);
    const { personId } = view.people[0] ?? { personId: '' };
    const photo = await get(`/cases/${view.caseId}/people/${personId}/photo`);
    expect(photo.headers.get('content-type')).toBe('image/jpeg');
    expect((await photo.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    await act('photo-compared', { personId, answer: 'same' });
    expect(view.people[0]?.photo).toBe(false);
    // The page may have asked before the answer came: nothing is wrong, there is no photo any more.
    expect((await get(`/cases/${view.caseId}/people/${personId}/photo`)).status).toBe(204);
    expect((await get(`/cases/${view.caseId}/people/somebody-else-0001/photo`)).status).toBe(404);
  });

  it('a photo that is asked for while the case is thrown away is none, and no fault', async () => {
    await tap(asker);
    const { caseId, people } = view;
    const [{ personId } = { personId: '' }] = people;
    await act('discard', {});
    expect((await get(`/cases/${caseId}/people/${personId}/photo`)).status).toBe(204);
  });

  it('the same reading sent again is taken once', async () => {
    await act('tap', { stationId: station.id, role: 'applicant' });
    const envelope = station.envelope(await station.read(asker));
    const first = await station.submit(envelope);
    const again = await station.submit(envelope);
    expect(again).toEqual(first);
    view = await read(`/cases/${view.caseId}`);
    expect(view.people).toHaveLength(1);
  });
});

describe('what is typed', () => {
  beforeEach(async () => {
    await tap(asker);
    await act('forms', { code: 'HOUSEHOLD' });
  });

  it('the chip’s word is locked; a correction stands beside it with its reason and becomes work', async () => {
    expect(
      await refusal('value', { formId: formOf('HOUSEHOLD').formId, fieldId: 'name', value: 'Khác' }),
    ).toMatchObject({
      status: 409,
      code: 'value-locked',
    });
    await type('name', 'Tên Trong Giấy Khai Sinh', { reason: 'giấy khai sinh ghi khác' });
    expect(fieldOf('name').value).toBe(asker.name);
    expect(fieldOf('name').correction).toMatchObject({
      value: 'Tên Trong Giấy Khai Sinh',
      reason: 'giấy khai sinh ghi khác',
      by: 'Cán bộ counter-officer',
    });
  });

  it('a fact typed once stands on every form, as said before', async () => {
    await type('phone', '0912 345 678');
    await act('forms', { code: 'SLIP' });
    expect(fieldOf('phone')).toMatchObject({ value: '0912345678', source: 'typed' });
    expect(fieldOf('p-phone', 'SLIP')).toMatchObject({ value: '0912345678', source: 'earlier' });
  });

  it('a value out of shape is refused with its field; a condition makes another one needed', async () => {
    const { formId } = formOf('HOUSEHOLD');
    expect(await refusal('value', { formId, fieldId: 'phone', value: 'mai' })).toMatchObject({
      status: 400,
      field: 'phone',
    });
    expect(fieldOf('copies').required).toBe(false);
    await type('wants-copy', 'yes');
    expect(fieldOf('copies')).toMatchObject({ required: true, problem: 'missing' });
  });

  it('somebody without a card is typed once; a card laid down later takes their place and keeps the telephone', async () => {
    await type('head-name', 'Chủ Hộ Gõ Tay');
    expect(fieldOf('head-name')).toMatchObject({ value: 'Chủ Hộ Gõ Tay', source: 'typed' });
    await tap(head, 'head');
    expect(fieldOf('head-name')).toMatchObject({ value: head.name, source: 'chip' });
    expect(view.people).toHaveLength(2);
  });

  it('the last change can be taken back, once', async () => {
    await type('request', 'Nhập hộ khẩu');
    expect(view.undo?.what).toBe('value-typed');
    await act('undo');
    expect(fieldOf('request').value).toBe('');
    expect(await refusal('undo')).toMatchObject({ status: 404, field: 'undo' });
  });
});

describe('handing in', () => {
  async function complete(): Promise<void> {
    await tap(asker);
    await act('forms', { code: 'HOUSEHOLD' });
    await type('phone', '0912345678');
    await tap(head, 'head');
    await type('request', 'Nhập hộ khẩu <script>alert(1)</script>');
  }

  it('what is missing is named; complete, it gets its number, and nothing changes any more', async () => {
    await complete();
    expect(await refusal('finish')).toMatchObject({ status: 409, code: 'form-incomplete', field: 'consent' });
    await act('attachment', { formId: formOf('HOUSEHOLD').formId, attachmentId: 'consent', present: true });
    await type('name', 'Tên Khác', { reason: 'giấy tờ cũ' });
    await act('finish');
    expect(view.state).toBe('finished');
    expect(view.fileNumber).toMatch(/^HS-\d{8}-\d{4}$/);
    expect(await refusal('undo')).toMatchObject({ code: 'case-closed' });
    const items = (await (
      await fetch(`${server.url}/api/staff/work-items`, { headers: headers('counter-officer') })
    ).json()) as {
      code: string;
      field: string;
    }[];
    expect(items).toContainEqual(expect.objectContaining({ code: 'form-correction', field: 'full-name' }));
    const statistics = await read<Statistics>('/statistics');
    expect(statistics.finished).toBeGreaterThan(0);
    expect(statistics.byForm[0]?.code).toBe('HOUSEHOLD');
    const sheet = await (await get('/daily-sheet?as=csv')).text();
    expect(sheet).toContain(view.fileNumber ?? '-');
    expect(sheet).not.toContain(asker.name);
    expect((await get('/daily-sheet?as=xlsx')).headers.get('content-type')).toContain('spreadsheetml');
  });

  it('goes to a portal under its own names, and by copying', async () => {
    await complete();
    const fill = await read<PortalFill>(`/cases/${view.caseId}/forms/${formOf('HOUSEHOLD').formId}/portal`);
    expect(fill.hosts).toEqual(['portal.example']);
    expect(fill.controls).toContainEqual({ names: ['HoTen', 'hoten'], kind: 'text', value: asker.name, label: 'name' });
    expect(fill.controls).toContainEqual(expect.objectContaining({ names: ['BanSao'], value: '0' }));
    expect(fill.copy.map(({ value }) => value)).toContain(head.name);
  });

  it('comes out as JSON with every source', async () => {
    await complete();
    const values = await read<{ fields: Record<string, unknown> }>(
      `/cases/${view.caseId}/forms/${formOf('HOUSEHOLD').formId}/document?as=json`,
    );
    expect(values.fields['name']).toEqual({ value: asker.name, source: 'chip' });
    expect(values.fields['phone']).toEqual({ value: '0912345678', source: 'typed' });
  });

  it('comes out on paper, and as a receipt once it has its number', async () => {
    await complete();
    const { formId } = formOf('HOUSEHOLD');
    const pdf = await get(`/cases/${view.caseId}/forms/${formId}/document?as=pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toBe('inline; filename="HOUSEHOLD.pdf"');
    const { letters } = await readPdf(new Uint8Array(await pdf.arrayBuffer()));
    for (const value of [asker.name, head.name, '<script>alert(1)</script>'])
      expect(letters).toContain(withoutBlanks(value));
    const docx = await get(`/cases/${view.caseId}/forms/${formId}/document?as=docx`);
    expect(
      Buffer.from(await docx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await get(`/cases/${view.caseId}/forms/${formId}/document?as=exe`)).status).toBe(400);
    expect((await get(`/cases/${view.caseId}/receipt`)).status).toBe(409);
    await act('attachment', { formId, attachmentId: 'consent', present: true });
    await act('finish');
    const receipt = await readPdf(new Uint8Array(await (await get(`/cases/${view.caseId}/receipt`)).arrayBuffer()));
    expect(receipt.letters).toContain(view.fileNumber ?? '-');
    expect(receipt.letters).not.toContain(withoutBlanks(asker.name));
  });

  it('discarded, nothing of it is left', async () => {
    await complete();
    const { caseId } = view;
    expect((await send(`/cases/${caseId}/discard`)).status).toBe(200);
    const left = await read<CaseView>(`/cases/${caseId}`);
    expect(left).toMatchObject({ state: 'erased', people: [], forms: [] });
    expect(server.logs.join('')).not.toContain(asker.number);
  });
});

describe('a visit of today', () => {
  it('brings its person along; what its card said more than that needs the card again', async () => {
    const { visitId } = await station.checkIn(mintPerson(7, 20));
    view = (await (await send('/cases', { visitId, forms: ['HOUSEHOLD'] })).json()) as CaseView;
    expect(fieldOf('name')).toMatchObject({ value: mintPerson(7, 20).name, source: 'chip', locked: true });
    expect(fieldOf('residence').problem).toBe('tap-again');
  });
});

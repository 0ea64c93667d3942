import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPopulationService } from '@cccd-kiosk/fixtures/upstreams/population/population';
import { populationAt } from '@cccd-kiosk/fixtures/upstreams/population/settings';
import { people, personById } from '@cccd-kiosk/fixtures/world';
import { parseReply } from '@cccd-kiosk/server/src/population/reply';
import { createPopulationService, type AskedPerson } from '@cccd-kiosk/server/src/population/service';
import { populationSettingsSchema, secretsOf } from '@cccd-kiosk/server/src/population/settings';
import { readConfig } from '@cccd-kiosk/server/src/config';
import { XmlError } from '@cccd-kiosk/server/src/xml/parse-xml';

type Fixture = Awaited<ReturnType<typeof startPopulationService>>;
let standIn: Fixture;
beforeAll(async () => {
  standIn = await startPopulationService({ slowMs: 1000 });
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.setMood('up');
});

type Settings = Parameters<typeof populationSettingsSchema.parse>[0];
function service(more: Record<string, unknown> = {}) {
  const settings: Settings = { ...populationAt(standIn), ...more };
  return createPopulationService(populationSettingsSchema.parse(settings), () => new Date());
}
const iso = (date: string): string => date.split('/').reverse().join('-');
const asked = (personId: string, more: Partial<AskedPerson> = {}): AskedPerson => {
  const { number, name, birthDate } = personById(personId);
  return {
    ...{ id: `q-${personId}`, officerNumber: '001180999900', account: 'motcua1' },
    ...{ personalNumber: number, fullName: name, birthDate: iso(birthDate), ...more },
  };
};

describe('the stand-in, asked', () => {
  it.each(people.map(({ id }) => id))('tells %s as the chip does', async (id) => {
    const { number, name, birthDate, sex } = personById(id);
    const answer = await service().ask(asked(id));
    expect(answer).toMatchObject({ code: 'found', status: 200 });
    expect(answer.code === 'found' && answer.record).toEqual({
      personalNumber: number,
      fullName: name,
      birthDate: iso(birthDate),
      sex: sex === 'Nam' ? 'male' : 'female',
    });
    expect(standIn.calls.at(-1)).toMatchObject({
      operation: 'TraCuuThongTinCongDan',
      officer: '001180999900',
      found: 1,
    });
  });

  it('a birth date known in part goes as its year', async () => {
    expect(await service().ask(asked('02-nghiem', { birthDate: '1970-09' }))).toMatchObject({ code: 'found' });
  });

  it.each([
    ['another name', { fullName: 'Ai Đó <Khác> & "Nữa"' }],
    ['another birth date', { birthDate: '1971-09-03' }],
    ['another number', { personalNumber: '001180999999' }],
  ])('%s: nobody', async (_what, more) => {
    expect(await service().ask(asked('02-nghiem', more))).toMatchObject({ code: 'no-match' });
  });

  it('a unit with the smaller right hears yes or no', async () => {
    const small = service({ operation: 'XacThucThongTinCongDan' });
    expect(await small.ask(asked('02-nghiem'))).toMatchObject({ code: 'confirmed' });
    expect(await small.ask(asked('02-nghiem', { fullName: 'Ai Đó' }))).toMatchObject({ code: 'no-match' });
    expect(standIn.calls.at(-1)).toMatchObject({ operation: 'XacThucThongTinCongDan' });
  });

  it.each([
    ['another secret', { secret: 'khác' }, {}, 'account-refused', 401],
    ['another API key', { apiKey: 'other' }, {}, 'account-refused', 401],
    ['another client', { client: 'VN/GOV/other' }, {}, 'account-refused', 401],
    ['a unit without the right', { unit: 'G01.000' }, {}, 'request-refused', 500],
    ['an officer without a number', {}, { officerNumber: 'motcua1' }, 'request-refused', 500],
  ])('%s: %s', async (_what, settings, more, code, status) => {
    await expect(service(settings).ask(asked('02-nghiem', more))).rejects.toMatchObject({ code, status });
  });

  it('at fault, away, slower than the deadline: each is told apart, and nothing is asked twice', async () => {
    const before = standIn.calls.length;
    standIn.setMood('fault');
    await expect(service().ask(asked('02-nghiem'))).rejects.toMatchObject({ code: 'service-fault', status: 500 });
    standIn.setMood('down');
    await expect(service().ask(asked('02-nghiem'))).rejects.toMatchObject({ code: 'cut-off' });
    standIn.setMood('slow');
    const begun = performance.now();
    await expect(service({ timeoutMs: 150 }).ask(asked('02-nghiem'))).rejects.toMatchObject({ code: 'timed-out' });
    expect(performance.now() - begun).toBeLessThan(900);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(standIn.calls.length - before).toBe(1);
    const nowhere = service({ url: 'http://127.0.0.1:9/dancuquocgia' });
    await expect(nowhere.ask(asked('02-nghiem'))).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('what is under way ends when the service is closed', async () => {
    standIn.setMood('slow');
    const one = service();
    const question = one.ask(asked('02-nghiem'));
    setTimeout(() => {
      one.close();
    }, 50);
    await expect(question).rejects.toMatchObject({ code: 'cut-off' });
  });
});

const envelope = (body: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const collection = (people: string): string =>
  envelope(`<CongdanCollection xmlns="http://www.mic.gov.vn/dancu/1.0">${people}</CongdanCollection>`);
const { number } = personById('02-nghiem');
const citizen = (more = '', own = number): string => `<CongDan><SoDinhDanh>${own}</SoDinhDanh>${more}</CongDan>`;

describe('a service that answers otherwise', () => {
  let server: Server | undefined;
  let requests: IncomingMessage[] = [];
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
    requests = [];
  });
  async function answering(listener: RequestListener) {
    server = createServer((request, response) => {
      requests.push(request);
      listener(request, response);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return service({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/x`, timeoutMs: 2000 });
  }
  const xml =
    (text: string | Buffer, status = 200): RequestListener =>
    (_request, response) =>
      response.writeHead(status, { 'content-type': 'text/xml' }).end(text);

  it.each<[string, RequestListener, string]>([
    ['a redirect', (_q, r) => r.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'redirected'],
    ['a page', (_q, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'), 'not-xml'],
    ['an unusual status', xml(collection(''), 503), 'bad-status'],
    ['an answer under the status of a failure', xml(collection(''), 500), 'bad-status'],
    ['a megabyte', xml(collection(' '.repeat(1 << 20))), 'oversized'],
    ['half an answer', xml(collection('').slice(0, -20)), 'malformed'],
    [
      'octets that are no UTF-8',
      xml(Buffer.from(collection('<CongDan/>').replace('CongDan', 'C\u00e9'), 'latin1')),
      'malformed',
    ],
    ['an empty answer', xml(''), 'malformed'],
    ['another root', xml('<a/>'), 'malformed'],
    ['another namespace', xml(envelope('<CongdanCollection xmlns="urn:x"/>')), 'malformed'],
    [
      'an answer to the other operation',
      xml(envelope('<KetQuaXacThuc xmlns="http://www.mic.gov.vn/dancu/1.0"><TonTai>true</TonTai></KetQuaXacThuc>')),
      'malformed',
    ],
    ['two bodies', xml(envelope('<a xmlns="urn:x"/><b xmlns="urn:x"/>')), 'malformed'],
    [
      'entities that grow',
      xml(
        `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${collection(citizen('<GioiTinh>&b;</GioiTinh>'))}`,
      ),
      'malformed',
    ],
    [
      'an entity from a file',
      xml(`<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>${collection(citizen('<GioiTinh>&a;</GioiTinh>'))}`),
      'malformed',
    ],
    ['a nest', xml(collection('<CongDan>'.repeat(5000))), 'malformed'],
    ['somebody else', xml(collection(citizen('', '001180999999'))), 'another-person'],
    ['two records of one number', xml(collection(citizen() + citizen())), 'malformed'],
    ['a member twice', xml(collection(citizen('<GioiTinh>1</GioiTinh><GioiTinh>2</GioiTinh>'))), 'malformed'],
    [
      'a name of a book’s length',
      xml(collection(citizen(`<HoVaTen><Ho>${'a'.repeat(201)}</Ho></HoVaTen>`))),
      'malformed',
    ],
    ['a fault under 200', xml(envelope('<s:Fault><faultcode>s:Server.Busy</faultcode></s:Fault>')), 'service-fault'],
    [
      'a connection that ends half-way',
      (_q, r) =>
        r.writeHead(200, { 'content-type': 'text/xml', 'content-length': '500' }).end('<a>', () => r.socket?.destroy()),
      'cut-off',
    ],
  ])('%s', async (_what, listener, code) => {
    const one = await answering(listener);
    await expect(one.ask(asked('02-nghiem'))).rejects.toMatchObject({ code });
    expect(requests).toHaveLength(1);
  });

  it('the fault’s own text is nothing but its code', async () => {
    const one = await answering(xml(collection(citizen('', '001180999999'))));
    const fault = await one.ask(asked('02-nghiem')).catch((error: unknown) => error);
    expect(`${String(fault)} ${JSON.stringify((fault as Error).message)}`).not.toContain('001180999999');
    expect(fault).toMatchObject({ raw: expect.stringContaining('001180999999') as string });
  });

  it('a record told in part, and among others’', async () => {
    const one = await answering(
      xml(
        collection(
          citizen('<NgayThangNamSinh><Nam>1970</Nam></NgayThangNamSinh><GioiTinh>0</GioiTinh>') +
            citizen('', '001180999999'),
        ),
      ),
    );
    expect(await one.ask(asked('02-nghiem'))).toMatchObject({
      record: { personalNumber: number, fullName: null, birthDate: '1970', sex: null },
    });
  });

  it('the headers are signed over address, account, time and secret', async () => {
    const one = await answering(xml(collection('')));
    await one.ask(asked('02-nghiem'));
    const { headers } = requests[0] ?? {};
    expect(headers).toMatchObject({ apikey: standIn.account.apiKey, 'x-road-client': standIn.account.client });
    expect(headers?.['soapaction']).toBe('"http://dancuquocgia.bca/TraCuuThongTinCongDan"');
    expect(Math.abs(Number(headers?.['timestamp']) - Date.now())).toBeLessThan(5000);
    expect(headers?.authorization).not.toContain(standIn.account.secret);
  });
});

it('any damage to an answer is a reply or an XmlError', () => {
  const good = collection(
    citizen('<HoVaTen><Ho>Lê</Ho><ChuDem>Văn</ChuDem><Ten>Mẫu</Ten></HoVaTen><GioiTinh>1</GioiTinh>'),
  );
  fc.assert(
    fc.property(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, put) => {
      try {
        parseReply(good.slice(0, at) + put + good.slice(at + length), 'TraCuuThongTinCongDan');
      } catch (error) {
        expect(error).toBeInstanceOf(XmlError);
      }
    }),
    { numRuns: 3000 },
  );
});

describe('settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'population-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode });
    return path;
  };
  const inFiles = () => ({
    ...{ url: 'https://lgsp.example/dancu', user: 'u', client: 'VN/GOV/1/kiosk', unit: 'G01' },
    ...{ secretFile: file('secret', 's3cret\n'), apiKeyFile: file('key', 'k3y\n') },
  });

  it('secrets come from files that nobody else may read', () => {
    const settings = populationSettingsSchema.parse(inFiles());
    expect(settings).toMatchObject({ integrationCode: '037', timeoutMs: 3000, operation: 'TraCuuThongTinCongDan' });
    expect(secretsOf(settings)).toEqual({ secret: 's3cret', apiKey: 'k3y' });
    const open = { ...settings, secretFile: file('open', 'x', 0o644) };
    expect(() => secretsOf(open)).toThrow(/population.secretFile: others may read it/);
    expect(() => secretsOf({ ...settings, apiKeyFile: file('two', 'a\nb') })).toThrow(/apiKeyFile: is not fit/);
    expect(() => secretsOf({ ...settings, secretFile: join(folder, 'none') })).toThrow(/cannot be read/);
    expect(readConfig({ population: inFiles() }).population).toBeDefined();
  });

  it.each([
    ['plain HTTP beyond this machine', { url: 'http://lgsp.example/dancu' }, /plain HTTP/],
    ['both ways to give a secret', { secret: 'x' }, /either secretFile or secret/],
    ['an unknown member', { timeout: 5 }, /population/],
    ['a header that would break its line', { client: 'a\r\nb' }, /population.client/],
    ['a deadline of a minute', { timeoutMs: 60_000 }, /population.timeoutMs/],
  ])('%s is refused, and no value is said', (_what, more, words) => {
    expect(() => readConfig({ population: { ...inFiles(), ...more } })).toThrow(words);
  });

  it('a secret in the settings themselves is for the simulation', () => {
    const { secretFile, ...rest } = inFiles();
    const inline = { ...rest, secret: 'bí mật' };
    expect(secretFile).toBeDefined();
    expect(() => readConfig({ population: inline })).toThrow(/secrets lie in files/);
    expect(readConfig({ simulation: true, population: inline }).population?.secret).toBe('bí mật');
  });
});

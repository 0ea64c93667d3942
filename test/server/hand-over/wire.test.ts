import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { languages } from '@cccd-kiosk/fixtures/upstreams/his/book';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import { pageHeaders, post, startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let his: His;
let folder: string;
let server: TestServer;
let station: TestStation;
let shift = 0;

const now = (): Date => new Date(Date.now() + Math.min(shift, 3_600_000));
const password = 'mật khẩu dài';
const csvFiles = (): string[] => readdirSync(join(folder, 'csv')).filter((name) => name.endsWith('.csv'));
const settled = (visits: number) =>
  until(
    () => languages.every((language) => his.book.effects(language).length >= visits) && csvFiles().length >= visits,
  );

async function ask(role: 'administrator' | 'reception', path = '', body?: unknown): Promise<Response> {
  const account = role.slice(0, 8);
  server.api.createStaff({ account, password, role, name: 'Người trực' });
  const { cookie } = await TestCounter.signIn(server, account, password);
  const headers = { ...pageHeaders(server), cookie };
  return body === undefined
    ? fetch(`${server.url}/api/hand-over${path}`, { headers })
    : post(server, `/api/hand-over${path}`, body, headers);
}
const overview = async (): Promise<HandOverOverview> => (await (await ask('administrator')).json()) as HandOverOverview;
/** Waits behind a back-off without waiting: the clock goes on. */
async function untilLater(probe: () => boolean): Promise<void> {
  await until(() => {
    shift += 400_000;
    return probe();
  }, 10_000);
}

beforeEach(async () => {
  shift = 0;
  his = await startHis({ now });
  folder = temporaryFolder();
  server = await startTestServer({ handOver: handOverTo(his, folder) }, { now });
  station = await TestStation.enrol(server);
  await station.connect();
});
afterEach(async () => {
  station.close();
  await server.end();
  await his.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a check-in arrives at the hospital in every configured language', () => {
  it('once each, with the person, the department, the number and the verdict; a change follows as a change', async () => {
    const person = mintPerson(7, 1);
    const screen = await TestScreen.pair(server, station.id);
    const { visitId = '' } = await station.checkIn(person);
    await settled(1);
    for (const language of languages) {
      const [got, more] = his.book.effects(language);
      expect(more, language).toBeUndefined();
      expect(got, language).toMatchObject({ visitId, number: person.number });
      expect(got?.name.toUpperCase(), language).toBe(person.name.toUpperCase());
    }
    const [fhir] = his.book.effects('fhir');
    const [hl7] = his.book.effects('hl7v2');
    const [webhook] = his.book.effects('webhook');
    for (const one of [fhir, hl7, webhook])
      expect(one).toMatchObject({ event: 'registered', department: 'reception', chip: 'genuine' });
    expect(fhir?.ticket).toBe(hl7?.ticket);
    expect(readFileSync(join(folder, 'csv', csvFiles()[0] ?? ''), 'utf8')).toContain(`"${person.number}"`);

    // The same card again is no news.
    await station.checkIn(person);
    await screen.stage('greeting');
    expect((await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' })).ok).toBe(true);
    await until(() => his.book.effects('fhir').length === 2 && his.book.effects('hl7v2').length === 2);
    expect(his.book.effects('fhir')[1]).toMatchObject({ visitId, event: 'changed', department: 'eye' });
    expect(his.book.effects('hl7v2')[1]).toMatchObject({ visitId, event: 'changed', department: 'eye' });
    expect(his.hl7Messages[1]).toContain('ADT^A08');
    expect(his.fhir.all('Encounter')).toHaveLength(1);
    expect(his.fhir.all('Patient')).toHaveLength(1);
    // What the hospital told as its number of the person goes with the next message.
    expect(JSON.stringify(his.fhir.all('Patient')[0])).toContain('BN000001');
    screen.close();
  });

  it('a doubtful card and a visit without a card are nobody: nothing is handed over', async () => {
    await station.checkIn('01-khuyen', { fault: 'cloned' });
    await station.checkIn('02-nghiem');
    await settled(1);
    expect(his.book.received.every(({ number }) => number !== '')).toBe(true);
    expect(new Set(his.book.received.map(({ visitId }) => visitId)).size).toBe(1);
  });

  it('without settings nothing is written', async () => {
    const plain = await startTestServer();
    const other = await TestStation.enrol(plain);
    await other.connect();
    await other.checkIn('01-khuyen');
    plain.api.createStaff({ account: 'admin1', password, role: 'administrator', name: 'Quản trị' });
    const { cookie } = await TestCounter.signIn(plain, 'admin1', password);
    const answer = await fetch(`${plain.url}/api/hand-over`, { headers: { cookie } });
    expect(await answer.json()).toEqual({ destinations: [], dead: [] });
    other.close();
    await plain.end();
  });
});

describe('exactly one effect, whatever happens on the way', () => {
  it('an acknowledgement that is lost: sent again under the same key, done once', async () => {
    his.moods.set('mute');
    await station.checkIn(mintPerson(8, 1));
    await until(() => languages.every((language) => his.book.effects(language).length === 1));
    his.moods.set('up');
    await untilLater(() =>
      languages.every((language) => his.book.received.some((one) => one.language === language && one.repeated)),
    );
    for (const language of languages) expect(his.book.effects(language), language).toHaveLength(1);
    await untilLater(() => server.logs.filter((line) => line.includes('"handed over"')).length === 6);
    expect((await overview()).destinations.every(({ waiting, dead }) => waiting + dead === 0)).toBe(true);
  });

  it('a destination that was away while the server was started anew gets it then, and the others never twice', async () => {
    his.moods.set('down', 'hl7v2');
    await station.checkIn(mintPerson(9, 1));
    await until(() => his.book.effects('fhir').length === 1 && csvFiles().length === 1);
    station.close();
    server = await server.restart();
    his.moods.set('up');
    await untilLater(() => his.book.effects('hl7v2').length === 1);
    await settled(1);
    expect(his.book.received.filter(({ language }) => language === 'fhir')).toHaveLength(1);
    expect(csvFiles()).toHaveLength(1);
  });
});

describe('dead letters', () => {
  it('a refusal stands with its reason, becomes a work item, and goes out again by the button, once', async () => {
    his.moods.set('reject');
    const { visitId } = await station.checkIn(mintPerson(10, 1));
    await until(() => server.logs.filter((line) => line.includes('hand-over refused')).length === 5);
    const { dead } = await overview();
    expect(Object.fromEntries(dead.map(({ destination, code }) => [destination, code]))).toEqual({
      'his-fhir': 'http-422',
      'his-hl7': 'AE',
      'his-medipay': 'medipay-404',
      'his-webhook': 'http-422',
      'his-draft': 'http-422',
    });
    expect(dead.every((letter) => letter.visitId === visitId)).toBe(true);
    his.moods.set('up');
    const fhir = dead.find(({ destination }) => destination === 'his-fhir');
    expect((await ask('reception', '/retry', { id: fhir?.id })).status).toBe(403);
    expect((await ask('reception')).status).toBe(403);
    expect((await ask('administrator', '/retry', { id: 'no-such-letter-0001' })).status).toBe(404);
    expect(await (await ask('administrator', '/retry', { id: 'x' })).json()).toMatchObject({ code: 'bad-request' });
    expect(await (await ask('administrator', '/retry', { id: fhir?.id })).json()).toEqual({ count: 1 });
    expect(await (await ask('administrator', '/retry', { destination: 'his-hl7' })).json()).toEqual({ count: 1 });
    await until(() => his.book.effects('fhir').length === 1 && his.book.effects('hl7v2').length === 1);
    await until(() => server.logs.filter((line) => line.includes('"handed over"')).length === 3);
    expect((await overview()).dead).toHaveLength(3);
    expect((await ask('administrator', '/retry', { id: fhir?.id })).status).toBe(404);
  });

  it('a number under which the hospital knows somebody else is for a person to settle; nobody is written over', async () => {
    const person = mintPerson(11, 1);
    his.book.patient(person.number, 'NGUYỄN VĂN KHÁC', '1960-01-01');
    await station.checkIn(person);
    await until(() => server.logs.some((line) => line.includes('different-patient')));
    const { dead } = await overview();
    expect(dead.map(({ destination, code }) => [destination, code])).toContainEqual(['his-fhir', 'different-patient']);
    expect(his.book.find(person.number)?.name).toBe('NGUYỄN VĂN KHÁC');
  });
});

import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { personById } from '@cccd-kiosk/fixtures/world';
import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import type { ServerConfigInput } from '@cccd-kiosk/server/src/config';
import { rowsOf } from '../rows-of.ts';
import { pageHeaders, post, startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';
import { faultsOfCheckIn } from './check-in-faults.ts';

const password = 'mật khẩu dài';
const person = '01-khuyen';
/** Signs as no portal does: the test sees that the list went in and the answer came out. */
const signer = [
  process.execPath,
  '-e',
  `let n = 0; process.stdin.on('data', (part) => { n += part.length; }).on('end', () => console.log('signed ' + n));`,
];

let his: His;
let bhxh: BhxhGateway;
let folder: string;
let server: TestServer;
let station: TestStation;
let counter: TestCounter;
let shift = 0;
const now = (): Date => new Date(Date.now() + shift);

const destination = {
  kind: 'check-in-message',
  name: 'bhxh',
  services: { '*': { code: '02.1896', name: 'Khám bệnh' } },
} as const;

function configOf(settings: object): ServerConfigInput {
  const { facilityCode, destinations } = handOverTo(his, folder, ['fhir']);
  return {
    insurance: askedOf(bhxh, 200, 400),
    handOver: { facilityCode, destinations: [...destinations, { ...destination, ...settings } as never] },
  };
}
async function started(settings: object = { sign: signer, patientFrom: 'his-fhir' }): Promise<void> {
  server = await startTestServer(configOf(settings), { now });
  station = await TestStation.enrol(server);
  await station.connect();
  for (const [account, role] of [
    ['quay1', 'reception'],
    ['admin1', 'administrator'],
  ] as const)
    server.api.createStaff({ account, password, role, name: 'Cán bộ' });
  counter = await (await TestCounter.signIn(server, 'quay1', password)).connect(server);
}

beforeEach(async () => {
  shift = 0;
  his = await startHis({ now });
  bhxh = await startBhxhGateway({ now: () => now().getTime() });
  folder = temporaryFolder();
});
afterEach(async () => {
  counter.close();
  station.close();
  await server.end();
  await his.close();
  await bhxh.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine under load is no fault of the message's. */
const soon = <T>(probe: () => T | undefined | false): Promise<T> => until(probe, 15_000);
const logged = (text: string): number => server.logs.filter((line) => line.includes(text)).length;
const insured = () => soon(() => his.book.effects('fhir').some(({ insurance }) => insurance === 'complete'));
const confirm = async (visitId: string | null | undefined, subject = '1.3'): Promise<void> => {
  expect((await counter.ask('confirm-subject', { visitId, subject })).ok).toBe(true);
};
async function admin(path = '', body?: unknown): Promise<Response> {
  const { cookie } = await TestCounter.signIn(server, 'admin1', password);
  const headers = { ...pageHeaders(server), cookie };
  return body === undefined
    ? fetch(`${server.url}/api/hand-over${path}`, { headers })
    : post(server, `/api/hand-over${path}`, body, headers);
}
const overview = async (): Promise<HandOverOverview> => (await (await admin()).json()) as HandOverOverview;
const bhxhState = async () => (await overview()).destinations.find(({ name }) => name === 'bhxh');
const rows = (sql: string) => rowsOf(server, sql);
const firstDead = async (): Promise<HandOverOverview['dead'][number]> => {
  await soon(() => rows(`SELECT 1 FROM hand_over WHERE state = 'dead'`).length > 0);
  const [letter] = (await overview()).dead;
  if (letter === undefined) throw new Error('no dead letter');
  return letter;
};
/** Behind a back-off without waiting for it. */
async function untilLater<T>(probe: () => T | undefined | false): Promise<T> {
  return soon(() => {
    shift = Math.min(shift + 20_000, 3_000_000);
    return probe();
  });
}

describe('the check-in message to the insurance gateway', () => {
  it('leaves once a clerk has confirmed the kind of visit: whole, signed, under the hospital’s number', async () => {
    await started();
    const { visitId = '' } = await station.checkIn(person);
    await insured();
    await soon(() => logged('"handed over"') >= 2);
    expect(bhxh.checkIns).toEqual([]);
    expect(await bhxhState()).toMatchObject({ waiting: 0, dead: 0, lastTaken: expect.any(String) });

    await confirm(visitId);
    const xml = await soon(() => bhxh.checkIns[0]);
    expect(await faultsOfCheckIn(xml)).toEqual([]);
    expect(xml).toContain(`<MA_LK>${visitId}</MA_LK>`);
    expect(xml).toContain('<MA_DOITUONG_KCB>1.3</MA_DOITUONG_KCB>');
    expect(xml).toContain('<MA_DICH_VU>02.1896</MA_DICH_VU>');
    expect(xml).toContain(`<SO_CCCD>${personById(person).number}</SO_CCCD>`);
    const [patient] = his.fhir.all('Patient');
    const own = JSON.stringify(patient?.['identifier']);
    expect(own).toContain(/<MA_BN>([^<]+)</.exec(xml)?.[1] ?? 'nobody');
    const list = /<DSACH_TRANG_THAI_KCB>.*<\/DSACH_TRANG_THAI_KCB>/s.exec(xml)?.[0] ?? '';
    expect(xml).toContain(`<CHUKYDONVI>signed ${Buffer.byteLength(list)}</CHUKYDONVI>`);

    const kept = rows(`SELECT code, good, officer, raw FROM insurance_evidence WHERE call = 'check-in'`);
    expect(kept).toEqual([{ code: '200', good: 1, officer: 'hand-over', raw: expect.any(Uint8Array) }]);
    expect(Buffer.from(kept[0]?.['raw'] as Uint8Array).toString('latin1')).not.toContain('GD1');
    expect(server.logs.join('')).not.toContain(personById(person).number);
  });

  it('is sent again for what it says, and for nothing else', async () => {
    await started();
    const { visitId = '' } = await station.checkIn(person);
    await insured();
    await confirm(visitId);
    await soon(() => bhxh.checkIns.length === 1);
    await confirm(visitId, '1.5');
    await soon(() => bhxh.checkIns.length === 2);
    expect(bhxh.checkIns[1]).toContain('<MA_DOITUONG_KCB>1.5</MA_DOITUONG_KCB>');
    // Asked again: when it was answered is news to the hospital; the gateway is told the same as before.
    shift = 60_000;
    expect((await counter.ask('look-up-again', { visitId })).ok).toBe(true);
    await soon(() => rows(`SELECT 1 FROM hand_over WHERE destination = 'bhxh' AND code = 'not-due'`).length >= 3);
    expect(bhxh.checkIns).toHaveLength(2);
  });

  it('is nothing to do with emergencies, with people who pay themselves, and with departments that order elsewhere', async () => {
    await started({ unsigned: true, services: { elsewhere: { code: 'X', name: 'Nơi khác' } } });
    const { visitId } = await station.checkIn(person);
    await insured();
    await confirm(visitId);
    await soon(() => logged('"handed over"') >= 3);
    expect(await bhxhState()).toMatchObject({ waiting: 0, dead: 0 });
    expect(bhxh.checkIns).toEqual([]);
  });

  it('an emergency is told to the hospital alone', async () => {
    await started();
    const { visitId } = await station.checkIn(person);
    await insured();
    await confirm(visitId, '2');
    await soon(() => logged('"handed over"') >= 3);
    expect(await bhxhState()).toMatchObject({ waiting: 0, dead: 0 });
    expect(bhxh.checkIns).toEqual([]);
  });

  it('that may have arrived is never sent again by itself, nor by the button for all; only one by one', async () => {
    await started();
    const { visitId } = await station.checkIn(person);
    await insured();
    bhxh.setMood('silent');
    await confirm(visitId);
    const letter = await firstDead();
    expect(letter).toMatchObject({ destination: 'bhxh', code: 'uncertain', visitId });
    expect(rows('SELECT kind, code, visit_id, scope FROM work_items WHERE closed_at IS NULL')).toContainEqual({
      ...{ kind: 'hand-over', code: 'uncertain', visit_id: visitId, scope: 'bhxh' },
    });
    bhxh.setMood('up');
    shift = 600_000;
    expect((await admin('/retry', { destination: 'bhxh' })).status).toBe(404);
    expect(bhxh.checkIns).toHaveLength(1);
    expect(await (await admin('/retry', { id: letter.id })).json()).toEqual({ count: 1 });
    await untilLater(() => bhxh.checkIns.length === 2);
    await soon(() => rows(`SELECT 1 FROM hand_over WHERE state = 'dead'`).length === 0);
  });

  it.each(['html', 'garbled'] as const)(
    'that got a definite no answer (%s) goes out again by itself, once',
    async (mood) => {
      await started();
      const { visitId } = await station.checkIn(person);
      await insured();
      bhxh.setMood(mood);
      await confirm(visitId);
      await soon(() => logged('check-in message not taken') === 1);
      bhxh.setMood('up');
      await untilLater(() => bhxh.checkIns.length === 1);
      expect((await overview()).dead).toEqual([]);
    },
  );

  it('waits while the gateway is away, and tries it although nobody asks for a look-up', async () => {
    await started();
    const { visitId } = await station.checkIn(person);
    await insured();
    bhxh.setMood('silent');
    await station.checkIn('02-nghiem');
    await soon(() => rows('SELECT 1 FROM insurance_outages').length === 1);
    await confirm(visitId);
    await soon(() => rows(`SELECT 1 FROM hand_over WHERE code = 'gateway-away'`).length === 1);
    expect(bhxh.checkIns).toEqual([]);
    bhxh.setMood('up');
    await untilLater(() => bhxh.checkIns.length === 1);
    // The look-up of the other person is uncertain, and stays so: it was no question that found the gateway again.
    expect(bhxh.questions).toHaveLength(2);
  });

  it('the gateway’s refusal is a dead letter with its code', async () => {
    await started({ unsigned: true, services: { '*': { code: 'X', name: 'Y' } } });
    const { visitId } = await station.checkIn(person);
    await insured();
    bhxh.refuseCheckIns('403');
    await confirm(visitId);
    const letter = await firstDead();
    expect(letter).toMatchObject({ destination: 'bhxh', code: 'gateway-403' });
  });

  it('a signing program that fails keeps it here, and says so', async () => {
    await started({ sign: [process.execPath, '-e', 'process.exit(3)'] });
    const { visitId } = await station.checkIn(person);
    await insured();
    await confirm(visitId);
    await soon(() => logged('check-in message could not be signed') === 1);
    expect(bhxh.checkIns).toEqual([]);
    expect(await bhxhState()).toMatchObject({ waiting: 1 });
  });
});

describe('settings that do not hold together', () => {
  beforeEach(() => started());
  it.each<[string, () => ServerConfigInput]>([
    ['no gateway', () => ({ handOver: configOf({ unsigned: true }).handOver })],
    ['neither signed nor unsigned', () => configOf({})],
    ['both', () => configOf({ unsigned: true, sign: signer })],
    ['a patient’s number from nobody', () => configOf({ unsigned: true, patientFrom: 'nobody' })],
    [
      'another house than the gateway knows',
      () => {
        const config = configOf({ unsigned: true });
        return { ...config, handOver: { ...config.handOver, facilityCode: '01998' } as never };
      },
    ],
  ])('%s', async (_what, config) => {
    await expect(startTestServer(config())).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

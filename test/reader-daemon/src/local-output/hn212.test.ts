import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardFiles, personById } from '@cccd-kiosk/fixtures/world';
import { startHn212Service, type Hn212Service } from '@cccd-kiosk/reader-daemon/src/local-output/hn212-service';
import { isOwnAddress } from '@cccd-kiosk/reader-daemon/src/local-output/who-may-listen';
import { createLog } from '@cccd-kiosk/reader-daemon/src/log';
import { StationBench } from '../station-bench.ts';
import { until } from '../stand-in-server.ts';
import { connectHn212 } from './hn212-client.ts';

const origin = 'https://his.benhvien.example';
const token = 'mot-chuoi-bi-mat-dai';
const logged: string[] = [];
let service: Hn212Service;
let bench: StationBench;

const options = {
  ...{ host: '127.0.0.1', port: 0, origins: [origin], token, stationName: 'K07' },
  log: createLog({ level: 'trace', to: { write: (line: string) => void logged.push(line) } }),
  now: () => new Date('2026-03-02T01:00:00.000Z'),
};
beforeEach(async () => {
  service = await startHn212Service(options);
  bench = await new StationBench().start({ outputs: [service] });
  await bench.settled();
});
afterEach(() => bench.stop());

describe('the HN212-compatible event service', () => {
  it.each([[['polling', 'websocket']], [['websocket']], [['polling']]])(
    'tells a page of an allowed Origin: card, text, files (%j)',
    async (transports) => {
      const client = await connectHn212(service.url, { headers: { origin }, transports });
      await bench.lay('02-nghiem');
      await until('the files', () => client.events.find(({ id }) => id === 4));
      expect(client.info).toEqual([
        { version: '1.1', serial_nfc: 'K07', serial_device: 'K07', date: '2026-03-02T01:00:00.000Z' },
      ]);
      expect(client.events.map(({ id, message }) => [id, message])).toEqual([
        [1, 'new card!'],
        [2, 'read card successfully!'],
        [4, 'Read raw data successfully!'],
      ]);
      const person = personById('02-nghiem');
      expect(client.events[1]?.data).toEqual({
        idCode: person.number,
        oldIdCode: person.oldNumber ?? '',
        personName: person.name,
        dateOfBirth: person.birthDate,
        gender: person.sex,
        nationality: person.nationality,
        race: person.ethnicity,
        religion: person.religion,
        originPlace: person.origin,
        residencePlace: person.residence,
        personalIdentification: person.marks,
        issueDate: person.issueDate,
        expiryDate: person.expiryDate ?? 'Không thời hạn',
        fatherName: person.father ?? '',
        motherName: person.mother ?? '',
        wifeName: person.spouse ?? '',
      });
      // The files are the chip's own octets.
      const files = await cardFiles({ person: '02-nghiem' });
      const { data } = client.events[2] ?? {};
      for (const name of ['dg2', 'dg13', 'dg14', 'dg15', 'sod']) {
        const own = files.get(`EF_${name.toUpperCase()}`) ?? new Uint8Array();
        expect(Buffer.from(data?.[name] ?? '', 'base64').equals(own), name).toBe(true);
      }
      expect(Buffer.from(data?.['img_data'] ?? '', 'base64').length).toBeGreaterThan(1000);
      client.socket.close();
    },
  );

  it('a program with the token hears it, and nothing of what it says is taken up', async () => {
    const client = await connectHn212(`${service.url}/?token=${token}`);
    client.socket.emit('/event', { id: 2, data: { idCode: '000000000000' } });
    await bench.lay('01-khuyen');
    await until('the text', () => client.events.find(({ id }) => id === 2));
    expect(client.events.map(({ data }) => data?.['idCode'])).not.toContain('000000000000');
    client.socket.close();
  });

  it.each([
    ['a program without the token', {}, ''],
    ['a program with another token', {}, '/?token=mot-chuoi-bi-mat-khac'],
    ['a page of another site', { origin: 'https://his.benhvien.example.evil.example' }, ''],
    ['a page of another site that learnt the token', { origin: 'http://evil.example' }, `/?token=${token}`],
    ['a page without a name', { origin: 'null' }, `/?token=${token}`],
    ['a name that was bound to this computer', { origin, host: 'evil.example:8000' }, ''],
    ['another port’s name', { origin, host: '127.0.0.1:1' }, ''],
  ])('%s is turned away', async (_who, headers, query) => {
    await expect(connectHn212(service.url + query, { headers, transports: ['websocket'] })).rejects.toMatchObject({
      message: 'websocket error',
    });
    const polling = get(`${service.url}/socket.io/?EIO=4&transport=polling&${query.slice(2)}`, { headers });
    const [response] = (await once(polling, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
    const mayRead = response.headers['access-control-allow-origin'];
    expect(mayRead === undefined || mayRead === origin).toBe(true);
  });

  it('gives no data of a suspicious card, and none of an earlier card to who comes late', async () => {
    const client = await connectHn212(service.url, { headers: { origin } });
    await bench.lay('01-khuyen', { fault: 'cloned' });
    await until('an end', () => client.events.find(({ id }) => id === 3));
    expect(client.events.map(({ id, message }) => [id, message])).toEqual([
      [1, 'new card!'],
      [3, 'read card failed: suspicious'],
    ]);
    const late = await connectHn212(service.url, { headers: { origin } });
    await until('its greeting', () => late.info[0]);
    expect(late.events).toEqual([]);
    for (const { socket } of [client, late]) socket.close();
  });

  it('anything else over HTTP is not there; other addresses and taken ports are refused', async () => {
    expect((await fetch(`${service.url}/`)).status).toBe(404);
    expect(isOwnAddress('0.0.0.0') || isOwnAddress('::') || isOwnAddress('192.0.2.1')).toBe(false);
    await expect(startHn212Service({ ...options, host: '0.0.0.0' })).rejects.toMatchObject({ setting: 'hn212Host' });
    const port = Number(new URL(service.url).port);
    await expect(startHn212Service({ ...options, port })).rejects.toMatchObject({ setting: 'hn212Port' });
  });

  it('no person and no token in the log', () => {
    const all = [...logged, ...bench.logged].join('\n');
    expect(all).toContain('a local client listens');
    for (const secret of [token, personById('01-khuyen').number, personById('02-nghiem').name])
      expect(all).not.toContain(secret);
  });
});

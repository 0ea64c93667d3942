import { join } from 'node:path';
import { inspect } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people, personById, printedOf } from '@cccd-kiosk/fixtures/world';
import { Personal } from '@cccd-kiosk/server/src/personal';
import { createLog } from '@cccd-kiosk/server/src/log';
import { pageHeaders, post, startTestServer, until, type TestServer } from './test-server.ts';
import { TestCounter, TestScreen } from './test-pages.ts';
import { newReadingId, TestStation } from './test-station.ts';

let server: TestServer;
let station: TestStation;
const password = 'bí-mật-của-quầy-42';
const secrets = new Set<string>();

/** The text itself, without marks, and as base64 and hexadecimal would carry it. */
function add(text: string): void {
  if (text.length < 6) return;
  for (const form of [text, text.normalize('NFD'), text.toUpperCase(), Buffer.from(text).toString('hex')])
    secrets.add(form);
  secrets.add(Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -2));
}

beforeAll(async () => {
  server = await startTestServer({ logLevel: 'trace' });
  station = await TestStation.enrol(server);
  await station.connect();
});
afterAll(async () => {
  station.close();
  await server.end();
});

describe('no secret in a log, at the most verbose level (TH18)', () => {
  it('a whole morning: readings good and bad, keys, sign-ins, looks', async () => {
    const screen = await TestScreen.pair(server, station.id);
    add(screen.cookie.split('=')[1] ?? '');
    server.api.createStaff({ account: 'quay1', password, role: 'reception', name: 'Cán bộ' });
    add(password);
    await post(server, '/api/staff/sign-in', { account: 'quay1', password: `${password}x` }, pageHeaders(server));
    const counter = await (await TestCounter.signIn(server, 'quay1', password)).connect(server);
    add(counter.cookie.split('=')[1] ?? '');

    for (const [index, { id }] of people.slice(0, 4).entries()) {
      const { name, number, birthDate, residence, father, mother } = personById(id);
      for (const text of [name, number, birthDate, residence, father ?? '', mother ?? '']) add(text);
      const { can, mrz, qr } = printedOf(id);
      for (const text of [can, mrz, qr]) add(text);
      const readingId = newReadingId();
      station.emit('reader', { reader: 'reader 1', state: 'reading', readingId });
      station.emit('holder', { readingId, reader: 'reader 1', holder: { fullName: name, personalNumber: number } });
      await screen.act({ action: 'offer-key', key: { kind: 'can', can } });
      const record = await station.read(id, { readingId, ...(index === 3 ? { fault: 'cloned' } : {}) });
      for (const file of Object.values(record.files)) secrets.add(file.slice(40, 90));
      const envelope = station.envelope(record);
      const answer = await station.submit(envelope);
      await station.submit({ ...envelope, signature: station.sign('something else') });
      if (!answer.ok) throw new Error(answer.refusal.code);
      await counter.ask('open', { visitId: answer.value.visitId, reason: `hỏi ${number}` });
      await counter.ask('open', { visitId: number, reason: name });
      station.emit('holder', { readingId: number, holder: { fullName: name } });
      await screen.act({ action: 'finish', note: name });
    }
    await until(() => server.logs.filter((line) => line.includes('checked in')).length >= 4);
    const output = server.logs.join('\n');
    expect(output).toContain('checked in');
    expect(output).toContain('"level":20');
    expect([...secrets].filter((secret) => output.includes(secret))).toEqual([]);
    screen.close();
    counter.close();
  });

  it('nor in the audit: ids and codes alone', () => {
    const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
    const rows = JSON.stringify(db.prepare('SELECT * FROM audit').all());
    db.close();
    expect([...secrets].filter((secret) => rows.includes(secret))).toEqual([]);
  });

  it('a personal value shows nothing by accident', () => {
    const name = new Personal('Nguyễn Thị Mẫu');
    expect(`${String(name)} ${JSON.stringify({ name })} ${inspect({ name })}`).not.toContain('Mẫu');
    expect(name.reveal()).toBe('Nguyễn Thị Mẫu');
  });

  it('an object with more in it than its type says leaves nothing in a line', () => {
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    const visit = { visitId: 'visit-0001', fullName: 'Nguyễn Thị Mẫu' };
    log.info('checked in', visit);
    log.error('failed', { error: new Error('Nguyễn Thị Mẫu') });
    expect(lines.join('')).not.toContain('Mẫu');
    expect(lines.join('')).toContain('visit-0001');
  });
});

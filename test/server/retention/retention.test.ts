import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people, personById } from '@cccd-kiosk/fixtures/world';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import { startTestServer, until, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let shift = 0;
let server: TestServer;
let station: TestStation;
const person = people.find(({ portrait }) => portrait !== null)?.id ?? '';
const day = 86_400_000;

beforeAll(async () => {
  server = await startTestServer({}, { now: () => new Date(Date.now() + shift) });
  server.api.createStaff({ account: 'quay1', password: 'mật khẩu dài', role: 'reception', name: 'Cán bộ quầy 1' });
  station = await TestStation.enrol(server);
  await station.connect();
});
afterAll(async () => {
  station.close();
  await server.end();
});

function everythingOnDisk(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? everythingOnDisk(path) : readFileSync(path, 'latin1')))
    .join('\n');
}

describe('what is kept, and for how long', () => {
  let visitId = '';

  it('nothing about a person stands in the open on the disk (TH17)', async () => {
    visitId = (await station.checkIn(person)).visitId ?? '';
    const { name, number } = personById(person);
    const disk = everythingOnDisk(server.dataDir);
    for (const secret of [number, name, Buffer.from(name, 'utf8').toString('latin1'), number.slice(3)])
      expect(disk.includes(secret)).toBe(false);
    expect(disk.match(/(?<!\d)0\d{11}(?!\d)/g)).toBeNull();
  });

  const detail = async (): Promise<ArrivalDetail> => {
    const counter = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
    const answer = await counter.ask<ArrivalDetail>('open', { visitId, reason: 'test' });
    counter.close();
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value;
  };

  it('the photo lives a day at most', async () => {
    await until(() => server.logs.some((line) => line.includes('checked in')));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await detail()).photo).not.toBeNull();
    shift = day + 1000;
    expect((await detail()).photo).toBeNull();
  });

  it('name, number, birth date and sex go after 30 days; the visit stays for the count', async () => {
    shift = 29 * day;
    server.api.runRetention();
    expect((await detail()).fullName).toBe(personById(person).name);
    shift = 32 * day;
    server.api.runRetention();
    expect(await detail()).toMatchObject({
      fullName: null,
      personalNumber: null,
      birthDate: null,
      sex: null,
      overall: 'genuine',
    });
  });

  it('evidence goes after 90 days, and the run itself is in the audit', () => {
    shift = 89 * day;
    server.api.runRetention();
    expect(evidence()).toBe(1);
    shift = 92 * day;
    server.api.runRetention();
    expect(evidence()).toBe(0);
    expect(server.api.verifyAudit()).toMatchObject({ ok: true });
  });

  function evidence(): number {
    const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
    const count = db.prepare('SELECT count(*) FROM readings WHERE evidence IS NOT NULL').pluck().get() as number;
    db.close();
    return count;
  }
});

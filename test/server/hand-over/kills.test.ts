import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { languages } from '@cccd-kiosk/fixtures/upstreams/his/book';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { bundleServer } from '../../soak/bundle-server.ts';
import { spawnServer, type ServerProcess } from '../../soak/server-process.ts';
import { startTestServer, temporaryFolder, until } from '../test-server.ts';
import { TestStation } from '../test-station.ts';

const rounds = 6;
let his: His;
let folder: string;
let server: ServerProcess;
let station: TestStation;

const dataDir = (): string => join(folder, 'data');
const config = (): string => join(folder, 'config.json');
let bundle = '';

async function start(): Promise<void> {
  server = await spawnServer(bundle, dataDir(), config());
  station = station.at(server);
  await station.connect();
}

beforeAll(async () => {
  his = await startHis();
  folder = temporaryFolder();
  mkdirSync(dataDir());
  writeFileSync(config(), JSON.stringify({ handOver: handOverTo(his, folder) }));
  bundle = await bundleServer();
  const first = await startTestServer({}, {}, dataDir());
  station = await TestStation.enrol(first);
  await first.close();
  await start();
});
afterAll(async () => {
  station.close();
  await server.kill();
  await his.close();
  rmSync(folder, { recursive: true, force: true });
});

it(
  'kill -9 over the life of a hand-over: each visit has its effect once, in each language',
  { timeout: 180_000 },
  async () => {
    const visits = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      // In every other round the stand-in does what it is told and dies before it says so.
      his.moods.set(round % 2 === 0 ? 'up' : 'mute');
      const before = his.book.received.length;
      const { visitId } = await station.checkIn(mintPerson(500 + round, 1));
      visits.add(visitId ?? '');
      // From "nothing was sent" to "everything was".
      await until(() => his.book.received.length - before >= Math.min(round, languages.length));
      station.close();
      await server.kill();
      await start();
    }
    his.moods.set('up');
    station.close();
    await server.kill();
    await start();
    for (const language of languages) {
      await until(() => his.book.effects(language).length >= rounds, 10_000);
      const effects = his.book.effects(language).map(({ visitId }) => visitId);
      expect(effects.sort(), language).toEqual([...visits].sort());
    }
    const files = () => readdirSync(join(folder, 'csv'));
    await until(() => files().length === rounds);
    expect(files().every((name) => name.endsWith('.csv'))).toBe(true);
    expect(his.fhir.all('Encounter')).toHaveLength(rounds);
    expect(his.fhir.all('Patient')).toHaveLength(rounds);
    expect(his.book.received.some(({ repeated }) => repeated)).toBe(true);
  },
);

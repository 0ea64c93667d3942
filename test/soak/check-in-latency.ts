/** How long a check-in takes from submit to ack, at a steady rate of arrivals, over real sockets to a real server. */
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import type { Envelope } from '@cccd-kiosk/contract/station';
import { startTestServer } from '../server/test-server.ts';
import { TestStation } from '../server/test-station.ts';

export interface LatencyReport {
  readonly perSecond: number;
  readonly checkIns: number;
  readonly refused: number;
  readonly ms: { readonly median: number; readonly p95: number; readonly p99: number; readonly most: number };
}

const poolOfStation = 50;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `checkIns` distinct people, spread over as many stations as their challenge pools ask for. Readings are made before. */
export async function measureCheckIns(perSecond: number, checkIns: number): Promise<LatencyReport> {
  const server = await startTestServer({ logLevel: 'silent' });
  const stations: TestStation[] = [];
  const ready: { station: TestStation; envelope: () => Envelope }[] = [];
  for (let i = 0; i < checkIns; i += 1) {
    if (i % poolOfStation === 0) {
      const station = await TestStation.enrol(server, `K${stations.length}`);
      await station.connect();
      stations.push(station);
    }
    const station = stations.at(-1);
    if (station === undefined) throw new RangeError('no station');
    const record = await station.read(mintPerson(i, 7));
    ready.push({ station, envelope: () => station.envelope(record) });
  }
  const times: number[] = [];
  let refused = 0;
  const begun = performance.now();
  await Promise.all(
    // Arrivals take turns among the stations, as people do.
    ready
      .sort((a, b) => stations.indexOf(a.station) - stations.indexOf(b.station))
      .map(async ({ station, envelope }, i) => {
        const at = begun + (i * 1000) / perSecond;
        await sleep(Math.max(0, at - performance.now()));
        const sent = performance.now();
        const answer = await station.submit(envelope());
        times.push(performance.now() - sent);
        if (!answer.ok) refused += 1;
      }),
  );
  for (const station of stations) station.close();
  await server.end();
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((times[Math.ceil(share * times.length) - 1] ?? 0) * 10) / 10;
  return { perSecond, checkIns, refused, ms: { median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) } };
}

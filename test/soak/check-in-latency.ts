/** How long a check-in takes from submit to ack, at a steady rate of arrivals, over real sockets to a real server. */
import { rmSync } from 'node:fs';
import { startBhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import type { Language } from '@cccd-kiosk/fixtures/upstreams/his/book';
import { startHis } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import type { Envelope } from '@cccd-kiosk/contract/station';
import { startTestServer, temporaryFolder } from '../server/test-server.ts';
import { TestStation } from '../server/test-station.ts';

/** The insurance gateway during the run: none at the site, answering, or away. */
export type GatewayThen = 'none' | 'up' | 'away';

export interface LatencyReport {
  readonly gateway: GatewayThen;
  /** Look-ups that reached it until every one was answered, or until the end where it is away. */
  readonly lookUps: number;
  /** People whom it was never asked about, and questions too many; 0 where it is not there. */
  readonly neverAsked: number;
  readonly askedTwice: number;
  /** Visits that the hospital's system does not know in every language asked for. */
  readonly notHandedOver: number;
  /** From the last check-in until it knew all of them, milliseconds. */
  readonly handOverLagMs: number;
  readonly perSecond: number;
  readonly checkIns: number;
  readonly refused: number;
  readonly ms: { readonly median: number; readonly p95: number; readonly p99: number; readonly most: number };
}

export interface Arrivals {
  readonly gateway: GatewayThen;
  readonly perSecond: number;
  readonly checkIns: number;
  /** The languages that the hospital's system is told in. */
  readonly handOver?: readonly Language[];
  readonly onProgress?: (what: 'readings made' | 'checked in', done: number) => void;
}

const poolOfStation = 50;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `checkIns` distinct people, spread over as many stations as their challenge pools ask for. Readings are made before. */
export async function measureCheckIns({
  perSecond,
  checkIns,
  gateway,
  handOver = [],
  onProgress = () => undefined,
}: Arrivals): Promise<LatencyReport> {
  const his = await startHis();
  const folder = temporaryFolder();
  const bhxh = await startBhxhGateway();
  if (gateway === 'away') bhxh.setMood('down');
  const server = await startTestServer({
    logLevel: 'silent',
    ...(handOver.length === 0 ? {} : { handOver: handOverTo(his, folder, handOver) }),
    ...(gateway === 'none'
      ? {}
      : {
          insurance: {
            gateway: { url: bhxh.url, ...bhxh.account },
            officers: { kiosk: bhxh.officer },
            facility: { code: '01999', level: 'basic', formerLevel: 'province' },
            ratePerSecond: perSecond * 2,
          },
        }),
  });
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
    const person = mintPerson(i, 7);
    bhxh.register.add(insuredMinted(person));
    const record = await station.read(person);
    ready.push({ station, envelope: () => station.envelope(record) });
    onProgress('readings made', ready.length);
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
        onProgress('checked in', times.length);
      }),
  );
  // Every question is answered soon after the last check-in, or the run did not keep up.
  const patience = performance.now() + 30_000;
  while (gateway === 'up' && bhxh.questions.length < checkIns && performance.now() < patience) await sleep(100);
  const lookUps = bhxh.questions.length;
  const people = new Set(bhxh.questions.map(({ key }) => key)).size;
  const ended = performance.now();
  const known = (): number =>
    Math.min(...handOver.map((one) => new Set(his.book.effects(one).map(({ visitId }) => visitId)).size));
  while (handOver.length > 0 && known() < checkIns && performance.now() < ended + 60_000) await sleep(20);
  const handOverLagMs = Math.round(performance.now() - ended);
  const notHandedOver = handOver.length > 0 ? checkIns - known() : 0;
  for (const station of stations) station.close();
  await server.end();
  await bhxh.close();
  await his.close();
  rmSync(folder, { recursive: true, force: true });
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((times[Math.ceil(share * times.length) - 1] ?? 0) * 10) / 10;
  return {
    gateway,
    perSecond,
    checkIns,
    refused,
    lookUps,
    neverAsked: gateway === 'up' ? checkIns - people : 0,
    askedTwice: gateway === 'up' ? lookUps - people : 0,
    ...{ notHandedOver, handOverLagMs },
    ms: { median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) },
  };
}

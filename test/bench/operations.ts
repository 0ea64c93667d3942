/** The parts of a reading by themselves, host side alone: what is worth making faster. */
import { randomBytes } from 'node:crypto';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { openAccess, readCardAccess, vietnamesePolicy } from '@cccd-kiosk/emrtd/access/open-access';
import { chooseChipAuthentication, exchangeChipAuthentication } from '@cccd-kiosk/emrtd/chip/chip-authentication';
import { judgeActiveAuthentication } from '@cccd-kiosk/emrtd/inspection/chip-proof-steps';
import { makeEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { inspectFiles } from '@cccd-kiosk/emrtd/inspection/inspect-files';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verifyEvidence } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { parseDg14 } from '@cccd-kiosk/emrtd/lds/dg14';
import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import { chipTransport, makeCard } from '@cccd-kiosk/fixtures/world';
import { createPortraitDecoder, type PortraitDecoder } from '@cccd-kiosk/server/src/portraits/decoder';
import { readOnce, trust } from './measure-reading.ts';
import { benchPerson, scenarios } from './scenarios.ts';
import { measure, timed, type OperationMeasure, type Sample } from './timed.ts';

const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));
const clock = (): number => performance.now();

/** Host time of work on a card: what passed outside the transport. */
async function hostTimed(session: CardSession, work: () => Promise<unknown>): Promise<number> {
  const cardBefore = session.counters.cardMs;
  const total = await timed(work);
  return total - (session.counters.cardMs - cardBefore);
}

async function opened(): Promise<{ session: CardSession; pace: number }> {
  const chip = await makeCard({ person: benchPerson });
  chip.power('on');
  const session = new CardSession({ transport: chipTransport(chip), clock });
  const cardAccess = await readCardAccess(session);
  const { keys } = accessKeys(scenarios[0]?.key ?? { kind: 'can', can: '' });
  const pace = await hostTimed(session, () =>
    openAccess(session, { keys, policy: vietnamesePolicy, random, cardAccess }),
  );
  return { session, pace };
}

async function samples(decoder: PortraitDecoder): Promise<[string, Sample][]> {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new RangeError('bench: no scenario');
  const { inspection } = await readOnce(scenario);
  const { files, activeAuthentication } = inspection;
  const [dg2, dg13, dg14] = [files.get('DG2'), files.get('DG13'), files.get('DG14')];
  if (!dg2 || !dg13 || !dg14 || !activeAuthentication) throw new Error('bench: a file is missing');
  const standards = { trust, simulation: true, now: new Date(), profile: cccdProfile() };
  const record = makeEvidence(inspection, {
    stationId: 'station-00000001',
    readingId: 'reading-00000001',
    startedAt: new Date(),
    finishedAt: new Date(),
  });
  const json = serializeEvidence(record);
  const agreement = chooseChipAuthentication(parseDg14(dg14));
  const [face] = parseDg2(dg2).faces;
  return [
    ['PACE and SELECT', async () => (await opened()).pace],
    [
      'Chip Authentication',
      async () => {
        const { session } = await opened();
        return hostTimed(session, async () => agreement && exchangeChipAuthentication(session, { agreement, random }));
      },
    ],
    ['Active Authentication verified', () => timed(() => judgeActiveAuthentication(files, activeAuthentication))],
    ['passive authentication and cross-checks', () => timed(() => inspectFiles(files, standards))],
    ['DG13 parsed', () => timed(() => parseDg13(dg13))],
    ['DG2 parsed', () => timed(() => parseDg2(dg2))],
    ['record made and written', () => timed(() => serializeEvidence(record))],
    ['record read and verified', () => timed(() => verifyEvidence(parseEvidence(json), standards))],
    ['portrait decoded (server, its own process)', () => timed(() => face && decoder.decode(face))],
  ];
}

export async function measureOperations(warmUp: number, runs: number): Promise<OperationMeasure[]> {
  const decoder = createPortraitDecoder();
  try {
    return await measure(await samples(decoder), warmUp, runs);
  } finally {
    decoder.close();
  }
}

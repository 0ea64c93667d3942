import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { inspect, type Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { chipTransport, floorMs, makeCard, testTrust } from '@cccd-kiosk/fixtures/world';
import { randomBytes } from 'node:crypto';
import { spread, type Spread } from './percentile.ts';
import type { BenchScenario } from './scenarios.ts';

export interface ReadingMeasure {
  readonly name: string;
  readonly what: string;
  readonly apdus: number;
  /** Both ways, whole APDUs. */
  readonly bytes: number;
  readonly fileBytes: number;
  /** Total − the sum of the transmit calls; no portrait is decoded in a reading. */
  readonly hostMs: Spread;
  /** The least that the air interface needs, by kbit/s: no host, no chip, no USB. */
  readonly floorMs: Readonly<Record<string, number>>;
  readonly readings: number;
}

const kbits = [106, 212, 424, 848] as const;
export const trust = loadTrustAnchors(testTrust()).store;

export async function readOnce({ person, variant, key }: BenchScenario): Promise<Inspection> {
  const chip = await makeCard({ person, variant });
  chip.power('on');
  const { keys, printed } = accessKeys(key);
  const inspection = await inspect({
    transport: chipTransport(chip),
    keys,
    profile: cccdProfile(printed),
    trust,
    simulation: true,
    now: new Date(),
    clock: () => performance.now(),
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
  if (inspection.verdict.overall !== 'genuine') throw new Error(`bench: ${inspection.verdict.overall} card`);
  return inspection;
}

export async function measureReading(
  scenario: BenchScenario,
  warmUp: number,
  readings: number,
): Promise<ReadingMeasure> {
  for (let i = 0; i < warmUp; i++) await readOnce(scenario);
  const inspections: Inspection[] = [];
  for (let i = 0; i < readings; i++) inspections.push(await readOnce(scenario));
  const [first] = inspections;
  if (first === undefined) throw new RangeError('bench: at least one reading is due');
  const floors = kbits.map((kbit) => [String(kbit), Math.round(floorMs(first.trace, kbit) * 10) / 10]);
  return {
    name: scenario.name,
    what: scenario.what,
    apdus: first.apdus,
    bytes: first.bytes.sent + first.bytes.received,
    fileBytes: [...first.files.values()].reduce((sum, { length }) => sum + length, 0),
    hostMs: spread(inspections.map(({ ms }) => ms.host)),
    floorMs: Object.fromEntries(floors),
    readings,
  };
}

import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { inspect, type Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { phases, type Phase } from '@cccd-kiosk/emrtd/inspection/progress';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';
import { chipTransport, floorMs, makeCard, testTrust } from '@cccd-kiosk/fixtures/world';
import { randomBytes } from 'node:crypto';
import { spread, type Spread } from './percentile.ts';
import { PhaseClock, type PhaseTimes } from './phase-clock.ts';
import type { BenchScenario } from './scenarios.ts';

export interface ReadingMeasure {
  readonly name: string;
  readonly what: string;
  readonly apdus: number;
  /** Both ways, whole APDUs. */
  readonly bytes: number;
  readonly fileBytes: number;
  /** All that the host does: total − the sum of the transmit calls of a card that answers at once. No portrait is decoded. */
  readonly hostMs: Spread;
  /** The same by the processor's time, helper threads of Node included: neighbours on the machine do not count. */
  readonly cpuMs: Spread;
  /** `hostMs` by phase, medians. */
  readonly phaseMs: Readonly<Record<Phase, number>>;
  /** Of it, what a reading over a wire that takes time still waits for, and what is done while the card is busy. */
  readonly waitedMs: Spread;
  readonly meanwhileMs: Spread;
  /** The least that the air interface needs, by kbit/s: no host, no chip, no USB. */
  readonly floorMs: Readonly<Record<string, number>>;
  /** Floor and host's work together, in floors, by kbit/s. */
  readonly toFloor: Readonly<Record<string, number>>;
  readonly readings: number;
}

const kbits = [106, 212, 424, 848] as const;
export const trust = loadTrustAnchors(testTrust()).store;
type Clock = () => number;
const wallClock: Clock = () => performance.now();
const cpuClock: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Answers after two turns of the event loop, as a wire does; the card itself is as quick as before. */
const slowWire = (card: CardTransport): CardTransport => ({
  atr: card.atr,
  async transmit(command, signal) {
    const answer = await card.transmit(command, signal);
    for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
    return answer;
  },
});

export interface Reading {
  readonly inspection: Inspection;
  readonly phaseMs: PhaseTimes;
}

export async function readOnce(
  { person, variant, key }: BenchScenario,
  { wire = false, clock = wallClock }: { wire?: boolean; clock?: Clock } = {},
): Promise<Reading> {
  const chip = await makeCard({ person, variant });
  chip.power('on');
  const { keys, printed } = accessKeys(key);
  const card = wire ? slowWire(chipTransport(chip)) : chipTransport(chip);
  const phaseClock = new PhaseClock(clock);
  const inspection = await inspect({
    transport: phaseClock.around(card),
    keys,
    profile: cccdProfile(printed),
    trust,
    simulation: true,
    now: new Date(),
    clock,
    random: (length) => Uint8Array.from(randomBytes(length)),
    onProgress: ({ phase }) => phaseClock.enter(phase),
  });
  const phaseMs = phaseClock.end();
  if (inspection.verdict.overall !== 'genuine') throw new Error(`bench: ${inspection.verdict.overall} card`);
  return { inspection, phaseMs };
}

export async function measureReading(
  scenario: BenchScenario,
  warmUp: number,
  readings: number,
): Promise<ReadingMeasure> {
  for (let i = 0; i < warmUp; i++) await readOnce(scenario, { wire: i % 2 === 1 });
  const [atOnce, byCpu, overWire]: [Reading[], Reading[], Reading[]] = [[], [], []];
  for (let i = 0; i < readings; i++) {
    atOnce.push(await readOnce(scenario));
    byCpu.push(await readOnce(scenario, { clock: cpuClock }));
    overWire.push(await readOnce(scenario, { wire: true }));
  }
  const first = atOnce[0]?.inspection;
  if (first === undefined) throw new RangeError('bench: at least one reading is due');
  const hostMs = spread(atOnce.map(({ inspection }) => inspection.ms.host));
  const floors = kbits.map((kbit): [string, number] => [String(kbit), floorMs(first.trace, kbit)]);
  return {
    name: scenario.name,
    what: scenario.what,
    apdus: first.apdus,
    bytes: first.bytes.sent + first.bytes.received,
    fileBytes: [...first.files.values()].reduce((sum, { length }) => sum + length, 0),
    hostMs,
    cpuMs: spread(byCpu.map(({ inspection }) => inspection.ms.host)),
    phaseMs: Object.fromEntries(
      phases.map((phase) => [phase, spread(atOnce.map(({ phaseMs }) => phaseMs[phase])).median]),
    ) as Record<Phase, number>,
    waitedMs: spread(overWire.map(({ inspection }) => inspection.ms.host)),
    meanwhileMs: spread(overWire.map(({ inspection }) => inspection.ms.meanwhile)),
    floorMs: Object.fromEntries(floors.map(([kbit, ms]) => [kbit, rounded(ms, 1)])),
    toFloor: Object.fromEntries(floors.map(([kbit, ms]) => [kbit, rounded((ms + hostMs.median) / ms, 3)])),
    readings,
  };
}

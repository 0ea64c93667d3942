/** The daemon over many card swaps and many restarts of the PC/SC service: it survives, and its memory stays flat. */
import { layOnSlot, slotPorts } from '@cccd-kiosk/fixtures/vpcd/slot';
import type { LaidCard } from '@cccd-kiosk/fixtures/vpcd/slot';
import { makeCard, people, printedOf } from '@cccd-kiosk/fixtures/world';
import { virtualReader } from '../pcsc/pcsc-stack.ts';
import type { PcscStack } from '../pcsc/pcsc-stack.ts';
import { StandInServer, until } from '../reader-daemon/src/stand-in-server.ts';
import { DaemonProcess } from './daemon-process.ts';
import type { Footprint } from './daemon-process.ts';

export interface DaemonSoakOptions {
  readonly swaps: number;
  readonly restarts: number;
  readonly onProgress?: (what: string, done: number, of: number, footprint: Footprint) => void;
}

export interface DaemonSoakReport {
  readonly swaps: {
    readonly count: number;
    readonly read: number;
    readonly laidAgain: number;
    readonly medianMs: number;
    readonly worstMs: number;
  };
  readonly restarts: {
    readonly count: number;
    readonly back: number;
    readonly medianMs: number;
    readonly worstMs: number;
  };
  /** Medians of the second and of the last fifth of each run, MB. */
  readonly memory: {
    readonly swaps: { readonly earlyMb: number; readonly lateMb: number };
    readonly restarts: { readonly earlyMb: number; readonly lateMb: number };
    readonly treeMb: number;
    readonly processes: number;
  };
  readonly files: { readonly first: number; readonly last: number };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rounded = (value: number): number => Math.round(value * 10) / 10;

/** The second fifth against the last: the first still warms up. */
function earlyAndLate(footprints: readonly Footprint[]): { earlyMb: number; lateMb: number } {
  const fifth = Math.max(1, Math.floor(footprints.length / 5));
  const of = (part: readonly Footprint[]) => rounded(median(part.map(({ daemonMb }) => daemonMb)));
  return { earlyMb: of(footprints.slice(fifth, 2 * fifth + 1)), lateMb: of(footprints.slice(-fifth)) };
}

export async function soakDaemon(stack: PcscStack, options: DaemonSoakOptions): Promise<DaemonSoakReport> {
  const server = await new StandInServer().start();
  const daemon = new DaemonProcess(server);
  const readerState = () => server.states.findLast(({ reader }) => reader === virtualReader)?.state;
  const isEmpty = () => readerState() === 'empty';
  const footprints = { swaps: [] as Footprint[], restarts: [] as Footprint[] };
  let laidAgain = 0;
  /** The virtual driver now and then loses a card that comes right after another one left: a hand would lay it again. */
  const lay = async (person: string, tries = 3): Promise<LaidCard> => {
    const laid = await layOnSlot(await makeCard({ person }), { port: slotPorts[0] });
    const seen = await until('a card that waits', () => readerState() === 'card-waiting-for-key', 4000).catch(
      () => false,
    );
    if (seen) return laid;
    await laid.lift();
    if (tries === 1) throw new Error('the card is never seen');
    laidAgain++;
    return lay(person, tries - 1);
  };
  const note = (run: 'swaps' | 'restarts', done: number) => {
    const footprint = daemon.footprint();
    footprints[run].push(footprint);
    options.onProgress?.(run, done, options[run], footprint);
  };
  try {
    await until('the first look at the readers', isEmpty, 20_000);

    const readMs: number[] = [];
    for (let swap = 0; swap < options.swaps; swap++) {
      const person = people[swap % people.length]?.id ?? '';
      const before = server.submissions.length;
      const started = performance.now();
      const laid = await lay(person);
      server.key(virtualReader, { kind: 'qr', text: printedOf(person).qr });
      await until('a reading', () => server.submissions[before], 20_000);
      readMs.push(performance.now() - started);
      await laid.lift();
      await until('an empty reader', isEmpty);
      // Only the records' number matters here; a hundred portraits would be this process's own growth.
      server.submissions.fill({ ...server.submissions[before], record: '' } as never, before);
      note('swaps', swap + 1);
    }

    const backMs: number[] = [];
    for (let restart = 0; restart < options.restarts; restart++) {
      server.states.length = 0;
      await stack.restart();
      const started = performance.now();
      await until('the reader back', isEmpty, 20_000);
      backMs.push(performance.now() - started);
      note('restarts', restart + 1);
    }

    const last = daemon.footprint();
    return {
      swaps: {
        count: options.swaps,
        read: readMs.length,
        laidAgain,
        medianMs: rounded(median(readMs)),
        worstMs: rounded(Math.max(...readMs)),
      },
      restarts: {
        count: options.restarts,
        back: backMs.length,
        medianMs: rounded(median(backMs)),
        worstMs: rounded(Math.max(...backMs)),
      },
      memory: {
        swaps: earlyAndLate(footprints.swaps),
        restarts: earlyAndLate(footprints.restarts),
        treeMb: rounded(last.treeMb),
        processes: last.processes,
      },
      files: { first: footprints.swaps[0]?.files ?? 0, last: last.files },
    };
  } catch (error) {
    throw new Error(`the daemon's log ends with:\n${daemon.log}`, { cause: error });
  } finally {
    await daemon.stop();
    await server.stop();
  }
}

/** One inspection on one reader: waits for the card, and for its return when it was lifted too early. */
import { setTimeout } from 'node:timers/promises';
import { isResumable } from '@cccd-kiosk/emrtd/errors';
import { inspect, type Inspection, type InspectionInput } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { ReadingMemory } from '@cccd-kiosk/emrtd/inspection/reading-memory';
import type { CardConnection, ReaderSource } from '../src/readers/reader-source.ts';
import { firstSnapshot, waitForCard } from '../src/readers/wait.ts';
import { CouldNotRead } from './exit-codes.ts';

/** How long a card that was lifted too early may stay away. */
const resumeMs = 15_000;
const retryMs = 200;
/** A card that tears every time is given up in the end. */
const maxSittings = 5;

async function cardWithin(source: ReaderSource, reader: string, ms: number): Promise<void> {
  const timer = AbortSignal.timeout(Math.ceil(ms));
  try {
    await waitForCard(source, reader, timer);
  } catch (error) {
    if (timer.aborted) throw new CouldNotRead('no-card', `no card on ${reader}`);
    throw error;
  }
}

/** The reader of that name, or the only one whose name holds these words. */
async function findReader(source: ReaderSource, wanted: string): Promise<string> {
  const { service, readers } = await firstSnapshot(source);
  if (service !== 'up') throw new CouldNotRead(`pcsc-${service}`, `PC/SC service: ${service}`);
  const names = readers.map(({ name }) => name);
  if (names.includes(wanted)) return wanted;
  const [only, ...others] = names.filter((name) => name.includes(wanted));
  if (only !== undefined && others.length === 0) return only;
  throw new CouldNotRead('no-reader', `no reader ${wanted}; there are: ${names.join(', ') || 'none'}`);
}

/** Throws the terminal's errors, and `CouldNotRead` when no card comes. */
export async function inspectOnReader(
  source: ReaderSource,
  wanted: string,
  waitMs: number,
  say: (line: string) => void,
  input: Omit<InspectionInput, 'transport' | 'memory' | 'onMemory'>,
): Promise<Inspection> {
  const reader = await findReader(source, wanted);
  say(`waiting for a card on ${reader}`);
  await cardWithin(source, reader, waitMs);
  let memory: ReadingMemory | undefined;
  for (let sitting = 1; ; sitting++) {
    const connection = await connectWithin(source, reader, sitting === 1 ? 0 : resumeMs, input);
    try {
      return await inspect({
        ...input,
        transport: connection.transport,
        ...(memory && { memory }),
        onMemory: (remembered) => (memory = remembered),
      });
    } catch (error) {
      if (!isResumable(error) || sitting === maxSittings) throw error;
      say('the card was lifted too early: put it back, reading goes on');
    } finally {
      await connection.disconnect();
    }
  }
}

/** A card that is just being lifted or laid down can be seen and yet not be reached: tries until `ms` have passed. */
async function connectWithin(
  source: ReaderSource,
  reader: string,
  ms: number,
  { clock, signal }: Pick<InspectionInput, 'clock' | 'signal'>,
): Promise<CardConnection> {
  const giveUpAt = clock() + ms;
  for (;;) {
    try {
      return await source.connect(reader, signal);
    } catch (error) {
      if (!isResumable(error) || clock() >= giveUpAt) throw error;
    }
    await setTimeout(retryMs);
    await cardWithin(source, reader, Math.max(1, giveUpAt - clock()));
  }
}

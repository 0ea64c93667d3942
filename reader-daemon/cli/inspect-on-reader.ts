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
  const timer = AbortSignal.timeout(ms);
  try {
    await waitForCard(source, reader, timer);
  } catch (error) {
    if (timer.aborted) throw new CouldNotRead('no-card', `no card on ${reader}`);
    throw error;
  }
}

async function requireReader(source: ReaderSource, reader: string): Promise<void> {
  const { service, readers } = await firstSnapshot(source);
  if (service !== 'up') throw new CouldNotRead(`pcsc-${service}`, `PC/SC service: ${service}`);
  if (!readers.some(({ name }) => name === reader))
    throw new CouldNotRead(
      'no-reader',
      `no reader ${reader}; there are: ${readers.map(({ name }) => name).join(', ')}`,
    );
}

/** Throws the terminal's errors, and `CouldNotRead` when no card comes. */
export async function inspectOnReader(
  source: ReaderSource,
  reader: string,
  waitMs: number,
  say: (line: string) => void,
  input: Omit<InspectionInput, 'transport' | 'memory' | 'onMemory'>,
): Promise<Inspection> {
  await requireReader(source, reader);
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

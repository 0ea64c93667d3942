import { describe, expect, it } from 'vitest';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { chipTransport, makeCard, printedOf } from '@cccd-kiosk/fixtures/world';
import { inspectOnReader } from '@cccd-kiosk/reader-daemon/cli/inspect-on-reader';
import { InProcessReaders } from '@cccd-kiosk/reader-daemon/src/readers/in-process-readers';
import { now, seededRandom, testStore } from '../emrtd/inspection/simulated.ts';

const reader = 'Simulated reader 00';
const { keys, printed } = accessKeys({ kind: 'qr', text: printedOf('01-khuyen').qr });
const input = {
  keys,
  profile: cccdProfile(printed),
  trust: testStore(),
  simulation: true,
  now,
  clock: () => performance.now(),
  random: seededRandom('on a reader'),
};
const silent = (): undefined => undefined;

async function card(fault?: string) {
  const chip = await makeCard({ person: '01-khuyen', variant: 'short-223', fault });
  return {
    atr: chip.atr,
    connect: () => {
      chip.power('on');
      return chipTransport(chip);
    },
    disconnect: () => chip.power('off'),
  };
}

describe('one inspection on one reader', () => {
  it('waits for the card', async () => {
    const readers = new InProcessReaders([reader]);
    const reading = inspectOnReader(readers, reader, 5000, silent, input);
    const laid = await card();
    setTimeout(() => readers.lay(reader, laid), 30);
    expect((await reading).verdict.overall).toBe('genuine');
  });

  it('finds a reader by part of its name, when there is one', async () => {
    const readers = new InProcessReaders([reader, 'Another 00']);
    readers.lay(reader, await card());
    expect((await inspectOnReader(readers, 'Simulated', 1000, silent, input)).verdict.overall).toBe('genuine');
    await expect(inspectOnReader(readers, '00', 1000, silent, input)).rejects.toMatchObject({ code: 'no-reader' });
    await expect(inspectOnReader(readers, 'None', 1000, silent, input)).rejects.toMatchObject({ code: 'no-reader' });
  });

  it('goes on when the card comes back', async () => {
    const readers = new InProcessReaders([reader]);
    const laid = await card();
    let files = 0;
    const said: string[] = [];
    readers.lay(reader, laid);
    const inspection = await inspectOnReader(readers, reader, 1000, (line) => said.push(line), {
      ...input,
      onFile(file) {
        if (file !== 'DG15' || files++ > 0) return;
        readers.lift(reader);
        setTimeout(() => readers.lay(reader, laid), 50);
      },
    });
    expect(inspection.verdict.overall).toBe('genuine');
    expect(inspection.continuity).toBe('resumed');
    expect(said.at(-1)).toContain('put it back');
  });

  it('gives up without a card, without a service, and on a wrong key', async () => {
    const readers = new InProcessReaders([reader]);
    await expect(inspectOnReader(readers, reader, 50, silent, input)).rejects.toMatchObject({ code: 'no-card' });
    readers.lay(reader, await card());
    const wrong = { ...input, keys: [{ kind: 'can', can: '000000' } as const] };
    await expect(inspectOnReader(readers, reader, 50, silent, wrong)).rejects.toSatisfy(
      (error) => error instanceof EmrtdError && error.code === 'wrong-password',
    );
    readers.setService('not-installed');
    await expect(inspectOnReader(readers, reader, 50, silent, input)).rejects.toMatchObject({
      code: 'pcsc-not-installed',
    });
  });
});

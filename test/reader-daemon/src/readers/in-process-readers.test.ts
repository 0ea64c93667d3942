import { describe, expect, it } from 'vitest';
import { InProcessReaders } from '@cccd-kiosk/reader-daemon/src/readers/in-process-readers';
import { statusOf } from '@cccd-kiosk/reader-daemon/src/readers/reader-source';
import { firstSnapshot, waitForCard, waitForRemoval } from '@cccd-kiosk/reader-daemon/src/readers/wait';

const card = {
  atr: Uint8Array.of(0x3b),
  connect: () => ({ atr: Uint8Array.of(0x3b), transmit: async () => Uint8Array.of(0x90, 0) }),
};

describe('readers in process', () => {
  it('tell what lies on them', async () => {
    const readers = new InProcessReaders(['A', 'B']);
    readers.lay('A', card);
    const snapshot = await firstSnapshot(readers);
    expect(snapshot.readers.map(({ name, card: what, insertion }) => [name, what, insertion])).toEqual([
      ['A', 'present', 1],
      ['B', 'absent', 0],
    ]);
    readers.unplug('B');
    expect(statusOf(await firstSnapshot(readers), 'B')).toBeUndefined();
  });

  it('wait for a card and for its removal', async () => {
    const readers = new InProcessReaders(['A']);
    const waiting = waitForCard(readers, 'A');
    readers.lay('A', card);
    expect((await waiting).insertion).toBe(1);
    const removal = waitForRemoval(readers, 'A');
    readers.lift('A');
    await removal;
    await expect(waitForCard(readers, 'A', AbortSignal.timeout(20))).rejects.toThrow();
    await expect(waitForCard(readers, 'A', AbortSignal.abort())).rejects.toThrow();
  });

  it('are held by one connection, which ends with the card', async () => {
    const readers = new InProcessReaders(['A']);
    await expect(readers.connect('A')).rejects.toMatchObject({ code: 'card-lost', step: 'connect' });
    await expect(readers.connect('Z')).rejects.toMatchObject({ code: 'reader-failed', step: 'connect' });
    readers.lay('A', card);
    const connection = await readers.connect('A');
    await expect(readers.connect('A')).rejects.toMatchObject({ code: 'reader-failed' });
    expect(await connection.transport.transmit(Uint8Array.of(0))).toEqual(Uint8Array.of(0x90, 0));
    readers.lift('A');
    readers.lay('A', card);
    await expect(connection.transport.transmit(Uint8Array.of(0))).rejects.toMatchObject({ code: 'card-lost' });
    await connection.disconnect();
    await (await readers.connect('A')).disconnect();
  });

  it('the service goes and comes', async () => {
    const readers = new InProcessReaders(['A']);
    readers.setService('away');
    expect(await firstSnapshot(readers, 30)).toEqual({ service: 'away', readers: [] });
    readers.setService('up');
    expect((await firstSnapshot(readers)).readers).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { connectCard } from '@cccd-kiosk/reader-daemon/src/pcsc/connect-card';

const noCard = new Error('SCardConnect error: No smart card inserted.(0x8010000c)');
const busy = new Error('SCardConnect error: Sharing violation.(0x8010000b)');

/** Answers each call from a list, in order, and writes down what was asked. */
function scripted(...answers: (Error | number)[]) {
  const asked: string[] = [];
  const next = (what: string, done: (error: unknown, protocol?: number) => void) => {
    asked.push(what);
    const answer = answers.shift();
    if (answer === undefined) throw new RangeError(`nobody expected ${what}`);
    if (typeof answer === 'number') done(null, answer);
    else done(answer);
  };
  const modes: Readonly<Record<number, string>> = { 1: 'exclusive', 3: 'direct' };
  const dispositions: Readonly<Record<number, string>> = { 0: 'leave', 1: 'reset' };
  const reader = {
    connect: ({ share_mode }: { share_mode: number }, done: (error: unknown, protocol?: number) => void) =>
      next(`connect ${modes[share_mode] ?? ''}`, done),
    disconnect: (disposition: number, done: (error: unknown) => void) =>
      next(`disconnect ${dispositions[disposition] ?? ''}`, done),
  } as unknown as Parameters<typeof connectCard>[0];
  return { reader, asked };
}

describe('connecting to a card', () => {
  it('a card laid down: one call', async () => {
    const { reader, asked } = scripted(2);
    await expect(connectCard(reader, false)).resolves.toBe(2);
    expect(asked).toEqual(['connect exclusive']);
  });

  it('its second sitting begins from its first state', async () => {
    const { reader, asked } = scripted(2, 0, 2);
    await expect(connectCard(reader, true)).resolves.toBe(2);
    expect(asked).toEqual(['connect exclusive', 'disconnect reset', 'connect exclusive']);
  });

  it('a card that the service has lost sight of is looked for through the reader', async () => {
    const { reader, asked } = scripted(noCard, 0, 0, 2);
    await expect(connectCard(reader, false)).resolves.toBe(2);
    expect(asked).toEqual(['connect exclusive', 'connect direct', 'disconnect reset', 'connect exclusive']);
  });

  it('a reader that is empty after all says so', async () => {
    const { reader, asked } = scripted(noCard, 0, noCard, 0, noCard);
    await expect(connectCard(reader, false)).rejects.toBe(noCard);
    expect(asked).toEqual([
      'connect exclusive',
      'connect direct',
      'disconnect reset',
      'disconnect leave',
      'connect exclusive',
    ]);
  });

  it('another program’s card is not reset', async () => {
    const { reader, asked } = scripted(busy);
    await expect(connectCard(reader, false)).rejects.toBe(busy);
    expect(asked).toEqual(['connect exclusive']);
  });
});

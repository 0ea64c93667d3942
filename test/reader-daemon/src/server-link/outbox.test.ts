import { describe, expect, it } from 'vitest';
import { Outbox } from '@cccd-kiosk/reader-daemon/src/server-link/outbox';
import type { OutgoingReading, SendOutcome } from '@cccd-kiosk/reader-daemon/src/server-link/outbox';
import { pauseMs } from '@cccd-kiosk/reader-daemon/src/server-link/reconnect';
import { until } from '../stand-in-server.ts';

const reading = (readingId: string): OutgoingReading => ({
  readingId,
  reader: 'r',
  record: '{}',
  finishedAt: new Date(0),
  offline: false,
});
const kept: SendOutcome = { kind: 'kept', visitId: null };

function outboxOf(answers: SendOutcome[], limit = 10) {
  const sent: string[] = [];
  const settled: string[] = [];
  const outbox = new Outbox({
    send: async ({ readingId }) => {
      sent.push(readingId);
      return answers.shift() ?? kept;
    },
    onOutcome: ({ readingId }, { kind }) => settled.push(`${readingId} ${kind}`),
    retryMs: 5,
    limit,
  });
  return { outbox, sent, settled };
}

describe('readings on their way', () => {
  it('wait while the line is shut and go in order when it opens', async () => {
    const { outbox, sent } = outboxOf([]);
    for (const id of ['a', 'b', 'c']) outbox.add(reading(id));
    expect(sent).toEqual([]);
    outbox.open();
    await until('all sent', () => outbox.size === 0);
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('the server asks for patience: the same one again, the others behind it', async () => {
    const { outbox, sent } = outboxOf([{ kind: 'later' }, { kind: 'later' }]);
    outbox.open();
    outbox.add(reading('a'));
    outbox.add(reading('b'));
    await until('all sent', () => outbox.size === 0);
    expect(sent).toEqual(['a', 'a', 'a', 'b']);
  });

  it('a refusal for good makes room for the next', async () => {
    const { outbox, settled } = outboxOf([{ kind: 'refused', code: 'replayed' }]);
    outbox.open();
    outbox.add(reading('a'));
    outbox.add(reading('b'));
    await until('all settled', () => outbox.size === 0);
    expect(settled).toEqual(['a refused', 'b kept']);
  });

  it('is full at its limit', () => {
    const { outbox } = outboxOf([], 2);
    outbox.add(reading('a'));
    expect(outbox.full).toBe(false);
    outbox.add(reading('b'));
    expect(outbox.full).toBe(true);
    outbox.clear();
    expect(outbox.size).toBe(0);
  });
});

describe('dialling again', () => {
  const backoff = { firstMs: 400, maxMs: 10_000 };
  it.each([
    [0, 0, 200],
    [0, 0.5, 400],
    [1, 0.5, 800],
    [4, 0.5, 6400],
    [5, 0.5, 10_000],
    [1000, 0.5, 10_000],
    [1000, 0.999, 14_990],
  ])('attempt %i with chance %f: %i ms', (attempt, chance, ms) => {
    expect(pauseMs(backoff, attempt, chance)).toBe(ms);
  });
});

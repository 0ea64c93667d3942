import { describe, expect, it } from 'vitest';
import { isResumable } from '@cccd-kiosk/emrtd/errors';
import { inspect, type Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { ReadingMemory } from '@cccd-kiosk/emrtd/inspection/reading-memory';
import { chipTransport, makeCard, printedOf } from '@cccd-kiosk/fixtures/world';
import { inputFor, inspectCard, seededRandom, type CardOptions } from './simulated.ts';
import { tornAt } from './tearing.ts';

const person = '01-khuyen';
const key = { kind: 'qr', text: printedOf(person).qr } as const;

/** Tears the reading once at that command and lays the same card down again. */
async function tearAndGoOn(card: CardOptions, apdu: number, when: 'before' | 'after'): Promise<Inspection> {
  const chip = await makeCard(card);
  chip.power('on');
  let memory: ReadingMemory | undefined;
  const torn = inspect(
    inputFor(tornAt(chip, apdu, when), key, { random: seededRandom('first'), onMemory: (left) => (memory = left) }),
  );
  await expect(torn).rejects.toSatisfy(isResumable);
  expect(memory).toBeDefined();
  chip.power('on');
  return inspect(inputFor(chipTransport(chip), key, { random: seededRandom('second'), ...(memory && { memory }) }));
}

describe.each(['standard', 'short-223', 'cam'] as const)('a card torn at every command: %s', (variant) => {
  it('goes on where it stopped, with the proofs repeated', { timeout: 120_000 }, async () => {
    const whole = await inspectCard({ person, variant });
    expect(whole.continuity).toBe('one-sitting');
    for (let apdu = 1; apdu <= whole.apdus; apdu++) {
      const second = await tearAndGoOn({ person, variant }, apdu, apdu % 2 === 0 ? 'before' : 'after');
      expect(second.verdict, `torn at ${apdu}`).toEqual(whole.verdict);
      expect(new Map(second.files), `torn at ${apdu}`).toEqual(new Map(whole.files));
      expect(second.continuity === 'resumed' || second.apdus <= whole.apdus, `torn at ${apdu}`).toBe(true);
    }
  });
});

describe('what a torn reading leaves', () => {
  it('spares the octets that were read: the second sitting is short', async () => {
    const card = { person, variant: 'short-223' } as const;
    const whole = await inspectCard(card);
    const second = await tearAndGoOn(card, whole.apdus - 3, 'before');
    expect(second.continuity).toBe('resumed');
    expect(second.apdus).toBeLessThan(45);
    expect(whole.apdus).toBeGreaterThan(90);
  });

  it('belongs to one card: another one is read afresh', async () => {
    const card = { person, variant: 'short-223' } as const;
    const first = await makeCard(card);
    first.power('on');
    let memory: ReadingMemory | undefined;
    await expect(
      inspect(inputFor(tornAt(first, 60, 'before'), key, { onMemory: (left) => (memory = left) })),
    ).rejects.toMatchObject({ code: 'card-lost' });
    const other = await makeCard({ ...card, seed: 77 });
    other.power('on');
    const inspection = await inspect(inputFor(chipTransport(other), key, { ...(memory && { memory }) }));
    expect(inspection.continuity).toBe('started-afresh');
    expect(inspection.verdict.overall).toBe('genuine');
    expect(memory?.files.get('SOD')).not.toEqual(inspection.files.get('SOD'));
  });

  it.each([
    ['standard', 'short-223', 12],
    ['short-223', 'standard', 60],
    ['standard', 'extended-1k-strict', 12],
    ['short-6c', 'short-256', 60],
  ] as const)('teaches nothing wrong of another card: %s, then %s', async (before, after, apdu) => {
    const first = await makeCard({ person, variant: before });
    first.power('on');
    let memory: ReadingMemory | undefined;
    const torn = inspect(inputFor(tornAt(first, apdu, 'before'), key, { onMemory: (left) => (memory = left) }));
    await expect(torn).rejects.toSatisfy(isResumable);
    const inspection = await inspectCard({ person, variant: after, seed: 78 }, { ...(memory && { memory }) });
    expect(inspection).toMatchObject({ continuity: 'started-afresh', verdict: { overall: 'genuine' } });
  });

  it('survives being torn again and again', async () => {
    const chip = await makeCard({ person, variant: 'short-223' });
    let memory: ReadingMemory | undefined;
    for (let sitting = 1; sitting <= 12; sitting++) {
      chip.power('on');
      const held = memory;
      const torn = inspect(
        inputFor(tornAt(chip, 8 + sitting * 2, 'after'), key, {
          ...(held && { memory: held }),
          onMemory: (left) => (memory = left),
        }),
      );
      await expect(torn).rejects.toSatisfy(isResumable);
    }
    chip.power('on');
    const last = await inspect(inputFor(chipTransport(chip), key, { ...(memory && { memory }) }));
    expect(last.verdict.overall).toBe('genuine');
  });

  it('is not left by errors that the same card cannot mend', async () => {
    const chip = await makeCard({ person });
    chip.power('on');
    let left = 0;
    const wrong = inspect(
      inputFor(chipTransport(chip), { kind: 'can', can: '000000' }, { onMemory: () => (left += 1) }),
    );
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-password' });
    expect(left).toBe(0);
  });
});

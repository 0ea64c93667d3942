import { describe, expect, it } from 'vitest';
import { chipTransport, makeCard, personById, printedOf } from '@cccd-kiosk/fixtures/world';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';
import { inputFor, inspectCard, seededRandom } from './simulated.ts';

const person = personById('01-khuyen');
const key = { kind: 'qr', text: printedOf(person).qr } as const;

/** The simulated card behind a wire that takes its time, as every real one does. */
async function overAWire(fault?: string) {
  const chip = await makeCard({ person, fault });
  chip.power('on');
  const inner = chipTransport(chip);
  let under: number | undefined;
  const transport: CardTransport = {
    atr: inner.atr,
    async transmit(command, signal) {
      // A transport of several layers hands the command on after some promises.
      for (let i = 0; i < 5; i++) await Promise.resolve();
      under = command[1];
      const answer = await inner.transmit(command, signal);
      for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
      under = undefined;
      return answer;
    },
  };
  return { transport, under: () => under };
}

describe('a reading over a wire that takes time', () => {
  it('draws the keys that need no answer while the card computes, the others not', async () => {
    const { transport, under } = await overAWire();
    const draws: [number, number | undefined][] = [];
    const random = seededRandom('pipelined');
    const inspection = await inspect(
      inputFor(transport, key, {
        random: (length) => {
          draws.push([length, under()]);
          return random(length);
        },
      }),
    );
    expect(inspection.verdict.overall).toBe('genuine');
    // The mapping's key while the chip encrypts the nonce; PACE's own, after the mapping; the challenge; the key of Chip
    // Authentication under MSE:Set AT.
    expect(draws.map(([, ins]) => ins)).toEqual([0x86, undefined, undefined, 0x22]);
  });

  it('comes to the same verdict, and tells what the host did besides', async () => {
    const { transport } = await overAWire();
    const slow = await inspect(inputFor(transport, key));
    const quick = await inspectCard({ person });
    expect(slow.verdict).toEqual(quick.verdict);
    expect(slow.apdus).toBe(quick.apdus);
    expect(slow.ms.meanwhile).toBeGreaterThan(0);
    expect(slow.ms.meanwhile).toBeLessThanOrEqual(slow.ms.card);
    expect(quick.ms.meanwhile).toBe(0);
  });

  it.each(['aa-wrong-key', 'replayed-aa', 'ca-wrong-key', 'bad-signature', 'bad-hash-dg2', 'unknown-signer'])(
    '%s is found no less',
    async (fault) => {
      const { transport } = await overAWire(fault);
      const slow = await inspect(inputFor(transport, key));
      const quick = await inspectCard({ person, fault });
      expect(slow.verdict).toEqual(quick.verdict);
      expect(slow.verdict.overall).not.toBe('genuine');
    },
  );
});

import { describe, expect, it } from 'vitest';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import { chipTransport, faults, makeCard, mechanismFaults, printedOf } from '@cccd-kiosk/fixtures/world';
import { inputFor, scannedKey } from './simulated.ts';

const person = '01-khuyen';

/** The verdict, or the error the reading ends with. */
async function outcomeOf(fault: string): Promise<unknown> {
  const chip = await makeCard({ person, fault });
  chip.power('on');
  const key = scannedKey({ person, fault });
  try {
    const { verdict } = await inspect(
      inputFor(chipTransport(chip, { silenceMs: fault.startsWith('mute') ? 100 : 3000 }), key),
    );
    return verdict;
  } catch (error) {
    if (error instanceof EmrtdError) return error;
    throw error;
  }
}

async function nextGoodCard(): Promise<void> {
  const chip = await makeCard({ person: '02-nghiem' });
  chip.power('on');
  const started = performance.now();
  const { verdict } = await inspect(inputFor(chipTransport(chip), { kind: 'qr', text: printedOf('02-nghiem').qr }));
  expect(verdict.overall).toBe('genuine');
  expect(performance.now() - started).toBeLessThan(5000);
}

describe('each fault has its own right verdict, and the next good card is genuine', () => {
  it.each([...faults, ...mechanismFaults].map((fault) => [fault.name, fault] as const))(
    '%s',
    async (name, { expected }) => {
      const outcome = await outcomeOf(name);
      if ('problem' in expected) {
        expect(outcome).toBeInstanceOf(EmrtdError);
        expect([expected.problem, ...(expected.or ?? [])]).toContain((outcome as EmrtdError).code);
      } else {
        expect(outcome).toMatchObject({ overall: expected.overall });
        const { checks } = outcome as { checks: Record<string, { reason?: string }> };
        if (expected.check !== undefined && expected.reason !== undefined)
          expect(checks[expected.check]).toMatchObject({ reason: expected.reason });
      }
      await nextGoodCard();
    },
  );
});

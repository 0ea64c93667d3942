import { describe, expect, it } from 'vitest';
import { personById } from '@cccd-kiosk/fixtures/world';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { inspectCard } from './simulated.ts';

const person = { ...personById('01-khuyen'), portraitBytes: 20_000 };

describe('a full reading with a 20 KB portrait', () => {
  it('takes at most 20 APDUs where card and reader answer 32 KB at once', async () => {
    const { apdus, files, verdict } = await inspectCard({ person });
    expect(verdict.overall).toBe('genuine');
    expect(files.get('DG2')?.length).toBeGreaterThan(20_000);
    expect([...files.keys()].sort()).toEqual(['COM', 'DG1', 'DG13', 'DG14', 'DG15', 'DG2', 'SOD']);
    expect(apdus).toBeLessThanOrEqual(20);
  });

  it.each(['short-256', 'short-fit', 'short-223', 'short-6c', 'extended-2k', 'extended-1k-strict'] as const)(
    '%s: at most Σ ceil(octets / largest protected chunk) + 12, the learning included',
    async (variant) => {
      const { apdus, files, trace } = await inspectCard({ person, variant });
      const chunk = largestChunk(trace);
      const due = [...files.values()].reduce((sum, { length }) => sum + Math.ceil(length / chunk), 0);
      expect(apdus).toBeLessThanOrEqual(due + 12);
    },
  );

  it('costs nothing twice: no command but READ BINARY comes more often than its protocol says', async () => {
    const { trace } = await inspectCard({ person });
    const count = (ins: number): number => trace.filter((apdu) => apdu.ins === ins).length;
    expect(count(0xa4)).toBe(1); // SELECT the application
    expect(count(0x22)).toBe(2); // MSE of PACE and of Chip Authentication
    expect(count(0x86)).toBe(5); // four steps of PACE, one of Chip Authentication
    expect(count(0x88)).toBe(1); // INTERNAL AUTHENTICATE
    expect(count(0x84)).toBe(0);
  });
});

/** Octets that one answer brought at most: the steps between the offsets of READ BINARY. */
function largestChunk(trace: Inspection['trace']): number {
  const offsets = trace
    .filter(({ ins, protected: secured, p1 }) => ins === 0xb0 && secured && p1 < 0x80)
    .map(({ p1, p2 }) => p1 * 0x100 + p2);
  return Math.max(...offsets.map((offset, at) => offset - (offsets[at - 1] ?? 0)));
}

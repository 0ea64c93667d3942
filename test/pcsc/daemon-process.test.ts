import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soakDaemon } from '../soak/daemon.ts';
import { startStack, whatIsMissing } from './pcsc-stack.ts';
import type { PcscStack } from './pcsc-stack.ts';

const missing = await whatIsMissing();
const title = missing === undefined ? 'npm run daemon on the real PC/SC stack' : `SKIPPED, ${missing}: npm run daemon`;

describe.skipIf(missing !== undefined)(title, () => {
  let stack: PcscStack;
  beforeAll(async () => {
    const started = await startStack();
    if (typeof started === 'string') throw new Error(started);
    stack = started;
  });
  afterAll(() => stack.end());

  it('card swaps and restarts of the service, the short run (npm run soak has the long one)', async () => {
    const report = await soakDaemon(stack, { swaps: 4, restarts: 3 });
    expect(report.swaps.read).toBe(4);
    expect(report.restarts.back).toBe(3);
    // Every restart is noticed and mended within 5 s.
    expect(report.restarts.worstMs).toBeLessThan(5000);
    // The daemon, the watcher, one for each virtual slot, and the loaders of TypeScript: none piles up.
    expect(report.memory.processes).toBeLessThanOrEqual(6);
  });
});

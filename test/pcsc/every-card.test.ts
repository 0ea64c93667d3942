import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { inNamespace } from '@cccd-kiosk/fixtures/vpcd/namespace';
import { pcscdMissing } from '@cccd-kiosk/fixtures/vpcd/pcscd';
import { faults, people } from '@cccd-kiosk/fixtures/world';
import type { Line } from './every-card-worker.ts';
import { takeTurn } from './pcscd-lock.ts';

const missing = pcscdMissing();
const worker = fileURLToPath(new URL('./every-card-worker.ts', import.meta.url));
const interrupted = ['torn', 'mute-once', 'empty-answer'];

async function readEverything(): Promise<Line[]> {
  const { command, args, isolated } = inNamespace([process.execPath, '--import', 'tsx', worker]);
  // Without a namespace of its own the service is the machine's, and others may be testing with it.
  const giveBack = isolated ? () => undefined : await takeTurn();
  try {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const lines: Line[] = [];
    for await (const text of createInterface({ input: child.stdout })) {
      const line = JSON.parse(text) as Line | { problem: string };
      if ('problem' in line) throw new Error(`the PC/SC service did not start: ${line.problem}`);
      lines.push(line);
    }
    const code = await ended;
    if (code !== 0) throw new Error(`the worker ended with ${String(code)}: ${complaint}`);
    return lines;
  } finally {
    giveBack();
  }
}

describe.skipIf(missing !== undefined)(`every card through PC/SC${missing === undefined ? '' : `: ${missing}`}`, () => {
  let lines: readonly Line[] = [];
  beforeAll(async () => {
    lines = await readEverything();
  }, 540_000);

  it.each(people.map(({ id }) => id))('%s is genuine', (id) => {
    expect(lines.find(({ kind, person }) => kind === 'person' && person === id)).toMatchObject({
      exitCode: 0,
      verdict: 'genuine',
    });
  });

  const read = faults.filter(({ name }) => name !== 'mute' && name !== 'slow');
  it.each(read)('$name ends as it says, or is resumed', ({ name, expected }) => {
    const line = lines.find(({ kind, fault }) => kind === 'fault' && fault === name);
    if (interrupted.includes(name)) {
      // The card came back: the reading went on where it stopped.
      expect(line).toMatchObject({ exitCode: 0, verdict: 'genuine' });
    } else if ('problem' in expected) {
      expect([expected.problem, ...(expected.or ?? [])]).toContain(line?.error);
      expect(line?.exitCode).toBe(3);
    } else {
      expect(line?.verdict).toBe(expected.overall);
      expect(line?.exitCode).toBe({ genuine: 0, 'not-proven': 1, suspicious: 2 }[expected.overall]);
      if (expected.check !== undefined) expect(line?.checks?.[expected.check]?.reason).toBe(expected.reason);
    }
  });

  it('a good card after each fault that ended a reading is read within 5 s', () => {
    const after = lines.filter(({ kind }) => kind === 'after-fault');
    expect(after).toHaveLength(read.filter(({ expected }) => 'problem' in expected).length);
    // On a machine so busy that an undisturbed reading takes seconds, five of those count as the 5 s.
    const undisturbed = lines.filter(({ kind }) => kind === 'person').map(({ ms }) => ms);
    const median = undisturbed.sort((a, b) => a - b)[undisturbed.length >> 1] ?? 0;
    const limit = Math.max(5000, 5 * median);
    expect(after.filter(({ verdict, ms }) => verdict !== 'genuine' || ms > limit)).toEqual([]);
  });
});

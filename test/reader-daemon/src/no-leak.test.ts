import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { format, inspect } from 'node:util';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { people, personById, printedOf } from '@cccd-kiosk/fixtures/world';
import { Personal } from '@cccd-kiosk/reader-daemon/src/personal';
import { StationBench } from './station-bench.ts';
import { until } from './stand-in-server.ts';

/** Everything that identifies a person or opens a card, in every form in which it might come out. */
function secretsOf(id: string): string[] {
  const person = personById(id);
  const { number, can, mrz, qr } = printedOf(id);
  const mrzLines = [mrz.slice(0, 30), mrz.slice(30, 60), mrz.slice(60, 90)];
  const plain = [number, number.slice(-9), can, person.name, person.residence, qr, mrz, ...mrzLines, mrz.slice(30, 36)];
  const encoded = plain.flatMap((text) => [
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('hex').toUpperCase(),
  ]);
  return [...plain, ...encoded].filter((text) => text.length >= 6);
}

const written: string[] = [];
let bench: StationBench;
beforeEach(() => {
  written.length = 0;
  const keep = (chunk: unknown): boolean => {
    written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8'));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  bench = new StationBench();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.stop();
});

const first = people[0]?.id ?? '';

describe('no output carries personal data, at the most verbose level (TH18)', () => {
  it.each([
    ['a good reading', undefined],
    ['a torn card', 'torn@9'],
    ['a broken channel', 'wrong-mac@9'],
    ['a swapped portrait', 'swapped-portrait'],
    ['a file that does not parse', 'tlv-huge'],
  ])('%s', async (_title, fault) => {
    await bench.start();
    await bench.settled();
    const { can } = printedOf(first);
    await bench.lay(first, { scan: false });
    // Every way a key can come: too early, wrong, right; by screen and by scanner.
    bench.server.key('Reader One', { kind: 'can', can: can === '999999' ? '999998' : '999999' });
    await until('wrong key', () => bench.server.problems[0]);
    bench.lift();
    await bench.lay(first, fault === undefined ? {} : { fault });
    await until('an end', () => bench.server.submissions[0] ?? bench.server.problems[1], 20_000);
    await bench.daemon?.stop();

    const output = [...bench.logged, ...written].join('\n');
    expect(bench.logged.length).toBeGreaterThan(10);
    const disk = readdirSync(bench.stateDir).map((name) => readFileSync(join(bench.stateDir, name), 'utf8'));
    for (const secret of secretsOf(first)) {
      expect(output.includes(secret)).toBe(false);
      expect(disk.some((text) => text.includes(secret))).toBe(false);
    }
  });

  it('the search itself finds a secret where there is one', () => {
    expect(secretsOf(first).some((secret) => `x${printedOf(first).can}y`.includes(secret))).toBe(true);
  });
});

describe('Personal', () => {
  const held = new Personal('NGUYỄN THỊ MẪU');
  it.each([
    ['JSON', () => JSON.stringify({ held, list: [held] })],
    ['template', () => `${String(held)} ${held as unknown as string}`],
    ['inspect', () => inspect({ held }, { depth: 9, showHidden: true })],
    ['format', () => format('%s %o %O %j', held, held, held, held)],
    ['keys', () => Object.entries(held).join()],
    ['an error', () => inspect(new Error('x', { cause: held }))],
  ])('%s shows nothing of it', (_way, show) => {
    expect(show()).not.toContain('NGUY');
  });

  it('whoever asks gets it', () => {
    expect(held.reveal()).toBe('NGUYỄN THỊ MẪU');
  });
});

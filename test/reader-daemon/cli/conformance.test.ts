/** Real, public data: found through CCCD_CONFORMANCE_DATA, never part of the project. */
import { existsSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runReader } from '@cccd-kiosk/reader-daemon/cli/reader';

const folder = process.env['CCCD_CONFORMANCE_DATA'] ?? '';
const list = join(folder, 'DE_ML_2024-08-07.ml');
const specimen = join(folder, 'bsi2008');
const present = folder !== '' && existsSync(list) && existsSync(specimen);
if (!present) process.stdout.write('conformance data absent: 3 tests skipped\n');

async function json(...argv: string[]): Promise<{ exitCode: number; answer: unknown }> {
  const out: string[] = [];
  const exitCode = await runReader([...argv, '--json'], { print: (text) => out.push(text), say: () => undefined });
  return { exitCode, answer: JSON.parse(out.join('')) };
}

describe.skipIf(!present)('the BSI specimen of 2008', () => {
  const parts = {
    'sod-signature': { status: 'passed' },
    'signer-validity': { status: 'inconclusive', reason: 'no-signing-time' },
    'issuing-country': { status: 'passed' },
    'data-hashes': { status: 'failed', reason: 'not-in-sod' },
    'active-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
    'chip-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
    'hash:DG1': { status: 'passed' },
    'hash:DG2': { status: 'not-attempted' },
    'hash:DG11': { status: 'failed', reason: 'not-in-sod' },
    'hash:DG12': { status: 'failed', reason: 'not-in-sod' },
    'hash:DG14': { status: 'passed' },
    'hash:DG15': { status: 'failed', reason: 'not-in-sod' },
  };

  it('every part has its reason, judged with a national list', async () => {
    const { exitCode, answer } = await json('files', specimen, '--trust', folder);
    expect(exitCode).toBe(2);
    expect(answer).toMatchObject({
      verdict: 'suspicious',
      checks: { ...parts, 'signer-certificate': { status: 'inconclusive', reason: 'unknown-issuer' } },
    });
  });

  it('and with an empty folder', async () => {
    const nobody = await mkdtemp(join(tmpdir(), 'nobody-'));
    const { answer } = await json('files', specimen, '--trust', nobody);
    await rmdir(nobody);
    expect(answer).toMatchObject({
      checks: { ...parts, 'signer-certificate': { status: 'inconclusive', reason: 'no-trust-store' } },
    });
  });
});

describe.skipIf(!present)('the German master list of 2024-08-07', () => {
  it('all 541 certificates are accounted for', async () => {
    const { exitCode, answer } = await json('csca', list);
    expect(exitCode).toBe(0);
    const { total, usable, unusable } = answer as { total: number; usable: number; unusable: unknown[] };
    expect(total).toBe(541);
    expect(usable + unusable.length).toBe(541);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runReader } from '@cccd-kiosk/reader-daemon/cli/reader';
import { toBase64 } from '@cccd-kiosk/emrtd/base64';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import { makeEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { cardFiles, personById, testTrust } from '@cccd-kiosk/fixtures/world';
import { inspectCard, now, seededRandom } from '../emrtd/inspection/simulated.ts';

interface Answer {
  readonly exitCode: number;
  readonly out: string;
  readonly said: readonly string[];
}

async function run(...argv: readonly string[]): Promise<Answer> {
  const out: string[] = [];
  const said: string[] = [];
  const exitCode = await runReader(argv, { print: (text) => out.push(text), say: (line) => said.push(line) });
  return { exitCode, out: out.join('\n'), said };
}

let folder: string;
const at = (name: string): string => join(folder, name);

async function layOut(name: string, files: Iterable<readonly [string, Uint8Array]>): Promise<void> {
  await mkdir(at(name));
  for (const [file, bytes] of files) await writeFile(join(at(name), file), bytes);
}

const asBin = (files: Map<string, Uint8Array>) => [...files].map(([name, bytes]) => [`${name}.bin`, bytes] as const);
const nonce = seededRandom('command line')(32);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reader-cli-'));
  await layOut(
    'trust',
    testTrust().map(({ name, bytes }) => [name, bytes]),
  );
  await layOut('nobody', []);
  await layOut('card', asBin(await cardFiles({ person: '01-khuyen' })));
  await layOut('forged', asBin(await cardFiles({ person: '01-khuyen', fault: 'bad-hash-dg1' })));
  const identity = { stationId: 'station-00000001', readingId: 'reading-00000001', nonce };
  const inspection = await inspectCard(
    { person: '01-khuyen' },
    { challenge: challengeFor(nonce, identity.stationId, identity.readingId) },
  );
  const record = makeEvidence(inspection, { ...identity, startedAt: now, finishedAt: now });
  await writeFile(at('evidence.json'), serializeEvidence(record));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('reader files', () => {
  it('judges a folder, exit code 1: without a chip nothing is genuine', async () => {
    const { exitCode, out } = await run('files', at('card'), '--trust', at('trust'), '--simulation', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'not-proven',
      checks: { 'sod-signature': { status: 'passed' }, 'active-authentication': { status: 'not-attempted' } },
      files: { DG1: { bytes: 95 } },
    });
  });

  it.each([
    ['forged', ['--simulation'], 'trust', 2, 'suspicious'],
    ['card', [], 'trust', 2, 'suspicious'],
    ['card', ['--simulation'], 'nobody', 1, 'not-proven'],
  ])('%s %j with %s: exit code %d, %s', async (files, flags, trust, code, verdict) => {
    const { exitCode, out } = await run('files', at(files), '--trust', at(trust), ...flags, '--json');
    expect(exitCode).toBe(code);
    expect(JSON.parse(out)).toMatchObject({ verdict });
  });

  it('speaks to people, and of nobody', async () => {
    const { exitCode, out, said } = await run('files', at('card'), '--trust', at('trust'), '--simulation');
    expect(exitCode).toBe(1);
    expect(out).toContain('NOT-PROVEN');
    expect(said).toContain('trust: 1 certificates, 1 revocation lists');
    const { number, name } = personById('01-khuyen');
    for (const secret of [number, name, number.slice(-6)]) expect(`${out}${said.join()}`).not.toContain(secret);
  });

  it('exit code 3 for a folder without files, or none at all', async () => {
    expect(await run('files', at('nobody'), '--trust', at('trust'), '--json')).toMatchObject({
      exitCode: 3,
      out: '{"error":{"code":"no-files"}}',
    });
    expect(await run('files', at('nowhere'), '--trust', at('trust'), '--json')).toMatchObject({
      exitCode: 3,
      out: '{"error":{"code":"enoent"}}',
    });
  });
});

describe('reader verify', () => {
  const words = ['--trust', '', '--simulation', '--json'];
  const verify = (...more: string[]): Promise<Answer> => {
    words[1] = at('trust');
    return run('verify', at('evidence.json'), ...words, ...more);
  };

  it('exit code 0 for a genuine record', async () => {
    const { exitCode, out } = await verify();
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'genuine', basis: 'proven', filesWithheld: [] });
  });

  it('takes the nonce that was issued, and refuses another', async () => {
    expect((await verify('--nonce', toBase64(nonce))).exitCode).toBe(0);
    expect((await verify('--nonce', toBase64(seededRandom('other')(32)))).exitCode).toBe(1);
    expect((await verify('--nonce', 'nonsense')).exitCode).toBe(64);
  });

  it('exit code 3 for something else', async () => {
    await writeFile(at('letter.json'), '{"dear":"Sir"}');
    expect(await run('verify', at('letter.json'), '--trust', at('trust'), '--json')).toMatchObject({
      exitCode: 3,
      out: '{"error":{"code":"unsupported","step":"parse"}}',
    });
  });
});

describe('reader csca', () => {
  it('accounts for a certificate', async () => {
    const { exitCode, out } = await run('csca', join(at('trust'), 'csca-vietnam-test.der'), '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ total: 1, usable: 1, unusable: [], countries: { VN: 1 } });
  });
});

describe('bad use is exit code 64', () => {
  it.each([
    [[]],
    [['dance']],
    [['files']],
    [['files', 'a', 'b', '--trust', 'c']],
    [['files', 'a']],
    [['verify', 'a', '--trust', 'b', '--loud']],
    [['read', '--reader', 'r', '--trust', 't']],
    [['read', '--reader', 'r', '--trust', 't', '--can', '123456', '--qr', 'x']],
    [['read', '--reader', 'r', '--trust', 't', '--can', '12345']],
    [['read', '--reader', 'r', '--trust', 't', '--qr', 'no code']],
    [['read', '--reader', 'r', '--trust', 't', '--can', '123456', '--further', 'DG11,DG3']],
  ])('%j', async (argv) => {
    expect((await run(...argv)).exitCode).toBe(64);
  });

  it('help is not', async () => {
    expect(await run('help')).toMatchObject({ exitCode: 0 });
  });
});

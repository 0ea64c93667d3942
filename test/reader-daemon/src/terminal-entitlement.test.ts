import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { cvAlgorithms, type CvAlgorithm } from '@cccd-kiosk/fixtures/chip/crypto/cv-algorithms';
import { testCvca } from '@cccd-kiosk/fixtures/issuer/cvca/inspection-system';
import type { InspectionSystemOptions } from '@cccd-kiosk/fixtures/issuer/cvca/inspection-system';
import { chipTransport, makeCard, printedOf, testInspectionSystem } from '@cccd-kiosk/fixtures/world';
import type { VariantName } from '@cccd-kiosk/fixtures/world';
import { runReader } from '@cccd-kiosk/reader-daemon/cli/reader';
import { loadTerminalEntitlement } from '@cccd-kiosk/reader-daemon/src/terminal-entitlement';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import { inputFor } from '../emrtd/inspection/simulated.ts';
import { StationBench } from './station-bench.ts';
import { until } from './stand-in-server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const names = { certificates: 'terminalCertificates', key: 'terminalKeyFile' };
const now = new Date('2026-03-02T02:00:00Z');

/** Files as an operator keeps them; names in no order that means anything. */
function write(options: InspectionSystemOptions = {}, keyFrom: InspectionSystemOptions = options) {
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  const system = testInspectionSystem(options);
  const all = [...system.certificates.toReversed(), testCvca(options.algorithm)];
  all.forEach((bytes, index) => writeFileSync(join(certificates, `${index}.cvcert`), bytes));
  const key = join(folder, 'terminal.pem');
  const { privateKey } = testInspectionSystem(keyFrom);
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return { certificates, key, fingerprints: 'check-hash' as const };
}
const load = (files = write()) => loadTerminalEntitlement(files, names, now);

describe('inspection-system certificates and their key, from files', () => {
  it.each(Object.keys(cvAlgorithms) as CvAlgorithm[])('%s: the key is theirs', (algorithm) => {
    expect(load(write({ algorithm })).chain).toHaveLength(2);
  });

  it.each([
    ['ta', 'ecdsa-sha256', false],
    ['ta', 'ecdsa-sha256', true],
    ['ta-rsa', 'rsa-sha256', false],
    ['ta-rsa-pss', 'rsa-pss-sha256', false],
  ] as const)('open the card %s with %s (link %s)', async (variant: VariantName, algorithm, link) => {
    const terminal = load(write({ algorithm, link }));
    const chip = await makeCard({ person: '04-mau', variant });
    chip.power('on');
    const key = { kind: 'qr', text: printedOf('04-mau').qr } as const;
    const inspection = await inspect(inputFor(chipTransport(chip), key, { terminal }));
    expect(inspection.terminal).toEqual({ status: 'accepted' });
    expect(inspection.verdict.checks['hash:DG3']).toEqual({ status: 'passed' });
  });

  it.each([
    ['run out', { terminal: { expiration: '260301' } }, 'VNTESTIS00001: expired'],
    ['not begun', { verifier: { effective: '260401' } }, 'VNTESTDV00001: not-yet-effective'],
    ['signed by nobody', { terminal: { wrong: 'signature' } }, 'VNTESTIS00001: signature-invalid'],
    ['without the right', { terminal: { rights: 0 } }, 'do not entitle to fingerprints'],
  ] as const)('certificates %s', (_, options, why) => {
    expect(() => load(write(options))).toThrow(new RegExp(`^terminalCertificates: .*${why}`));
  });

  it('a chain that ends nowhere, two terminals, a file that is none, no folder', () => {
    const files = write();
    rmSync(join(files.certificates, '2.cvcert'));
    expect(() => load(files)).toThrow('no certificate of VNTESTCVCA00001');
    writeFileSync(join(files.certificates, '2.cvcert'), 'nothing');
    expect(() => load(files)).toThrow('2.cvcert: malformed');
    const [, terminal] = testInspectionSystem({ terminal: { rights: 0 } }).certificates;
    writeFileSync(join(files.certificates, '2.cvcert'), terminal ?? '');
    expect(() => load(files)).toThrow('2 are there');
    expect(() => load({ ...files, certificates: join(folder, 'none') })).toThrow('terminalCertificates: ENOENT');
  });

  it('a key of another, of another kind, one that others may read, and none', () => {
    const files = write({ algorithm: 'ecdsa-sha256' }, { algorithm: 'rsa-sha256' });
    expect(() => load(files)).toThrow('terminalKeyFile: not the key of VNTESTIS00001');
    chmodSync(files.key, 0o644);
    expect(() => load(files)).toThrow('terminalKeyFile: others may read it');
    writeFileSync(files.key, 'nothing');
    chmodSync(files.key, 0o600);
    expect(() => load(files)).toThrow('terminalKeyFile: ');
    expect(() => load({ ...files, key: join(folder, 'none') })).toThrow('terminalKeyFile: ENOENT');
  });
});

describe('a station that holds them', () => {
  let bench: StationBench;
  beforeEach(() => {
    bench = new StationBench();
  });
  afterEach(() => bench.stop());

  it('opens DG3, and sends and keeps nothing of it', async () => {
    const { certificates, key, fingerprints } = write();
    const config = { terminalCertificates: certificates, terminalKeyFile: key, fingerprints };
    await bench.start({ config: config as never });
    await bench.settled();
    bench.layChip(await makeCard({ person: '04-mau', variant: 'ta' }));
    bench.scanner.scan(printedOf('04-mau').qr, 'Reader One');
    const submission = await until('a submission', () => bench.server.submissions[0], 10_000);
    const record = JSON.parse(submission.record) as EvidenceRecord;
    expect(record.claims.checks['hash:DG3']).toEqual({ status: 'passed' });
    expect(record.files).not.toHaveProperty('DG3');
    expect(bench.logged.join('')).toContain('"terminal":"accepted"');
  });

  it.each([
    [{ fingerprints: 'check-hash' }, 'fingerprints'],
    [{ terminalKeyFile: '/nowhere' }, 'terminalCertificates'],
    [{ terminalCertificates: '/nowhere' }, 'terminalKeyFile'],
    [{ terminalCertificates: '/nowhere', terminalKeyFile: '/nowhere' }, 'terminalCertificates'],
  ])('%j does not start', async (config, setting) => {
    await bench.server.start();
    await expect(bench.startDaemon({ config: config as never })).rejects.toMatchObject({ setting });
  });
});

describe('npm run reader -- read', () => {
  const run = async (...words: string[]) => {
    const said: string[] = [];
    const out = { print: (text: string) => void said.push(text), say: (line: string) => void said.push(line) };
    const code = await runReader(['read', '--reader', 'x', '--can', '123456', '--trust', folder, ...words], out);
    return { code, said: said.join('\n') };
  };

  it.each([
    [['--fingerprints', 'keep'], '--fingerprints takes leave or check-hash'],
    [['--fingerprints', 'check-hash'], '--terminal and --terminal-key go together'],
    [['--terminal', '/nowhere', '--terminal-key', '/nowhere'], '--terminal: ENOENT'],
  ])('%j is bad use, before any card', async (words, why) => {
    const { code, said } = await run(...words);
    expect([code, said]).toEqual([64, expect.stringContaining(why)]);
  });
});

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditorPage } from '@cccd-kiosk/reader-daemon/cli/auditor-page';
import { auditorReport, type AuditorReport } from '@cccd-kiosk/reader-daemon/cli/auditor-report';
import { describeAccess } from '@cccd-kiosk/reader-daemon/cli/describe-access';
import { runReader } from '@cccd-kiosk/reader-daemon/cli/reader';
import { toHex } from '@cccd-kiosk/emrtd/bytes';
import { makeEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { personById, testTrust } from '@cccd-kiosk/fixtures/world';
import { inspectCard, now, seededRandom } from '../emrtd/inspection/simulated.ts';

const person = '01-khuyen';
let folder: string;
let genuine: Inspection;
const reportOf = (inspection: Inspection): AuditorReport =>
  auditorReport(
    {
      ...inspection,
      access: describeAccess(inspection.access),
      notRead: inspection.refusals,
      signer: { ...inspection.signer },
    },
    now,
  );

beforeAll(async () => {
  genuine = await inspectCard({ person });
  folder = await mkdtemp(join(tmpdir(), 'auditor-report-'));
  const trust = join(folder, 'trust');
  await mkdir(trust);
  for (const { name, bytes } of testTrust()) await writeFile(join(trust, name), bytes);
  const identity = { stationId: 'station-00000001', readingId: 'reading-00000001', nonce: seededRandom('report')(32) };
  await writeFile(
    join(folder, 'evidence.json'),
    serializeEvidence(makeEvidence(genuine, { ...identity, startedAt: now, finishedAt: now })),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a report for an auditor', () => {
  it('names every check with a result and the whole', () => {
    const report = reportOf(genuine);
    expect(report).toMatchObject({ result: 'ok', verdict: 'genuine' });
    expect(report.checks.length).toBe(Object.keys(genuine.verdict.checks).length);
    expect(report.checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(new Set(report.checks.map(({ group }) => group))).toEqual(
      new Set(['issuer', 'integrity', 'chip', 'agreement']),
    );
    expect(report.files.find(({ name }) => name === 'DG2')?.octets).toBeGreaterThan(10_000);
  });

  it.each([
    ['bad-hash-dg2', 'failed', 'hash-mismatch'],
    ['unknown-signer', 'could-not-check', 'unknown-issuer'],
    ['cloned', 'failed', null],
  ])('%s: %s', async (fault, result, reason) => {
    const report = reportOf(await inspectCard({ person, fault }));
    expect(report.result).toBe(result);
    const [first] = report.checks.filter((check) => check.result === result);
    if (reason === null) expect(first?.reason).not.toBeNull();
    else expect(report.checks.map((check) => check.reason)).toContain(reason);
  });

  it('tells each APDU’s direction, header or status word, length and time, and no content', () => {
    const report = reportOf(genuine);
    expect(report.apdus.length).toBe(2 * genuine.apdus);
    expect(report.apdus[0]).toMatchObject({ direction: 'to-chip', header: '00 B0 9C 00', ms: null });
    expect(report.apdus[1]).toMatchObject({ direction: 'from-chip', header: '9000' });
    const { number, name } = personById(person);
    // Durations and lengths have digits of their own.
    const text = `${JSON.stringify({ ...report, apdus: report.apdus.map(({ header }) => header) })}${auditorPage({ ...report, apdus: [] })}`;
    for (const secret of [number, name, number.slice(-6), toHex(new TextEncoder().encode(number))])
      expect(text).not.toContain(secret);
  });

  it('the page is in both languages, escapes what it is given, and loads nothing', () => {
    const report = reportOf(genuine);
    const page = auditorPage({ ...report, signer: { subject: '<script>alert(1)</script>' } });
    expect(page).toContain('Biên bản kiểm tra chip');
    expect(page).toContain('Record of a chip inspection');
    expect(page).not.toMatch(/<script|src=|href=|@import|url\(/);
    expect(page).toContain('&#60;script&#62;');
  });
});

describe('--report', () => {
  const run = (...argv: readonly string[]) =>
    runReader([...argv, '--trust', join(folder, 'trust'), '--simulation'], {
      print: () => undefined,
      say: () => undefined,
    });

  it('writes a record’s report in the form that its ending names, for its owner’s eyes', async () => {
    const [json, html] = [join(folder, 'r.json'), join(folder, 'r.HTML')];
    await run('verify', join(folder, 'evidence.json'), '--report', json);
    await run('verify', join(folder, 'evidence.json'), '--report', html);
    const report = JSON.parse(await readFile(json, 'utf8')) as AuditorReport;
    expect(report).toMatchObject({ format: 'cccd-kiosk/auditor-report/1', apdus: [], access: { protocol: 'PACE' } });
    expect(report.basis).not.toBeNull();
    expect(await readFile(html, 'utf8')).toContain('<!doctype html>');
  });

  it('refuses another ending before anything is read', async () => {
    expect(await run('verify', join(folder, 'nothing.json'), '--report', join(folder, 'r.pdf'))).toBe(64);
  });
});

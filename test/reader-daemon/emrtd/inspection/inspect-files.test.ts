import { describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { inspectFiles } from '@cccd-kiosk/emrtd/inspection/inspect-files';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import { cardFiles, people } from '@cccd-kiosk/fixtures/world';
import { now, testStore } from './simulated.ts';

const standards = { trust: testStore(), simulation: true, now, profile: cccdProfile() };

async function filesOf(order: Parameters<typeof cardFiles>[0]): Promise<Map<FileName, Uint8Array>> {
  const files = await cardFiles(order);
  return new Map([...files].map(([name, bytes]) => [name.replace('EF_', '') as FileName, bytes]));
}

describe('an inspection of files alone', () => {
  it.each(people.map(({ id }) => id))(
    '%s: everything signed passes, and without a chip nothing is genuine',
    async (person) => {
      const { verdict } = inspectFiles(await filesOf({ person }), standards);
      expect(verdict.overall).toBe('not-proven');
      expect(verdict.checks).toMatchObject({
        'sod-signature': { status: 'passed' },
        'signer-certificate': { status: 'passed' },
        'data-hashes': { status: 'passed' },
        'files-agree': { status: 'passed' },
      });
      expect(['not-attempted', 'not-offered']).toContain(verdict.checks['active-authentication']?.status);
      expect(['not-attempted', 'not-offered']).toContain(verdict.checks['chip-authentication']?.status);
    },
  );

  it.each([
    ['bad-hash-dg13', 'suspicious'],
    ['bad-signature', 'suspicious'],
    ['unknown-signer', 'not-proven'],
    ['dg-not-in-sod', 'suspicious'],
  ])('%s: %s', async (fault, overall) => {
    expect(inspectFiles(await filesOf({ person: '01-khuyen', fault }), standards).verdict.overall).toBe(overall);
  });

  it('says nothing of a folder without EF.SOD, and does not fall over', async () => {
    const files = await filesOf({ person: '01-khuyen' });
    files.delete('SOD');
    expect(inspectFiles(files, standards).verdict).toMatchObject({
      overall: 'not-proven',
      checks: { 'sod-signature': { status: 'inconclusive', reason: 'file-not-read' } },
    });
    expect(inspectFiles(new Map(), standards).verdict.overall).toBe('not-proven');
  });
});

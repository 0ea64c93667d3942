import { beforeAll, describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { icaoProfile, type Files } from '@cccd-kiosk/emrtd/inspection/document-profile';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import { hostileGroups, type HostileCase } from '@cccd-kiosk/fixtures/hostile/cases';
import { dg13 } from '@cccd-kiosk/fixtures/personalisation/dg13';
import { personById } from '@cccd-kiosk/fixtures/world';
import { inspectCard } from '../emrtd/inspection/simulated.ts';

const person = '04-mau';
const { filesAgree } = cccdProfile();
let files: Files;
beforeAll(async () => {
  ({ files } = await inspectCard({ person }));
});

const withFile = (name: FileName, bytes: Uint8Array): Files => new Map(files).set(name, bytes);
const without = (...names: FileName[]): Files => new Map([...files].filter(([name]) => !names.includes(name)));

function caseOf(name: string): HostileCase {
  const found = hostileGroups.flatMap(({ cases }) => cases).find((each) => each.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

/** The zone with its composite digit, or the birth date's, made another one. */
function zoneWith(at: number): Uint8Array {
  const dg1 = Uint8Array.from(files.get('DG1') ?? []);
  const digit = dg1[5 + at] ?? 0;
  dg1[5 + at] = 0x30 + ((digit - 0x30 + 1) % 10);
  return dg1;
}

describe('DG1 against DG13, where the card leaves something open', () => {
  it('agrees on a card as it is issued', () => {
    expect(filesAgree(files)).toEqual({ status: 'passed' });
  });

  it('is no agreement when DG13 is signed and was not given', () => {
    expect(filesAgree(without('DG13'))).toEqual({ status: 'inconclusive', reason: 'file-not-read', detail: 'DG13' });
  });

  it('is nothing to ask about when nothing says that there is a DG13', () => {
    expect(filesAgree(without('DG13', 'SOD'))).toEqual({ status: 'not-offered' });
    expect(filesAgree(without('DG13', 'SOD', 'DG1'))).toEqual({ status: 'not-offered' });
  });

  it('is open when DG13 states no number, whatever else agrees', () => {
    const nameless = dg13({ ...personById(person), number: '' }, '0123456789ABCDEF');
    expect(filesAgree(withFile('DG13', nameless))).toMatchObject({
      status: 'inconclusive',
      reason: 'malformed',
      detail: 'DG13 without personalNumber',
    });
  });

  it.each([
    ['dateOfBirth, composite', 36],
    ['composite', 59],
  ] as const)('is open when the zone’s own check digits do not hold: %s', (names, at) => {
    expect(filesAgree(withFile('DG1', zoneWith(at)))).toEqual({
      status: 'inconclusive',
      reason: 'malformed',
      detail: `DG1 check digits: ${names}`,
    });
  });

  it('says so of any document, whoever issued it', () => {
    expect(icaoProfile.filesAgree(withFile('DG1', zoneWith(59)))).toEqual({
      status: 'inconclusive',
      reason: 'malformed',
      detail: 'DG1 check digits: composite',
    });
    expect(icaoProfile.filesAgree(files)).toEqual({ status: 'not-offered' });
    expect(icaoProfile.filesAgree(without('DG1'))).toEqual({ status: 'not-offered' });
  });

  it('still fails where the two sets contradict each other', () => {
    const other = dg13({ ...personById(person), number: '', name: 'Trần Văn Khác' }, '0123456789ABCDEF');
    expect(filesAgree(withFile('DG13', other))).toMatchObject({ status: 'failed', reason: 'files-disagree' });
  });

  it('leaves the row of a portrait open that the chip denies', async () => {
    const { verdict, refusals, files: read } = await inspectCard({ person, fault: caseOf('dg2-6982') });
    expect(refusals.get('DG2')).toBe('denied');
    expect(read.has('DG2')).toBe(false);
    expect(verdict.checks['hash:DG2']).toEqual({ status: 'not-attempted' });
    expect(verdict.checks['data-hashes']).toEqual({ status: 'passed' });
  });

  it('is said of a card that keeps DG13 back; what the chip proved stands', async () => {
    const { verdict, refusals } = await inspectCard({
      person,
      forge: (image) => {
        const { DG13: _, ...rest } = image.files;
        return { ...image, files: rest };
      },
    });
    expect(refusals.get('DG13')).toBe('absent');
    expect(verdict.checks['files-agree']).toEqual({ status: 'inconclusive', reason: 'file-not-read', detail: 'DG13' });
    expect(verdict.checks['hash:DG13']).toEqual({ status: 'not-attempted' });
    expect(verdict.overall).toBe('genuine');
  });
});

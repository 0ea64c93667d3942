import { describe, expect, it } from 'vitest';
import { equal } from '@cccd-kiosk/emrtd/bytes';
import { furtherFiles, type FurtherFile } from '@cccd-kiosk/emrtd/inspection/further-files';
import { inspect, type Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { parseDg11 } from '@cccd-kiosk/emrtd/lds/dg11';
import { parseDg12 } from '@cccd-kiosk/emrtd/lds/dg12';
import { parseAtrInfo } from '@cccd-kiosk/emrtd/lds/ef-atr-info';
import { parseDir } from '@cccd-kiosk/emrtd/lds/ef-dir';
import { standardBehaviour } from '@cccd-kiosk/fixtures/chip/behaviour';
import type { CardImage } from '@cccd-kiosk/fixtures/chip/card-image';
import { SoftwareChip } from '@cccd-kiosk/fixtures/chip/simulated-chip';
import { furtherFiles as inside } from '@cccd-kiosk/fixtures/personalisation/further-files';
import { planCard, standardProfile, type CardPlan } from '@cccd-kiosk/fixtures/personalisation/plan';
import { signCard } from '@cccd-kiosk/fixtures/personalisation/sign-card';
import { chipTransport, personById, qrOf } from '@cccd-kiosk/fixtures/world';
import { inputFor, inspectCard } from './simulated.ts';

const passport = { person: '04-mau', variant: 'further-files' } as const;
const further: readonly FurtherFile[] = furtherFiles;

/** A card with those files whose making, or whose chip, is meddled with. */
async function inspectAltered(
  alter: { plan?: Partial<CardPlan>; image?: (image: CardImage) => CardImage },
  asked: readonly FurtherFile[] = further,
): Promise<Inspection> {
  const person = personById('04-mau');
  const plan = await planCard(person, 1, { ...standardProfile, ...inside });
  const image = signCard({ ...plan, ...alter.plan });
  const chip = new SoftwareChip(alter.image?.(image) ?? image, { behaviour: standardBehaviour });
  chip.power('on');
  return inspect(inputFor(chipTransport(chip), { kind: 'qr', text: qrOf(person) }, { further: asked }));
}

describe('files that a reading leaves alone unless it is asked for them', () => {
  it('asks for none by itself, whatever the card has', async () => {
    const usual = await inspectCard({ person: '04-mau' });
    const one = await inspectCard(passport);
    expect(one.verdict.overall).toBe('genuine');
    expect([...one.files.keys()].sort()).toEqual([...usual.files.keys()].sort());
    expect(one.masterFiles.size).toBe(0);
    expect(one.apdus).toBe(usual.apdus);
    expect(one.verdict.checks['hash:DG11']).toEqual({ status: 'not-attempted' });
  });

  it('reads each that is named, and proves the data groups with the others', async () => {
    const { verdict, files, masterFiles, refusals } = await inspectCard(passport, { further });
    expect(verdict.overall).toBe('genuine');
    for (const name of ['DG7', 'DG11', 'DG12', 'DG16'] as const) {
      expect(equal(files.get(name) ?? new Uint8Array(0), inside.further[name])).toBe(true);
      expect(verdict.checks[`hash:${name}`]).toEqual({ status: 'passed' });
    }
    expect(parseDg11(files.get('DG11') ?? new Uint8Array(0)).fullName?.text).toBe('SMITH<<JOHN<J');
    expect(parseDg12(files.get('DG12') ?? new Uint8Array(0)).dateOfIssue).toBe('20240301');
    expect([...refusals.keys()]).toEqual([]);
    const [info, dir] = [masterFiles.get('ATR/INFO'), masterFiles.get('DIR')];
    if (!(info instanceof Uint8Array) || !(dir instanceof Uint8Array)) throw new Error('master files not read');
    expect(parseAtrInfo(info)).toMatchObject({ extendedLength: { maxCommand: 0x8000, maxResponse: 0x8000 } });
    expect(parseDir(dir).applications).toEqual([{ aid: 'A0000002471001', name: 'emrtd' }]);
  });

  it('finds none of them on a Vietnamese card, says so, and nothing else changes', async () => {
    const { verdict, refusals, masterFiles } = await inspectCard({ person: '04-mau' }, { further });
    expect(verdict.overall).toBe('genuine');
    expect(Object.fromEntries(refusals)).toEqual({ DG7: 'absent', DG11: 'absent', DG12: 'absent', DG16: 'absent' });
    expect(Object.fromEntries(masterFiles)).toEqual({ 'ATR/INFO': 'absent', DIR: 'absent' });
  });

  it('is suspicious when one of them was changed, once it is read', async () => {
    const change = {
      image: (image: CardImage): CardImage => {
        const dg12 = Uint8Array.from(inside.further.DG12);
        dg12[dg12.length - 1] = 0x39;
        return { ...image, files: { ...image.files, DG12: dg12 } };
      },
    };
    const read = await inspectAltered(change);
    expect(read.verdict.overall).toBe('suspicious');
    expect(read.verdict.checks['hash:DG12']).toMatchObject({ status: 'failed' });
    expect((await inspectAltered(change, ['DG11'])).verdict.overall).toBe('genuine');
  });

  it('is suspicious when one of them is on the chip and not signed', async () => {
    const { verdict } = await inspectAltered({ plan: { unlisted: ['DG11'] } });
    expect(verdict.overall).toBe('suspicious');
    expect(verdict.checks['hash:DG11']).toMatchObject({ status: 'failed' });
  });

  it.each([
    ['out of form', Uint8Array.of(0x61, 0x03, 0x4f, 0x01, 0xa0), 'malformed'],
    ['without an end', new Uint8Array(0x4000).fill(0x61), 'malformed'],
    ['empty', new Uint8Array(0), 'card-error'],
  ] as const)('an EF.DIR %s is a result, and the card reads on', async (_, dir, expected) => {
    const { verdict, masterFiles, apdus } = await inspectAltered({ image: (image) => ({ ...image, dir }) }, ['DIR']);
    expect(masterFiles.get('DIR')).toBe(expected);
    expect(verdict.overall).toBe('genuine');
    expect(apdus).toBeLessThan(17 + 10);
  });

  it('reads an EF.ATR/INFO longer than one answer whole', async () => {
    const atrInfo = new Uint8Array(700);
    atrInfo.set(inside.atrInfo);
    const { masterFiles } = await inspectAltered({ image: (image) => ({ ...image, atrInfo }) }, ['ATR/INFO']);
    const read = masterFiles.get('ATR/INFO');
    expect(read instanceof Uint8Array && equal(read, atrInfo)).toBe(true);
  });
});

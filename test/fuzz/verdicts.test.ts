import { beforeAll, describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { fromBase64, toBase64 } from '@cccd-kiosk/emrtd/base64';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import {
  dataGroupNames,
  makeEvidence,
  serializeEvidence,
  type EvidenceRecord,
} from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { judge } from '@cccd-kiosk/emrtd/inspection/judge';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verifyEvidence } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { checkRows, passed } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import { inspectCard, now, seededRandom, testStore } from '../reader-daemon/emrtd/inspection/simulated.ts';
import { Dice, firstSeed, mutate, runs } from './seeded.ts';

const standards = { trust: testStore(), simulation: true, now, profile: cccdProfile() };
const expected = { nonce: seededRandom('fuzz')(32), stationId: 'station-00000001', readingId: 'reading-00000001' };
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => firstSeed + i);

let truth: Inspection;
let record: EvidenceRecord;
beforeAll(async () => {
  const { nonce, stationId, readingId } = expected;
  truth = await inspectCard({ person: '01-khuyen' }, { challenge: challengeFor(nonce, stationId, readingId) });
  record = makeEvidence(truth, { ...expected, startedAt: now, finishedAt: now });
});

const judged = (files: ReadonlyMap<FileName, Uint8Array>) =>
  judge(
    {
      files,
      refusals: new Map(),
      cardAccess: truth.cardAccess,
      // The kindest chip there is: the files alone must betray the forgery.
      proofs: { 'active-authentication': passed, 'chip-authentication': passed },
    },
    standards,
  ).verdict;

describe('mutated files before a chip that passes every proof', { timeout: 3_600_000 }, () => {
  it('the untouched ones are genuine', () => {
    expect(judged(truth.files).overall).toBe('genuine');
  });

  it.each(['DG1', 'DG2', 'DG13', 'DG14', 'DG15'] as const)('%s changed is suspicious', (name) => {
    const file = truth.files.get(name) ?? new Uint8Array(0);
    for (const seed of seeds(runs(150))) {
      const verdict = judged(new Map(truth.files).set(name, mutate(new Dice(seed), file)));
      expect(verdict.overall, `seed ${seed}`).toBe('suspicious');
      expect(verdict.checks[`hash:${name}`], `seed ${seed}`).toMatchObject({ reason: 'hash-mismatch' });
    }
  });

  it('EF.SOD changed never vouches for other files', () => {
    const sod = truth.files.get('SOD') ?? new Uint8Array(0);
    const other = mutate(new Dice(7), truth.files.get('DG1') ?? new Uint8Array(0));
    for (const seed of seeds(runs(400))) {
      const changed = mutate(new Dice(seed), sod);
      const verdict = judged(new Map(truth.files).set('SOD', changed).set('DG1', other));
      expect(verdict.overall, `seed ${seed}`).not.toBe('genuine');
      judged(new Map(truth.files).set('SOD', changed));
    }
  });

  it('EF.COM and EF.CardAccess, which nobody signs, are never an excuse to throw', () => {
    const com = truth.files.get('COM') ?? new Uint8Array(0);
    for (const seed of seeds(runs(200)))
      expect(
        checkRows(judged(new Map(truth.files).set('COM', mutate(new Dice(seed), com))).checks).length,
      ).toBeGreaterThan(10);
  });
});

describe('mutated records', { timeout: 3_600_000 }, () => {
  it('with one file, answer or nonce changed are never genuine', () => {
    for (const seed of seeds(runs(300))) {
      const dice = new Dice(seed);
      const changed = (text: string | undefined): string => toBase64(mutate(dice, fromBase64(text ?? '')));
      const held = dataGroupNames.filter((name) => record.files[name] !== undefined);
      const name = dice.pick(held);
      const exchange = record.activeAuthentication ?? { challenge: '', response: '' };
      const forged: EvidenceRecord = dice.pick([
        { ...record, files: { ...record.files, [name]: changed(record.files[name]) } },
        { ...record, activeAuthentication: { ...exchange, response: changed(exchange.response) } },
        { ...record, activeAuthentication: { ...exchange, challenge: changed(exchange.challenge) } },
      ]);
      const { verdict } = verifyEvidence(forged, { ...standards, expected });
      expect(verdict.overall, `seed ${seed}`).not.toBe('genuine');
    }
  });

  it('changed as text are refused, or judged by what they hold', () => {
    const bytes = new TextEncoder().encode(serializeEvidence(record));
    for (const seed of seeds(runs(300))) {
      const text = new TextDecoder().decode(mutate(new Dice(seed), bytes));
      try {
        const { verdict, files } = verifyEvidence(parseEvidence(text), { ...standards, expected });
        if (verdict.overall === 'genuine')
          for (const [name, file] of files) if (name.startsWith('DG')) expect(file).toEqual(truth.files.get(name));
      } catch (error) {
        if (!(error instanceof EmrtdError)) throw error;
      }
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { parseCvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { furtherFiles, type FurtherFile } from '@cccd-kiosk/emrtd/inspection/further-files';
import { inspect, type Inspection, type InspectionInput } from '@cccd-kiosk/emrtd/inspection/inspect';
import {
  acceptRemoteProof,
  offerRemoteProof,
  type RemoteSecret,
  type RemoteVerifier,
} from '@cccd-kiosk/emrtd/inspection/remote-proof';
import type { TerminalEntitlement } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';
import type { CardImage } from '@cccd-kiosk/fixtures/chip/card-image';
import { cvSign } from '@cccd-kiosk/fixtures/chip/crypto/cv-algorithms';
import { chipTransport, makeCard, printedOf, testInspectionSystem, type CardOrder } from '@cccd-kiosk/fixtures/world';
import { inputFor, inspectCard, seededRandom, testStore } from '../reader-daemon/emrtd/inspection/simulated.ts';
import { Dice, firstSeed, mutate, runs } from './seeded.ts';

const person = '01-khuyen';
const key = { kind: 'qr', text: printedOf(person).qr } as const;
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => firstSeed + i);
/** Status words that cards and bugs are fond of. */
const statusWords = [
  0x9000, 0x6100, 0x61ff, 0x6282, 0x6300, 0x63c0, 0x6700, 0x6982, 0x6988, 0x6a82, 0x6b00, 0x6c00, 0x6cff, 0x6f00,
];
/** Far more than any reading takes; a reading that needs more has lost its way. */
const mostApdus = 3000;

/** The inspection, or the terminal's own error. Anything else that is thrown is a finding. */
async function outcomeOf(
  transport: CardTransport,
  seed: number,
  more: Partial<InspectionInput> = {},
  whose = key,
): Promise<Inspection | EmrtdError> {
  const { keys, printed } = accessKeys(whose);
  const random = seededRandom(`${seed}`);
  const input = { ...inputFor(transport, whose), keys, profile: cccdProfile(printed), random, ...more };
  try {
    return await inspect(input);
  } catch (error) {
    if (error instanceof EmrtdError) return error;
    throw error;
  }
}

/** Passes everything on, counted; `change` may replace an answer. */
function wrapped(
  inner: CardTransport,
  change: (answer: Uint8Array, index: number) => Uint8Array,
): CardTransport & { readonly count: number } {
  let count = 0;
  return {
    atr: inner.atr,
    get count() {
      return count;
    },
    async transmit(command, signal) {
      count++;
      if (count > mostApdus) throw new Error('fuzz: this reading does not end');
      return change(await inner.transmit(command, signal), count);
    },
  };
}

let truth: Inspection;
let truthShort: Inspection;
beforeAll(async () => {
  truth = await inspectCard({ person });
  truthShort = await inspectCard({ person, variant: 'short-223' });
});

/** A mutated answer may be harmless; what it must never do is make a word of a file come out differently and genuine. */
function expectHonest(outcome: Inspection | EmrtdError, right: Inspection, seed: number): void {
  if (outcome instanceof EmrtdError || outcome.verdict.overall !== 'genuine') return;
  expect(new Map(outcome.files), `seed ${seed}`).toEqual(new Map(right.files));
  // EF.CardAccess is not protected: whoever spoils it can bring about BAC, but not in silence.
  if (outcome.access.protocol === right.access.protocol) return;
  expect(outcome.access.fallbacks, `seed ${seed}`).not.toEqual([]);
  expect(outcome.verdict.checks['protection-stripped'], `seed ${seed}`).toMatchObject({ status: 'inconclusive' });
}

describe('one mutated answer in a whole reading', () => {
  it.each([
    ['standard', 120],
    ['short-223', 50],
  ] as const)('%s', { timeout: 3_600_000 }, async (variant, count) => {
    const right = variant === 'standard' ? truth : truthShort;
    for (const seed of seeds(runs(count))) {
      const dice = new Dice(seed);
      const at = 1 + dice.below(right.apdus);
      const chip = await makeCard({ person, variant });
      chip.power('on');
      const transport = wrapped(chipTransport(chip), (answer, index) => {
        if (index !== at) return answer;
        if (dice.below(3) > 0) return mutate(dice, answer);
        const status = dice.pick(statusWords);
        return Uint8Array.from([...answer.subarray(0, -2), status >> 8, status & 0xff]);
      });
      expectHonest(await outcomeOf(transport, seed), right, seed);
    }
  });
});

describe('mutated files behind a secure channel that holds', () => {
  it('are read to the end, and never called genuine with another content', { timeout: 3_600_000 }, async () => {
    const names = ['COM', 'SOD', 'DG1', 'DG2', 'DG13', 'DG14', 'DG15'] as const;
    let judged = 0;
    for (const seed of seeds(runs(100))) {
      const dice = new Dice(seed);
      const changed = Array.from({ length: 1 + dice.below(3) }, () => dice.pick(names));
      const forge = (image: CardImage): CardImage => ({
        ...image,
        files: {
          ...image.files,
          ...Object.fromEntries(changed.map((name) => [name, mutate(dice, image.files[name] ?? new Uint8Array(0))])),
        },
      });
      const chip = await makeCard({ person, forge });
      chip.power('on');
      const outcome = await outcomeOf(
        wrapped(chipTransport(chip), (answer) => answer),
        seed,
      );
      if (outcome instanceof EmrtdError) continue;
      judged += 1;
      if (outcome.verdict.overall !== 'genuine') continue;
      // EF.COM and the unsigned rest of EF.SOD may differ; nothing that somebody would read may.
      for (const [name, file] of outcome.files)
        if (name.startsWith('DG')) expect(file, `seed ${seed}, ${name}`).toEqual(truth.files.get(name));
    }
    // The channel itself is sound: most of these end in a verdict.
    expect(judged).toBeGreaterThan(0);
  });
});

describe('every file that a reading may be asked for', () => {
  const further: readonly FurtherFile[] = furtherFiles;
  const variant = 'further-files';

  it('one mutated answer anywhere', { timeout: 3_600_000 }, async () => {
    const right = await inspectCard({ person, variant }, { further });
    for (const seed of seeds(runs(50))) {
      const dice = new Dice(seed);
      const at = 1 + dice.below(right.apdus);
      const chip = await makeCard({ person, variant });
      chip.power('on');
      const transport = wrapped(chipTransport(chip), (answer, index) => (index === at ? mutate(dice, answer) : answer));
      const outcome = await outcomeOf(transport, seed, { further });
      if (outcome instanceof EmrtdError || outcome.verdict.overall !== 'genuine') continue;
      // Nobody signs the files of the master file; the others may be refused and not be different.
      for (const [name, file] of outcome.files) expect(file, `seed ${seed}, ${name}`).toEqual(right.files.get(name));
    }
  });

  it('mutated files', { timeout: 3_600_000 }, async () => {
    const names = ['DG7', 'DG11', 'DG12', 'DG16'] as const;
    for (const seed of seeds(runs(50))) {
      const dice = new Dice(seed);
      const name = dice.pick(names);
      const forge = (image: CardImage): CardImage => {
        const bytes = image.files[name] ?? new Uint8Array(0);
        return {
          ...image,
          dir: mutate(dice, image.dir ?? new Uint8Array(0)),
          atrInfo: mutate(dice, image.atrInfo ?? new Uint8Array(0)),
          files: { ...image.files, [name]: mutate(dice, bytes) },
        };
      };
      const chip = await makeCard({ person, variant, forge });
      chip.power('on');
      const transport = wrapped(chipTransport(chip), (answer) => answer);
      const outcome = await outcomeOf(transport, seed, { further });
      if (outcome instanceof EmrtdError || outcome.verdict.overall !== 'genuine') continue;
      expect(outcome.files.get(name) ?? 'refused', `seed ${seed}, ${name}`).toSatisfy(
        (file: unknown) => file === 'refused' || outcome.verdict.checks[`hash:${name}`]?.status === 'passed',
      );
    }
  });
});

describe('an entitled terminal, and a chip that is witnessed elsewhere', () => {
  const system = testInspectionSystem();
  const terminal: TerminalEntitlement = {
    chain: system.certificates.map(parseCvCertificate),
    sign: (message) => Promise.resolve(cvSign(system.algorithm, system.privateKey, message)),
    fingerprints: 'check-hash',
  };
  /** Chip Authentication is all that this one has. */
  const witnessed = '15-dang';
  const verifier = (seed: number): RemoteVerifier => {
    let secret: RemoteSecret | undefined;
    return {
      offer(dg14) {
        const made = offerRemoteProof(dg14, seededRandom(`verifier ${seed}`));
        ({ secret } = made);
        return Promise.resolve(made.offer);
      },
      accept: (answer) => Promise.resolve(secret && acceptRemoteProof(secret, answer)),
    };
  };
  const open = async (order: CardOrder): Promise<CardTransport> => {
    const chip = await makeCard(order);
    chip.power('on');
    return chipTransport(chip);
  };

  it.each([
    ['ta', person, 30],
    ['standard', witnessed, 30],
  ] as const)('%s of %s: one mutated answer anywhere', { timeout: 3_600_000 }, async (variant, who, count) => {
    const whose = { kind: 'qr', text: printedOf(who).qr } as const;
    const means = (seed: number) => (who === witnessed ? { verifier: verifier(seed) } : { terminal });
    const right = await outcomeOf(await open({ person: who, variant }), 0, means(0), whose);
    if (right instanceof EmrtdError) throw right;
    for (const seed of seeds(runs(count))) {
      const dice = new Dice(seed);
      const at = 1 + dice.below(right.apdus);
      const transport = wrapped(await open({ person: who, variant }), (answer, index) =>
        index === at ? mutate(dice, answer) : answer,
      );
      const outcome = await outcomeOf(transport, seed, means(seed), whose);
      expectHonest(outcome, right, seed);
      if (!(outcome instanceof EmrtdError)) expect(outcome.files.has('DG3'), `seed ${seed}`).toBe(false);
    }
  });

  it('mutated DG1, DG3 and DG14 behind Basic Access Control', { timeout: 3_600_000 }, async () => {
    for (const seed of seeds(runs(40))) {
      const dice = new Dice(seed);
      const name = dice.pick(['DG1', 'DG3', 'DG14'] as const);
      const forge = (image: CardImage): CardImage => ({
        ...image,
        files: { ...image.files, [name]: mutate(dice, image.files[name] ?? new Uint8Array(1)) },
      });
      const transport = wrapped(await open({ person, variant: 'ta-bac', forge }), (answer) => answer);
      const outcome = await outcomeOf(transport, seed, { terminal });
      if (outcome instanceof EmrtdError) continue;
      expect(outcome.files.has('DG3'), `seed ${seed}`).toBe(false);
      expect(outcome.verdict.overall, `seed ${seed}: ${name}`).not.toBe('genuine');
    }
  });
});

describe('a card that answers anything', () => {
  it('ends every reading with a result or an error of the terminal', { timeout: 3_600_000 }, async () => {
    for (const seed of seeds(runs(300))) {
      const dice = new Dice(seed);
      const transport = wrapped(
        { atr: dice.bytes(dice.below(33)), transmit: () => Promise.resolve(new Uint8Array(2)) },
        () => {
          const status = dice.below(4) === 0 ? dice.below(0x10000) : dice.pick(statusWords);
          const length = dice.pick([0, 0, 1, 2, 8, 16, 65, 100, 255, 256, 4000]);
          const data = dice.bytes(length);
          // Now and then something that begins like a file or a step of PACE.
          if (length > 8 && dice.below(2) === 0)
            data.set(
              dice.pick([
                [0x7c, 0x12, 0x80, 0x10],
                [0x31, 0x14],
                [0x61, 0x5b],
                [0x87, 0x11, 0x01],
              ]),
            );
          return Uint8Array.from([...data, status >> 8, status & 0xff]);
        },
      );
      const outcome = await outcomeOf(transport, seed);
      expect(outcome instanceof EmrtdError ? 'error' : outcome.verdict.overall, `seed ${seed}`).not.toBe('genuine');
    }
  });
});

describe('the store that all of these are judged with', () => {
  it('makes the untouched reading genuine', () => {
    expect(testStore().certificates.length).toBe(1);
    expect([truth.verdict.overall, truthShort.verdict.overall]).toEqual(['genuine', 'genuine']);
  });
});

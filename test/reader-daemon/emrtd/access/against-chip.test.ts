import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openAccess, readCardAccess, type AccessResult } from '@cccd-kiosk/emrtd/access/open-access';
import type { AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { exchangeActiveAuthentication, verifyActiveAuthentication } from '@cccd-kiosk/emrtd/chip/active-authentication';
import { chooseChipAuthentication, exchangeChipAuthentication } from '@cccd-kiosk/emrtd/chip/chip-authentication';
import { plain } from '@cccd-kiosk/emrtd/bytes';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { readFile } from '@cccd-kiosk/emrtd/iso7816/read-file';
import type { ReadLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { parseDg14 } from '@cccd-kiosk/emrtd/lds/dg14';
import { parseDg15 } from '@cccd-kiosk/emrtd/lds/dg15';
import { fileNamed, type FileName } from '@cccd-kiosk/emrtd/lds/files';
import {
  canOf,
  cardFiles,
  chipTransport,
  makeCard,
  mrzOf,
  people,
  variants,
  type SimulatedChip,
  type VariantName,
} from '@cccd-kiosk/fixtures/world';

const [person] = people;
if (person === undefined) throw new Error('nobody in the simulated world');
const random = (length: number): Uint8Array => plain(randomBytes(length));
const mrz = mrzOf(person);
const can: AccessKey = { kind: 'can', can: canOf(person) };
const zone: AccessKey = {
  kind: 'mrz',
  documentNumber: mrz.slice(5, 14),
  dateOfBirth: mrz.slice(30, 36),
  dateOfExpiry: mrz.slice(38, 44),
};
const order: readonly FileName[] = ['COM', 'DG1', 'DG13', 'SOD', 'DG14', 'DG15'];

/** What survives a torn card: files, the start of one, and what was learnt. */
interface Memory {
  readonly files: Map<FileName, Uint8Array>;
  readonly prefixes: Map<FileName, Uint8Array>;
  limits: ReadLimits | undefined;
}
const newMemory = (): Memory => ({ files: new Map(), prefixes: new Map(), limits: undefined });

const sessionOn = (chip: SimulatedChip, limits?: ReadLimits): CardSession =>
  new CardSession({ transport: chipTransport(chip), clock: () => 0, ...(limits && { limits }) });

async function read(session: CardSession, memory: Memory, name: FileName): Promise<void> {
  if (memory.files.has(name)) return;
  const prefix = memory.prefixes.get(name);
  const onBytes = (soFar: Uint8Array): void => void memory.prefixes.set(name, soFar);
  const result = await readFile(session, fileNamed(name), { onBytes, ...(prefix && { prefix }) });
  if (result.status === 'read') memory.files.set(name, result.bytes);
}

/** A whole reading in the order of an inspection: names, signatures, both chip proofs, the portrait last. */
async function readAll(session: CardSession, memory: Memory, keys: readonly AccessKey[] = [can, zone]) {
  try {
    const access = await openAccess(session, { keys, random, cardAccess: await readCardAccess(session) });
    for (const name of order) await read(session, memory, name);
    const [dg14, dg15] = [memory.files.get('DG14'), memory.files.get('DG15')];
    if (dg14 === undefined || dg15 === undefined) throw new Error('no chip keys');
    const infos = parseDg14(dg14);
    const agreement = chooseChipAuthentication(infos);
    if (agreement === undefined) throw new Error('no chip authentication');
    await exchangeChipAuthentication(session, { agreement, random });
    const challenge = random(8);
    const response = await exchangeActiveAuthentication(session, challenge);
    const signatureAlgorithm = infos.activeAuthenticationInfo?.signatureAlgorithm;
    const answer = verifyActiveAuthentication({
      publicKeyInfo: parseDg15(dg15).publicKey,
      challenge,
      response,
      ...(signatureAlgorithm !== undefined && { signatureAlgorithm }),
    });
    await read(session, memory, 'DG2');
    return { access, verified: answer.verified };
  } finally {
    memory.limits = session.limits;
  }
}

async function expectGenuine(memory: Memory, variant?: VariantName): Promise<void> {
  const files = await cardFiles({ person: person?.id ?? '', ...(variant && { variant }) });
  for (const name of [...order, 'DG2'] as const) expect(memory.files.get(name)).toEqual(files.get(`EF_${name}`));
}

describe('a chip written by other hands', () => {
  const names = Object.keys(variants) as VariantName[];

  it.each(names)('%s: read whole, both chip proofs hold', async (variant) => {
    const memory = newMemory();
    const chip = await makeCard({ person: person.id, variant });
    chip.power('on');
    const { access, verified } = await readAll(sessionOn(chip), memory);
    expect(verified).toBe(true);
    expect(access.protocol).toBe(variant === 'bac-only' ? 'BAC' : 'PACE');
    await expectGenuine(memory, variant);
  });

  it.each([
    ['CAN', [can], 'can'],
    ['MRZ', [zone], 'mrz'],
  ] as const)('PACE with the %s', async (_, keys, password) => {
    const chip = await makeCard({ person: person.id });
    chip.power('on');
    const { access } = await readAll(sessionOn(chip), newMemory(), keys);
    expect(access).toMatchObject({ protocol: 'PACE', password } satisfies Partial<AccessResult>);
  });

  it('wrong digits are a wrong password; the next attempt is not held against', async () => {
    const chip = await makeCard({ person: person.id });
    chip.power('on');
    const session = sessionOn(chip);
    const cardAccess = await readCardAccess(session);
    const wrong = { kind: 'can', can: canOf(person) === '000000' ? '000001' : '000000' } as const;
    await expect(openAccess(session, { keys: [wrong], random, cardAccess })).rejects.toThrow(
      expect.objectContaining({ code: 'wrong-password', step: 'pace' }),
    );
    const result = await openAccess(session, { keys: [wrong, zone], random, cardAccess });
    expect(result.fallbacks).toEqual([{ from: 'pace-can', to: 'pace-mrz', because: 'wrong-password' }]);
  });
});

describe('APDUs', () => {
  /** ⌈bytes / most that one answer brings⌉ over all files. */
  const chunks = (memory: Memory, most: number): number =>
    [...memory.files.values()].reduce((sum, file) => sum + Math.ceil(file.length / most), 0);

  it('a card that answers 32 KB at once: at most 20', async () => {
    const chip = await makeCard({ person: person.id });
    chip.power('on');
    const session = sessionOn(chip);
    await readAll(session, newMemory());
    expect(session.counters.apdus).toBeLessThanOrEqual(20);
  });

  it.each([
    ['short-256', 223],
    ['short-fit', 223],
    ['short-223', 223],
    ['short-6c', 223],
    ['extended-2k', 2048],
    ['extended-1k-strict', 1024],
  ] as const)('%s: at most Σ ⌈bytes / %d⌉ + 12, learning included', async (variant, most) => {
    const chip = await makeCard({ person: person.id, variant });
    chip.power('on');
    const [session, memory] = [sessionOn(chip), newMemory()];
    await readAll(session, memory);
    expect(session.counters.apdus).toBeLessThanOrEqual(chunks(memory, most) + 12);
    const again = sessionOn(chip, memory.limits);
    chip.power('reset');
    await readAll(again, newMemory());
    expect(again.counters.apdus, 'what was learnt is not asked again').toBeLessThan(session.counters.apdus + 1);
  });
});

describe('a card torn at every APDU', () => {
  it.each(['standard', 'short-256'] as const)(
    '%s: a defined error, then the reading goes on and is whole',
    async (variant) => {
      const probe = await makeCard({ person: person.id, variant });
      probe.power('on');
      const whole = sessionOn(probe);
      await readAll(whole, newMemory());
      const step = variant === 'standard' ? 1 : 7;
      for (let at = 1; at < whole.counters.apdus; at += step) {
        const chip = await makeCard({ person: person.id, variant, fault: `torn@${at}` });
        chip.power('on');
        const memory = newMemory();
        const error = await readAll(sessionOn(chip), memory).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error, `torn@${at}`).toBeInstanceOf(EmrtdError);
        expect(error).toMatchObject({ code: 'card-lost' });
        chip.power('on');
        expect((await readAll(sessionOn(chip, memory.limits), memory)).verified).toBe(true);
        await expectGenuine(memory, variant);
      }
    },
  );
});

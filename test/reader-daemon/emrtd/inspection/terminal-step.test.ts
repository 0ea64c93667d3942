import { describe, expect, it, vi } from 'vitest';
import { toBase64 } from '@cccd-kiosk/emrtd/base64';
import { parseCvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { makeEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { inspect, type Inspection, type InspectionInput } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { ReadingMemory } from '@cccd-kiosk/emrtd/inspection/reading-memory';
import type { TerminalEntitlement } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import { cvSign, type CvAlgorithm } from '@cccd-kiosk/fixtures/chip/crypto/cv-algorithms';
import { chipTransport, makeCard, printedOf, testInspectionSystem } from '@cccd-kiosk/fixtures/world';
import type { CardOrder, InspectionSystem, VariantName } from '@cccd-kiosk/fixtures/world';
import { inputFor, inspectCard, now } from './simulated.ts';

const person = '04-mau';
const entitled = (
  system: InspectionSystem = testInspectionSystem(),
  fingerprints: TerminalEntitlement['fingerprints'] = 'check-hash',
): TerminalEntitlement => ({
  chain: system.certificates.map(parseCvCertificate),
  sign: (message) => Promise.resolve(cvSign(system.algorithm, system.privateKey, message)),
  fingerprints,
});
const read = (card: Omit<CardOrder, 'person'>, terminal = entitled(), more: Partial<InspectionInput> = {}) =>
  inspectCard({ person, ...card }, { terminal, ...more });

/** DG3 as the issuer put it on the card: what must be nowhere afterwards. */
async function fingerprintsOf(variant: VariantName): Promise<Uint8Array> {
  let content = new Uint8Array(0);
  await makeCard({
    ...{ person, variant },
    forge: (image) => {
      content = new Uint8Array(image.files.DG3 ?? content);
      return image;
    },
  });
  return content;
}
const externalAuthenticate = 0x82;
/** Which APDU, counted from 1, is the n-th of this kind. */
const place = ({ trace }: Inspection, ins: number, nth = 1): number =>
  trace.flatMap((apdu, index) => (apdu.ins === ins ? [index + 1] : [])).at(nth - 1) ?? 0;

describe('Terminal Authentication in a whole reading', () => {
  const whole: [VariantName, CvAlgorithm][] = [
    ['ta', 'ecdsa-sha256'],
    ['ta-rsa', 'rsa-sha256'],
    ['ta-rsa-pss', 'rsa-pss-sha256'],
    ['ta-cam', 'ecdsa-sha384'],
    ['ta-cam-only', 'ecdsa-sha256'],
    ['ta-bac', 'ecdsa-sha256'],
    ['ta-dh', 'ecdsa-sha512'],
  ];
  it.each(whole)('%s: accepted, DG3 judged by its hash and kept nowhere', async (variant, algorithm) => {
    const seen: string[] = [];
    const onFile = (file: string): void => void seen.push(file);
    const inspection = await read({ variant }, entitled(testInspectionSystem({ algorithm })), { onFile });
    expect(inspection.terminal).toEqual({ status: 'accepted' });
    expect(inspection.verdict.overall).toBe('genuine');
    expect(inspection.verdict.checks['hash:DG3']).toEqual({ status: 'passed' });
    expect([...inspection.files.keys(), ...seen]).not.toContain('DG3');
    const identity = { readingId: 'reading-00000001', stationId: 'station-00000001', startedAt: now, finishedAt: now };
    const record = serializeEvidence(makeEvidence(inspection, identity));
    const content = await fingerprintsOf(variant);
    expect(content.length).toBeGreaterThan(60);
    expect(record).not.toContain(toBase64(content).slice(8, 60));
    expect(JSON.parse(record)).not.toHaveProperty('files.DG3');
  });

  it('a chain with a link goes from the authority that the card knows', async () => {
    const inspection = await read({ variant: 'ta' }, entitled(testInspectionSystem({ link: true })));
    expect(inspection.terminal).toEqual({ status: 'accepted' });
  });

  it('comes last, and without the policy DG3 is not asked for', async () => {
    const inspection = await read({ variant: 'ta' }, entitled(undefined, 'leave'));
    expect(inspection.terminal).toEqual({ status: 'accepted' });
    expect(place(inspection, externalAuthenticate)).toBe(inspection.apdus);
    expect(inspection.verdict.checks['hash:DG3']).toEqual({ status: 'not-attempted' });
    expect(inspection.refusals.has('DG3')).toBe(false);
  });

  it('without an entitlement there is no such step', async () => {
    const inspection = await inspectCard({ person, variant: 'ta' });
    expect(inspection.terminal).toBeUndefined();
    expect(inspection.trace.every(({ ins }) => ins !== externalAuthenticate && ins !== 0x2a)).toBe(true);
  });
});

describe('a card that is not opened costs nothing but that', () => {
  const intact = (inspection: Inspection): void => {
    expect(inspection.verdict.overall).toBe('genuine');
    expect(inspection.files.has('DG2')).toBe(true);
    expect(inspection.files.has('DG3')).toBe(false);
  };

  it.each([
    ['whose time is over', { terminal: { expiration: '200601' } }],
    ['with a certificate that nobody signed', { terminal: { wrong: 'signature' } }],
    ['of a verifier that nobody signed', { verifier: { wrong: 'signature' } }],
  ] as const)('a terminal %s', async (_, options) => {
    const inspection = await read({ variant: 'ta' }, entitled(testInspectionSystem(options)));
    expect(inspection.terminal).toEqual({ status: 'refused', statusWord: 0x6300 });
    intact(inspection);
  });

  it('a terminal without the right: accepted, and DG3 denied', async () => {
    const inspection = await read({ variant: 'ta' }, entitled(testInspectionSystem({ terminal: { rights: 0 } })));
    expect(inspection.terminal).toEqual({ status: 'accepted' });
    expect(inspection.refusals.get('DG3')).toBe('denied');
    intact(inspection);
  });

  it('another’s key, and a key holder that does not sign', async () => {
    const own = entitled();
    const stranger = testInspectionSystem({ algorithm: 'ecdsa-sha384' }).privateKey;
    const forged = { ...own, sign: (m: Uint8Array) => Promise.resolve(cvSign('ecdsa-sha384', stranger, m)) };
    expect((await read({ variant: 'ta' }, forged)).terminal).toEqual({ status: 'refused', statusWord: 0x6300 });
    const away = { ...own, sign: () => Promise.reject(new Error('the module is locked')) };
    const inspection = await read({ variant: 'ta' }, away);
    expect(inspection.terminal).toEqual({ status: 'not-signed' });
    intact(inspection);
  });

  it('a chip of another authority is shown no certificate', async () => {
    const inspection = await read({ variant: 'ta' }, { ...entitled(), chain: entitled().chain.slice(1) });
    expect(inspection.terminal).toEqual({ status: 'unknown-authority' });
    expect(place(inspection, 0x2a)).toBe(0);
    intact(inspection);
  });

  it('a card that names the protocol and has no authority', async () => {
    const inspection = await read({});
    expect(inspection.terminal).toMatchObject({ status: 'refused', statusWord: 0x6a82 });
    intact(inspection);
  });

  it('a zone whose number names no chip, after BAC', async () => {
    const forge: CardOrder['forge'] = (image) => {
      const DG1 = Uint8Array.from(image.files.DG1 ?? []);
      DG1.fill('*'.charCodeAt(0), 12, 15);
      return { ...image, files: { ...image.files, DG1 } };
    };
    const inspection = await read({ variant: 'ta-bac', forge });
    expect(inspection.terminal).toEqual({ status: 'refused' });
    expect(inspection.files.has('DG2')).toBe(true);
  });

  it('a copy that has not proven itself is not shown a certificate', async () => {
    const inspection = await read({ variant: 'ta', fault: 'cloned-silent' });
    expect(inspection.terminal).toEqual({ status: 'no-chip-authentication' });
    expect(place(inspection, 0x2a)).toBe(0);
  });

  it.each([0x2a, 0x84, externalAuthenticate])('a channel that breaks at %s', async (ins) => {
    const good = await read({ variant: 'ta' });
    const plain = good.trace.filter((apdu, index) => !apdu.protected && index < place(good, ins)).length;
    const inspection = await read({ variant: 'ta', fault: `wrong-mac@${place(good, ins) - plain}` });
    expect(inspection.terminal).toMatchObject({ status: 'refused' });
    intact(inspection);
  });

  it('a broken channel in DG3 itself', async () => {
    const good = await read({ variant: 'ta' });
    const plain = good.trace.filter((apdu) => !apdu.protected).length;
    const inspection = await read({ variant: 'ta', fault: `wrong-mac@${good.apdus - plain}` });
    expect(inspection.terminal).toEqual({ status: 'accepted' });
    expect(inspection.refusals.get('DG3')).toBe('card-error');
    expect(inspection.verdict.checks['hash:DG3']).toMatchObject({ status: 'inconclusive', reason: 'card-error' });
    expect(inspection.files.has('DG2')).toBe(true);
  });
});

describe('fingerprints', () => {
  it('are overwritten before the inspection returns', async () => {
    const { length } = await fingerprintsOf('ta');
    const fill = vi.spyOn(Uint8Array.prototype, 'fill');
    await read({ variant: 'ta' });
    const wiped = (fill.mock.contexts as Uint8Array[]).filter((array) => array.length === length);
    fill.mockRestore();
    expect(wiped.some((array) => array.every((octet) => octet === 0))).toBe(true);
  });

  it('that are not those which were signed make the card suspicious', async () => {
    const inspection = await read({
      variant: 'ta',
      forge: (image) => {
        const DG3 = Uint8Array.from(image.files.DG3 ?? []);
        DG3[DG3.length - 1] = (DG3.at(-1) ?? 0) ^ 1;
        return { ...image, files: { ...image.files, DG3 } };
      },
    });
    expect(inspection.verdict.overall).toBe('suspicious');
    expect(inspection.verdict.checks['hash:DG3']).toMatchObject({ status: 'failed', reason: 'hash-mismatch' });
    expect(inspection.files.has('DG3')).toBe(false);
  });

  it('half read when the card is lifted are not remembered; the next sitting reads them anew', async () => {
    const good = await read({ variant: 'ta' });
    const chip = await makeCard({ person, variant: 'ta', fault: `torn@${good.apdus}` });
    const transport = chipTransport(chip);
    const input = (more: Partial<InspectionInput>) =>
      inputFor(transport, { kind: 'qr', text: printedOf(person).qr }, { terminal: entitled(), ...more });
    let memory: ReadingMemory | undefined;
    chip.power('on');
    await expect(inspect(input({ onMemory: (left) => (memory = left) }))).rejects.toMatchObject({ code: 'card-lost' });
    if (memory === undefined) throw new Error('nothing was remembered');
    expect([...memory.files.keys(), ...memory.partial.keys()]).not.toContain('DG3');
    chip.power('on');
    const inspection = await inspect(input({ memory }));
    expect(inspection).toMatchObject({ continuity: 'resumed', terminal: { status: 'accepted' } });
    expect(inspection.verdict.checks['hash:DG3']).toEqual({ status: 'passed' });
  });
});

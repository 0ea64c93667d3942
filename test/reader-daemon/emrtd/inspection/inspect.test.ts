import { describe, expect, it } from 'vitest';
import { toHex } from '@cccd-kiosk/emrtd/bytes';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { Progress } from '@cccd-kiosk/emrtd/inspection/progress';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { chipTransport, makeCard, personById, printedOf, variants, type VariantName } from '@cccd-kiosk/fixtures/world';
import { inputFor, inspectCard, testStore } from './simulated.ts';

const person = '01-khuyen';
const key = { kind: 'qr', text: printedOf(person).qr } as const;

describe('what an inspection tells while it runs', () => {
  it('name and number before anything else, the portrait at the end', async () => {
    const files: string[] = [];
    await inspectCard({ person }, { onFile: (file) => files.push(file) });
    expect(files).toEqual(['DG1', 'DG13', 'SOD', 'DG14', 'DG15', 'COM', 'DG2']);
  });

  it('progress that never runs backwards, and ends with everything read', async () => {
    const told: Progress[] = [];
    const { files } = await inspectCard({ person, variant: 'short-223' }, { onProgress: (p) => told.push(p) });
    const read = told.map(({ bytesRead }) => bytesRead);
    expect(read).toEqual([...read].sort((a, b) => a - b));
    expect(told.every(({ bytesRead, bytesTotal }) => bytesRead <= bytesTotal)).toBe(true);
    const whole = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    expect(told.at(-1)).toEqual({ phase: 'verdict', bytesRead: whole, bytesTotal: whole });
    const phases = told.map(({ phase }) => phase);
    expect(phases.filter((phase, at) => phase !== phases[at - 1])).toEqual([
      'access',
      'data',
      'chip-proof',
      'data',
      'portrait',
      'verdict',
    ]);
    expect(told.filter(({ file }) => file === 'DG2').length).toBeGreaterThan(50);
  });

  it('a trace without content', async () => {
    const { trace, apdus } = await inspectCard({ person });
    expect(trace.length).toBe(apdus);
    const { number, name } = personById(person);
    // Durations have digits of their own, which once in a thousand runs are somebody's.
    const text = JSON.stringify(trace.map((apdu) => ({ ...apdu, ms: 0 })));
    for (const secret of [number, number.slice(-6), name, toHex(new TextEncoder().encode(number))])
      expect(text).not.toContain(secret);
    expect(Object.keys(trace[0] ?? {}).sort()).toEqual([
      'ins',
      'ms',
      'p1',
      'p2',
      'protected',
      'received',
      'sent',
      'sw',
    ]);
  });
});

describe('what an inspection asks for', () => {
  it('never DG3, neither by short identifier nor by SELECT', async () => {
    const { trace, refusals, verdict } = await inspectCard({ person });
    expect(trace.filter(({ ins, p1 }) => ins === 0xb0 && p1 === 0x83)).toEqual([]);
    expect(refusals.has('DG3')).toBe(false);
    expect(verdict.checks['hash:DG3']).toEqual({ status: 'not-attempted' });
  });

  it('nothing in plain once the channel is open', async () => {
    const { trace } = await inspectCard({ person });
    const first = trace.findIndex((apdu) => apdu.protected);
    expect(trace.slice(first).every((apdu) => apdu.protected)).toBe(true);
  });

  it('Active Authentication over the challenge given, and only over 8 octets', async () => {
    const challenge = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2);
    const { activeAuthentication } = await inspectCard({ person }, { challenge });
    expect(activeAuthentication?.challenge).toEqual(challenge);
    await expect(inspectCard({ person }, { challenge: challenge.subarray(1) })).rejects.toThrow(RangeError);
  });
});

describe('every kind of genuine card', () => {
  it.each(Object.keys(variants) as VariantName[])('%s', async (variant) => {
    const { verdict, access } = await inspectCard({ person, variant });
    expect(verdict.overall).toBe('genuine');
    expect(access.fallbacks.length).toBe(variant === 'bac-only' ? 1 : 0);
  });

  it('without a portrait', async () => {
    const { verdict, refusals } = await inspectCard({ person: { ...personById(person), portrait: null } });
    expect(verdict.overall).toBe('genuine');
    expect(refusals.get('DG2')).toBe('absent');
  });

  it.each([
    [true, true, 'genuine'],
    [true, false, 'genuine'],
    [false, true, 'genuine'],
    [false, false, 'not-proven'],
  ])('active proof %s, chip proof %s: %s', async (active, chip, overall) => {
    const { verdict } = await inspectCard({ person: { ...personById(person), proofs: { active, chip } } });
    expect(verdict.overall).toBe(overall);
  });
});

describe('who is trusted', () => {
  it('the test issuer only in simulation', async () => {
    const { verdict } = await inspectCard({ person }, { simulation: false });
    expect(verdict).toMatchObject({
      overall: 'suspicious',
      checks: { 'signer-certificate': { status: 'failed', reason: 'test-issuer' } },
    });
  });

  it('an empty store proves nothing: not proven, never suspicious', async () => {
    const { verdict } = await inspectCard({ person }, { trust: emptyTrustStore });
    expect(verdict).toMatchObject({
      overall: 'not-proven',
      checks: {
        'active-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
        'chip-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
      },
    });
  });

  it.each([
    ['none', 'no-revocation-list'],
    ['stale', 'stale-revocation-list'],
  ] as const)('a list that is %s leaves the card genuine and is named', async (crl, reason) => {
    const { verdict } = await inspectCard({ person }, { trust: testStore(crl) });
    expect(verdict).toMatchObject({ overall: 'genuine', checks: { revocation: { status: 'inconclusive', reason } } });
  });
});

describe('an inspection that does not end in a verdict', () => {
  it('stops at the caller’s signal', async () => {
    const chip = await makeCard({ person });
    chip.power('on');
    const stop = new AbortController();
    const reading = inspect(inputFor(chipTransport(chip), key, { signal: stop.signal, onFile: () => stop.abort() }));
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('says that the key is wrong, and where', async () => {
    await expect(inspectCard({ person }, {}, { kind: 'can', can: '000000' })).rejects.toMatchObject({
      code: 'wrong-password',
      step: 'pace',
    });
  });

  it('does not fall back to BAC where PACE was offered and refused', async () => {
    await expect(inspectCard({ person, fault: 'pace-refused' })).rejects.toMatchObject({ code: 'access-denied' });
  });

  it('falls back to BAC when the policy says so, on record', async () => {
    const { access, verdict } = await inspectCard(
      { person, fault: 'pace-refused' },
      { policy: ['pace-can', 'pace-mrz', 'bac'] },
    );
    expect(access).toMatchObject({ protocol: 'BAC', fallbacks: [{ from: 'pace-can' }, { to: 'bac' }] });
    expect(verdict.overall).toBe('genuine');
  });
});

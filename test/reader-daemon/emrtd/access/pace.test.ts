import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { runPace } from '@cccd-kiosk/emrtd/access/pace';
import { tokenInput } from '@cccd-kiosk/emrtd/access/auth-token';
import { paceGenericMapping as g1 } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping';
import { paceVectors, type PaceVector } from '@cccd-kiosk/fixtures/doc9303/pace-synthetic';
import { scriptedSession, type Exchange } from '../iso7816/scripted-card.ts';
import { choiceFor, keyOf, mrzKey, paceScript, randomFor } from './pace-script.ts';

const run = async (vector: PaceVector, exchanges: Exchange[] = paceScript(vector)) => {
  const { session, left } = scriptedSession(exchanges);
  const { parameterId, terminalMappingPrivateKey, terminalEphemeralPrivateKey } = vector;
  const random = randomFor(parameterId, terminalMappingPrivateKey, terminalEphemeralPrivateKey);
  const { channel } = await runPace(session, { choice: choiceFor(vector), key: keyOf(vector), random });
  expect(left()).toBe(0);
  return channel;
};

describe('9303-11 App. G.1: generic mapping over ECDH, brainpoolP256r1, AES-128, MRZ', () => {
  it('five commands, octet for octet, and the session keys', async () => {
    const { session, left } = scriptedSession(g1.apdus);
    const { channel } = await runPace(session, {
      choice: choiceFor({ oid: g1.oid, cipher: 'AES-128', parameterId: g1.parameterId }),
      key: mrzKey(g1.mrzInformation),
      random: randomFor(g1.parameterId, g1.terminalMappingPrivateKey, g1.terminalEphemeralPrivateKey),
    });
    expect(left()).toBe(0);
    expect([toHex(channel.kEnc), toHex(channel.kMac)]).toEqual([g1.ksEnc, g1.ksMac]);
    expect(channel.ssc).toEqual(new Uint8Array(16));
  });

  it('§4.4.3.4: the tokens’ inputs', () => {
    expect(toHex(tokenInput(g1.oid, 'ECDH', fromHex(g1.chipEphemeralPublicKey)))).toBe(g1.terminalTokenInput);
    expect(toHex(tokenInput(g1.oid, 'ECDH', fromHex(g1.terminalEphemeralPublicKey)))).toBe(g1.chipTokenInput);
  });
});

describe('every curve × cipher × password', () => {
  it('has a vector', () => {
    const combination = ({ parameterId, cipher, can }: PaceVector) => `${parameterId} ${cipher} ${can === undefined}`;
    expect(new Set(paceVectors.map(combination)).size).toBe(11 * 4 * 2);
  });

  it.each(paceVectors)('$id', async (vector) => {
    const channel = await run(vector);
    expect([toHex(channel.kEnc), toHex(channel.kMac)]).toEqual([vector.ksEnc, vector.ksMac]);
    expect(channel.suite.name).toBe(vector.cipher);
  });
});

describe('what goes wrong', () => {
  const [vector] = paceVectors.filter(({ id }) => id === '13-AES-128-CAN');
  if (vector === undefined) throw new Error('vector');
  const replaced = (at: number, response: string): Exchange[] =>
    paceScript(vector)
      .slice(0, at + 1)
      .map((exchange, i) => (i === at ? { ...exchange, response } : exchange));
  const wrap = (tag: string, value: string): string => {
    const inner = `${tag}${(value.length / 2).toString(16).padStart(2, '0')}${value}`;
    return `7C${(inner.length / 2).toString(16).padStart(2, '0')}${inner}9000`;
  };
  const off = vector.chipEphemeralPublicKey.slice(0, -2) + '00';

  const cases: [string, number, string, string][] = [
    ['MSE refused', 0, '6A80', 'access-denied'],
    ['no nonce', 1, '6985', 'access-denied'],
    ['token refused with 6300', 4, '6300', 'wrong-password'],
    ['token refused with 63C2', 4, '63C2', 'wrong-password'],
    ['mapping refused with 6300', 2, '6300', 'wrong-password'],
    ['another token', 4, wrap('86', '0011223344556677'), 'token-mismatch'],
    ['a shorter token', 4, wrap('86', vector.chipToken.slice(0, 8)), 'token-mismatch'],
    ['the terminal’s own ephemeral key', 3, wrap('84', vector.terminalEphemeralPublicKey), 'bad-key'],
    ['the terminal’s own mapping key', 2, wrap('82', vector.terminalMappingPublicKey), 'bad-key'],
    ['a point off the curve', 3, wrap('84', off), 'bad-key'],
    ['no point at all', 3, wrap('84', '00'), 'bad-key'],
    ['a nonce of half a block', 1, wrap('80', '0011223344556677'), 'malformed'],
    ['an empty nonce', 1, '7C0280009000', 'malformed'],
    ['no template', 1, '9000', 'malformed'],
    ['another object', 1, wrap('81', '00'), 'malformed'],
    ['octets behind the template', 1, '7C00009000', 'malformed'],
    ['the card leaves', 2, '', 'card-lost'],
  ];
  it.each(cases)('%s', async (_, at, response, code) => {
    await expect(run(vector, replaced(at, response))).rejects.toThrow(expect.objectContaining({ code, step: 'pace' }));
  });

  it('63C2 to MSE is a warning only', async () => {
    const [first, ...rest] = paceScript(vector);
    if (first === undefined) throw new Error('script');
    await run(vector, [{ ...first, response: '63C2' }, ...rest]);
  });
});

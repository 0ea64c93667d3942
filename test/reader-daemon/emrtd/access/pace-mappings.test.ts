import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { tokenInput } from '@cccd-kiosk/emrtd/access/auth-token';
import { decryptChipAuthenticationData } from '@cccd-kiosk/emrtd/access/chip-authentication-mapping';
import type { Mapping } from '@cccd-kiosk/emrtd/access/pace-info';
import { runPace } from '@cccd-kiosk/emrtd/access/pace';
import type { AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { paceChipAuthenticationMapping as camExample } from '@cccd-kiosk/fixtures/doc9303/pace-chip-authentication-mapping';
import { paceGenericMappingDh as g2 } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping-dh';
import {
  paceIntegratedMapping as h1,
  paceIntegratedMappingDh as h2,
} from '@cccd-kiosk/fixtures/doc9303/pace-integrated-mapping';
import { codeOf } from '../code-of.ts';
import { preparedRandom, scriptedSession, type Exchange } from '../iso7816/scripted-card.ts';
import { choiceFor, mrzKey, randomFor } from './pace-script.ts';

interface Example {
  readonly oid: string;
  readonly parameterId: number;
  readonly terminalEphemeralPrivateKey: string;
  readonly apdus: readonly Exchange[];
}

/** The appendix gives no MSE:Set AT where it does not name the password. */
const setAt = ({ oid }: Example, reference: string): Exchange => {
  const arcs = oid
    .split('.')
    .slice(-2)
    .map((arc) => arc.padStart(2, '0'))
    .join('');
  return { command: `0022C1A40F800A04007F00070202 04${arcs}8301${reference}`, response: '9000' };
};

async function run(
  mapping: Mapping,
  example: Example,
  { key, random, script }: { key: AccessKey; random: (length: number) => Uint8Array; script: readonly Exchange[] },
) {
  const { session, left } = scriptedSession(script);
  const outcome = await runPace(session, {
    choice: choiceFor({ ...example, cipher: 'AES-128' }, mapping),
    key,
    random,
  });
  expect(left()).toBe(0);
  return outcome;
}

const can: AccessKey = { kind: 'can', can: '123456' };
const withMapping = (example: Example & { terminalMappingPrivateKey: string }) =>
  randomFor(example.parameterId, example.terminalMappingPrivateKey, example.terminalEphemeralPrivateKey);
/** t, then the ephemeral key. */
const withNonce = (example: Example & { nonceT: string }) => {
  const ephemeral = randomFor(example.parameterId, example.terminalEphemeralPrivateKey);
  const [nonce] = [preparedRandom(fromHex(example.nonceT))];
  let drawn = 0;
  return (length: number): Uint8Array => (drawn++ === 0 ? nonce(length) : ephemeral(length));
};
const runs = {
  g2: (script: readonly Exchange[] = g2.apdus) =>
    run('GM', g2, { key: mrzKey(g2.mrzInformation), random: withMapping(g2), script }),
  h1: (script: readonly Exchange[] = [setAt(h1, '02'), ...h1.apdus]) =>
    run('IM', h1, { key: can, random: withNonce(h1), script }),
  h2: (script: readonly Exchange[] = [setAt(h2, '02'), ...h2.apdus]) =>
    run('IM', h2, { key: can, random: withNonce(h2), script }),
  cam: (script: readonly Exchange[] = camExample.apdus) =>
    run('CAM', camExample, { key: mrzKey(camExample.mrzInformation), random: withMapping(camExample), script }),
};

describe('9303-11 App. G.2, H.1, H.2 and I: the commands, octet for octet, and the session keys', () => {
  it.each([
    ['G.2, generic mapping over DH', runs.g2, g2],
    ['H.1, integrated mapping over ECDH', runs.h1, h1],
    ['H.2, integrated mapping over DH', runs.h2, h2],
    ['I, chip-authentication mapping', runs.cam, camExample],
  ] as const)('%s', async (_, work, example) => {
    const { channel, chipKey } = await work();
    expect([toHex(channel.kEnc), toHex(channel.kMac)]).toEqual([example.ksEnc, example.ksMac]);
    expect(channel.ssc).toEqual(new Uint8Array(16));
    expect(toHex(chipKey)).toBe(example.chipEphemeralPublicKey);
  });

  it.each([g2, h1, h2, camExample])('§4.4.3.4: the tokens’ inputs, $oid', (example) => {
    const input = (key: string): string =>
      toHex(tokenInput(example.oid, example.parameterId < 8 ? 'DH' : 'ECDH', fromHex(key)));
    expect(input(example.chipEphemeralPublicKey)).toBe(example.terminalTokenInput);
    expect(input(example.terminalEphemeralPublicKey)).toBe(example.chipTokenInput);
  });

  it('App. G.2: key agreement and mapped generator, value by value', () => {
    const domain = domainByParameterId(g2.parameterId);
    if (domain === undefined) throw new Error('domain');
    const number = (hex: string): bigint => BigInt(`0x${hex}`);
    const h = domain.multiply(number(g2.terminalMappingPrivateKey), fromHex(g2.chipMappingPublicKey));
    const base = domain.addToGenerator(number(g2.nonceS), h);
    expect([toHex(h), toHex(base)]).toEqual([g2.mappingSharedSecretH, g2.mappedGenerator]);
    const own = domain.keyPairFromPrivate(number(g2.chipEphemeralPrivateKey), base);
    expect(toHex(own.publicKey)).toBe(g2.chipEphemeralPublicKey);
    expect(toHex(domain.sharedSecret(own.privateKey, fromHex(g2.terminalEphemeralPublicKey)))).toBe(g2.sharedSecret);
  });

  it('App. G.2: an object 87 behind the token is none of PACE’s business', async () => {
    const script = g2.apdus.map((exchange, i) =>
      i === 4 ? { ...exchange, response: '7C1B8608917F37B5C0E6D8D1870F4445544553544356434130303030339000' } : exchange,
    );
    expect(toHex((await runs.g2(script)).channel.kMac)).toBe(g2.ksMac);
  });

  it('App. I: the chip authentication data', async () => {
    const { chipAuthenticationMapping: cam } = await runs.cam();
    expect(cam && toHex(cam.chipAuthenticationData)).toBe(camExample.chipAuthenticationData);
    expect(cam && toHex(cam.mappingPublicKey)).toBe(camExample.chipMappingPublicKey);
    expect((await runs.g2()).chipAuthenticationMapping).toBeUndefined();
  });
});

describe('what goes wrong', () => {
  const replaced = (script: readonly Exchange[], at: number, response: string): Exchange[] =>
    script.slice(0, at + 1).map((exchange, i) => (i === at ? { ...exchange, response } : exchange));
  const dh = (tag: string, value: string): string => `7C8183${tag}8180${value}9000`;
  const p0 = domainByParameterId(0)?.prime ?? 0n;
  const octets = (value: bigint): string => value.toString(16).toUpperCase().padStart(256, '0');
  const h1Script = [setAt(h1, '02'), ...h1.apdus];
  const finalAnswer = camExample.apdus[4].response;

  const cases: [string, () => Promise<unknown>, string][] = [
    [
      'DH: the chip mirrors the mapping key',
      () => runs.g2(replaced(g2.apdus, 2, dh('82', g2.terminalMappingPublicKey))),
      'bad-key',
    ],
    [
      'DH: the chip mirrors the ephemeral key',
      () => runs.g2(replaced(g2.apdus, 3, dh('84', g2.terminalEphemeralPublicKey))),
      'bad-key',
    ],
    ['DH: mapping key 1', () => runs.g2(replaced(g2.apdus, 2, dh('82', octets(1n)))), 'bad-key'],
    ['DH: ephemeral key p − 1, of order 2', () => runs.g2(replaced(g2.apdus, 3, dh('84', octets(p0 - 1n)))), 'bad-key'],
    ['DH: ephemeral key outside the subgroup', () => runs.g2(replaced(g2.apdus, 3, dh('84', octets(2n)))), 'bad-key'],
    [
      'DH: ephemeral key longer than the prime',
      () => runs.g2(replaced(g2.apdus, 3, `7C818484818100${g2.chipEphemeralPublicKey}9000`)),
      'bad-key',
    ],
    ['DH: another token', () => runs.g2(replaced(g2.apdus, 4, '7C0A8608917F37B5C0E6D8D09000')), 'token-mismatch'],
    [
      'DH: the terminal’s token sent back',
      () => runs.g2(replaced(g2.apdus, 4, '7C0A8608B46DD9BD4D98381F9000')),
      'token-mismatch',
    ],
    [
      'IM: mapping data where there should be none',
      () => runs.h1(replaced(h1Script, 2, '7C048202AAAA9000')),
      'malformed',
    ],
    ['IM: another nonce', () => runs.h1(replaced(h1Script, 1, `7C228020${'00'.repeat(32)}9000`)), 'malformed'],
    [
      'IM: the chip mirrors the ephemeral key',
      () => runs.h1(replaced(h1Script, 3, `7C438441${h1.terminalEphemeralPublicKey}9000`)),
      'bad-key',
    ],
    ['CAM: no data', () => runs.cam(replaced(camExample.apdus, 4, '7C0A86088596CF055C67C1A39000')), 'malformed'],
    [
      'CAM: the data in object 8B',
      () => runs.cam(replaced(camExample.apdus, 4, camExample.apdus[4].response.replace('A38A30', 'A38B30'))),
      'malformed',
    ],
    [
      'CAM: an empty object 8A',
      () => runs.cam(replaced(camExample.apdus, 4, '7C0C86088596CF055C67C1A38A009000')),
      'malformed',
    ],
    [
      'CAM: half a block of data',
      () => runs.cam(replaced(camExample.apdus, 4, '7C1486088596CF055C67C1A38A081EEA964DAAE372AC9000')),
      'malformed',
    ],
    [
      'CAM: data without padding',
      () => runs.cam(replaced(camExample.apdus, 4, finalAnswer.replace('4F929000', '4F939000'))),
      'malformed',
    ],
  ];
  it.each(cases)('%s', async (_, work, code) => {
    await expect(work()).rejects.toThrow(expect.objectContaining({ code, step: 'pace' }));
  });

  it('IM: an answer without object 82 is as good as an empty one', async () => {
    const script = h1Script.map((exchange, i) => (i === 2 ? { ...exchange, response: '7C009000' } : exchange));
    expect(toHex((await runs.h1(script)).channel.kEnc)).toBe(h1.ksEnc);
  });

  it('GM: an object 8A that nobody asked for proves nothing', async () => {
    const script = replaced(g2.apdus, 4, '7C108608917F37B5C0E6D8D18A04000000009000');
    const { channel, chipAuthenticationMapping } = await runs.g2(script);
    expect([toHex(channel.kMac), chipAuthenticationMapping]).toEqual([g2.ksMac, undefined]);
  });

  it('CAM: data of a length that no order has', () => {
    const key = fromHex(camExample.ksEnc);
    expect(codeOf(() => decryptChipAuthenticationData(key, new Uint8Array(0)))).toBe('malformed');
    expect(codeOf(() => decryptChipAuthenticationData(key, new Uint8Array(4096)))).toBe('malformed');
  });
});

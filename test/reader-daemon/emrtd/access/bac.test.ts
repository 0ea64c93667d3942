import { describe, expect, it } from 'vitest';
import { concat, equal, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { runBac } from '@cccd-kiosk/emrtd/access/bac';
import type { MrzKey } from '@cccd-kiosk/emrtd/access/password';
import { unknownLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { mutualAuthentication as d3 } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { encrypt, mac, pad } from '@cccd-kiosk/fixtures/chip/crypto/suite';
import { preparedRandom, scriptedSession, type Exchange } from '../iso7816/scripted-card.ts';

const key: MrzKey = { kind: 'mrz', documentNumber: 'L898902C<', dateOfBirth: '690806', dateOfExpiry: '940623' };
const known = { ...unknownLimits, extended: 'works' } as const;
const [challenge, mutual] = d3.apdus;

async function run(exchanges: readonly Exchange[], limits = unknownLimits) {
  const { session, left } = scriptedSession(exchanges, { limits });
  const channel = await runBac(session, key, preparedRandom(fromHex(d3.rndIfd), fromHex(d3.kIfd)));
  expect(left()).toBe(0);
  return { channel, limits: session.limits };
}

describe('9303-11 App. D.3: Basic Access Control', () => {
  it('two commands, octet for octet; session keys and counter', async () => {
    const { channel } = await run(d3.apdus, known);
    expect([toHex(channel.kEnc), toHex(channel.kMac), toHex(channel.ssc)]).toEqual([d3.ksEnc, d3.ksMac, d3.ssc]);
  });

  it('the challenge is the probe for extended length where nothing was before', async () => {
    const extended = { ...challenge, command: '00840000000008' };
    expect((await run([extended, mutual])).limits.extended).toBe('works');
    const refused = await run([{ ...extended, response: '6700' }, challenge, mutual]);
    expect(refused.limits.extended).toBe('refused');
    const reader = await run([{ ...extended, response: { fails: 'reader-failed' } }, challenge, mutual]);
    expect(reader.limits.extended).toBe('refused');
  });

  const flipped = (hex: string, at: number): string =>
    toHex(fromHex(hex).map((octet, i) => (i === at ? octet ^ 0x80 : octet)));
  const cases: [string, Exchange[], string][] = [
    ...['6300', '6982', '6988', '6A80', '63C1'].map((response): [string, Exchange[], string] => [
      `refused with ${response}`,
      [challenge, { ...mutual, response }],
      'wrong-password',
    ]),
    ['refused with 6985', [challenge, { ...mutual, response: '6985' }], 'access-denied'],
    ['no challenge', [{ ...challenge, response: '6D00' }], 'access-denied'],
    ['a short challenge', [{ ...challenge, response: '00112233449000' }], 'malformed'],
    ['a short answer', [challenge, { ...mutual, response: '00119000' }], 'malformed'],
    ['a challenge too long', [{ ...challenge, response: '0011223344556677889000' }], 'malformed'],
    ['an answer too long', [challenge, { ...mutual, response: `00${mutual.response}` }], 'malformed'],
    ['the card gone at the challenge', [{ ...challenge, response: { fails: 'card-lost' } }], 'card-lost'],
    ['a wrong MAC', [challenge, { ...mutual, response: flipped(mutual.response, 39) }], 'token-mismatch'],
    ['a wrong cryptogram', [challenge, { ...mutual, response: flipped(mutual.response, 0) }], 'token-mismatch'],
  ];
  it.each(cases)('%s', async (_, exchanges, code) => {
    await expect(run(exchanges, known)).rejects.toThrow(expect.objectContaining({ code, step: 'bac' }));
  });

  it('a refusal names the chip’s word', async () => {
    const refused = run([challenge, { ...mutual, response: '6300' }], known);
    await expect(refused).rejects.toThrow(expect.objectContaining({ statusWord: 0x6300 }));
  });

  it('a card gone at the probe is no refusal of extended length', async () => {
    const gone = [{ command: '00840000000008', response: { fails: 'card-lost' } }] as const;
    await expect(run(gone)).rejects.toThrow(expect.objectContaining({ code: 'card-lost', step: 'bac' }));
  });
});

describe('9303-11 §4.3.1: the chip must answer our challenge, and its own', () => {
  const none = new Uint8Array(8);
  const [kEnc, kMac, rndIc, rndIfd, kIc] = [d3.kEnc, d3.kMac, d3.rndIc, d3.rndIfd, d3.kIc].map((hex) => fromHex(hex));
  if (!kEnc || !kMac || !rndIc || !rndIfd || !kIc) throw new Error('example');
  const off = (octets: Uint8Array, at: number): Uint8Array => octets.map((octet, i) => (i === at ? octet ^ 1 : octet));
  const sealed = (clear: Uint8Array): Uint8Array => encrypt('3DES', kEnc, none, clear);
  const macOf = (cryptogram: Uint8Array, key = kMac): Uint8Array => mac('3DES', key, pad(cryptogram, 8));
  /** A chip that has the keys, and says what it likes. */
  const says = (clear: Uint8Array, macBy = macOf): Promise<{ channel: { kEnc: Uint8Array } }> => {
    const cryptogram = sealed(clear);
    const response = `${toHex(concat(cryptogram, macBy(cryptogram)))}9000`;
    return run([challenge, { ...mutual, response }], known);
  };

  it('the chip of the example does', async () => {
    expect(toHex((await says(concat(rndIc, rndIfd, kIc))).channel.kEnc)).toBe(d3.ksEnc);
  });

  it('and whatever key it brings, the channel’s keys are made of both', async () => {
    const other = (await says(concat(rndIc, rndIfd, off(kIc, 15)))).channel.kEnc;
    expect(equal(other, fromHex(d3.ksEnc))).toBe(false);
  });

  const octets = [0, 1, 2, 3, 4, 5, 6, 7];
  const forged: [string, Uint8Array][] = [
    ...octets.map((at): [string, Uint8Array] => [`a wrong RND.IC, octet ${at}`, concat(off(rndIc, at), rndIfd, kIc)]),
    ...octets.map((at): [string, Uint8Array] => [`a wrong RND.IFD, octet ${at}`, concat(rndIc, off(rndIfd, at), kIc)]),
    ['both wrong', concat(off(rndIc, 0), off(rndIfd, 0), kIc)],
    ['the two in the other order', concat(rndIfd, rndIc, kIc)],
    ['its own challenge twice', concat(rndIc, rndIc, kIc)],
    ['ours twice', concat(rndIfd, rndIfd, kIc)],
  ];
  it.each(forged)('%s, under a right MAC', async (_, clear) => {
    await expect(says(clear)).rejects.toThrow(expect.objectContaining({ code: 'token-mismatch', step: 'bac' }));
  });

  it('our own cryptogram sent back, whose MAC is right, opens nothing', async () => {
    const reflected = `${mutual.command.slice(10, 90)}9000`;
    await expect(run([challenge, { ...mutual, response: reflected }], known)).rejects.toThrow(
      expect.objectContaining({ code: 'token-mismatch', step: 'bac' }),
    );
  });

  const right = concat(rndIc, rndIfd, kIc);
  const macs: [string, (cryptogram: Uint8Array) => Uint8Array][] = [
    ...octets.map((at): [string, (cryptogram: Uint8Array) => Uint8Array] => [
      `octet ${at} changed`,
      (cryptogram) => off(macOf(cryptogram), at),
    ]),
    ['under the key of encryption', (cryptogram) => macOf(cryptogram, kEnc)],
    ['without padding', (cryptogram) => mac('3DES', kMac, cryptogram)],
    ['of the text and not of the cryptogram', () => macOf(right)],
    ['of nothing', () => none],
  ];
  it.each(macs)('a wrong MAC over the right answer: %s', async (_, macBy) => {
    await expect(says(right, macBy)).rejects.toThrow(expect.objectContaining({ code: 'token-mismatch', step: 'bac' }));
  });
});

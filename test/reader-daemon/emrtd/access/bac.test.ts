import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { runBac } from '@cccd-kiosk/emrtd/access/bac';
import type { MrzKey } from '@cccd-kiosk/emrtd/access/password';
import { unknownLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { mutualAuthentication as d3 } from '@cccd-kiosk/fixtures/doc9303/basic-access';
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
    ['a wrong MAC', [challenge, { ...mutual, response: flipped(mutual.response, 39) }], 'token-mismatch'],
    ['a wrong cryptogram', [challenge, { ...mutual, response: flipped(mutual.response, 0) }], 'token-mismatch'],
  ];
  it.each(cases)('%s', async (_, exchanges, code) => {
    await expect(run(exchanges, known)).rejects.toThrow(expect.objectContaining({ code, step: 'bac' }));
  });
});

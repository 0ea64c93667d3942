import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '@cccd-kiosk/emrtd/bytes';
import { parseCvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import {
  chipIdentifierFromZone,
  compressKey,
  exchangeTerminalAuthentication,
  maxChain,
} from '@cccd-kiosk/emrtd/chip/terminal-authentication';
import { curveByParameterId } from '@cccd-kiosk/emrtd/crypto/curves';
import { dhExamples } from '@cccd-kiosk/fixtures/doc9303/dh';
import { paceChipAuthenticationMapping as cam } from '@cccd-kiosk/fixtures/doc9303/pace-chip-authentication-mapping';
import { checkDigit } from '@cccd-kiosk/emrtd/lds/check-digit';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { scriptedSession, type Exchange } from '../iso7816/scripted-card.ts';
import { makeCvCertificate, makeCvKey, signAs, type CvKey } from './cv-mint.ts';

const curve = curveByParameterId(13);
if (curve === undefined) throw new Error('curve');
const challenge = '0011223344556677';
const chipIdentifier = chipIdentifierFromZone('L898902C');
const compressedTerminalKey = compressKey(cam.parameterId, fromHex(cam.terminalEphemeralPublicKey));

const apdu = (header: string, data: Uint8Array): string => {
  const long = data.length > 255;
  const length = data.length.toString(16).padStart(long ? 4 : 2, '0');
  return `${header}${long ? '00' : ''}${length}${toHex(data)}`.toUpperCase();
};

/** A whole conversation, and the signature that its last command must carry (PSS and ECDSA are randomized: made once). */
function conversation(arcs: string, isRsa: boolean) {
  const key = (name: string): CvKey => makeCvKey(name, arcs, isRsa ? undefined : curve);
  const [cvca, dv, terminal] = [key('ZZTESTCVCA00001'), key('ZZTESTDV00001'), key('ZZTESTIS00001')];
  const certificates = [
    makeCvCertificate({ issuer: cvca, holder: dv, rights: '83' }),
    makeCvCertificate({ issuer: dv, holder: terminal, rights: '01' }),
  ];
  const message = concat(chipIdentifier, fromHex(challenge), compressedTerminalKey);
  const signature = signAs(terminal, message);
  const inside = (bytes: Uint8Array): Uint8Array => bytes.slice(bytes[2] === 0x82 ? 5 : 4);
  const named = (reference: string): Uint8Array => encodeTlv(0x83, utf8(reference));
  const script: Exchange[] = [
    { command: apdu('002281B6', named(cvca.reference)), response: '9000' },
    { command: apdu('002A00BE', inside(certificates[0] ?? new Uint8Array(0))), response: '9000' },
    { command: apdu('002281B6', named(dv.reference)), response: '9000' },
    { command: apdu('002A00BE', inside(certificates[1] ?? new Uint8Array(0))), response: '9000' },
    { command: apdu('002281A4', named(terminal.reference)), response: '9000' },
    { command: '0084000008', response: `${challenge}9000` },
    { command: apdu('00820000', signature), response: '9000' },
  ];
  return { script, chain: certificates.map(parseCvCertificate), message, signature, terminal };
}

async function run(
  { chain, signature, message, terminal }: ReturnType<typeof conversation>,
  script: readonly Exchange[],
): Promise<number> {
  const { session, left } = scriptedSession(script);
  await exchangeTerminalAuthentication(session, {
    chain,
    chipIdentifier,
    compressedTerminalKey,
    sign: (given, algorithm) => {
      expect(toHex(given)).toBe(toHex(message));
      expect(algorithm).toEqual(terminal.algorithm);
      return Promise.resolve(signature);
    },
  });
  return left();
}

describe('9303-11 §7.1.5: the commands', () => {
  it.each([
    ['ECDSA with SHA-256', '2.3', false],
    ['RSA-PSS with SHA-256, certificates in extended length', '1.4', true],
  ])('%s', async (_, arcs, isRsa) => {
    const whole = conversation(arcs, isRsa);
    expect(await run(whole, whole.script)).toBe(0);
  });

  it('§7.1.2: what is signed verifies as ID_IC ‖ r_IC ‖ Comp(PK_DH,IFD)', () => {
    const { signature, terminal } = conversation('2.3', false);
    const due = concat(utf8('L898902C<3'), fromHex(challenge), fromHex(cam.terminalEphemeralPublicKey.slice(2, 66)));
    const key = { key: createPublicKey(terminal.privateKey), dsaEncoding: 'ieee-p1363' as const };
    expect(signature).toHaveLength(64);
    expect(verify('sha256', due, key, signature)).toBe(true);
  });

  const whole = conversation('2.3', false);
  it.each([
    ['an unknown CVCA', 0, '6A88', 'status-word'],
    ['a certificate not accepted', 1, '6300', 'access-denied'],
    ['a document verifier’s key gone', 2, '6A88', 'status-word'],
    ['the protocol refused', 4, '6A80', 'status-word'],
    ['a challenge too short', 5, '001122339000', 'malformed'],
    ['a challenge too long', 5, '0011223344556677889000', 'malformed'],
    ['no challenge', 5, '6D00', 'status-word'],
    ['a wrong signature', 6, '6300', 'access-denied'],
    ['a second run in one session', 6, '6982', 'access-denied'],
  ])('%s', async (_, at, response, code) => {
    const script = whole.script
      .slice(0, at + 1)
      .map((exchange, i) => (i === at ? { ...exchange, response } : exchange));
    await expect(run(whole, script)).rejects.toThrow(
      expect.objectContaining({ code, step: 'terminal-authentication' }),
    );
  });

  it('a chain that does not end at a terminal is the caller’s mistake, and no card hears of it', async () => {
    await expect(run({ ...whole, chain: whole.chain.slice(0, 1) }, [])).rejects.toThrow(RangeError);
    await expect(run({ ...whole, chain: [] }, [])).rejects.toThrow(RangeError);
    await expect(run({ ...whole, chain: whole.chain.toReversed() }, [])).rejects.toThrow(RangeError);
  });

  it(`a chain of ${maxChain} certificates is sent, one more is not`, async () => {
    const [dv, terminal] = whole.chain;
    const [askDv, sendDv, ...others] = whole.script;
    if (!dv || !terminal || !askDv || !sendDv) throw new Error('conversation');
    const longer = (certificates: number) => ({
      chain: [...Array.from({ length: certificates - 1 }, () => dv), terminal],
      script: [...Array.from({ length: certificates - 1 }, () => [askDv, sendDv]).flat(), ...others],
    });
    const [most, tooMany] = [longer(maxChain), longer(maxChain + 1)];
    expect(await run({ ...whole, chain: most.chain }, most.script)).toBe(0);
    await expect(run({ ...whole, chain: tooMany.chain }, [])).rejects.toThrow(RangeError);
  });

  it('a refusal names the chip’s word', async () => {
    const script = [{ command: whole.script[0]?.command ?? '', response: '6A88' }];
    await expect(run(whole, script)).rejects.toThrow(expect.objectContaining({ statusWord: 0x6a88 }));
  });
});

describe('9303-11 §7.1.2 and §7.1.4: identifier and compressed keys', () => {
  it('BAC: the document number as in the zone, with its check digit', () => {
    expect(chipIdentifierFromZone('L898902C<')).toEqual(utf8('L898902C<3'));
    expect(() => chipIdentifierFromZone('l898902c')).toThrow(RangeError);
    // 9303-11 §7.1.2: as in the zone, filled up to nine; a longer one as it is (App. D.2).
    expect(chipIdentifierFromZone('L898902C')).toEqual(utf8('L898902C<3'));
    expect(chipIdentifierFromZone('L898902C<<<<')).toEqual(utf8('L898902C<3'));
    expect(chipIdentifierFromZone('L8<8902C')).toEqual(utf8(`L8<8902C<${checkDigit('L8<8902C<')}`));
    expect(chipIdentifierFromZone('D23145890734')).toEqual(utf8('D231458907349'));
    expect(chipIdentifierFromZone('')).toEqual(utf8('<<<<<<<<<0'));
  });

  it('ECDH: the x-coordinate; DH: SHA-1 of the public value', () => {
    expect(toHex(compressKey(13, fromHex(cam.chipEphemeralPublicKey)))).toBe(cam.chipEphemeralPublicKey.slice(2, 66));
    for (const { parameterId, yA } of dhExamples)
      expect(toHex(compressKey(parameterId, fromHex(yA)))).toBe(
        createHash('sha1').update(Buffer.from(yA, 'hex')).digest('hex').toUpperCase(),
      );
    expect(() => compressKey(7, fromHex('04'))).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

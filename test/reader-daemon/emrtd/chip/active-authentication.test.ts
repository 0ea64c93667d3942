import { constants, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, plain, toHex } from '@cccd-kiosk/emrtd/bytes';
import { exchangeActiveAuthentication, verifyActiveAuthentication } from '@cccd-kiosk/emrtd/chip/active-authentication';
import { curves } from '@cccd-kiosk/emrtd/crypto/curves';
import { opensslCurveName } from '@cccd-kiosk/emrtd/crypto/ec';
import { hash, hashNames, opensslHashName, type HashName } from '@cccd-kiosk/emrtd/crypto/hash';
import { writeBitString, writeInteger, writeNull, writeOid, writeSequence } from '@cccd-kiosk/emrtd/der-write';
import { unknownLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { activeAuthentication as f } from '@cccd-kiosk/fixtures/doc9303/active-authentication';
import { scriptedSession } from '../iso7816/scripted-card.ts';

const challenge = fromHex(f.rndIfd);
const invalid = { verified: false, reason: 'answer-invalid' };

describe('9303-11 §6.1.2 with RSA', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const publicKeyInfo = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
  const signed = (representative: Uint8Array): Uint8Array =>
    plain(privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, representative));

  it('App. F: the representative of the standard, signed', () => {
    const response = signed(fromHex(f.f));
    expect(verifyActiveAuthentication({ publicKeyInfo, challenge, response })).toEqual({
      verified: true,
      algorithm: 'RSA',
      hash: 'SHA-1',
    });
    const other = challenge.map((octet) => octet ^ 1);
    expect(verifyActiveAuthentication({ publicKeyInfo, challenge: other, response })).toEqual(invalid);
  });

  const trailers: [HashName, string][] = [
    ['SHA-1', '33CC'],
    ['SHA-224', '38CC'],
    ['SHA-256', '34CC'],
    ['SHA-384', '36CC'],
    ['SHA-512', '35CC'],
  ];
  it.each(trailers)('%s, trailer %s', (name, trailer) => {
    const room = 128 - 1 - hash(name).length - 2;
    const m1 = new Uint8Array(room).fill(7);
    const response = signed(concat(Uint8Array.of(0x6a), m1, hash(name, m1, challenge), fromHex(trailer)));
    expect(verifyActiveAuthentication({ publicKeyInfo, challenge, response })).toMatchObject({
      verified: true,
      hash: name,
    });
  });

  it('answers that do not open are wrong answers', () => {
    for (const response of [
      new Uint8Array(0),
      new Uint8Array(128),
      new Uint8Array(128).fill(0xff),
      new Uint8Array(127),
    ])
      expect(verifyActiveAuthentication({ publicKeyInfo, challenge, response })).toEqual(invalid);
    expect(
      verifyActiveAuthentication({ publicKeyInfo, challenge, response: signed(new Uint8Array(128).fill(1)) }),
    ).toEqual(invalid);
  });

  it('keys: a small exponent is weak, other octets are malformed', () => {
    const weak = writeSequence(
      writeSequence(writeOid(oids.rsaEncryption), writeNull()),
      writeBitString(writeSequence(writeInteger(new Uint8Array(128).fill(0xff)), writeInteger(3))),
    );
    const response = new Uint8Array(128);
    expect(verifyActiveAuthentication({ publicKeyInfo: weak, challenge, response })).toEqual({
      verified: false,
      reason: 'weak-key',
    });
    for (const octets of ['', '30', '3000', '300230003000', 'FFFFFFFF'])
      expect(verifyActiveAuthentication({ publicKeyInfo: fromHex(octets), challenge, response })).toEqual({
        verified: false,
        reason: 'malformed',
      });
    const other = writeSequence(writeSequence(writeOid('1.3.101.112')), writeBitString(new Uint8Array(32)));
    expect(verifyActiveAuthentication({ publicKeyInfo: other, challenge, response })).toEqual({
      verified: false,
      reason: 'unsupported',
    });
  });
});

describe.each(curves)('9303-11 §6.1.2 with ECDSA on $name', (curve) => {
  for (const paramEncoding of ['named', 'explicit'] as const) {
    const pair = generateKeyPairSync('ec', { namedCurve: opensslCurveName(curve), paramEncoding });
    const publicKeyInfo = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));

    it.each(hashNames)(`%s, ${paramEncoding} parameters`, (name) => {
      const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
      const response = plain(sign(opensslHashName(name), challenge, key));
      const signatureAlgorithm = `${oids.bsiEcdsaPlain}.${hashNames.indexOf(name) + 1}`;
      const given = { publicKeyInfo, challenge, response, signatureAlgorithm };
      expect(verifyActiveAuthentication(given)).toEqual({ verified: true, algorithm: 'ECDSA', hash: name });
      expect(verifyActiveAuthentication({ ...given, challenge: new Uint8Array(8) })).toEqual(invalid);
      expect(verifyActiveAuthentication({ ...given, response: response.slice(1) })).toEqual(invalid);
      const der = plain(sign(opensslHashName(name), challenge, pair.privateKey));
      expect(verifyActiveAuthentication({ ...given, response: der }).verified).toBe(true);
      expect(verifyActiveAuthentication({ ...given, signatureAlgorithm: oids.sha256WithRsa })).toEqual({
        verified: false,
        reason: 'unsupported',
      });
    });
  }

  it('EF.DG14 silent on the hash: the likely one may prove, never condemn', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: opensslCurveName(curve) });
    const publicKeyInfo = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
    const answers = hashNames.map((name) => {
      const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
      const response = plain(sign(opensslHashName(name), challenge, key));
      return verifyActiveAuthentication({ publicKeyInfo, challenge, response });
    });
    expect(answers.filter(({ verified }) => verified)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.verified && answer.reason === 'unsupported')).toHaveLength(4);
  });
});

describe('EF.DG14 silent on the hash: the longest that fits the order', () => {
  const due: Readonly<Record<string, HashName>> = {
    secp192r1: 'SHA-1',
    brainpoolP192r1: 'SHA-1',
    secp224r1: 'SHA-224',
    brainpoolP224r1: 'SHA-224',
    secp256r1: 'SHA-256',
    brainpoolP256r1: 'SHA-256',
    brainpoolP320r1: 'SHA-256',
    secp384r1: 'SHA-384',
    brainpoolP384r1: 'SHA-384',
    brainpoolP512r1: 'SHA-512',
    secp521r1: 'SHA-512',
  };
  it.each(curves)('$name', (curve) => {
    const pair = generateKeyPairSync('ec', { namedCurve: opensslCurveName(curve) });
    const publicKeyInfo = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
    const proving = hashNames.filter((name) => {
      const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
      const response = plain(sign(opensslHashName(name), challenge, key));
      return verifyActiveAuthentication({ publicKeyInfo, challenge, response }).verified;
    });
    expect(proving).toEqual([due[curve.name]]);
  });
});

it('RSA: a trailer of a hash that nobody supports decides nothing', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const publicKeyInfo = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
  const representative = concat(fromHex('6A'), new Uint8Array(125), fromHex('31CC'));
  const response = plain(privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, representative));
  expect(verifyActiveAuthentication({ publicKeyInfo, challenge, response })).toEqual({
    verified: false,
    reason: 'unsupported',
  });
});

describe('INTERNAL AUTHENTICATE', () => {
  const answer = '5A'.repeat(256);

  it('extended where that works', async () => {
    const { session } = scriptedSession([{ command: `00880000000008${f.rndIfd}0000`, response: `${answer}9000` }], {
      limits: { ...unknownLimits, extended: 'works' },
    });
    expect(toHex(await exchangeActiveAuthentication(session, challenge))).toBe(answer);
  });

  it('short otherwise, with 61xx followed', async () => {
    const { session } = scriptedSession([
      { command: `0088000008${f.rndIfd}00`, response: `${answer.slice(0, 400)}6138` },
      { command: '00C0000038', response: `${answer.slice(400)}9000` },
    ]);
    expect(toHex(await exchangeActiveAuthentication(session, challenge))).toBe(answer);
  });

  it('a refusal throws', async () => {
    const { session } = scriptedSession([{ command: `0088000008${f.rndIfd}00`, response: '6D00' }]);
    await expect(exchangeActiveAuthentication(session, challenge)).rejects.toThrow(
      expect.objectContaining({ code: 'status-word', step: 'active-authentication', statusWord: 0x6d00 }),
    );
    await expect(exchangeActiveAuthentication(session, new Uint8Array(7))).rejects.toThrow(RangeError);
  });
});

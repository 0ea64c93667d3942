import { createECDH, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesToBigInt, concat, fromHex, leftPad, plain, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { chooseChipAuthentication, exchangeChipAuthentication } from '@cccd-kiosk/emrtd/chip/chip-authentication';
import { agreementPublicKey, chipPublicKey } from '@cccd-kiosk/emrtd/chip/chip-public-key';
import { curveByParameterId, curves, type Curve } from '@cccd-kiosk/emrtd/crypto/curves';
import { dhGroups } from '@cccd-kiosk/emrtd/crypto/dh-groups';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { encodePoint, opensslCurveName, keyPairFromPrivate } from '@cccd-kiosk/emrtd/crypto/ec';
import { cipherNames, type CipherName } from '@cccd-kiosk/emrtd/crypto/kdf';
import { writeBitString, writeInteger, writeOid, writeSequence, writeSet } from '@cccd-kiosk/emrtd/der-write';
import { readBinaryBySfi } from '@cccd-kiosk/emrtd/iso7816/commands';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { encodeOid, oids } from '@cccd-kiosk/emrtd/oid';
import { channelFromSecret, protect } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import {
  chipAuthenticationDh as dhExample,
  chipAuthenticationEcdh as ecdhExample,
} from '@cccd-kiosk/fixtures/doc9303/chip-authentication';
import { codeOf } from '../code-of.ts';
import { preparedRandom, scriptedSession } from '../iso7816/scripted-card.ts';

const brainpool = curveByParameterId(13);
if (brainpool === undefined) throw new Error('curve');
const chipPrivate = 0x1234_5678_9abc_def0n;
const terminalPrivate = 0x0fed_cba9_8765_4321n;

const keyInfo = (curve: Curve, keyId?: number, publicKeyOid: string = oids.publicKeyEcdh): Uint8Array => {
  const point = encodePoint(curve, keyPairFromPrivate(curve, chipPrivate).publicKey);
  const spki = writeSequence(writeSequence(writeOid(oids.ecPublicKey), writeOid(curve.oid)), writeBitString(point));
  return writeSequence(writeOid(publicKeyOid), spki, ...(keyId === undefined ? [] : [writeInteger(keyId)]));
};
const protocolInfo = (cipher: CipherName, keyId?: number, version = 1): Uint8Array =>
  writeSequence(
    writeOid(`${oids.chipAuthenticationEcdh}.${cipherNames.indexOf(cipher) + 1}`),
    writeInteger(version),
    ...(keyId === undefined ? [] : [writeInteger(keyId)]),
  );
const infos = (...items: Uint8Array[]) => parseSecurityInfos(writeSet(...items));
const hexTlv = (tag: number, value: Uint8Array): string => toHex(encodeTlv(tag, value));
const apdu = (header: string, data: string, le = ''): string =>
  `${header}${(data.length / 2).toString(16).padStart(2, '0').toUpperCase()}${data}${le}`;

describe('what to run, from EF.DG14', () => {
  it('the first protocol stated whose key is there', () => {
    const chosen = chooseChipAuthentication(
      infos(protocolInfo('AES-256', 9), protocolInfo('AES-128', 2), keyInfo(brainpool, 1), keyInfo(brainpool, 2)),
    );
    expect(chosen).toMatchObject({ cipher: 'AES-128', keyId: 2n, domain: { parameterId: 13 } });
  });

  it('AES before 3DES, whatever the order', () => {
    const chosen = chooseChipAuthentication(infos(protocolInfo('3DES'), protocolInfo('AES-192'), keyInfo(brainpool)));
    expect(chosen).toMatchObject({ cipher: 'AES-192', oid: '0.4.0.127.0.7.2.2.3.2.3' });
  });

  it('a single key may leave its id out on one side', () => {
    expect(chooseChipAuthentication(infos(protocolInfo('AES-128'), keyInfo(brainpool, 7)))?.keyId).toBe(7n);
    expect(chooseChipAuthentication(infos(protocolInfo('AES-128', 7), keyInfo(brainpool)))?.keyId).toBe(7n);
  });

  it('none offered, or only a key: 3DES by implication', () => {
    expect(
      chooseChipAuthentication(infos(writeSequence(writeOid(oids.terminalAuthentication), writeInteger(1)))),
    ).toBeUndefined();
    expect(chooseChipAuthentication(infos(keyInfo(brainpool)))).toMatchObject({
      cipher: '3DES',
      oid: '0.4.0.127.0.7.2.2.3.2.1',
    });
  });

  it('a key alone: the first, and its id', () => {
    const named = chooseChipAuthentication(infos(keyInfo(brainpool, 7), keyInfo(brainpool, 8)));
    expect(named).toMatchObject({ cipher: '3DES', keyId: 7n });
    expect(chooseChipAuthentication(infos(keyInfo(brainpool)))?.keyId).toBeUndefined();
    const group = domainByParameterId(0);
    if (group === undefined) throw new Error('group');
    const dh = writeSequence(
      writeOid(oids.publicKeyDh),
      writeSequence(
        writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(0)),
        writeBitString(writeInteger(group.keyPairFromPrivate(chipPrivate).publicKey)),
      ),
    );
    // The curve’s key behind it is no offer of its own.
    expect(chooseChipAuthentication(infos(dh, keyInfo(brainpool)))).toMatchObject({ domain: { agreement: 'DH' } });
  });

  it('a broken key ends it; it is not passed over for another', () => {
    const off = encodePoint(brainpool, { x: 1n, y: 1n });
    const broken = writeSequence(
      writeOid(oids.publicKeyEcdh),
      writeSequence(writeSequence(writeOid(oids.ecPublicKey), writeOid(brainpool.oid)), writeBitString(off)),
      writeInteger(1),
    );
    const both = infos(protocolInfo('AES-128', 1), protocolInfo('AES-128', 2), broken, keyInfo(brainpool, 2));
    expect(codeOf(() => chooseChipAuthentication(both))).toBe('bad-key');
  });

  it.each([
    ['no id, two keys', infos(protocolInfo('AES-128'), keyInfo(brainpool, 1), keyInfo(brainpool, 2))],
    [
      'an id that neither of two keys has',
      infos(protocolInfo('AES-128', 3), keyInfo(brainpool), keyInfo(brainpool, 2)),
    ],
    [
      'a cipher that nobody knows',
      infos(writeSequence(writeOid(`${oids.chipAuthenticationEcdh}.5`), writeInteger(1)), keyInfo(brainpool)),
    ],
    ['version 2 only', infos(protocolInfo('AES-128', undefined, 2), keyInfo(brainpool))],
    ['a key of another protocol', infos(protocolInfo('AES-128'), keyInfo(brainpool, undefined, oids.publicKeyDh))],
    ['a key of another id', infos(protocolInfo('AES-128', 1), keyInfo(brainpool, 2))],
  ])('%s: unsupported', (_, given) => {
    expect(() => chooseChipAuthentication(given)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('a chip’s public key', () => {
  it.each(curves)('$name: named, explicit and standardized parameters are one curve', (curve) => {
    const [named, explicit] = (['named', 'explicit'] as const).map((paramEncoding) => {
      const pair = generateKeyPairSync('ec', { namedCurve: opensslCurveName(curve), paramEncoding });
      return chipPublicKey(plain(pair.publicKey.export({ format: 'der', type: 'spki' })));
    });
    expect([named?.curve, explicit?.curve]).toEqual([curve, curve]);
    const { publicKey } = keyPairFromPrivate(curve, chipPrivate);
    const standardized = writeSequence(
      writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(curve.parameterId)),
      writeBitString(encodePoint(curve, publicKey)),
    );
    expect(chipPublicKey(standardized)).toEqual({ curve, point: publicKey });
  });

  it('a point off the curve, an unknown curve, another kind of key', () => {
    const key = (curveOid: string, point: Uint8Array): Uint8Array =>
      writeSequence(writeSequence(writeOid(oids.ecPublicKey), writeOid(curveOid)), writeBitString(point));
    const off = encodePoint(brainpool, { x: 1n, y: 1n });
    expect(() => chipPublicKey(key(brainpool.oid, off))).toThrow(expect.objectContaining({ code: 'bad-key' }));
    expect(() => chipPublicKey(key('1.3.132.0.10', off))).toThrow(expect.objectContaining({ code: 'unsupported' }));
    const rsa = plain(
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }),
    );
    expect(() => chipPublicKey(rsa)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe.each(cipherNames)('9303-11 §6.2 with %s', (cipher) => {
  const oid = `${oids.chipAuthenticationEcdh}.${cipherNames.indexOf(cipher) + 1}`;
  const terminalKey = encodePoint(brainpool, keyPairFromPrivate(brainpool, terminalPrivate).publicKey);
  const random = () => preparedRandom(leftPad(uintToBytes(terminalPrivate - 1n, 32), 48));
  /** The secret from the chip's side, by OpenSSL alone. */
  const secret = (() => {
    const chip = createECDH('brainpoolP256r1');
    chip.setPrivateKey(uintToBytes(chipPrivate, 32));
    return plain(chip.computeSecret(terminalKey));
  })();

  it.each([undefined, 5, 0x8001])(
    'key id %s: the commands, then a channel that only the key holder answers',
    async (keyId) => {
      const reference =
        keyId === undefined ? '' : hexTlv(0x84, keyId > 255 ? uintToBytes(keyId, 2) : Uint8Array.of(keyId));
      const template = hexTlv(0x80, encodeOid(oid)) + reference;
      const exchanges =
        cipher === '3DES'
          ? [{ command: apdu('002241A6', hexTlv(0x91, terminalKey) + reference), response: '9000' }]
          : [
              { command: apdu('002241A4', template), response: '9000' },
              {
                command: apdu('00860000', hexTlv(0x7c, encodeTlv(0x80, terminalKey)), '00'),
                response: '7C009000',
              },
            ];
      const [awaiting, next] = protect(channelFromSecret(cipher, secret), readBinaryBySfi(1, 0, 4));
      const covered = encodeTlv(0x99, fromHex('6A82'));
      const ssc = leftPad(Uint8Array.of(2), awaiting.ssc.length);
      const mac = awaiting.suite.mac(awaiting.kMac, concat(ssc, covered));
      const good = { command: toHex(next), response: `${toHex(covered)}${hexTlv(0x8e, mac)}6A82` };

      for (const [last, expected] of [
        [good, 0x6a82],
        [{ ...good, response: '6988' }, 'channel-lost'],
      ] as const) {
        const { session, left } = scriptedSession([...exchanges, last]);
        const agreement = chooseChipAuthentication(infos(protocolInfo(cipher, keyId), keyInfo(brainpool, keyId)));
        if (agreement === undefined) throw new Error('agreement');
        await exchangeChipAuthentication(session, { agreement, random: random() });
        const proof = session.send(readBinaryBySfi(1, 0, 4));
        if (expected === 'channel-lost')
          await expect(proof).rejects.toThrow(expect.objectContaining({ code: expected }));
        else expect((await proof).sw).toBe(expected);
        expect(left()).toBe(0);
      }
    },
  );

  it('a refusal leaves the session as it was', async () => {
    const modern = { command: apdu('002241A4', hexTlv(0x80, encodeOid(oid))), response: '6A80' };
    const old = { command: apdu('002241A6', hexTlv(0x91, terminalKey)), response: '6A80' };
    const { session, left } = scriptedSession(cipher === '3DES' ? [old, modern] : [modern]);
    const agreement = chooseChipAuthentication(infos(protocolInfo(cipher), keyInfo(brainpool)));
    if (agreement === undefined) throw new Error('agreement');
    await expect(exchangeChipAuthentication(session, { agreement, random: random() })).rejects.toThrow(
      expect.objectContaining({ code: 'status-word', step: 'chip-authentication', statusWord: 0x6a80 }),
    );
    expect(session.channel).toBeUndefined();
    expect(left()).toBe(0);
  });
});

it('9303-11 §8.5, note 1: a chip that knows 3DES by MSE:Set AT only', async () => {
  const oid = `${oids.chipAuthenticationEcdh}.1`;
  const terminalKey = encodePoint(brainpool, keyPairFromPrivate(brainpool, terminalPrivate).publicKey);
  const { session, left } = scriptedSession([
    { command: apdu('002241A6', hexTlv(0x91, terminalKey)), response: '6D00' },
    { command: apdu('002241A4', hexTlv(0x80, encodeOid(oid))), response: '9000' },
    { command: apdu('00860000', hexTlv(0x7c, encodeTlv(0x80, terminalKey)), '00'), response: '7C009000' },
  ]);
  const agreement = chooseChipAuthentication(infos(protocolInfo('3DES'), keyInfo(brainpool)));
  if (agreement === undefined) throw new Error('agreement');
  const random = preparedRandom(leftPad(uintToBytes(terminalPrivate - 1n, 32), 48));
  expect(await exchangeChipAuthentication(session, { agreement, random })).toEqual({ terminalKey });
  expect(session.channel).toBeDefined();
  expect(left()).toBe(0);
});

it('3DES: a card that is lost, or a channel, is no refusal: nothing else is tried', async () => {
  const agreement = chooseChipAuthentication(infos(protocolInfo('3DES'), keyInfo(brainpool)));
  if (agreement === undefined) throw new Error('agreement');
  const terminalKey = encodePoint(brainpool, keyPairFromPrivate(brainpool, terminalPrivate).publicKey);
  for (const code of ['card-lost', 'channel-lost'] as const) {
    const { session, left } = scriptedSession([
      { command: apdu('002241A6', hexTlv(0x91, terminalKey)), response: { fails: code } },
    ]);
    const random = preparedRandom(leftPad(uintToBytes(terminalPrivate - 1n, 32), 48));
    await expect(exchangeChipAuthentication(session, { agreement, random })).rejects.toThrow(
      expect.objectContaining({ code }),
    );
    expect(left()).toBe(0);
  }
});

describe('BSI worked example for EAC: the shared secret', () => {
  it.each([ecdhExample, dhExample])('domain parameters of id $parameterId', (example) => {
    const { domain, publicKey } = exampleKey(example);
    const own = domain.keyPairFromPrivate(bytesToBigInt(fromHex(example.caTerminalPrivateKey)) % domain.order);
    expect(toHex(own.publicKey)).toBe(example.caTerminalPublicKey);
    expect(toHex(domain.sharedSecret(own.privateKey, publicKey))).toBe(example.caSharedSecret);
    const chip = domain.keyPairFromPrivate(bytesToBigInt(fromHex(example.caChipPrivateKey)) % domain.order);
    expect(toHex(domain.sharedSecret(chip.privateKey, own.publicKey))).toBe(example.caSharedSecret);
  });

  /** The chip's key under standardized parameters. */
  function exampleKey(example: { parameterId: number; caChipPublicKey: string }) {
    const key = fromHex(example.caChipPublicKey);
    return agreementPublicKey(
      writeSequence(
        writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(example.parameterId)),
        writeBitString(example.parameterId < 8 ? writeInteger(key) : key),
      ),
    );
  }
});

describe.each(dhGroups)('9303-11 §6.2.3.1 over DH, $name', (group) => {
  const domain = domainByParameterId(group.parameterId);
  if (domain === undefined) throw new Error('domain');
  const chip = domain.keyPairFromPrivate(chipPrivate);
  const terminal = domain.keyPairFromPrivate(terminalPrivate);
  const spki = (algorithm: Uint8Array, key: Uint8Array): Uint8Array =>
    writeSequence(algorithm, writeBitString(writeInteger(key)));
  const [p, g, q] = [group.p, group.g, group.q].map((value) => writeInteger(value));
  if (p === undefined || g === undefined || q === undefined) throw new Error('group');
  const forms = {
    'PKCS #3': writeSequence(writeOid(oids.dhKeyAgreement), writeSequence(p, g)),
    'PKCS #3 with a length': writeSequence(writeOid(oids.dhKeyAgreement), writeSequence(p, g, writeInteger(224))),
    'X9.42': writeSequence(writeOid(oids.dhPublicNumber), writeSequence(p, g, q)),
    standardized: writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(group.parameterId)),
  };
  const dhInfo = (key: Uint8Array, keyId?: number): Uint8Array =>
    writeSequence(writeOid(oids.publicKeyDh), key, ...(keyId === undefined ? [] : [writeInteger(keyId)]));
  const dhProtocol = (arc: number, keyId?: number): Uint8Array =>
    writeSequence(
      writeOid(`${oids.chipAuthenticationDh}.${arc}`),
      writeInteger(1),
      ...(keyId === undefined ? [] : [writeInteger(keyId)]),
    );

  it.each(Object.entries(forms))('§8.5, note 2: the key as %s', (_, algorithm) => {
    expect(agreementPublicKey(spki(algorithm, chip.publicKey))).toEqual({ domain, publicKey: chip.publicKey });
  });

  it('a key outside the subgroup, of small order, or with parameters of its own', () => {
    for (const y of [1n, group.p - 1n, 2n, group.p + 2n])
      expect(codeOf(() => agreementPublicKey(spki(forms['X9.42'], uintToBytes(y, group.fieldLength + 1))))).toBe(
        'bad-key',
      );
    const own = writeSequence(writeOid(oids.dhKeyAgreement), writeSequence(p, writeInteger(2)));
    expect(codeOf(() => agreementPublicKey(spki(own, chip.publicKey)))).toBe('unsupported');
  });

  it('several keys and ids: curves first, AES before 3DES; an unsupported key leaves the next', () => {
    const key = spki(forms.standardized, chip.publicKey);
    const both = infos(dhProtocol(2, 1), protocolInfo('AES-128', 2), dhInfo(key, 1), keyInfo(brainpool, 2));
    expect(chooseChipAuthentication(both)).toMatchObject({ keyId: 2n, domain: { agreement: 'ECDH' } });
    const foreign = writeSequence(
      writeSequence(writeOid(oids.ecPublicKey), writeOid('1.3.132.0.10')),
      writeBitString(Uint8Array.of(4)),
    );
    const odd = writeSequence(writeOid(oids.publicKeyEcdh), foreign, writeInteger(2));
    const left = infos(dhProtocol(1, 1), dhProtocol(4, 1), protocolInfo('AES-128', 2), dhInfo(key, 1), odd);
    expect(chooseChipAuthentication(left)).toMatchObject({
      oid: `${oids.chipAuthenticationDh}.4`,
      cipher: 'AES-256',
      keyId: 1n,
      publicKey: chip.publicKey,
    });
  });

  it.each([1, 2, 3, 4])('id-CA-DH.%i: the commands, extended where the key is long, and the channel', async (arc) => {
    const tlv = hexTlv(arc === 1 ? 0x91 : 0x80, terminal.publicKey);
    const data = arc === 1 ? tlv : hexTlv(0x7c, fromHex(tlv));
    const isLong = data.length / 2 > 255;
    const lc = isLong ? `00${toHex(uintToBytes(data.length / 2, 2))}` : toHex(uintToBytes(data.length / 2, 1));
    const le = arc === 1 ? '' : isLong ? '0000' : '00';
    const oid = hexTlv(0x80, encodeOid(`${oids.chipAuthenticationDh}.${arc}`));
    const agree = {
      command: `${arc === 1 ? '002241A6' : '00860000'}${lc}${data}${le}`,
      response: arc === 1 ? '9000' : '7C009000',
    };
    const { session, left } = scriptedSession(
      arc === 1 ? [agree] : [{ command: apdu('002241A4', oid), response: '9000' }, agree],
    );
    const agreement = chooseChipAuthentication(infos(dhProtocol(arc), dhInfo(spki(forms['PKCS #3'], chip.publicKey))));
    if (agreement === undefined) throw new Error('agreement');
    const random = preparedRandom(leftPad(uintToBytes(terminalPrivate - 1n, 20), group.orderLength + 16));
    await exchangeChipAuthentication(session, { agreement, random });
    expect(left()).toBe(0);
    const command = readBinaryBySfi(1, 0, 4);
    const secret = domain.sharedSecret(chip.privateKey, terminal.publicKey);
    const [, due] = protect(channelFromSecret(agreement.cipher, secret), command);
    expect(session.channel?.protect(command)[1]).toEqual(due);
  });
});

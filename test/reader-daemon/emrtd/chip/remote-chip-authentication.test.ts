import { describe, expect, it } from 'vitest';
import { concat, fromHex, leftPad, toHex } from '@cccd-kiosk/emrtd/bytes';
import type { ChipAuthenticationAgreement } from '@cccd-kiosk/emrtd/chip/chip-authentication';
import {
  acceptRemoteChipAuthentication,
  continueRemoteChipAuthentication,
  offerRemoteChipAuthentication,
  relayRemoteChipAuthentication,
  type RemoteAnswer,
  type RemoteOffer,
  type RemoteSecret,
} from '@cccd-kiosk/emrtd/chip/remote-chip-authentication';
import type { Domain } from '@cccd-kiosk/emrtd/crypto/domain';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { cipherNames, type CipherName } from '@cccd-kiosk/emrtd/crypto/kdf';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { readBinaryBySfi } from '@cccd-kiosk/emrtd/iso7816/commands';
import { encodeOid, oids } from '@cccd-kiosk/emrtd/oid';
import type { ChannelState } from '@cccd-kiosk/emrtd/secure-messaging/channel-state';
import { restoreChannel, saveChannel } from '@cccd-kiosk/emrtd/secure-messaging/channel-state';
import type { Channel } from '@cccd-kiosk/emrtd/secure-messaging/channel-keys';
import { channelFromSecret, secureChannel } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { codeOf } from '../code-of.ts';

const domainOf = (id: number): Domain => {
  const domain = domainByParameterId(id);
  if (domain === undefined) throw new Error('domain');
  return domain;
};
const chipPrivate = 0x1234_5678_9abc_def0n;
const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x5c);
/** As two machines see each other's values. */
const travelled = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const agreementOn = (domain: Domain, cipher: CipherName, keyId?: bigint): ChipAuthenticationAgreement => ({
  oid: `${domain.agreement === 'DH' ? oids.chipAuthenticationDh : oids.chipAuthenticationEcdh}.${cipherNames.indexOf(cipher) + 1}`,
  cipher,
  ...(keyId !== undefined && { keyId }),
  domain,
  publicKey: domain.keyPairFromPrivate(chipPrivate).publicKey,
});

/**
 * A chip of few words: takes the terminal's key from the plain commands, then answers `6A82` to anything in the channel
 * of the secret it computes with its own private key. Knows nothing of the station's or the verifier's state.
 */
function chipWith(agreement: ChipAuthenticationAgreement, privateKey = chipPrivate) {
  const heard: string[] = [];
  let channel: Channel | undefined;
  const step = (from: Channel): Channel => {
    const next = leftPad(
      fromHex((BigInt(`0x${toHex(from.ssc)}`) + 1n).toString(16).padStart(2 * from.ssc.length, '0')),
      from.ssc.length,
    );
    return { ...from, ssc: next };
  };
  const transmit = (command: Uint8Array): Promise<Uint8Array> => {
    heard.push(toHex(command.slice(0, 4)));
    if (channel !== undefined) {
      const due = step(step(channel));
      channel = due;
      const covered = encodeTlv(0x99, fromHex('6A82'));
      const mac = due.suite.mac(due.kMac, concat(due.ssc, covered));
      return Promise.resolve(concat(covered, encodeTlv(0x8e, mac), fromHex('6A82')));
    }
    const isLast = command[1] === 0x86 || command[3] === 0xa6;
    if (isLast) {
      const length = domainLength(agreement.domain);
      const start = toHex(command).indexOf(toHex(keySent));
      if (start < 0) throw new Error('the key did not arrive');
      const key = command.slice(start / 2, start / 2 + length);
      channel = channelFromSecret(agreement.cipher, agreement.domain.sharedSecret(privateKey, key));
    }
    return Promise.resolve(fromHex(command[1] === 0x86 ? '7C009000' : '9000'));
  };
  const keySent = agreement.domain.generateKeyPair(random).publicKey;
  return { heard, session: new CardSession({ transport: { atr: new Uint8Array(0), transmit }, clock: () => 0 }) };
}
const domainLength = (domain: Domain): number => domain.keyPairFromPrivate(2n).publicKey.length;

describe.each([
  [13, '3DES'],
  [13, 'AES-128'],
  [18, 'AES-256'],
  [2, 'AES-192'],
  [0, '3DES'],
] as const)('verifier and station over domain %i with %s, by values alone', (id, cipher) => {
  const agreement = agreementOn(domainOf(id), cipher, 0x8001n);

  it('the verifier opens the first answer, the station reads on', async () => {
    const { heard, session } = chipWith(agreement);
    const made = offerRemoteChipAuthentication({ agreement, random });
    const [offer, secret]: [RemoteOffer, RemoteSecret] = [travelled(made.offer), travelled(made.secret)];
    const answer: RemoteAnswer = travelled(await relayRemoteChipAuthentication(session, offer));
    const state: ChannelState = travelled(acceptRemoteChipAuthentication(secret, answer));
    continueRemoteChipAuthentication(session, state);
    for (let i = 0; i < 3; i++) expect((await session.send(readBinaryBySfi(1, 0, 4))).sw).toBe(0x6a82);
    const agreed = cipher === '3DES' ? ['002241A6'] : ['002241A4', '00860000'];
    expect(heard).toEqual([...agreed, '0CB09D00', '0CB08100', '0CB08100', '0CB08100']);
  });

  it('another chip is found out by the verifier', async () => {
    const { session } = chipWith(agreement, chipPrivate + 1n);
    const { offer, secret } = offerRemoteChipAuthentication({ agreement, random });
    const answer = await relayRemoteChipAuthentication(session, offer);
    expect(codeOf(() => acceptRemoteChipAuthentication(secret, answer))).toBe('channel-lost');
  });

  it('an answer to another offer, or one made up by the station', async () => {
    const { session } = chipWith(agreement);
    const { offer } = offerRemoteChipAuthentication({ agreement, random });
    const answer = await relayRemoteChipAuthentication(session, offer);
    const other = offerRemoteChipAuthentication({ agreement, random: (n) => new Uint8Array(n).fill(0x77) });
    for (const response of [answer.response, '6A82', '9000', '990290008E0800112233445566779000'])
      expect(codeOf(() => acceptRemoteChipAuthentication(other.secret, { response }))).toBe('channel-lost');
  });
});

describe('the station', () => {
  const agreement = agreementOn(domainOf(13), 'AES-128');
  const { offer } = offerRemoteChipAuthentication({ agreement, random });

  it('can send nothing before the channel is handed over', async () => {
    const { session } = chipWith(agreement);
    await relayRemoteChipAuthentication(session, offer);
    await expect(session.send(readBinaryBySfi(1, 0, 4))).rejects.toThrow(
      expect.objectContaining({ code: 'channel-lost' }),
    );
  });

  it('keeps its channel where the chip refuses', async () => {
    const transmit = (): Promise<Uint8Array> => Promise.resolve(fromHex('6A80'));
    const session = new CardSession({ transport: { atr: new Uint8Array(0), transmit }, clock: () => 0 });
    await expect(relayRemoteChipAuthentication(session, offer)).rejects.toThrow(
      expect.objectContaining({ code: 'status-word', step: 'chip-authentication', statusWord: 0x6a80 }),
    );
    expect(session.channel).toBeUndefined();
  });

  it.each([
    ['a command in plain', { command: '00B09D0004' }],
    ['another command', { command: '0CD69D0004' }],
    ['a command without end', { command: `0CB0${'00'.repeat(100)}` }],
    ['lower case', { terminalKey: 'ab' }],
    ['half an octet', { terminalKey: 'A' }],
    ['an id that is no number', { keyId: '0x01' }],
    ['an id with a number in it', { keyId: 'a1' }],
    ['octets behind letters', { terminalKey: 'GG04' }],
    ['letters behind octets', { terminalKey: '04GG' }],
    ['a protocol that is no text', { oid: 4 as unknown as string }],
    ['a key that is no text', { terminalKey: 4 as unknown as string }],
  ])('%s is no offer, and nothing is sent', async (_, change) => {
    const { heard, session } = chipWith(agreement);
    await expect(relayRemoteChipAuthentication(session, { ...offer, ...change })).rejects.toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
    expect(heard).toEqual([]);
  });
});

describe('the id of the chip’s key', () => {
  const sent = async (offer: RemoteOffer): Promise<string> => {
    const heard: string[] = [];
    const transmit = (command: Uint8Array): Promise<Uint8Array> => {
      heard.push(toHex(command));
      return Promise.resolve(fromHex('9000'));
    };
    const session = new CardSession({ transport: { atr: new Uint8Array(0), transmit }, clock: () => 0 });
    await relayRemoteChipAuthentication(session, offer);
    return heard[0] ?? '';
  };

  it.each([
    [0x8001n, '32769', '84028001'],
    [0n, '0', '840100'],
    [undefined, undefined, ''],
  ])('%s travels as it is, and stands in the template', async (keyId, text, object) => {
    const { offer } = offerRemoteChipAuthentication({ agreement: agreementOn(domainOf(13), 'AES-128', keyId), random });
    expect(offer.keyId).toBe(text);
    expect('keyId' in offer).toBe(keyId !== undefined);
    const protocol = toHex(encodeTlv(0x80, encodeOid(`${oids.chipAuthenticationEcdh}.2`)));
    expect((await sent(travelled(offer))).slice(10)).toBe(protocol + object);
  });
});

describe('the state of a channel', () => {
  it.each(cipherNames)('%s comes back as it was', (cipher) => {
    const channel = channelFromSecret(cipher, fromHex('0102'));
    const restored = restoreChannel(travelled(saveChannel(channel)));
    expect(restored).toEqual(channel);
    const command = readBinaryBySfi(1, 0, 4);
    expect(secureChannel(restored).protect(command)[1]).toEqual(secureChannel(channel).protect(command)[1]);
  });

  const good = saveChannel(channelFromSecret('AES-128', fromHex('0102')));
  it.each([
    { kEnc: good.kEnc.slice(2) },
    { kMac: `${good.kMac}00` },
    { ssc: 'G'.repeat(32) },
    { cipher: 'AES' as CipherName },
  ])('refuses %j', (change) => {
    expect(codeOf(() => restoreChannel({ ...good, ...change }))).toBe('malformed');
  });
});

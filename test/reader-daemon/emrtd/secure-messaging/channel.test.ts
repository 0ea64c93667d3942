import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { cipherNames } from '@cccd-kiosk/emrtd/crypto/kdf';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import type { CommandApdu } from '@cccd-kiosk/emrtd/iso7816/command-apdu';
import { readBinary, readBinaryBySfi, readBinaryOdd, selectFile } from '@cccd-kiosk/emrtd/iso7816/commands';
import { sw } from '@cccd-kiosk/emrtd/iso7816/status-word';
import {
  channelFromSecret,
  protect,
  secureChannel,
  unprotect,
  type Channel,
} from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { cipherSuites } from '@cccd-kiosk/emrtd/secure-messaging/cipher-suite';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { secureMessaging } from '@cccd-kiosk/fixtures/doc9303/secure-messaging';
import { scriptedSession } from '../iso7816/scripted-card.ts';

const lost = expect.objectContaining({ code: 'channel-lost' });
const example: Channel = {
  suite: cipherSuites['3DES'],
  kEnc: fromHex(secureMessaging.ksEnc),
  kMac: fromHex(secureMessaging.ksMac),
  ssc: fromHex(secureMessaging.ssc),
};

describe('9303-11 App. D.4: secure messaging with 3DES', () => {
  const plain: CommandApdu[] = [selectFile(0x011e), readBinary(0, 4), readBinary(4, 18)];

  it('three exchanges, octet for octet', () => {
    let channel = example;
    secureMessaging.exchanges.forEach((exchange, i) => {
      const command = plain[i];
      if (command === undefined) throw new Error('example');
      const [awaiting, bytes] = protect(channel, command);
      expect(toHex(bytes)).toBe(exchange.command);
      const [next, response] = unprotect(awaiting, fromHex(exchange.response));
      expect(response).toEqual({ data: fromHex(exchange.data), sw: sw.ok });
      channel = next;
    });
    expect(toHex(channel.ssc)).toBe('887022120C06C22C');
    expect(toHex(example.ssc), 'the first value is as it was').toBe(secureMessaging.ssc);
  });

  it('through a session', async () => {
    const { session } = scriptedSession(secureMessaging.exchanges);
    session.openChannel(secureChannel(example));
    for (const [i, { data }] of secureMessaging.exchanges.entries())
      expect(toHex((await session.send(plain[i] ?? readBinary(0, 1))).data)).toBe(data);
    expect(session.trace.every((apdu) => apdu.protected)).toBe(true);
  });
});

/** The chip's half, for suites without a printed example: objects 87 or 85, 99, 8E over the counter and themselves. */
function answer(awaiting: Channel, data: Uint8Array, status = '9000', tag = 0x87): Uint8Array {
  const { suite, kEnc, kMac } = awaiting;
  const ssc = next(awaiting.ssc);
  const encrypted = suite.encrypt(kEnc, ssc, pad(data, suite.blockSize));
  const indicator = tag === 0x87 ? Uint8Array.of(1) : new Uint8Array(0);
  const object = data.length === 0 ? data : encodeTlv(tag, [indicator, encrypted]);
  const covered = concat(object, encodeTlv(0x99, fromHex(status)));
  return concat(covered, encodeTlv(0x8e, suite.mac(kMac, concat(ssc, covered))), fromHex(status));
}

function next(ssc: Uint8Array): Uint8Array {
  const value = BigInt(`0x${toHex(ssc)}`) + 1n;
  return fromHex(value.toString(16).padStart(ssc.length * 2, '0'));
}

describe.each(cipherNames)('9303-11 §9.8 with %s', (cipher) => {
  const start = channelFromSecret(cipher, fromHex('000102030405060708090A0B0C0D0E0F'));
  const [awaiting] = protect(start, readBinary(0, 4));

  it('counter: starts at zero, raised before command and answer', () => {
    expect(start.ssc).toEqual(new Uint8Array(cipher === '3DES' ? 8 : 16));
    expect(awaiting.ssc.at(-1)).toBe(1);
    const [after] = unprotect(awaiting, answer(awaiting, Uint8Array.of(1)));
    expect(after.ssc.at(-1)).toBe(2);
  });

  it.each([0, 1, 15, 16, 17, 127, 255, 256, 5000])('an answer of %d octets', (length) => {
    const data = new Uint8Array(length).map((_, i) => i * 7);
    expect(unprotect(awaiting, answer(awaiting, data))[1]).toEqual({ data, sw: sw.ok });
  });

  it('errors are verified too, and their data is given', () => {
    expect(unprotect(awaiting, answer(awaiting, new Uint8Array(0), '6A82'))[1].sw).toBe(sw.fileNotFound);
    const end = unprotect(awaiting, answer(awaiting, Uint8Array.of(9), '6282'))[1];
    expect(end).toEqual({ data: Uint8Array.of(9), sw: sw.endOfFile });
  });

  it('odd INS: objects 85, without padding indicator', () => {
    const [odd, bytes] = protect(start, readBinaryOdd(0x8000, 100));
    expect(toHex(bytes).slice(0, 8)).toBe('0CB10000');
    expect(bytes[5]).toBe(0x85);
    expect(bytes[6]).toBe(cipher === '3DES' ? 8 : 16);
    const data = fromHex('5302ABCD');
    expect(unprotect(odd, answer(odd, data, '9000', 0x85))[1].data).toEqual(data);
  });

  it('extended form: DO 97 of two octets, Lc and Le extended', () => {
    const [, bytes] = protect(start, readBinaryBySfi(1, 0, 65_536));
    expect(toHex(bytes.slice(0, 11))).toBe('0CB0810000000E97020000');
    expect(toHex(bytes.slice(-2))).toBe('0000');
    const [, demanded] = protect(start, { ...readBinaryBySfi(1, 0, 256), extended: true });
    expect(toHex(demanded.slice(0, 10))).toBe('0CB0810000000D970100');
    const [, long] = protect(start, { cla: 0, ins: 0x22, p1: 0, p2: 0, data: new Uint8Array(300) });
    expect(toHex(long.slice(4, 5))).toBe('00');
  });

  it('every octet of an answer is covered', () => {
    const good = answer(awaiting, fromHex('61145F0104'));
    for (let i = 0; i < good.length; i++) {
      const bad = good.slice();
      bad[i] = (bad[i] ?? 0) ^ 0x01;
      expect(() => unprotect(awaiting, bad), `octet ${i}`).toThrow(lost);
    }
    for (let length = 2; length < good.length; length++)
      expect(() => unprotect(awaiting, good.slice(0, length)), `${length} octets`).toThrow(lost);
    expect(() => unprotect(start, good), 'counter off by one').toThrow(lost);
  });

  it('a bare status word is a lost channel, naming it', () => {
    expect(() => unprotect(awaiting, fromHex('6988'))).toThrow(
      expect.objectContaining({ code: 'channel-lost', statusWord: 0x6988 }),
    );
  });

  it('the largest answer within 256 octets', () => {
    const channel = secureChannel(start);
    const most = channel.dataWithin(256);
    expect(most).toBe(cipher === '3DES' ? 231 : 223);
    expect(answer(awaiting, new Uint8Array(most)).length - 2).toBeLessThanOrEqual(256);
    expect(answer(awaiting, new Uint8Array(most + 1)).length - 2).toBeGreaterThan(256);
    expect(channel.dataWithin(65_536)).toBeGreaterThan(65_000);
    expect(channel.dataWithin(10)).toBe(0);
  });
});

describe('a lost channel', () => {
  it('is final: the session sends nothing any more, least of all in plain', async () => {
    const [, bytes] = protect(example, readBinary(0, 4));
    const { session, left } = scriptedSession([
      { command: toHex(bytes), response: '6988' },
      { command: '', response: '9000' },
    ]);
    session.openChannel(secureChannel(example));
    await expect(session.send(readBinary(0, 4), 'read-file')).rejects.toThrow(
      expect.objectContaining({ code: 'channel-lost', step: 'read-file', statusWord: 0x6988 }),
    );
    await expect(session.send(readBinary(0, 4))).rejects.toThrow(lost);
    expect(left()).toBe(1);
  });

  it('is not lost by a transport that failed before the card saw anything', async () => {
    const [, bytes] = protect(example, readBinary(0, 4));
    const [exchange] = [secureMessaging.exchanges[0]];
    const { session } = scriptedSession([{ command: toHex(bytes), response: { fails: 'reader-failed' } }, exchange]);
    session.openChannel(secureChannel(example));
    await expect(session.send(readBinary(0, 4))).rejects.toThrow(expect.objectContaining({ code: 'reader-failed' }));
    expect((await session.send(selectFile(0x011e))).sw).toBe(sw.ok);
  });

  it('follows plain 61xx and 6Cxx of the transport layer before it opens the answer', async () => {
    const [first] = secureMessaging.exchanges;
    const response = first.response;
    const { session } = scriptedSession([
      { command: first.command, response: '6C10' },
      { command: first.command.slice(0, -2) + '10', response: response.slice(0, 8) + '610A' },
      { command: '00C000000A', response: response.slice(8) },
    ]);
    session.openChannel(secureChannel(example));
    expect(await session.send(selectFile(0x011e))).toEqual({ data: new Uint8Array(0), sw: sw.ok, pieces: 2 });
  });
});

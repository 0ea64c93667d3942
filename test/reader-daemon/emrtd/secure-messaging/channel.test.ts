import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { cipherNames } from '@cccd-kiosk/emrtd/crypto/kdf';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import type { CommandApdu } from '@cccd-kiosk/emrtd/iso7816/command-apdu';
import { readBinary, readBinaryBySfi, readBinaryOdd, selectFile } from '@cccd-kiosk/emrtd/iso7816/commands';
import { sw } from '@cccd-kiosk/emrtd/iso7816/status-word';
import type { Channel } from '@cccd-kiosk/emrtd/secure-messaging/channel-keys';
import { channelFromSecret, protect, secureChannel, unprotect } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { cipherSuites } from '@cccd-kiosk/emrtd/secure-messaging/cipher-suite';
import { restoreChannel, saveChannel } from '@cccd-kiosk/emrtd/secure-messaging/channel-state';
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

const status = (hex: string): Uint8Array => encodeTlv(0x99, fromHex(hex));

/** DO 87 over `plain` as it is; `more` zero octets appended to the cryptogram, or so many cut off. */
function object87({ suite, kEnc, ssc }: Channel, plain: Uint8Array, indicator = 1, more = 0): Uint8Array {
  const encrypted = suite.encrypt(kEnc, next(ssc), plain);
  const changed = more < 0 ? encrypted.slice(0, more) : concat(encrypted, new Uint8Array(more));
  return encodeTlv(0x87, [Uint8Array.of(indicator), changed]);
}

/** Any objects under a right MAC (which comes last unless it is placed), and 9000. */
function sealed({ suite, kMac, ssc }: Channel, objects: readonly (Uint8Array | 'mac')[]): Uint8Array {
  const at = objects.indexOf('mac');
  const covered = objects.filter((each) => each !== 'mac');
  const mac = encodeTlv(0x8e, suite.mac(kMac, concat(next(ssc), ...covered)));
  return concat(...covered.toSpliced(at < 0 ? covered.length : at, 0, mac), fromHex('9000'));
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

  it('what only a key holder can send wrongly is no answer either', () => {
    const whole = pad(Uint8Array.of(1), awaiting.suite.blockSize);
    const wrong: [string, readonly (Uint8Array | 'mac')[]][] = [
      ['no protected status', [object87(awaiting, whole)]],
      ['another status than the bare one', [status('6A82')]],
      ['an object behind the MAC', [status('9000'), 'mac', encodeTlv(0x99, fromHex('9000'))]],
      ['padding indicator 2', [object87(awaiting, whole, 2), status('9000')]],
      ['no octets of data', [encodeTlv(0x87, Uint8Array.of(1)), status('9000')]],
      ['no octets in object 85', [encodeTlv(0x85, new Uint8Array(0)), status('9000')]],
      ['data of broken blocks', [object87(awaiting, whole, 1, -1), status('9000')]],
      ['a block and a bit', [object87(awaiting, whole, 1, 1), status('9000')]],
      ['data without padding', [object87(awaiting, new Uint8Array(whole.length)), status('9000')]],
    ];
    for (const [what, objects] of wrong)
      expect(() => unprotect(awaiting, sealed(awaiting, objects)), what).toThrow(lost);
    expect(unprotect(awaiting, sealed(awaiting, [object87(awaiting, whole), status('9000')]))[1].data).toEqual(
      Uint8Array.of(1),
    );
  });

  it('an answer of other objects alone has no data', () => {
    expect(unprotect(awaiting, sealed(awaiting, [status('9000')]))[1]).toEqual({ data: new Uint8Array(0), sw: sw.ok });
  });

  it('a command goes extended when its objects no longer fit the short form, and not before', () => {
    const forms = [200, 208, 215, 216, 223, 224, 231, 232, 239, 240].map((length): [number, number] => {
      const [, bytes] = protect(start, { cla: 0, ins: 0x22, p1: 0, p2: 0, data: new Uint8Array(length) });
      const isExtended = bytes[4] === 0;
      // All that an answer of that form can hold.
      expect(toHex(bytes.slice(isExtended ? -2 : -1)), `Le, ${length} octets`).toBe(isExtended ? '0000' : '00');
      return [bytes.length - (isExtended ? 9 : 6), isExtended ? 1 : 0];
    });
    for (const [length, isExtended] of forms) expect(isExtended, `${length} octets`).toBe(length > 255 ? 1 : 0);
    expect(new Set(forms.map(([, isExtended]) => isExtended)).size).toBe(2);
  });

  it('empty data is no object, and a command without data or length is its MAC alone', () => {
    for (const data of [undefined, new Uint8Array(0)]) {
      const [, bytes] = protect(start, { cla: 0, ins: 0x22, p1: 0, p2: 0, ...(data && { data }) });
      expect([bytes[4], bytes[5], bytes.length]).toEqual([10, 0x8e, 16]);
    }
  });

  it('the largest answer within any number of octets is the largest', () => {
    const channel = secureChannel(start);
    for (const octets of [40, 100, 142, 143, 150, 151, 159, 256, 270, 271, 279, 280, 1000, 65_536, 65_565, 65_570]) {
      const most = channel.dataWithin(octets);
      expect(answer(awaiting, new Uint8Array(most)).length - 2, `${octets}`).toBeLessThanOrEqual(octets);
      expect(answer(awaiting, new Uint8Array(most + 1)).length - 2, `${octets}`).toBeGreaterThan(octets);
    }
    for (const octets of [0, 13, 14, 16]) expect(channel.dataWithin(octets)).toBe(0);
  });

  it('§9.8.5: nor is there a larger one, whatever the room, at the turns of the length field either', () => {
    const { dataWithin } = secureChannel(start);
    const { blockSize } = start.suite;
    const sizeOf = (blocks: number): number => encodeTlv(0x87, new Uint8Array(1 + blocks * blockSize)).length + 4 + 10;
    const largest = (room: number, from: number): number => {
      let blocks = from;
      while (sizeOf(blocks + 1) <= room) blocks++;
      return Math.max(0, blocks * blockSize - 1);
    };
    for (let room = 0; room <= 600; room++) expect(dataWithin(room), `${room}`).toBe(largest(room, 0));
    const near = Math.floor(65_000 / blockSize);
    for (let room = 65_530; room <= 65_580; room++) expect(dataWithin(room), `${room}`).toBe(largest(room, near));
  });

  it('the counter carries over every octet, and a used-up one ends the channel', () => {
    const length = start.ssc.length;
    const at = (hex: string): Channel => ({ ...start, ssc: fromHex(hex.padStart(length * 2, '0')) });
    const nextOf = (hex: string): string => toHex(protect(at(hex), readBinary(0, 4))[0].ssc);
    expect(nextOf('FF')).toBe('0100'.padStart(length * 2, '0'));
    expect(nextOf('FF'.repeat(length - 1))).toBe(`01${'00'.repeat(length - 1)}`);
    expect(() => nextOf('FF'.repeat(length))).toThrow(lost);
    expect(() => unprotect(at('FF'.repeat(length)), answer(awaiting, Uint8Array.of(1)))).toThrow(lost);
  });

  it('travels as a value, and nothing else is taken for one', () => {
    const state = saveChannel(awaiting);
    expect(restoreChannel(state)).toEqual(awaiting);
    const wrong: [string, object][] = [
      ['unknown cipher', { cipher: 'AES-129' }],
      ['name of an object’s own', { cipher: 'toString' }],
      ['no cipher', { cipher: undefined }],
      ['lower case', { kEnc: 'ab'.repeat(state.kEnc.length / 2) }],
      ['a shorter key', { kMac: state.kMac.slice(2) }],
      ['a longer counter', { ssc: `${state.ssc}00` }],
      ['octets in place of text', { ssc: Array.from(state.ssc) }],
      ['a line end', { ssc: `${state.ssc.slice(0, -1)}\n` }],
    ];
    for (const [what, change] of wrong)
      expect(() => restoreChannel({ ...state, ...change }), what).toThrow(
        expect.objectContaining({ code: 'malformed', step: 'parse' }),
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

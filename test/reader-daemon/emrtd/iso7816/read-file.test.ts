import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { encodeCommand } from '@cccd-kiosk/emrtd/iso7816/command-apdu';
import { decodeResponse } from '@cccd-kiosk/emrtd/iso7816/response-apdu';
import type { SecureChannel } from '@cccd-kiosk/emrtd/iso7816/secure-channel';
import { readFile } from '@cccd-kiosk/emrtd/iso7816/read-file';
import { unknownLimits, type ReadLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { dataGroupFile, fileNamed } from '@cccd-kiosk/emrtd/lds/files';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { scriptedSession, type Exchange } from './scripted-card.ts';

const dg1 = dataGroupFile(1);
const dg2 = dataGroupFile(2);
const file = (length: number): Uint8Array =>
  encodeTlv(
    0x61,
    new Uint8Array(length).map((_, i) => i * 31),
  );
const code = (value: string) => expect.objectContaining({ code: value });
const short: ReadLimits = { ...unknownLimits, extended: 'refused', pastEnd: 'works' };
const works: ReadLimits = { ...unknownLimits, extended: 'works', pastEnd: 'works' };
const some = file(20);
const someHex = toHex(some);

async function reading(exchanges: Exchange[], limits?: ReadLimits, target = dg1) {
  const { session, left } = scriptedSession(exchanges, limits && { limits });
  const result = await readFile(session, target);
  expect(left(), 'exchanges left over').toBe(0);
  return { result, limits: session.limits };
}

describe('one APDU for a file', () => {
  it('the first question on a fresh card is extended, by short identifier, for everything', async () => {
    const { result, limits } = await reading([{ command: '00B08100000000', response: someHex + '6282' }]);
    expect(result).toEqual({ status: 'read', bytes: some });
    expect(limits).toEqual(works);
  });

  it('a file of 40 KB in one answer', async () => {
    const long = file(40_000);
    const { result } = await reading([{ command: '00B08100000000', response: toHex(long) + '9000' }], works);
    expect(result).toEqual({ status: 'read', bytes: long });
  });

  it('in the short form: 256 octets', async () => {
    const { result } = await reading([{ command: '00B0810000', response: someHex + '6282' }], short);
    expect(result).toEqual({ status: 'read', bytes: some });
  });

  it('octets behind the TLV are not part of the file', async () => {
    const { result } = await reading([{ command: '00B0810000', response: someHex + '0000FFFF9000' }], short);
    expect(result).toEqual({ status: 'read', bytes: some });
  });
});

describe('learning, once per card', () => {
  it('6700 to the extended probe costs one APDU', async () => {
    const { result, limits } = await reading([
      { command: '00B08100000000', response: '6700' },
      { command: '00B0810000', response: someHex + '9000' },
    ]);
    expect(result.status).toBe('read');
    expect(limits.extended).toBe('refused');
  });

  it('so does a reader that refuses extended APDUs', async () => {
    const { limits } = await reading([
      { command: '00B08100000000', response: { fails: 'reader-failed' } },
      { command: '00B0810000', response: someHex + '9000' },
    ]);
    expect(limits.extended).toBe('refused');
  });

  it('a reader that fails for good fails the reading', async () => {
    const { session } = scriptedSession([
      { command: '00B08100000000', response: { fails: 'reader-failed' } },
      { command: '00B0810000', response: { fails: 'reader-failed' } },
    ]);
    await expect(readFile(session, dg1)).rejects.toThrow(
      expect.objectContaining({ code: 'reader-failed', step: 'read-file' }),
    );
  });

  it('6Cxx to the probe: the length is taken, the extended form was understood', async () => {
    const { limits } = await reading([
      { command: '00B08100000000', response: '6C16' },
      { command: '00B0810016', response: someHex + '9000' },
    ]);
    expect(limits.extended).toBe('works');
  });

  it('a smaller buffer than 64 KB: 6700 once or twice, then what fits, remembered', async () => {
    const long = file(1500);
    const { result, limits } = await reading(
      [
        { command: '00B08100000000', response: '6700' },
        { command: '00B08100000800', response: '6700' },
        { command: '00B08100000400', response: toHex(long.slice(0, 1024)) + '9000' },
        { command: '00B004000001E0', response: toHex(long.slice(1024)) + '9000' },
      ],
      works,
    );
    expect(result).toEqual({ status: 'read', bytes: long });
    expect(limits.answer).toBe(1024);
  });

  it('a card that refuses to read past the end is asked for the header first, from then on', async () => {
    const limits: ReadLimits = { ...short, pastEnd: 'unknown' };
    const first = await reading(
      [
        { command: '00B0810000', response: '6700' },
        { command: '00B0810006', response: toHex(some.slice(0, 6)) + '9000' },
        { command: '00B0000610', response: toHex(some.slice(6)) + '9000' },
      ],
      limits,
    );
    expect(first.result).toEqual({ status: 'read', bytes: some });
    const second = await reading(
      [
        { command: '00B0810006', response: toHex(some.slice(0, 6)) + '9000' },
        { command: '00B0000610', response: toHex(some.slice(6)) + '9000' },
      ],
      first.limits,
    );
    expect(second.result).toEqual({ status: 'read', bytes: some });
  });

  it('a card that wants less than 256: halved until it answers', async () => {
    const long = file(300);
    const { result, limits } = await reading(
      [
        { command: '00B0810000', response: '6700' },
        { command: '00B0810080', response: toHex(long.slice(0, 128)) + '9000' },
        { command: '00B0008080', response: toHex(long.slice(128, 256)) + '9000' },
        { command: '00B0010030', response: toHex(long.slice(256)) + '9000' },
      ],
      { ...short, pastEnd: 'works' },
    );
    expect(result).toEqual({ status: 'read', bytes: long });
    expect(limits.answer).toBe(128);
  });

  it('a long answer in pieces (61xx): from then on questions that one answer holds', async () => {
    const { result, limits } = await reading(
      [
        { command: '00B08100000000', response: someHex.slice(0, 20) + '610C' },
        { command: '00C000000C', response: someHex.slice(20) + '9000' },
      ],
      works,
    );
    expect(result).toEqual({ status: 'read', bytes: some });
    expect(limits.answer).toBe(256);
  });

  const sfiRefusals = ['6986', '6A81', '6A86', '6B00', '6D00'];
  const bySelect = (refusal: string): Exchange[] => [
    { command: '00B0810000', response: refusal },
    { command: '00A4020C020101', response: '9000' },
    { command: '00B0000000', response: someHex + '9000' },
  ];

  it.each(sfiRefusals)(
    '%s: no short identifiers, SELECT instead; outside a channel for this file alone',
    async (sw) => {
      const { limits } = await reading(bySelect(sw), short);
      expect(limits.bySfi).toBe(true);
    },
  );

  it.each(sfiRefusals)('%s inside a channel: SELECT from then on', async (sw) => {
    const { session } = scriptedSession(bySelect(sw), { limits: short });
    const transparent: SecureChannel = {
      protect: (command) => [transparent, encodeCommand(command)],
      unprotect: (response) => [transparent, decodeResponse(response)],
      dataWithin: (octets) => octets,
    };
    session.openChannel(transparent);
    expect(await readFile(session, dg1)).toEqual({ status: 'read', bytes: some });
    expect(session.limits.bySfi).toBe(false);
  });
});

describe('long files', () => {
  it('the short form takes ⌈length / 256⌉ APDUs, the last one exact', async () => {
    const long = file(600);
    const { result } = await reading(
      [
        { command: '00B0810000', response: toHex(long.slice(0, 256)) + '9000' },
        { command: '00B0010000', response: toHex(long.slice(256, 512)) + '9000' },
        { command: '00B002005C', response: toHex(long.slice(512)) + '9000' },
      ],
      short,
    );
    expect(result).toEqual({ status: 'read', bytes: long });
  });

  it('offsets beyond 7FFF: odd READ BINARY with objects 54 and 53', async () => {
    const long = file(33_000);
    const { result } = await reading(
      [
        { command: '00B08100000000', response: toHex(long.slice(0, 32_768)) + '9000' },
        {
          command: '00B100000454028000EF',
          response: toHex(encodeTlv(0x53, long.slice(32_768))) + '9000',
        },
      ],
      { ...works, answer: 65_536 },
    );
    expect(result).toEqual({ status: 'read', bytes: long });
  });
});

describe('going on where a torn reading stopped', () => {
  const long = file(700);

  it('behind offset 255: SELECT, then the rest, which here fits a short answer', async () => {
    const seen: number[] = [];
    const { session } = scriptedSession(
      [
        { command: '00A4020C020101', response: '9000' },
        { command: '00B001F4CC', response: toHex(long.slice(500)) + '9000' },
      ],
      { limits: works },
    );
    const result = await readFile(session, dg1, {
      prefix: long.slice(0, 500),
      onBytes: (soFar) => seen.push(soFar.length),
    });
    expect(result).toEqual({ status: 'read', bytes: long });
    expect(seen).toEqual([704]);
  });

  it('before offset 256: by short identifier', async () => {
    const { session } = scriptedSession([{ command: '00B081C80001F8', response: toHex(long.slice(200)) + '9000' }], {
      limits: works,
    });
    expect(await readFile(session, dg1, { prefix: long.slice(0, 200) })).toEqual({ status: 'read', bytes: long });
  });

  it('a whole prefix costs nothing', async () => {
    const { session } = scriptedSession([], { limits: works });
    expect(await readFile(session, dg1, { prefix: long })).toEqual({ status: 'read', bytes: long });
  });

  it('what onBytes saw last is the prefix', async () => {
    const { session } = scriptedSession(
      [
        { command: '00B0810000', response: toHex(long.slice(0, 256)) + '9000' },
        { command: '00B0010000', response: { fails: 'card-lost' } },
      ],
      { limits: short },
    );
    let prefix = new Uint8Array(0);
    const totals: (number | undefined)[] = [];
    const torn = readFile(session, dg1, {
      onBytes(soFar, total) {
        prefix = soFar.slice();
        totals.push(total);
      },
    });
    await expect(torn).rejects.toThrow(code('card-lost'));
    expect(prefix).toEqual(long.slice(0, 256));
    expect(totals).toEqual([704]);
  });
});

describe('results and refusals', () => {
  it('6A82 is an absent file, 6982 a denied one', async () => {
    expect((await reading([{ command: '00B0820000', response: '6A82' }], short, dg2)).result).toEqual({
      status: 'absent',
    });
    expect((await reading([{ command: '00B0820000', response: '6982' }], short, dg2)).result).toEqual({
      status: 'denied',
      statusWord: 0x6982,
    });
  });

  it('an absent file teaches nothing about extended length', async () => {
    const { limits } = await reading(
      [{ command: '00B09C00000000', response: '6A82' }],
      undefined,
      fileNamed('CardAccess'),
    );
    expect(limits).toEqual(unknownLimits);
  });

  const refusals: [string, Exchange[], string][] = [
    ['another status word', [{ command: '00B0810000', response: '6F00' }], 'status-word'],
    ['no data at all', [{ command: '00B0810000', response: '9000' }], 'malformed'],
    ['indefinite length', [{ command: '00B0810000', response: '61800000000000009000' }], 'malformed'],
    ['a length of 4 GB', [{ command: '00B0810000', response: '6184FFFFFFFF00009000' }], 'limit'],
    ['a length of 1 MB', [{ command: '00B0810000', response: '6183100000009000' }], 'limit'],
    [
      'the end before the stated length',
      [
        { command: '00B0810000', response: someHex.slice(0, 20) + '6282' },
        { command: '00B0000A0C', response: '6B00' },
      ],
      'malformed',
    ],
    [
      'nothing more before the stated length',
      [
        { command: '00B0810000', response: someHex.slice(0, 20) + '6282' },
        { command: '00B0000A0C', response: '6282' },
      ],
      'malformed',
    ],
  ];
  it.each(refusals)('%s', async (_, exchanges, expected) => {
    const { session } = scriptedSession(exchanges, { limits: short });
    await expect(readFile(session, dg1)).rejects.toThrow(code(expected));
  });

  it('a card that gives one octet at a time is given up', async () => {
    const { session } = scriptedSession([], { limits: short });
    const endless = concat(fromHex('61821388'));
    let at = 0;
    session.send = () => Promise.resolve({ data: Uint8Array.of(endless[at++] ?? 0), sw: 0x9000 as never, pieces: 1 });
    await expect(readFile(session, dg1)).rejects.toThrow(code('limit'));
    expect(at).toBe(4096);
  });
});

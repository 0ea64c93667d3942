import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { encodeCommand, isExtended, type CommandApdu } from '@cccd-kiosk/emrtd/iso7816/command-apdu';
import * as commands from '@cccd-kiosk/emrtd/iso7816/commands';
import { decodeResponse } from '@cccd-kiosk/emrtd/iso7816/response-apdu';
import { emrtdApplication } from '@cccd-kiosk/emrtd/iso7816/select-application';
import { correctLength, octetsRemaining, statusWord, sw } from '@cccd-kiosk/emrtd/iso7816/status-word';

const bare: CommandApdu = { cla: 0, ins: 0xb0, p1: 1, p2: 2 };
const data = (length: number): Uint8Array => new Uint8Array(length).fill(0xaa);

describe('ISO/IEC 7816-4 §5.1 command encoding', () => {
  const cases: [string, Partial<CommandApdu>, string][] = [
    ['case 1', {}, '00B00102'],
    ['case 2 short', { le: 4 }, '00B0010204'],
    ['case 2 short, 256', { le: 256 }, '00B0010200'],
    ['case 3 short', { data: data(2) }, '00B0010202AAAA'],
    ['case 4 short', { data: data(2), le: 256 }, '00B0010202AAAA00'],
    ['case 1 stays as it is', { extended: true }, '00B00102'],
    ['case 2 extended', { le: 257 }, '00B00102000101'],
    ['case 2 extended, 65536', { le: 65_536 }, '00B00102000000'],
    ['case 2 extended on demand', { le: 8, extended: true }, '00B00102000008'],
    ['case 3 extended', { data: data(256) }, `00B00102000100${'AA'.repeat(256)}`],
    ['case 4 extended', { data: data(1), le: 65_536 }, '00B00102000001AA0000'],
    ['case 4 extended, long data', { data: data(256), le: 5 }, `00B00102000100${'AA'.repeat(256)}0005`],
    ['empty data is no data', { data: data(0), le: 1 }, '00B0010201'],
  ];
  it.each(cases)('%s', (_, fields, expected) => {
    expect(toHex(encodeCommand({ ...bare, ...fields }))).toBe(expected);
  });

  it('refuses what no length field holds', () => {
    for (const fields of [{ le: 0 }, { le: 65_537 }, { le: 1.5 }, { data: data(65_536) }])
      expect(() => encodeCommand({ ...bare, ...fields })).toThrow(RangeError);
  });

  it('is extended where the numbers need it or the command asks for it', () => {
    expect(isExtended({ ...bare, data: data(255), le: 256 })).toBe(false);
    expect(isExtended({ ...bare, data: data(256) })).toBe(true);
    expect(isExtended({ ...bare, le: 257 })).toBe(true);
  });
});

describe('commands', () => {
  const cases: [string, CommandApdu, string][] = [
    ['SELECT by AID, no Le', commands.selectApplicationById(emrtdApplication), '00A4040C07A0000002471001'],
    ['SELECT by FID, no Le', commands.selectFile(0x011e), '00A4020C02011E'],
    ['READ BINARY', commands.readBinary(0x7fff, 18), '00B07FFF12'],
    ['READ BINARY by SFI', commands.readBinaryBySfi(0x1e, 4, 256), '00B09E0400'],
    ['READ BINARY odd', commands.readBinaryOdd(0x8000, 200), '00B10000045402 8000 C8'],
    ['READ BINARY odd, far', commands.readBinaryOdd(0x12345, 200), '00B1000005 5403 012345 C8'],
    ['MSE, no Le', commands.manageSecurityEnvironment(0xc1, 0xa4, fromHex('830102')), '0022C1A403830102'],
    ['GENERAL AUTHENTICATE, chained', commands.generalAuthenticate([], false), '10860000027C0000'],
    ['GENERAL AUTHENTICATE, last', commands.generalAuthenticate([fromHex('850101')], true), '00860000057C0385010100'],
    ['GET CHALLENGE', commands.getChallenge(8), '0084000008'],
    ['EXTERNAL AUTHENTICATE', commands.externalAuthenticate(data(2), 40), '0082000002AAAA28'],
    ['INTERNAL AUTHENTICATE', commands.internalAuthenticate(data(8), 256), '0088000008AAAAAAAAAAAAAAAA00'],
  ];
  it.each(cases)('%s', (_, command, expected) => {
    expect(toHex(encodeCommand(command))).toBe(expected.replaceAll(' ', ''));
  });

  it('refuses offsets and identifiers out of reach', () => {
    expect(() => commands.readBinary(0x8000, 1)).toThrow(RangeError);
    expect(() => commands.readBinaryBySfi(31, 0, 1)).toThrow(RangeError);
    expect(() => commands.readBinaryBySfi(0, 0, 1)).toThrow(RangeError);
    expect(() => commands.readBinaryBySfi(1, 256, 1)).toThrow(RangeError);
  });
});

describe('ISO/IEC 7816-4 §5.1.3 status words', () => {
  it('are compared by value', () => {
    expect(statusWord(0x9000)).toBe(sw.ok);
    expect(() => statusWord(0x10000)).toThrow(RangeError);
    expect(() => statusWord(-1)).toThrow(RangeError);
  });

  it.each([
    [0x6100, 256, undefined],
    [0x6117, 0x17, undefined],
    [0x6c00, undefined, 256],
    [0x6cff, undefined, 0xff],
    [0x9000, undefined, undefined],
  ])('%d', (value, more, le) => {
    const word = statusWord(value);
    expect([octetsRemaining(word), correctLength(word)]).toEqual([more, le]);
  });

  it('an answer of fewer than two octets is a lost card', () => {
    for (const length of [0, 1])
      expect(() => decodeResponse(new Uint8Array(length))).toThrow(expect.objectContaining({ code: 'card-lost' }));
    expect(decodeResponse(fromHex('01029000'))).toEqual({ data: fromHex('0102'), sw: sw.ok });
  });
});

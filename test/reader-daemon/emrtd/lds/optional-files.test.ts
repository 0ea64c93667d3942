import { describe, expect, it } from 'vitest';
import { ascii, fromHex, utf8 } from '@cccd-kiosk/emrtd/bytes';
import { parseDg11 } from '@cccd-kiosk/emrtd/lds/dg11';
import { parseDg12 } from '@cccd-kiosk/emrtd/lds/dg12';
import { parseDg16 } from '@cccd-kiosk/emrtd/lds/dg16';
import { parseDg7 } from '@cccd-kiosk/emrtd/lds/dg7';
import { parseAtrInfo } from '@cccd-kiosk/emrtd/lds/ef-atr-info';
import { parseDir } from '@cccd-kiosk/emrtd/lds/ef-dir';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { dg11File, dg16File } from '@cccd-kiosk/fixtures/doc9303/elementary-files';
import { codeOf } from '../code-of.ts';
import { fuzz } from '../mutations.ts';

const item = (tag: number, value: string | Uint8Array): Uint8Array =>
  encodeTlv(tag, typeof value === 'string' ? utf8(value) : value);
const file = (tag: number, ...items: Uint8Array[]): Uint8Array => encodeTlv(tag, items);
const repeatedly = (tag: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => item(tag, `NGUYỄN<<THỊ<${i}`));

describe('EF.DG11, 9303-10 §4.7.11', () => {
  const whole = file(
    0x6b,
    item(0x5c, fromHex('5F0E A0 5F10 5F2B 5F11 5F42 5F12 5F13 5F14 5F15 5F16 5F17 5F18')),
    item(0x5f0e, 'NGUYỄN<<THỊ<MẬU'),
    encodeTlv(0xa0, [fromHex('020102'), item(0x5f0f, 'NGUYỄN<<MẬU'), item(0x5f0f, 'ĐỖ')]),
    item(0x5f10, '001190999999'),
    item(0x5f2b, fromHex('19900215')),
    item(0x5f11, 'HOÀN KIẾM<HÀ NỘI'),
    item(0x5f42, '1 PHỐ HUẾ<<HÀ NỘI'),
    item(0x5f12, '+84901234567'),
    item(0x5f13, 'y tá'),
    item(0x5f14, 'Bà'),
    item(0x5f15, 'không'),
    item(0x5f16, fromHex('FFD8FF')),
    item(0x5f17, 'B1234567<C7654321'),
    item(0x5f18, 'tự do'),
  );

  it('every field, Vietnamese letters unchanged', () => {
    const { bytes, ...details } = parseDg11(whole);
    expect(bytes).toBe(whole);
    expect(details).toEqual({
      tags: [0x5f0e, 0xa0, 0x5f10, 0x5f2b, 0x5f11, 0x5f42, 0x5f12, 0x5f13, 0x5f14, 0x5f15, 0x5f16, 0x5f17, 0x5f18],
      fullName: { text: 'NGUYỄN<<THỊ<MẬU', primary: 'NGUYỄN', secondary: 'THỊ MẬU' },
      otherNames: [
        { text: 'NGUYỄN<<MẬU', primary: 'NGUYỄN', secondary: 'MẬU' },
        { text: 'ĐỖ', primary: 'ĐỖ', secondary: '' },
      ],
      personalNumber: '001190999999',
      dateOfBirth: '19900215',
      placeOfBirth: ['HOÀN KIẾM', 'HÀ NỘI'],
      permanentAddress: ['1 PHỐ HUẾ', 'HÀ NỘI'],
      telephone: '+84901234567',
      profession: 'y tá',
      title: 'Bà',
      personalSummary: 'không',
      proofOfCitizenship: fromHex('FFD8FF'),
      otherDocumentNumbers: ['B1234567', 'C7654321'],
      custody: 'tự do',
    });
  });

  it('an empty file has no details', () => {
    const empty = fromHex('6B 00');
    expect(parseDg11(empty)).toEqual({ otherNames: [], tags: [], bytes: empty });
  });

  it.each([
    ['packed', fromHex('19900215'), '19900215'],
    ['spelled out', ascii('19900215'), '19900215'],
    ['day unknown', ascii('199002<<'), '199002<<'],
    ['packed, day unknown', fromHex('19900200'), '19900200'],
  ])('a date %s', (_, value, date) => {
    expect(parseDg11(file(0x6b, item(0x5f2b, value))).dateOfBirth).toBe(date);
  });

  it('letters of an early issuer in ISO 8859-1 do not hide the rest', () => {
    const read = parseDg11(file(0x6b, item(0x5f13, fromHex('4DFC6C6C6572')), item(0x5f14, 'Dr')));
    expect([read.profession, read.title]).toEqual(['Müller', 'Dr']);
  });

  it('other names outside their template are found too', () => {
    expect(parseDg11(file(0x6b, item(0x5f0f, 'ĐỖ'))).otherNames.map(({ primary }) => primary)).toEqual(['ĐỖ']);
  });

  it.each([
    ['another file', fromHex('6C 00'), 'malformed'],
    ['a packed date of no digits', file(0x6b, item(0x5f2b, fromHex('199002FF'))), 'malformed'],
    ['a date with bars', file(0x6b, item(0x5f2b, '15/02/90')), 'malformed'],
    ['a date of five octets', file(0x6b, item(0x5f2b, fromHex('0199002150'))), 'malformed'],
    ['a tag list cut short', file(0x6b, fromHex('5C 01 5F')), 'malformed'],
    ['a tag list of 129 octets', file(0x6b, item(0x5c, new Uint8Array(129).fill(0x61))), 'limit'],
    ['seventeen other names', file(0x6b, encodeTlv(0xa0, repeatedly(0x5f0f, 17))), 'limit'],
    ['a text of 4097 octets', file(0x6b, item(0x5f15, 'a'.repeat(4097))), 'limit'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg11(bytes))).toBe(code);
  });

  it('whatever the octets, parsing ends', () => {
    fuzz(parseDg11, [whole, fromHex(dg11File)]);
  });
});

describe('EF.DG12, 9303-10 §4.7.12', () => {
  const whole = file(
    0x6c,
    item(0x5c, fromHex('5F19 5F26 A0 5F1B 5F1C 5F1D 5F1E 5F55 5F56')),
    item(0x5f19, 'CỤC CẢNH SÁT QLHC VỀ TTXH'),
    item(0x5f26, '20210701'),
    encodeTlv(0xa0, [fromHex('020101'), item(0x5f1a, 'TRẦN<<VĂN')]),
    item(0x5f1b, 'cấp đổi'),
    item(0x5f1c, 'không'),
    item(0x5f1d, fromHex('FFD8FF01')),
    item(0x5f1e, fromHex('FFD8FF02')),
    item(0x5f55, fromHex('20210701083000')),
    item(0x5f56, 'PS-0001'),
  );

  it('every field', () => {
    const { bytes, ...details } = parseDg12(whole);
    expect(bytes).toBe(whole);
    expect(details).toEqual({
      tags: [0x5f19, 0x5f26, 0xa0, 0x5f1b, 0x5f1c, 0x5f1d, 0x5f1e, 0x5f55, 0x5f56],
      issuingAuthority: 'CỤC CẢNH SÁT QLHC VỀ TTXH',
      dateOfIssue: '20210701',
      otherPersons: [{ text: 'TRẦN<<VĂN', primary: 'TRẦN', secondary: 'VĂN' }],
      endorsements: 'cấp đổi',
      taxOrExitRequirements: 'không',
      frontImage: fromHex('FFD8FF01'),
      rearImage: fromHex('FFD8FF02'),
      personalisedAt: '20210701083000',
      personalisationSystem: 'PS-0001',
    });
  });

  it('a time spelled out', () => {
    expect(parseDg12(file(0x6c, item(0x5f55, '20210701083000'))).personalisedAt).toBe('20210701083000');
  });

  it.each([
    ['another file', fromHex('6B 00'), 'malformed'],
    ['a time of six octets', file(0x6c, item(0x5f55, fromHex('202107010830'))), 'malformed'],
    ['a time with fillers', file(0x6c, item(0x5f55, '202107<<083000')), 'malformed'],
    ['seventeen persons', file(0x6c, encodeTlv(0xa0, repeatedly(0x5f1a, 17))), 'limit'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg12(bytes))).toBe(code);
  });

  it('whatever the octets, parsing ends', () => {
    fuzz(parseDg12, [whole]);
  });
});

describe('EF.DG16, 9303-10 §4.7.16', () => {
  const person = (tag: number): Uint8Array => encodeTlv(tag, [item(0x5f51, 'VŨ<<THỊ<LAN')]);

  it('a person may have a name alone, and the templates count, not their number', () => {
    const { persons } = parseDg16(file(0x70, fromHex('020105'), person(0xa1), person(0xa2)));
    expect(persons).toEqual(
      Array.from({ length: 2 }, () => ({ name: { text: 'VŨ<<THỊ<LAN', primary: 'VŨ', secondary: 'THỊ LAN' } })),
    );
  });

  it.each([
    ['another file', fromHex('6B 00'), 'malformed'],
    ['fifteen persons', file(0x70, ...Array.from({ length: 15 }, () => person(0xa1))), 'limit'],
    ['a person cut short', fromHex('70 05 A1 03 5F 51 04'), 'malformed'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg16(bytes))).toBe(code);
  });

  it('whatever the octets, parsing ends', () => {
    fuzz(parseDg16, [fromHex(dg16File)]);
  });
});

describe('EF.DG7, 9303-10 §4.7.7', () => {
  it('every signature, as it stands', () => {
    const two = file(0x67, fromHex('020102'), item(0x5f43, fromHex('FFD8FF01')), item(0x5f43, fromHex('FF4FFF51')));
    expect(parseDg7(two).signatures).toEqual([fromHex('FFD8FF01'), fromHex('FF4FFF51')]);
    expect(parseDg7(fromHex('67 03 020100')).signatures).toEqual([]);
    fuzz(parseDg7, [two]);
  });

  it.each([
    ['another file', fromHex('68 00'), 'malformed'],
    ['nine signatures', file(0x67, ...Array.from({ length: 9 }, () => item(0x5f43, fromHex('FF')))), 'limit'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg7(bytes))).toBe(code);
  });
});

describe('EF.ATR/INFO, 9303-10 §3.11', () => {
  it.each([
    ['with lengths', '43 01 B8 47 03 C0 01 C0 7F66 08 0202 0800 0202 8000 9000', 0x800, 0x8000, true, true],
    ['padded to the file', '47 03 C0 01 40 7F66 0A 0203 010000 0203 010002 0000 0000', 0x10000, 0x10002, false, true],
  ])('%s', (_, hex, maxCommand, maxResponse, commandChaining, extendedFields) => {
    const bytes = fromHex(hex);
    expect(parseAtrInfo(bytes)).toEqual({
      extendedLength: { maxCommand, maxResponse },
      commandChaining,
      extendedFields,
      bytes,
    });
  });

  it('says nothing where the chip says nothing', () => {
    for (const hex of ['', '00 00', 'FFFF', '47 02 C001']) {
      const bytes = fromHex(hex);
      expect(parseAtrInfo(bytes)).toEqual({ bytes });
    }
  });

  it.each([
    ['one length', '7F66 04 0202 0800', 'malformed'],
    ['a length of five octets', '7F66 0B 0205 0100000000 0202 8000', 'malformed'],
    ['33 objects', '430100'.repeat(33), 'limit'],
    ['an object cut short', '47 03 C001', 'malformed'],
  ])('refuses %s', (_, hex, code) => {
    expect(codeOf(() => parseAtrInfo(fromHex(hex)))).toBe(code);
  });

  it('whatever the octets, parsing ends', () => {
    fuzz(parseAtrInfo, [fromHex('43 01 B8 47 03 C0 01 C0 7F66 08 0202 0800 0202 8000')]);
  });
});

describe('EF.DIR, 9303-10 §3.11', () => {
  it('the applications of LDS1 and LDS2, and one that is somebody else’s', () => {
    const bytes = fromHex(`61 09 4F07A0000002471001 61 09 4F07A0000002472001 61 09 4F07A0000002472002
      61 09 4F07A0000002472003 61 0E 4F05A000000308 50 05 5049562020 0000`);
    expect(parseDir(bytes).applications).toEqual([
      { aid: 'A0000002471001', name: 'emrtd' },
      { aid: 'A0000002472001', name: 'travel-records' },
      { aid: 'A0000002472002', name: 'visa-records' },
      { aid: 'A0000002472003', name: 'additional-biometrics' },
      { aid: 'A000000308' },
    ]);
    fuzz(parseDir, [bytes]);
  });

  it.each([
    ['an identifier of four octets', '61 06 4F04A0000002', 'malformed'],
    ['33 applications', '61074F05A000000308'.repeat(33), 'limit'],
  ])('refuses %s', (_, hex, code) => {
    expect(codeOf(() => parseDir(fromHex(hex)))).toBe(code);
  });
});

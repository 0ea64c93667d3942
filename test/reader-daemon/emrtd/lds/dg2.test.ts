import { describe, expect, it } from 'vitest';
import { concat, fromHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import { readImageHeader } from '@cccd-kiosk/emrtd/lds/image-header';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { codeOf } from '../code-of.ts';
import { fuzz } from '../mutations.ts';

/** Start of image, an APP0 segment, the frame header. */
const jpeg = (width: number, height: number): Uint8Array =>
  concat(
    fromHex('FFD8 FFE0 0010 4A46494600010100000100010000 FFC0 0011 08'),
    uintToBytes(height, 2),
    uintToBytes(width, 2),
    fromHex('03 011100 021100 031100 FFDA'),
  );

/** A codestream's SOC and SIZ. */
const codestream = (width: number, height: number): Uint8Array =>
  concat(fromHex('FF4F FF51 002F 0000'), uintToBytes(width, 4), uintToBytes(height, 4), new Uint8Array(24));

const jp2 = (stream: Uint8Array): Uint8Array =>
  concat(fromHex('0000000C 6A502020 0D0A870A 00000014 66747970 6A703220 00000000 6A703220 00000000 6A703263'), stream);

function face(image: Uint8Array, points = 0): Uint8Array {
  const length = 20 + 8 * points + 12 + image.length;
  return concat(uintToBytes(length, 4), uintToBytes(points, 2), new Uint8Array(14 + 8 * points + 12), image);
}

const record = (...faces: Uint8Array[]): Uint8Array =>
  concat(
    fromHex('46414300 30313000'),
    uintToBytes(14 + faces.reduce((sum, each) => sum + each.length, 0), 4),
    uintToBytes(faces.length, 2),
    ...faces,
  );

const file = (block: Uint8Array, tag = 0x5f2e): Uint8Array =>
  encodeTlv(
    0x75,
    encodeTlv(0x7f61, [fromHex('020101'), encodeTlv(0x7f60, [fromHex('A1028000'), encodeTlv(tag, block)])]),
  );

describe('picture headers', () => {
  it.each([
    ['JPEG', jpeg(480, 640), { format: 'jpeg', width: 480, height: 640 }],
    ['JPEG 2000 codestream', codestream(240, 320), { format: 'jpeg2000', width: 240, height: 320 }],
    ['JP2 file', jp2(codestream(413, 531)), { format: 'jpeg2000', width: 413, height: 531 }],
    [
      'a bomb costs what any other costs',
      jp2(codestream(60_000, 60_000)),
      { format: 'jpeg2000', width: 60_000, height: 60_000 },
    ],
  ])('%s', (_, bytes, header) => {
    expect(readImageHeader(bytes)).toEqual(header);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a PNG', fromHex('89504E470D0A1A0A0000000D49484452')],
    ['no pixels', jpeg(0, 640)],
    ['a JPEG cut before its frame', jpeg(480, 640).slice(0, 22)],
    ['a JPEG that scans before its frame', fromHex('FFD8FFDA 0008 0000 0000 0000 0000')],
    ['a box without an end', concat(fromHex('0000000C 6A502020 0D0A870A 00000000 66747970'), new Uint8Array(20))],
    ['an offset beyond the size', codestream(1, 1).with(19, 9)],
  ])('refuses %s', (_, bytes) => {
    expect(codeOf(() => readImageHeader(bytes))).toBe('malformed');
  });
});

/** The way to the picture of a block of ISO/IEC 39794-5, as face-39794.ts describes it. */
const representation = (image: Uint8Array, dimensions = 0xa0): Uint8Array => {
  const information = encodeTlv(0xa1, encodeTlv(0xa0, fromHex('800102')));
  const flat = encodeTlv(dimensions, [encodeTlv(0x80, image), information]);
  return encodeTlv(0x30, [fromHex('800100'), encodeTlv(0xa1, encodeTlv(0xa0, flat))]);
};
const block39794 = (representations: Uint8Array[], wrapped = true): Uint8Array => {
  const content = concat(encodeTlv(0xa0, fromHex('800103 810207E3')), encodeTlv(0xa1, representations));
  return encodeTlv(0xa1, wrapped ? encodeTlv(0x65, content) : content);
};

describe('EF.DG2 with ISO/IEC 39794-5', () => {
  it.each([
    ['JPEG', jpeg(480, 640), 'jpeg'],
    ['JPEG 2000', jp2(codestream(480, 640)), 'jpeg2000'],
  ])('finds a picture in %s', (_, image, format) => {
    const due = [{ record: '39794-5', format, width: 480, height: 640, image }];
    expect(parseDg2(file(block39794([representation(image)]), 0x7f2e)).faces).toEqual(due);
    expect(parseDg2(file(block39794([representation(image)], false), 0x7f2e)).faces).toEqual(due);
  });

  it('a block without a representation has no picture', () => {
    expect(parseDg2(file(block39794([]), 0x7f2e)).faces).toEqual([]);
  });

  it.each([
    ['a body in three dimensions', block39794([representation(jpeg(1, 1), 0xa1)]), 'unsupported'],
    ['an extension in the place of a body', block39794([fromHex('30 07 800100 A1 02 A100')]), 'unsupported'],
    ['no representations', encodeTlv(0xa1, encodeTlv(0x65, fromHex('A003800103'))), 'malformed'],
    ['a picture of no known kind', block39794([representation(fromHex('89504E470D0A1A0A0000000D'))]), 'malformed'],
    ['nine faces', block39794(Array.from({ length: 9 }, () => representation(jpeg(1, 1)))), 'limit'],
  ])('refuses %s', (_, block, code) => {
    expect(codeOf(() => parseDg2(file(block, 0x7f2e)))).toBe(code);
  });

  it('whatever the octets, parsing ends and names its reason', () => {
    fuzz(parseDg2, [file(block39794([representation(jpeg(480, 640))]), 0x7f2e)], 600);
  });
});

describe('EF.DG2, 9303-10 §4.7.2 and ISO/IEC 19794-5 §5', () => {
  it.each([
    ['5F2E', 0x5f2e],
    ['7F2E', 0x7f2e],
  ])('finds the picture in a block tagged %s', (_, tag) => {
    const image = jpeg(480, 640);
    const { faces } = parseDg2(file(record(face(image, 3)), tag));
    expect(faces).toEqual([{ record: '19794-5', format: 'jpeg', width: 480, height: 640, image }]);
  });

  it('a record without faces, and a card without a block, have no picture', () => {
    expect(parseDg2(file(record())).faces).toEqual([]);
    expect(parseDg2(file(new Uint8Array(0))).faces).toEqual([]);
    expect(parseDg2(encodeTlv(0x75, encodeTlv(0x7f61, fromHex('020100')))).faces).toEqual([]);
  });

  it.each([
    ['a block of neither standard', file(fromHex('A203800101')), 'unsupported'],
    ['a record longer than its block', file(record(face(jpeg(1, 1))).slice(0, 60)), 'malformed'],
    ['feature points beyond the face', file(record(face(jpeg(1, 1)).with(4, 0xff))), 'malformed'],
    ['nine faces', file(record(...Array.from({ length: 9 }, () => face(jpeg(1, 1))))), 'limit'],
    ['no template', fromHex('75 00'), 'malformed'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg2(bytes))).toBe(code);
  });

  it('whatever the octets, parsing ends and names its reason', () => {
    fuzz(parseDg2, [file(record(face(jpeg(480, 640), 2))), file(record(face(jp2(codestream(9, 9)))))], 600);
  });
});

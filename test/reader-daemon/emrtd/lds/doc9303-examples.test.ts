import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import { checkDigit } from '@cccd-kiosk/emrtd/lds/check-digit';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseDg11 } from '@cccd-kiosk/emrtd/lds/dg11';
import { parseDg16 } from '@cccd-kiosk/emrtd/lds/dg16';
import { parseCom } from '@cccd-kiosk/emrtd/lds/ef-com';
import { parseMrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { comFiles, dg11File, dg16File, dg1Files } from '@cccd-kiosk/fixtures/doc9303/elementary-files';
import { mrzKeys } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { checkDigits, compositeZones, specimens } from '@cccd-kiosk/fixtures/doc9303/machine-readable-zones';

describe('9303-10 Appendix A', () => {
  it.each(comFiles)('A.1 EF.COM of LDS $ldsVersion', ({ bytes, ldsVersion, dataGroups }) => {
    expect(parseCom(fromHex(bytes))).toMatchObject({ ldsVersion, unicodeVersion: '040000', dataGroups });
  });

  it.each(dg1Files)('A.2 EF.DG1 $lines.0', ({ bytes, lines }) => {
    expect(parseDg1(fromHex(bytes)).mrz).toMatchObject({ lines, valid: true });
  });

  it('A.2.1: a name that fills its field, and an optional field that holds a personal number', () => {
    expect(parseDg1(fromHex(dg1Files[0].bytes)).mrz).toMatchObject({
      surname: 'VAN DER STEEN',
      givenNames: 'MARIANNE LOUISE',
      nameTruncated: true,
      documentNumber: 'XI85935F8',
      optionalData: '999999990<<<<<<',
    });
  });

  it('A.5 EF.DG11', () => {
    const { bytes, ...details } = parseDg11(fromHex(dg11File));
    expect(bytes).toHaveLength(98);
    expect(details).toEqual({
      tags: [0x5f0e, 0x5f11, 0x5f42, 0x5f12, 0x5f13],
      fullName: { text: 'SMITH<<JOHN<J', primary: 'SMITH', secondary: 'JOHN J' },
      placeOfBirth: ['ANYTOWN', 'MN'],
      permanentAddress: ['123 MAPLE RD', 'ANYTOWN', 'MN'],
      telephone: '16125551212',
      profession: 'TRAVEL<AGENT',
      otherNames: [],
    });
  });

  it('A.6 EF.DG16', () => {
    expect(parseDg16(fromHex(dg16File)).persons).toEqual([
      {
        recordedOn: '20020101',
        name: { text: 'SMITH<<CHARLES<R', primary: 'SMITH', secondary: 'CHARLES R' },
        telephone: '19525551212',
        address: ['123 MAPLE RD', 'ANYTOWN', 'MN', '55100'],
      },
      {
        recordedOn: '20020315',
        name: { text: 'BROWN<<MARY<J', primary: 'BROWN', secondary: 'MARY J' },
        telephone: '14155551212',
        address: ['49 REDWOOD LN', 'OCEAN BREEZE', 'CA', '94000'],
      },
    ]);
  });
});

describe('9303-3 Appendix A', () => {
  it.each(checkDigits)('$field has $digit', ({ field, digit }) => {
    expect(checkDigit(field)).toBe(digit);
  });

  it.each(compositeZones)('$format: every digit of the zone holds', ({ format, lines }) => {
    const mrz = parseMrz(lines.join('\n'));
    expect(mrz).toMatchObject({ format, issuingState: 'YTO', valid: true });
    expect(Object.values(mrz.checkDigits)).toEqual([true, true, true, true, true]);
  });
});

describe('specimen zones of 9303-4, -5 and -6', () => {
  it.each(specimens)('$source, $format', ({ format, documentCode, documentNumber, lines }) => {
    expect(parseMrz(lines.join('\n'))).toMatchObject({
      format,
      documentCode,
      documentNumber,
      issuingState: 'UTO',
      nationality: 'UTO',
      dateOfBirth: '740812',
      dateOfExpiry: '120415',
      sex: 'F',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      valid: true,
    });
  });

  it.each(specimens)('$source: a digit changed anywhere that a digit covers is seen', ({ lines }) => {
    const text = lines.join('');
    const { format } = parseMrz(text);
    // Neither names, codes, states and sex, nor optional data of TD2 beyond its composite, have digits of their own.
    const covered = { TD1: [5, 30], TD2: [36, 46], TD3: [44, 54] }[format] as [number, number];
    for (let at = covered[0]; at < covered[1]; at++) {
      const value = Number.parseInt(text.charAt(at), 36);
      const other = Number.isNaN(value) ? '1' : String((value + 1) % 10);
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      expect(parseMrz(changed).valid, `column ${at}`).toBe(false);
    }
  });
});

describe('document numbers longer than nine characters, 9303-5 §4.2.2.1 note j and 9303-6 §4.2.2.1', () => {
  const long = mrzKeys[0];
  const digit = long.mrzInformation.charAt(long.documentNumber.length);

  it('TD1: the number and its digit run over into the optional data', () => {
    const first = `I<UTO${long.documentNumber.slice(0, 9)}<${long.documentNumber.slice(9)}${digit}`.padEnd(30, '<');
    const composite = checkDigit(`${first.slice(5)}34071279507122<<<<<<<<<<<`) ?? '';
    const mrz = parseMrz(`${first}3407127M9507122UTO<<<<<<<<<<<${composite}STEVENSON<<PETER<<<<<<<<<<<<<<`);
    expect([mrz.documentNumber, mrz.valid]).toEqual([long.documentNumber, true]);
  });

  it('TD2 of 9303-11 Appendix D.2', () => {
    const second = `${long.documentNumber.slice(0, 9)}<UTO3407127M9507122${long.documentNumber.slice(9)}${digit}<<<`;
    const composite = checkDigit(`${second.slice(0, 10)}34071279507122${second.slice(28)}`) ?? '';
    const mrz = parseMrz(`${'I<UTOSTEVENSON<<PETER'.padEnd(36, '<')}${second}${composite}`);
    expect([mrz.format, mrz.documentNumber, mrz.valid]).toEqual(['TD2', long.documentNumber, true]);
  });

  it('a wrong digit behind a long number shows', () => {
    const wrong = String((Number(digit) + 1) % 10);
    const first = `I<UTO${long.documentNumber.slice(0, 9)}<${long.documentNumber.slice(9)}${wrong}`.padEnd(30, '<');
    const composite = checkDigit(`${first.slice(5)}34071279507122<<<<<<<<<<<`) ?? '';
    const mrz = parseMrz(`${first}3407127M9507122UTO<<<<<<<<<<<${composite}STEVENSON<<PETER<<<<<<<<<<<<<<`);
    expect(mrz.checkDigits).toMatchObject({ documentNumber: false, composite: true });
  });

  it('a Vietnamese number does not run over: nine digits, their check digit, and twelve more behind', () => {
    const mrz = parseMrz('IDVNM1909999992001190999999<<39002155F3002153VNM<<<<<<<<<<<8NGUYEN<<THI<MAU<<<<<<<<<<<<<<<');
    expect([mrz.documentNumber, mrz.optionalData.slice(0, 12)]).toEqual(['190999999', '001190999999']);
  });
});

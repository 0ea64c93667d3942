import { describe, expect, it } from 'vitest';
import { ascii, concat, fromHex } from '@cccd-kiosk/emrtd/bytes';
import { checkDigit } from '@cccd-kiosk/emrtd/lds/check-digit';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseMrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { codeOf } from '../code-of.ts';
import { fuzz, fuzzText } from '../mutations.ts';

const synthetic = [
  'IDVNM1909999992001190999999<<3',
  '9002155F3002153VNM<<<<<<<<<<<8',
  'NGUYEN<<THI<MAU<<<<<<<<<<<<<<<',
].join('\n');
const td3 = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
const td1 = 'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<';
const td2 = 'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6';

describe('check digits, 9303-3 §4.9', () => {
  it.each([
    ['520727', '3'],
    ['AB2134<<<', '5'],
    ['001190999999', '3'],
    ['991231', '5'],
    ['', '0'],
  ])('%s has %s', (field, digit) => {
    expect(checkDigit(field)).toBe(digit);
  });

  it.each(['a', '*', 'É', ' '])('%s cannot stand in a zone', (field) => {
    expect(checkDigit(field)).toBeUndefined();
  });
});

describe('machine readable zones', () => {
  it('TD1 of the Vietnamese card', () => {
    expect(parseMrz(synthetic)).toMatchObject({
      format: 'TD1',
      documentCode: 'ID',
      issuingState: 'VNM',
      documentNumber: '190999999',
      optionalData: '001190999999<<3',
      dateOfBirth: '900215',
      sex: 'F',
      dateOfExpiry: '300215',
      nationality: 'VNM',
      surname: 'NGUYEN',
      givenNames: 'THI MAU',
      nameTruncated: false,
      valid: true,
    });
  });

  it('no expiry is 991231 with check digit 5', () => {
    const lines = synthetic.replace('9002155F3002153VNM<<<<<<<<<<<8', '9002155F9912315VNM<<<<<<<<<<<4');
    expect(parseMrz(lines)).toMatchObject({ dateOfExpiry: '991231', valid: true });
  });

  it.each([
    ['9303-4 App. B, TD3', td3, 'TD3', 'L898902C3'],
    ['9303-5 App. B, TD1', td1, 'TD1', 'D23145890'],
    ['9303-6 App. B, TD2', td2, 'TD2', 'D23145890'],
  ])('%s', (_, text, format, documentNumber) => {
    const mrz = parseMrz(text);
    expect(mrz).toMatchObject({ format, documentNumber, surname: 'ERIKSSON', givenNames: 'ANNA MARIA', valid: true });
    expect([mrz.issuingState, mrz.nationality, mrz.dateOfBirth, mrz.dateOfExpiry]).toEqual([
      'UTO',
      'UTO',
      '740812',
      '120415',
    ]);
    expect(parseMrz(text.replaceAll('\n', '').toLowerCase())).toEqual(mrz);
  });

  it('9303-5 §4.2.2.1 note j: a long number runs over into the optional data', () => {
    const line1 = 'I<UTOD23145890<7349<<<<<<<<<<<';
    const number = 'D23145890734';
    const composite = checkDigit(`${line1.slice(5)}7408122${'1204159'}${'<'.repeat(11)}`);
    const mrz = parseMrz(`${line1}7408122F1204159UTO<<<<<<<<<<<${composite}ERIKSSON<<ANNA<MARIA<<<<<<<<<<`);
    expect(mrz.documentNumber).toBe(number);
    expect(mrz.checkDigits.documentNumber).toBe(checkDigit(number) === '9');
  });

  it.each([
    ['documentNumber', 0, 13],
    ['dateOfBirth', 1, 3],
    ['dateOfExpiry', 1, 10],
  ] as const)('a wrong %s shows in its own check digit and in the composite', (field, line, column) => {
    const lines = synthetic.split('\n');
    const wrong = lines[line] ?? '';
    const digit = (Number(wrong[column]) + 1) % 10;
    lines[line] = wrong.slice(0, column) + String(digit) + wrong.slice(column + 1);
    const mrz = parseMrz(lines.join(''));
    expect(mrz.checkDigits).toMatchObject({ [field]: false, composite: false });
    expect(mrz.valid).toBe(false);
  });

  it('masked characters are reported, not thrown', () => {
    const mrz = parseMrz(synthetic.replace('190999999', '190***999'));
    expect([mrz.valid, mrz.checkDigits.documentNumber]).toEqual([false, false]);
  });

  it('an unknown part of a birth date is fillers', () => {
    const digit = checkDigit('50<<<<') ?? '';
    expect(parseMrz(synthetic.replace('9002155F', `50<<<<${digit}F`))).toMatchObject({
      dateOfBirth: '50<<<<',
      checkDigits: { dateOfBirth: true },
    });
  });

  it('9303-3 §4.6.1: a name filled to its last character may have been cut', () => {
    const long = synthetic.replace('NGUYEN<<THI<MAU<<<<<<<<<<<<<<<', 'NGUYEN<<THI<MAU<TRUONG<DAI<TUA');
    expect(parseMrz(long).nameTruncated).toBe(true);
  });

  it('a single name leaves the second part empty', () => {
    const single = synthetic.replace('NGUYEN<<THI<MAU<<<<<<<<<<<<<<<', 'ARKFREITH<<<<<<<<<<<<<<<<<<<<<');
    expect(parseMrz(single)).toMatchObject({ surname: 'ARKFREITH', givenNames: '' });
  });

  it.each([
    ['another length', 'IDVNM', 'malformed'],
    ['far too long', 'A'.repeat(201), 'limit'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(() => parseMrz(text))).toBe(code);
  });
});

describe('EF.DG1, 9303-10 §4.7.1', () => {
  const file = encodeTlv(0x61, encodeTlv(0x5f1f, ascii(synthetic.replaceAll('\n', ''))));

  it('holds the zone', () => {
    expect(parseDg1(file).mrz.documentNumber).toBe('190999999');
  });

  it.each([
    ['another tag', concat(fromHex('62'), file.subarray(1)), 'malformed'],
    ['no zone', fromHex('61 00'), 'malformed'],
    ['octets that are no characters', encodeTlv(0x61, encodeTlv(0x5f1f, new Uint8Array(90))), 'malformed'],
    ['a long zone', encodeTlv(0x61, encodeTlv(0x5f1f, new Uint8Array(300).fill(0x41))), 'limit'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg1(bytes))).toBe(code);
  });

  it('whatever comes, parsing ends and names its reason', () => {
    fuzz(parseDg1, [file]);
    fuzzText(parseMrz, [synthetic, td3, td2]);
  });
});

import { describe, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '@cccd-kiosk/emrtd/bytes';
import {
  writeInteger,
  writeOid,
  writePrintableString,
  writeSequence,
  writeUtf8String,
} from '@cccd-kiosk/emrtd/der-write';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import { cardFiles, people } from '@cccd-kiosk/fixtures/world';
import { codeOf } from '../emrtd/code-of.ts';
import { fuzz } from '../emrtd/mutations.ts';

const field = (n: number, ...values: Uint8Array[]): Uint8Array => writeSequence(writeInteger(n), ...values);
const name = (text: string): Uint8Array => writeSequence(writeUtf8String(text));
const file = (...entries: Uint8Array[]): Uint8Array =>
  encodeTlv(0x6d, writeSequence(writeInteger(1), writeOid('1.0.10646.1.0.8'), encodeTlv(0x31, entries)));

describe('EF.DG13 of the Vietnamese card', () => {
  it.each(people.map((person) => [person.id, person] as const))(
    'what was written for %s is read',
    async (_, person) => {
      const dg13 = parseDg13((await cardFiles({ person })).get('EF_DG13') ?? new Uint8Array(0));
      expect(dg13).toMatchObject({
        version: 1,
        contentType: '1.0.10646.1.0.8',
        personalNumber: person.number,
        fullName: person.name,
        sex: person.sex,
        nationality: person.nationality,
        ethnicity: person.ethnicity,
        religion: person.religion,
        placeOfOrigin: person.origin,
        placeOfResidence: person.residence,
        dateOfIssue: person.issueDate,
        father: person.father,
        mother: person.mother,
        spouse: person.spouse,
        oldNumber: person.oldNumber,
        unknown: [],
      });
    },
  );

  it('parents: two siblings, nested in one, or strings', () => {
    const read = (...values: Uint8Array[]) => {
      const { father, mother } = parseDg13(file(field(13, ...values)));
      return [father, mother];
    };
    const [father, mother] = [name('Trần Mẫu Cha'), name('Nguyễn Mẫu Mẹ')];
    const due = ['Trần Mẫu Cha', 'Nguyễn Mẫu Mẹ'];
    expect(read(father, mother)).toEqual(due);
    expect(read(writeSequence(father, mother))).toEqual(due);
    expect(read(writeUtf8String('Trần Mẫu Cha'), writeUtf8String('Nguyễn Mẫu Mẹ'))).toEqual(due);
    expect(read(father)).toEqual(['Trần Mẫu Cha', null]);
    expect(read(writeSequence(), mother)).toEqual([null, 'Nguyễn Mẫu Mẹ']);
    expect(read()).toEqual([null, null]);
  });

  it('spouse: single is a field without a value', () => {
    expect(parseDg13(file(field(14))).spouse).toBeNull();
    expect(parseDg13(file(field(14, name('Lê Mẫu')))).spouse).toBe('Lê Mẫu');
    expect(parseDg13(file(field(14, writeUtf8String('Lê Mẫu')))).spouse).toBe('Lê Mẫu');
  });

  it.each([
    ['UTF8String', writeUtf8String('Nam')],
    ['PrintableString', writePrintableString('Nam')],
    ['BMPString', encodeTlv(0x1e, fromHex('004E0061006D'))],
    ['IA5String', encodeTlv(0x16, utf8('Nam'))],
  ])('a value may be a %s', (_, value) => {
    expect(parseDg13(file(field(4, value))).sex).toBe('Nam');
  });

  it('absent, empty and "null" are null', () => {
    const dg13 = parseDg13(
      file(field(15, writePrintableString('')), field(16, writePrintableString('NULL')), field(7)),
    );
    expect([dg13.oldNumber, dg13.chipSerial, dg13.religion, dg13.fullName]).toEqual([null, null, null, null]);
  });

  it('text is kept as the chip has it, composed or not', () => {
    const apart = 'Nguyễn'.normalize('NFD');
    expect(parseDg13(file(field(2, writeUtf8String(apart)))).fullName).toBe(apart);
  });

  it('expiry may be words', () => {
    expect(parseDg13(file(field(12, writeUtf8String('Không thời hạn')))).dateOfExpiry).toBe('Không thời hạn');
  });

  it('a value longer than 127 octets, and one that looks like a field inside', () => {
    const residence = `Số 0\u0002\u0001\u0003 ${'Mẫu '.repeat(60)}`.trim();
    expect(
      parseDg13(file(field(9, writeUtf8String(residence)), field(3, writePrintableString('15/02/1990')))),
    ).toMatchObject({
      placeOfResidence: residence,
      dateOfBirth: '15/02/1990',
    });
  });

  it('lengths need not be the shortest, nor fields in order', () => {
    const long = fromHex('30 82 0008 020110 13 81 02 4142');
    expect(parseDg13(file(long, field(4, writeUtf8String('Nữ'))))).toMatchObject({ chipSerial: 'AB', sex: 'Nữ' });
  });

  it('fields to come, fields twice and values of another kind are kept raw', () => {
    const [future, twice] = [field(17, writeInteger(1)), field(4, writeUtf8String('Nữ'))];
    const strange = field(2, writeInteger(5));
    const dg13 = parseDg13(file(field(4, writeUtf8String('Nam')), future, twice, strange));
    expect(dg13.sex).toBe('Nam');
    expect(dg13.unknown).toEqual([
      { number: 17, bytes: future },
      { number: 4, bytes: twice },
      { number: 2, bytes: strange },
    ]);
  });

  it.each([
    ['another tag', encodeTlv(0x6e, file().subarray(2)), 'malformed'],
    ['octets behind the file', concat(file(), fromHex('00')), 'malformed'],
    ['a field without a number', file(fromHex('3000')), 'malformed'],
    ['a number out of range', file(field(0x10_0000)), 'malformed'],
    ['text that is not UTF-8', file(field(2, encodeTlv(0x0c, fromHex('C4')))), 'malformed'],
    ['65 fields', file(...Array.from({ length: 65 }, (_, n) => field(n))), 'limit'],
    ['four gigabytes', fromHex('6D 84 FFFFFFFF 30'), 'limit'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseDg13(bytes))).toBe(code);
  });

  it('whatever the octets, parsing ends and names its reason', async () => {
    const whole = (await cardFiles({ person: '04-mau' })).get('EF_DG13') ?? new Uint8Array(0);
    fuzz(parseDg13, [whole, file(field(13, name('A'), name('B')))], 800);
  });
});

import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseMrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { compareFiles, comparePrinted } from '@cccd-kiosk/cccd/cross-checks';
import { parseDg13, type Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import { hasNoExpiry, vietnameseNumber } from '@cccd-kiosk/cccd/vietnamese-mrz';
import { cardFiles, people, printedOf } from '@cccd-kiosk/fixtures/world';

const mrz = parseMrz('IDVNM1909999992001190999999<<39002155F3002153VNM<<<<<<<<<<<8NGUYEN<<THI<MAU<<<<<<<<<<<<<<<');
const good = {
  personalNumber: '001190999999',
  fullName: 'Nguyễn Thị Mẫu',
  dateOfBirth: '15/02/1990',
  sex: 'Nữ',
  dateOfIssue: '01/05/2021',
  dateOfExpiry: '15/02/2030',
};
/** Version and content type, and no field. */
const empty = parseDg13(fromHex('6D 0F 300D 020101 060628D316010008 3100'));
const dg13 = (fields: Partial<Dg13Fields> = {}) => ({ ...empty, ...good, ...fields });

describe('DG1 against DG13', () => {
  it('a good card agrees in every field', () => {
    expect(compareFiles(mrz, dg13())).toEqual({
      compared: ['personalNumber', 'documentNumber', 'name', 'dateOfBirth', 'sex', 'dateOfExpiry'],
      differences: [],
    });
  });

  it.each([
    [{ personalNumber: '001190999998' }, ['personalNumber', 'documentNumber']],
    [{ personalNumber: '002190999999' }, ['personalNumber']],
    [{ fullName: 'Nguyễn Thị Khác' }, ['name']],
    [{ dateOfBirth: '16/02/1990' }, ['dateOfBirth']],
    [{ sex: 'Nam' }, ['sex']],
    [{ dateOfExpiry: '15/02/2031' }, ['dateOfExpiry']],
    [{ dateOfExpiry: 'Không thời hạn' }, ['dateOfExpiry']],
  ])('%j', (fields, differences) => {
    expect(compareFiles(mrz, dg13(fields)).differences).toEqual(differences);
  });

  it('what a side lacks, or what cannot be compared, is not compared', () => {
    const { compared, differences } = compareFiles(mrz, dg13({ sex: null, fullName: 'ចាន់', dateOfBirth: 'không rõ' }));
    expect(compared).toEqual(['personalNumber', 'documentNumber', 'dateOfExpiry']);
    expect(differences).toEqual([]);
  });

  it('words for no expiry stand for 991231', () => {
    const open = parseMrz('IDVNM1909999992001190999999<<39002155F9912315VNM<<<<<<<<<<<4NGUYEN<<THI<MAU<<<<<<<<<<<<<<<');
    expect(hasNoExpiry(open)).toBe(true);
    expect(compareFiles(open, dg13({ dateOfExpiry: 'Không thời hạn' })).differences).toEqual([]);
    expect(compareFiles(open, dg13({ dateOfExpiry: '15/02/2030' })).differences).toEqual(['dateOfExpiry']);
  });

  it.each(people.map((person) => [person.id, person] as const))(
    'the card of %s agrees with itself and its print',
    async (_, person) => {
      const files = await cardFiles({ person });
      const chip = {
        mrz: parseDg1(files.get('EF_DG1') ?? new Uint8Array(0)).mrz,
        dg13: parseDg13(files.get('EF_DG13') ?? new Uint8Array(0)),
      };
      expect(compareFiles(chip.mrz, chip.dg13).differences).toEqual([]);
      const printed = printedOf(person);
      const inputs = [
        { kind: 'qr', text: printed.qr },
        { kind: 'can', can: printed.can },
        { kind: 'mrz', text: printed.mrz },
      ] as const;
      for (const input of inputs) {
        const { compared, differences } = comparePrinted(accessKeys(input).printed, chip);
        expect(differences).toEqual([]);
        expect(compared).not.toEqual([]);
      }
    },
  );
});

describe('what was printed against the chip', () => {
  const qr = (text: string) => accessKeys({ kind: 'qr', text }).printed;
  const text = '001190999999||NGUYỄN THỊ MẪU|15021990|Nữ|Hà Nội|01052021';

  it.each([
    ['a good code', text, []],
    ['another number', text.replace('001190999999', '001190899999'), ['personalNumber']],
    ['another name', text.replace('MẪU', 'MẬU'), ['name']],
    ['another birth date', text.replace('15021990', '15021991'), ['dateOfBirth']],
    ['another sex', text.replace('Nữ', 'Nam'), ['sex']],
    ['another issue date', text.replace('01052021', '02052021'), ['dateOfIssue']],
    ['another residence: people move', text.replace('Hà Nội', 'Huế'), []],
  ])('QR: %s', (_, given, differences) => {
    expect(comparePrinted(qr(given), { mrz, dg13: dg13() }).differences).toEqual(differences);
  });

  it('without DG13 the zone speaks, without diacritics', () => {
    expect(comparePrinted(qr(text.replace('MẪU', 'MẬU')), { mrz }).differences).toEqual([]);
    expect(comparePrinted(qr(text.replace('MẪU', 'HOA')), { mrz }).differences).toEqual(['name']);
  });

  it.each([
    ['999999', []],
    ['999998', ['personalNumber']],
  ])('CAN %s', (can, differences) => {
    expect(comparePrinted({ kind: 'can', can }, { mrz }).differences).toEqual(differences);
  });

  it('answers carry the names of fields and never their values', () => {
    expect(JSON.stringify(compareFiles(mrz, dg13({ fullName: 'Người Khác' })))).not.toMatch(/Khác|MAU|1990|999/);
  });
});

describe('the Vietnamese zone', () => {
  it('the personal number stands in the optional data', () => {
    expect(vietnameseNumber(mrz)).toBe('001190999999');
  });

  it.each([
    ['another state', { issuingState: 'UTO' }],
    ['a document number that is not its end', { documentNumber: '190999998' }],
    ['a wrong check digit of its own', { optionalData: '001190999999<<4' }],
    ['letters', { optionalData: '00119099999A<<3' }],
  ])('not where there is %s', (_, change) => {
    expect(vietnameseNumber({ ...mrz, ...change })).toBeUndefined();
  });
});

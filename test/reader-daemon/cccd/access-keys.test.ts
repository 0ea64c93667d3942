import { describe, expect, it } from 'vitest';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { people, printedOf } from '@cccd-kiosk/fixtures/world';
import { codeOf } from '../emrtd/code-of.ts';

const mrz = 'IDVNM1909999992001190999999<<3\n9002155F3002153VNM<<<<<<<<<<<8\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<';
const zone = { kind: 'mrz', documentNumber: '190999999', dateOfBirth: '900215', dateOfExpiry: '300215' };

describe('keys from what was scanned or typed', () => {
  it('QR code: the CAN first, then the zone by the expiry rule', () => {
    const { keys } = accessKeys({ kind: 'qr', text: '001190999999||Nguyễn Thị Mẫu|15021990|Nữ|Hà Nội|01052021' });
    expect(keys).toEqual([{ kind: 'can', can: '999999' }, zone]);
  });

  it('QR code at an edge of the rule: two zones', () => {
    const { keys } = accessKeys({ kind: 'qr', text: '001190999999||Nguyễn Thị Mẫu|15021990|Nữ|Hà Nội|15022028' });
    expect(keys.slice(1)).toEqual([zone, { ...zone, dateOfExpiry: '500215' }]);
  });

  it('QR code without dates: the CAN alone', () => {
    expect(accessKeys({ kind: 'qr', text: '001190999999||Nguyễn Thị Mẫu||Nữ|Hà Nội|' }).keys).toEqual([
      { kind: 'can', can: '999999' },
    ]);
  });

  it('six digits', () => {
    expect(accessKeys({ kind: 'can', can: ' 999999 ' })).toEqual({
      keys: [{ kind: 'can', can: '999999' }],
      printed: { kind: 'can', can: '999999' },
    });
  });

  it('zone of a Vietnamese card: its number gives the CAN too', () => {
    expect(accessKeys({ kind: 'mrz', text: mrz }).keys).toEqual([{ kind: 'can', can: '999999' }, zone]);
  });

  it('zone of a passport: itself alone', () => {
    const text = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10';
    expect(accessKeys({ kind: 'mrz', text }).keys).toEqual([
      { kind: 'mrz', documentNumber: 'L898902C3', dateOfBirth: '740812', dateOfExpiry: '120415' },
    ]);
  });

  it.each([
    ['five digits', { kind: 'can', can: '12345' }],
    ['letters', { kind: 'can', can: '12345A' }],
    ['a zone with a wrong check digit', { kind: 'mrz', text: mrz.replace('9002155', '9002156') }],
    ['another QR code', { kind: 'qr', text: 'https://example.invalid' }],
  ] as const)('refuses %s', (_, input) => {
    expect(codeOf(() => accessKeys(input))).toBe('malformed');
  });

  it.each(people.map((person) => [person.id, person] as const))(
    'the QR code of %s gives the key of its zone',
    (_, person) => {
      const printed = printedOf(person);
      const fromMrz = accessKeys({ kind: 'mrz', text: printed.mrz }).keys;
      const fromQr = accessKeys({ kind: 'qr', text: printed.qr }).keys;
      for (const key of fromMrz) expect(fromQr).toContainEqual(key);
      expect(fromQr.length).toBeLessThanOrEqual(3);
    },
  );
});

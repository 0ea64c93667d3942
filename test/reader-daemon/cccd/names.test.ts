import { describe, expect, it } from 'vitest';
import { mrzName, mrzNameField, nameMatchesMrz, normalName, sameName, transliterate } from '@cccd-kiosk/cccd/names';

describe('names, 9303-3 §4.6 and §6', () => {
  it.each([
    ['Nguyễn Thị Mẫu', 'NGUYEN<<THI<MAU'],
    ['Đặng Ưng Đường', 'DANG<<UNG<DUONG'],
    ['Lý Mẫu', 'LY<<MAU'],
    ['Mẫu', 'MAU'],
    ['H’Hen Niê', 'HHEN<<NIE'],
    ["Y A'Yun Ƀuôn Yă", 'Y<<AYUN<BUON<YA'],
    ['Hồ Thị Kăn-Sương', 'HO<<THI<KAN<SUONG'],
    ['Ngọc Ðỗ', 'NGOC<<DO'],
    ['Ksor Hʼƀlŭk', 'KSOR<<HBLUK'],
  ])('%s', (name, zone) => {
    expect(mrzName(name)).toBe(zone);
    expect(mrzName(name.normalize('NFD'))).toBe(zone);
    expect(nameMatchesMrz(name, zone.padEnd(30, '<'))).toBe(true);
  });

  it('a field is filled, or cut, to thirty characters', () => {
    expect(mrzNameField('Lý Mẫu')).toBe('LY<<MAU<<<<<<<<<<<<<<<<<<<<<<<');
    expect(mrzNameField('Nguyễn Phúc Công Tằng Tôn Nữ Thị Mẫu Hoa')).toHaveLength(30);
  });

  describe('is this field that of the name?', () => {
    const long = 'Nguyễn Phúc Công Tằng Tôn Nữ Thị Mẫu Hoa';
    it.each([
      ['cut by its end', long, 'NGUYEN<<PHUC<CONG<TANG<TON<NU<', true],
      ['cut by its end, in a word', long, 'NGUYEN<<PHUC<CONG<TANG<TON<NUT', false],
      ['each part shortened', long, 'NGUYEN<<P<C<TANG<TON<NU<THI<MA', true],
      ['another name of the same beginning', long, 'NGUYEN<<PHUC<CONG<TANG<LE<NU<T', false],
      ['one letter off', 'Nguyễn Thị Mẫu', 'NGUYEN<<THI<MAN<<<<<<<<<<<<<<<', false],
      ['a part missing though there was room', 'Nguyễn Thị Mẫu', 'NGUYEN<<MAU<<<<<<<<<<<<<<<<<<<', false],
      ['the apostrophe as a gap', "H'Hen Niê", 'H<<HEN<NIE<<<<<<<<<<<<<<<<<<<<', true],
      ['an empty field', 'Nguyễn', '<'.repeat(30), false],
      ['a name of another script', 'ចាន់', '<'.repeat(30), false],
    ])('%s', (_, name, field, due) => {
      expect(nameMatchesMrz(name, field)).toBe(due);
    });
  });

  it.each([
    ['Nguyễn Thị Mẫu', 'NGUYỄN THỊ MẪU', true],
    ['Nguyễn Thị Mẫu', 'Nguyễn  Thị Mẫu\u200b'.normalize('NFD'), true],
    ['Ðặng Mẫu', 'Đặng Mẫu', true],
    ['Nguyễn Thị Mẫu', 'Nguyen Thi Mau', false],
    ['Nguyễn Thị Mẫu', 'Nguyễn Thị Mậu', false],
  ])('same name: %s, %s: %s', (a, b, due) => {
    expect(sameName(a, b)).toBe(due);
  });

  it('normal form is NFC, what the chip said is left alone elsewhere', () => {
    expect(normalName(' Mẫu  Ðô '.normalize('NFD'))).toBe('Mẫu Đô');
    expect(transliterate('<script>alert(1)</script>')).toBe('SCRIPT ALERT SCRIPT');
  });
});

import { describe, expect, it } from 'vitest';
import { compareDates } from '@cccd-kiosk/server/src/matching/compare-dates';
import { compareNames } from '@cccd-kiosk/server/src/matching/compare-names';
import { compareRecords } from '@cccd-kiosk/server/src/matching/compare-records';

describe('names of invented people', () => {
  it.each([
    ['Trần Thị Mẫu', 'Trần Thị Mẫu', 'same'],
    ['Trần Thị Mẫu', 'TRẦN THỊ MẪU', 'same-after-normalising'],
    ['Trần Thị Mẫu', 'Trần  Thị Mẫu ', 'same-after-normalising'],
    ['Trần Thị Mẫu', 'Trần Thị Mẫu'.normalize('NFD'), 'same-after-normalising'],
    ['Lê Văn Hòa', 'LÊ VĂN HOÀ', 'same-after-normalising'],
    ['Phan Thúy Uyên', 'Phan Thuý Uyên', 'same-after-normalising'],
    ['Lý Mỹ Kỳ', 'Lí Mĩ Kì', 'same-after-normalising'],
    ['Quý Mẫu', 'Quí Mẫu', 'same-after-normalising'],
    ['Đỗ Văn Mẫu', 'Ðỗ Văn Mẫu', 'same-after-normalising'],
    ["H'Hen Niê", 'H’HEN NIÊ', 'same-after-normalising'],
    ['Y-Thiêng Niê', 'Y Thiêng Niê', 'same-after-normalising'],
    ['Lê Văn Hòa', 'Lê Văn Hoa', 'accent-only'],
    ['Đỗ Văn Mẫu', 'Do Van Mau', 'accent-only'],
    ['Nguyễn Thúy Mẫu', 'Nguyễn Thùy Mẫu', 'accent-only'],
    ['Trần Thị Mẫu', 'Trần Thu Mai', 'first-letters'],
    ['Trần Thị Mẫu', 'Lê Văn Hòa', 'different'],
    ['Trần Thị Mẫu', 'Trần Mẫu', 'different'],
    ['Nguyễn Thị Tuy', 'Nguyễn Thị Tui', 'first-letters'],
  ])('%s · %s: %s', (a, b, relation) => {
    expect(compareNames(a, b)).toBe(relation);
    expect(compareNames(b, a)).toBe(relation);
  });
});

describe('dates', () => {
  it.each([
    ['1948-10-20', '20/10/1948', 'same-after-normalising'],
    ['1948', '20/10/1948', 'same-after-normalising'],
    ['00/00/1948', '1948-10', 'same-after-normalising'],
    ['1948', '1949', 'different'],
    ['1948-10-20', '10/20/1948', 'different'],
    ['1948-01-01', '20/10/1948', 'different'],
    ['1948-10-20', 'không rõ', 'different'],
  ])('%s · %s: %s', (a, b, relation) => {
    expect(compareDates(a, b)).toBe(relation);
    expect(compareDates(b, a)).toBe(relation);
  });
});

it('a record against the chip: only what both tell, with what to do about it', () => {
  const chip = { 'full-name': 'Lê Văn Hòa', 'birth-date': '1948', sex: 'male', 'personal-number': '001048999917' };
  expect(
    compareRecords(chip, 'hospital', { 'full-name': 'Lê Văn Hoa', sex: 'Nam', 'personal-number': '001048999918' }).map(
      ({ field, relation, severity }) => [field, relation, severity],
    ),
  ).toEqual([
    ['full-name', 'accent-only', 'information'],
    ['sex', 'same-after-normalising', null],
    ['personal-number', 'different', 'blocking'],
  ]);
});

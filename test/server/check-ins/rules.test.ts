import { describe, expect, it } from 'vitest';
import { addressOf } from '@cccd-kiosk/cccd/address';
import { ageOn } from '@cccd-kiosk/cccd/age';
import { maskedName, maskedNumber } from '@cccd-kiosk/cccd/masking';
import { serviceDay, siteTime } from '@cccd-kiosk/contract/site-time';
import { siteSchema } from '@cccd-kiosk/server/src/site/site-config';

describe('age', () => {
  it.each([
    ['1951-03-02', '2026-03-02', 75],
    ['1951-03-03', '2026-03-02', 74],
    ['1951', '2026-03-02', 74],
    ['1950', '2026-03-02', 75],
    ['1951-02', '2026-03-02', 75],
    ['2000-02-29', '2026-02-28', 25],
    ['2030-01-01', '2026-03-02', null],
    ['1850-01-01', '2026-03-02', null],
    ['yesterday', '2026-03-02', null],
    [null, '2026-03-02', null],
  ])('%s on %s is %s', (birthDate, today, age) => {
    expect(ageOn(birthDate, today)).toBe(age);
  });
});

describe('form of address, from proven sex and age', () => {
  it.each([
    ['male', '1971-03-02', 'genuine', 'ong'],
    ['female', '1971-03-02', 'genuine', 'ba'],
    ['male', '1971-03-03', 'genuine', 'anh'],
    ['female', '2010-03-02', 'genuine', 'chi'],
    ['female', '2010-03-03', 'genuine', 'ban'],
    ['female', '1971-03-02', 'not-proven', 'ban'],
    [null, '1971-03-02', 'genuine', 'ban'],
    ['male', null, 'genuine', 'ban'],
  ] as const)('%s born %s, %s: %s', (sex, birthDate, overall, address) => {
    expect(addressOf({ sex, birthDate }, overall, '2026-03-02', 55)).toBe(address);
  });
});

describe('masking (B0.6)', () => {
  it.each([
    ['NGUYỄN THỊ HƯỜNG', 'NGUYỄN THỊ H***'],
    ['Hoàng Văn Đức', 'Hoàng Văn Đ***'],
    ['Ẫu'.normalize('NFD'), 'Ẫ***'],
    ['Y', 'Y***'],
    ["H'Hen Niê", "H'Hen N***"],
  ])('%s → %s', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });

  it.each([
    ['046190012317', '0461••••••17'],
    ['KOR M1234567', 'KOR ••••••67'],
    ['M123', 'M123'],
  ])('%s → %s', (number, masked) => {
    expect(maskedNumber(number)).toBe(masked);
  });

  it('has a star in print', () => {
    expect(maskedNumber('046190012317', '*')).toBe('0461******17');
  });
});

describe('the service day is the site’s, not the machine’s', () => {
  it.each([
    ['2026-03-01T16:59:59Z', '2026-03-01', '23:59'],
    ['2026-03-01T17:00:00Z', '2026-03-02', '00:00'],
    ['2026-03-02T16:59:59Z', '2026-03-02', '23:59'],
  ])('%s is %s %s in Asia/Ho_Chi_Minh', (time, day, clock) => {
    expect(serviceDay(new Date(time), 'Asia/Ho_Chi_Minh')).toBe(day);
    expect(siteTime(new Date(time), 'Asia/Ho_Chi_Minh')).toBe(clock);
  });
});

describe('a site’s settings hold together', () => {
  const department = siteSchema.parse({}).departments[0];
  it.each([
    ['two departments of one id', { departments: [department, department] }],
    ['a reception that is not there', { receptionDepartment: 'moon' }],
    ['a desk with a department’s letter', { desk: { name: '1', queue: 'B', room: '1', floor: '1' } }],
    [
      'one letter for two rooms',
      { departments: [department, { ...department, id: 'other', room: '999' }], receptionDepartment: 'other' },
    ],
  ])('%s is refused', (_what, site) => {
    expect(siteSchema.safeParse(site).success).toBe(false);
  });

  it('has at most six departments and "not sure yet" by default', () => {
    const { departments } = siteSchema.parse({});
    expect(departments.filter(({ icon }) => icon !== 'unknown').length).toBe(6);
    expect(departments.filter(({ icon }) => icon === 'unknown').length).toBe(1);
  });
});

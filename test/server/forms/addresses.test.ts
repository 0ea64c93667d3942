import { describe, expect, it } from 'vitest';
import { writeCsv } from '@cccd-kiosk/server/src/tables/write-table';
import { createAddressBook } from '@cccd-kiosk/server/src/forms/addresses/address-book';
import { loadAddresses } from '@cccd-kiosk/server/src/forms/addresses/address-data';
import { defectSheet } from '@cccd-kiosk/server/src/forms/addresses/defect-sheet';
import { placeKey, placeName } from '@cccd-kiosk/server/src/forms/addresses/place-key';

const data = loadAddresses();
const book = createAddressBook(() => data);
const names = (address: string): string[] =>
  book.candidates(address).map(({ ward, province, kind }) => `${ward}, ${province} [${kind}]`);

describe('the data of 1 July 2025, its faults mended', () => {
  it('as the documents say it: 34 provinces, 3,321 communes', () => {
    expect(data.provinces).toHaveLength(34);
    expect(data.wards.size).toBe(3321);
    expect([...data.wards.values()].every(({ province }) => province !== '')).toBe(true);
  });

  it('every row is accounted for; docs/forms.md prints these figures', () => {
    expect(data.report).toEqual({
      rows: 10_977,
      oldCodes: 10_034,
      oldWards: 10_823,
      notNfc: 32,
      unknownTarget: 431,
      wrongTarget: 22,
      unmended: 0,
      withoutCode: 938,
      withoutOld: 5,
      whole: 10_806,
      divided: 17,
    });
  });

  it('every row that is not right as it stands is listed with its reason and what was taken for it', () => {
    const of = (wanted: string) => data.defects.filter(({ kind }) => kind === wanted);
    expect(of('unknown-target')).toHaveLength(431);
    expect(of('wrong-target')).toHaveLength(22);
    expect(of('without-code')).toHaveLength(938);
    expect(of('without-old')).toHaveLength(5);
    // Nothing is left untold: each has the unit that was taken, but for those that map nothing.
    expect(data.defects.filter(({ kind, taken }) => taken === null && kind !== 'without-old')).toEqual([]);
    const lines = new TextDecoder().decode(writeCsv(defectSheet, data.defects)).trim().split('\r\n');
    expect(lines).toHaveLength(1397);
    for (const line of lines) expect(line.split('","')).toHaveLength(4);
  });

  it('an address without its district leads to all that it may be in: nothing is cut off', () => {
    const most = Math.max(...data.oldWards.map(({ ward, province }) => book.candidates(`${ward}, ${province}`).length));
    expect(most).toBe(12);
  });

  it('no name is left decomposed', () => {
    for (const { name } of data.wards.values()) expect(name).toBe(name.normalize('NFC'));
  });

  it('every old ward, written as a card writes it, leads to each ward it is in now', () => {
    const lost = data.oldWards.filter(({ ward, district, province, targets }) => {
      const found = new Set(
        book.candidates(`Thôn 1, ${ward}, ${district}, ${province}`).map(({ wardCode }) => wardCode),
      );
      return targets.length === 0 || !targets.every((code) => found.has(code));
    });
    expect(lost).toEqual([]);
  });

  it('a target that cannot be told is counted, and its ward leads nowhere', () => {
    const raw = {
      provinces: [{ province_code: '40', name: 'Nghệ An' }],
      wards: [{ ward_code: '16690', name: 'Phường Trường Vinh', province_code: '40' }],
      ward_mappings: [
        {
          old_ward_code: '1',
          old_ward_name: 'Phường A',
          old_district_name: 'Thành phố Vinh',
          old_province_name: 'Tỉnh Nghệ An',
          new_ward_code: '99999',
          new_ward_name: 'Phường Không Có',
          new_province_name: 'Nghệ An',
        },
        {
          old_ward_code: '2',
          old_ward_name: 'Phường B',
          old_district_name: 'Thành phố Vinh',
          old_province_name: 'Tỉnh Nghệ An',
          new_ward_code: '99999',
          new_ward_name: 'Phường Trường Vinh',
          new_province_name: 'Nghệ An',
        },
      ],
    };
    const small = loadAddresses(raw);
    expect(small.report).toMatchObject({ unknownTarget: 2, unmended: 1, whole: 1 });
    expect(createAddressBook(() => small).candidates('Phường A, Thành phố Vinh, Nghệ An')).toEqual([]);
  });
});

describe('an address as it stands on a card', () => {
  it.each([
    ['Số 217, Phường Hưng Dũng, Thành phố Vinh, Nghệ An', ['Phường Trường Vinh, Nghệ An [only]']],
    ['Phuong 12, Q. Go Vap, TP. Ho Chi Minh', ['Phường An Hội Tây, Thành phố Hồ Chí Minh [only]']],
    ['P.01, Q.3, TP HCM', ['Phường Bàn Cờ, Thành phố Hồ Chí Minh [only]']],
    // The district is another one now: the ward is found in its province, a person decides.
    ['P. Vĩnh Ninh, TP. Huế, Thừa Thiên Huế', ['Phường Thuận Hóa, Thành phố Huế [part]']],
    ['Số 1 Hùng Vương, Phường Ba Đình, Thành phố Hà Nội', ['Phường Ba Đình, Thành phố Hà Nội [same]']],
    ['Xã Không Có, Huyện Nào, Nghệ An', []],
    ['Xã Vĩnh Ninh, Nước Nào', []],
    ['Hà Nội', []],
    ['', []],
  ])('%s', (address, found) => {
    expect(names(address)).toEqual(found);
  });

  it('a ward that was divided offers its parts', () => {
    const divided = data.oldWards.find(({ targets }) => targets.length > 1);
    if (divided === undefined) throw new Error('none');
    const found = book.candidates(`${divided.ward}, ${divided.district}, ${divided.province}`);
    expect(found.length).toBeGreaterThan(1);
    expect(found.every(({ kind }) => kind !== 'only')).toBe(true);
  });
});

describe('names of places', () => {
  it.each([
    ['Thành phố Vinh', 'tp', 'VINH'],
    ['TP.Vinh', 'tp', 'VINH'],
    ['Phường 01', 'p', '1'],
    ['P12', 'p', '12'],
    ['Quan Hóa', '', 'QUANHOA'],
    ['Huyện Quan Hóa', 'h', 'QUANHOA'],
    ['Thi tran Sa Pa', 'tt', 'SAPA'],
    ['Đặc khu Côn Đảo', 'dk', 'CONDAO'],
  ])('%s', (text, kind, bare) => {
    expect(placeName(text)).toEqual({ kind, bare });
  });
  it('old and new tone placement is one name', () => {
    expect(placeKey('Tỉnh Hoà Bình')).toBe(placeKey('Hòa Bình'));
  });
  it('is searched for while it is typed', () => {
    expect(book.search('truong vinh')[0]?.name).toBe('Phường Trường Vinh');
    expect(book.search('trườngvinh nghệ')[0]?.code).toBe('16690');
    expect(book.search('x')).toEqual([]);
  });

  it.each([
    ['tv na', 'Phường Trường Vinh, Nghệ An'],
    ['trường vinh na', 'Phường Trường Vinh, Nghệ An'],
    ['p. bt hcm', 'Phường Bến Thành, Thành phố Hồ Chí Minh'],
    ['Phuong Ben Thanh, TP.HCM', 'Phường Bến Thành, Thành phố Hồ Chí Minh'],
    ['bđ hn', 'Phường Ba Đình, Thành phố Hà Nội'],
    ['con dao', 'Đặc khu Côn Đảo, Thành phố Hồ Chí Minh'],
  ])('by initials and province: %s', (query, found) => {
    expect(book.search(query).map(({ name, province }) => `${name}, ${province}`)).toContain(found);
  });

  it('the kind that is said comes first, the whole name before a part of one', () => {
    expect(book.search('xã tân an')[0]?.name).toBe('Xã Tân An');
    expect(book.search('phường tân an')[0]?.name).toBe('Phường Tân An');
    expect(book.search('a')).toEqual([]);
    expect(book.search('ba dinh', 3).length).toBeLessThanOrEqual(3);
  });

  it('two communes of one province that differ in their marks alone are told apart by them', () => {
    const all = [...data.wards.values()];
    const keyOf = ({ name, province }: (typeof all)[number]): string => `${placeKey(name)} ${province}`;
    const keys = all.map(keyOf);
    const twins = all.filter((_ward, at) => keys.indexOf(keys[at] ?? '') !== keys.lastIndexOf(keys[at] ?? ''));
    expect(twins.length).toBeGreaterThan(10);
    for (const { code, name, province } of twins) expect(book.search(`${name}, ${province}`)[0]?.code).toBe(code);
  });

  it('a whole name with its province finds its ward first: every fiftieth', () => {
    const some = [...data.wards.values()].filter((_ward, at) => at % 50 === 0);
    for (const { code, name, province } of some) expect(book.search(`${name}, ${province}`)[0]?.code).toBe(code);
  });
});

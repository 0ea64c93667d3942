/** Codes of birth registration in personal numbers: the 63 provinces of before 1 July 2025, and today's 34. */

export interface Province {
  readonly code: string;
  readonly name: string;
}

/** The 63 codes that numbers carry; a number keeps its code for life. */
const registered: Readonly<Record<string, string>> = {
  '001': 'Hà Nội',
  '002': 'Hà Giang',
  '004': 'Cao Bằng',
  '006': 'Bắc Kạn',
  '008': 'Tuyên Quang',
  '010': 'Lào Cai',
  '011': 'Điện Biên',
  '012': 'Lai Châu',
  '014': 'Sơn La',
  '015': 'Yên Bái',
  '017': 'Hòa Bình',
  '019': 'Thái Nguyên',
  '020': 'Lạng Sơn',
  '022': 'Quảng Ninh',
  '024': 'Bắc Giang',
  '025': 'Phú Thọ',
  '026': 'Vĩnh Phúc',
  '027': 'Bắc Ninh',
  '030': 'Hải Dương',
  '031': 'Hải Phòng',
  '033': 'Hưng Yên',
  '034': 'Thái Bình',
  '035': 'Hà Nam',
  '036': 'Nam Định',
  '037': 'Ninh Bình',
  '038': 'Thanh Hóa',
  '040': 'Nghệ An',
  '042': 'Hà Tĩnh',
  '044': 'Quảng Bình',
  '045': 'Quảng Trị',
  '046': 'Thừa Thiên Huế',
  '048': 'Đà Nẵng',
  '049': 'Quảng Nam',
  '051': 'Quảng Ngãi',
  '052': 'Bình Định',
  '054': 'Phú Yên',
  '056': 'Khánh Hòa',
  '058': 'Ninh Thuận',
  '060': 'Bình Thuận',
  '062': 'Kon Tum',
  '064': 'Gia Lai',
  '066': 'Đắk Lắk',
  '067': 'Đắk Nông',
  '068': 'Lâm Đồng',
  '070': 'Bình Phước',
  '072': 'Tây Ninh',
  '074': 'Bình Dương',
  '075': 'Đồng Nai',
  '077': 'Bà Rịa - Vũng Tàu',
  '079': 'Hồ Chí Minh',
  '080': 'Long An',
  '082': 'Tiền Giang',
  '083': 'Bến Tre',
  '084': 'Trà Vinh',
  '086': 'Vĩnh Long',
  '087': 'Đồng Tháp',
  '089': 'An Giang',
  '091': 'Kiên Giang',
  '092': 'Cần Thơ',
  '093': 'Hậu Giang',
  '094': 'Sóc Trăng',
  '095': 'Bạc Liêu',
  '096': 'Cà Mau',
};

/** Since 1 July 2025: the code that lives on ← the codes it took in. Provinces not named here were left alone. */
const merged: Readonly<Record<string, readonly string[]>> = {
  '008': ['002'],
  '010': ['015'],
  '019': ['006'],
  '025': ['026', '017'],
  '027': ['024'],
  '033': ['034'],
  '031': ['030'],
  '037': ['035', '036'],
  '045': ['044'],
  '048': ['049'],
  '051': ['062'],
  '064': ['052'],
  '056': ['058'],
  '068': ['067', '060'],
  '066': ['054'],
  '079': ['074', '077'],
  '075': ['070'],
  '072': ['080'],
  '092': ['093', '094'],
  '086': ['083', '084'],
  '087': ['082'],
  '096': ['095'],
  '089': ['091'],
};

const successors = new Map(Object.entries(merged).flatMap(([code, taken]) => taken.map((old) => [old, code] as const)));

const named = (code: string): Province | undefined => {
  const name = registered[code];
  return name === undefined ? undefined : { code, name: code === '046' ? 'Huế' : name };
};

/** The province of a code, as it was called when numbers were given; `undefined` for a country's or an unknown code. */
export function registeredProvince(code: string): Province | undefined {
  const name = registered[code];
  return name === undefined ? undefined : { code, name };
}

/** The province that stands there today. */
export const currentProvince = (code: string): Province | undefined => named(successors.get(code) ?? code);

/** All 63 codes. */
export const registeredCodes: readonly string[] = Object.keys(registered).sort();

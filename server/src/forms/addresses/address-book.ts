import type { AddressCandidate } from '@cccd-kiosk/contract/forms';
import {
  loadAddresses,
  type AddressData,
  type AddressDefect,
  type AddressReport,
  type NewWard,
  type OldWard,
} from './address-data.ts';
import { placeName, provinceName, type PlaceName } from './place-key.ts';
import { createWardSearch, type WardSearch } from './ward-search.ts';

export interface AddressBook {
  /**
   * New wards that an address, as it stands on a card, may be in now: the likeliest first, a person confirms. Empty when
   * its ward or province could not be told.
   */
  candidates(address: string): AddressCandidate[];
  /** Undefined for no ward of today. */
  ward(code: string): NewWard | undefined;
  /** New wards for what was typed; at most `most`. */
  search: WardSearch;
  report(): AddressReport;
  /** Rows of the data set that are not right as they stand. */
  defects(): readonly AddressDefect[];
  /** Reads the data now, so that the first officer of the day does not wait for it. */
  warm(): void;
}

/** Same name; and the same kind, unless one of them does not say its. */
const agrees = (asked: PlaceName, known: PlaceName): boolean =>
  asked.bare === known.bare && (asked.kind === '' || known.kind === '' || asked.kind === known.kind);

const group = <T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
};

interface Indexed {
  readonly data: AddressData;
  /** By province, then by the bare name of the ward. */
  readonly olds: ReadonlyMap<string, ReadonlyMap<string, readonly OldWard[]>>;
  readonly news: ReadonlyMap<string, ReadonlyMap<string, readonly NewWard[]>>;
  readonly search: WardSearch;
}

function indexed(data: AddressData): Indexed {
  const byWard = <T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> =>
    group(items, (item) => placeName(nameOf(item)).bare);
  const olds = new Map(
    [...group(data.oldWards, (old) => provinceName(old.province))].map(
      ([key, all]) => [key, byWard(all, ({ ward }) => ward)] as const,
    ),
  );
  const news = new Map(
    [...group(data.wards.values(), (ward) => provinceName(ward.province))].map(
      ([key, all]) => [key, byWard(all, ({ name }) => name)] as const,
    ),
  );
  return { data, olds, news, search: createWardSearch(data.wards.values()) };
}

export function createAddressBook(load: () => AddressData = loadAddresses): AddressBook {
  let index: Indexed | undefined;
  const ready = (): Indexed => (index ??= indexed(load()));

  const candidate = (ward: NewWard, kind: AddressCandidate['kind'], from: string): AddressCandidate => ({
    wardCode: ward.code,
    ward: ward.name,
    provinceCode: ward.provinceCode,
    province: ward.province,
    kind,
    from,
  });

  /** Old wards of that name: of the district that is named, else of the whole province. */
  function oldOnes(parts: readonly string[], inProvince: string): { found: OldWard[]; sure: boolean } {
    const wards = ready().olds.get(inProvince);
    if (wards === undefined) return { found: [], sure: false };
    for (const at of [-2, -1] as const) {
      const ward = parts.at(at);
      if (ward === undefined) continue;
      const asked = placeName(ward);
      const named = (wards.get(asked.bare) ?? []).filter((old) => agrees(asked, placeName(old.ward)));
      const district = at === -2 ? placeName(parts.at(-1) ?? '') : undefined;
      const exact = named.filter((old) => district !== undefined && agrees(district, placeName(old.district)));
      if (exact.length > 0) return { found: exact, sure: true };
      // The district was renamed or divided before 2025, or the card leaves it out.
      if (named.length > 0) return { found: named, sure: false };
    }
    return { found: [], sure: false };
  }

  return {
    candidates(address) {
      const parts = address
        .normalize('NFC')
        .split(/[,;]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
      const last = parts.pop();
      if (last === undefined || parts.length === 0) return [];
      const { data, news } = ready();
      const where = provinceName(last);
      const { found, sure } = oldOnes(parts, where);
      const moved = found.flatMap((old) => {
        const kind = sure && old.targets.length === 1 && found.length === 1 ? 'only' : 'part';
        const from = [old.ward, old.district, old.province].filter((part) => part !== '').join(', ');
        return old.targets.flatMap((code) => {
          const ward = data.wards.get(code);
          return ward === undefined ? [] : [candidate(ward, kind, from)];
        });
      });
      const asked = placeName(parts.at(-1) ?? '');
      const same = (news.get(where)?.get(asked.bare) ?? [])
        .filter((ward) => agrees(asked, placeName(ward.name)))
        // Without its kind it may as well be the name of a district that is no more.
        .map((ward) => candidate(ward, asked.kind === '' ? 'part' : 'same', `${ward.name}, ${ward.province}`));
      // An address of two parts is a new one already: ward and province.
      const ordered = sure ? [...moved, ...same] : [...same, ...moved];
      return ordered.filter((each, at) => ordered.findIndex(({ wardCode }) => wardCode === each.wardCode) === at);
    },
    ward: (code) => ready().data.wards.get(code),
    search: (query, most) => ready().search(query, most),
    report: () => ready().data.report,
    defects: () => ready().data.defects,
    warm: () => void ready(),
  };
}

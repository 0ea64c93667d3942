import type { NewWard } from './address-data.ts';
import { placeInitials, placeName, provinceName } from './place-key.ts';

/** Wards for what was typed, the likeliest first; at most `most` (12). Fewer than two letters find nothing. */
export type WardSearch = (query: string, most?: number) => NewWard[];

interface Entry {
  readonly ward: NewWard;
  readonly kind: string;
  readonly bare: string;
  readonly initials: string;
  readonly province: string;
  readonly provinceInitials: string;
}

interface Asked {
  readonly kind: string;
  readonly bare: string;
  /** Empty when the whole of what was typed is the ward's. */
  readonly province: string;
}

/** What was typed, read in each way it can be: all of it the ward, or its last words the province. */
function readings(query: string): Asked[] {
  const words = query.split(/[\s,;]+/).filter((word) => word !== '');
  return words.map((_word, at) => {
    const cut = words.length - at;
    const rest = words.slice(cut).join(' ');
    return { ...placeName(words.slice(0, cut).join(' ')), province: rest === '' ? '' : provinceName(rest) };
  });
}

const inProvince = ({ province, provinceInitials }: Entry, asked: string): boolean =>
  asked === '' || province.startsWith(asked) || provinceInitials === asked;

function scoreOf(entry: Entry, { kind, bare, province }: Asked): number {
  if (bare === '' || !inProvince(entry, province)) return 0;
  // A whole name outweighs initials; a province that is said too tells more than either alone.
  const name =
    entry.bare === bare
      ? 8
      : entry.bare.startsWith(bare) && bare.length > 1
        ? 6
        : entry.initials === bare && bare.length > 1
          ? 5
          : entry.bare.includes(bare) && bare.length > 1
            ? 2
            : 0;
  if (name === 0) return 0;
  const exact = province !== '' && (entry.province === province || entry.provinceInitials === province);
  return name * 4 + (exact ? 2 : 0) + (kind !== '' && kind === entry.kind ? 1 : 0);
}

export function createWardSearch(wards: Iterable<NewWard>): WardSearch {
  const entries = Array.from(wards, (ward): Entry => ({
    ...{ ward, ...placeName(ward.name), initials: placeInitials(ward.name) },
    ...{ province: provinceName(ward.province), provinceInitials: placeInitials(ward.province) },
  }));
  return (query, most = 12) => {
    if (placeName(query).bare.length < 2) return [];
    const asked = readings(query);
    const typed = query.normalize('NFC').toLocaleLowerCase('vi');
    // Cẩm Giang and Cẩm Giàng lie in one province: marks that were typed decide between them.
    const scored = (entry: Entry): number => {
      const score = Math.max(...asked.map((each) => scoreOf(entry, each)));
      return score > 0 && typed.includes(entry.ward.name.toLocaleLowerCase('vi')) ? score + 1 : score;
    };
    return entries
      .map((entry) => ({ ward: entry.ward, score: scored(entry) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.ward.code.localeCompare(b.ward.code))
      .slice(0, most)
      .map(({ ward }) => ward);
  };
}

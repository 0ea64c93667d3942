import { z } from 'zod';
import { dayFromWire, fromWireDate } from './wire-dates.ts';

/** A text field: null when absent, empty, overlong or of another type. What matters is demanded by the decision. */
const text = z
  .string()
  .max(500)
  .transform((value) => value.normalize('NFC').trim())
  .transform((value) => (value === '' ? null : value))
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const shape = z.object({
  // A number where a text belongs is another gateway than the documented one: no code.
  maKetQua: z.string().max(10).nullish().catch(null),
  ghiChu: text,
  maThe: text,
  hoTen: text,
  ngaySinh: text,
  gioiTinh: text,
  maDKBD: text,
  cqBHXH: text,
  gtTheTu: text,
  gtTheDen: text,
  maKV: text,
  ngayDu5Nam: text,
  maSoBHXH: text,
  maTheMoi: text,
  gtTheTuMoi: text,
  gtTheDenMoi: text,
  maDKBDMoi: text,
  dsLichSuKT2018: z
    .array(z.object({ userKT: text, thoiGianKT: text }))
    .max(5000)
    .nullish()
    .catch(null),
});

/** One card of the answer. Days are `yyyy-mm-dd`. */
export interface Card {
  readonly number: string | null;
  readonly registeredAt: string | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** The answer of `KQNhanLichSuKCB2024` (CV 1923, annex 03 section 3). Personal. */
export interface LookUpReply {
  /** As it came; null when there was none, or not a text. */
  readonly code: string | null;
  readonly note: string | null;
  readonly fullName: string | null;
  /** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`. */
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly bhxhNumber: string | null;
  readonly issuer: string | null;
  readonly region: string | null;
  readonly fiveYearsOn: string | null;
  readonly card: Card;
  /** The one that replaces it (003, 004). */
  readonly newCard: Card | null;
  /** Who looked this card up lately, and when (`yyyyMMddHHmm`). */
  readonly lookedUpBy: readonly { readonly who: string; readonly at: string }[];
}

const sexes: Readonly<Record<string, 'male' | 'female'>> = { Nam: 'male', Nữ: 'female' };

/** Null when the value is not of the documented form at all. */
export function parseLookUpReply(json: unknown): LookUpReply | null {
  const parsed = shape.safeParse(json);
  if (!parsed.success || !(typeof json === 'object' && json !== null && 'maKetQua' in json)) return null;
  const value = parsed.data;
  const number = value.maTheMoi;
  return {
    code: value.maKetQua ?? null,
    note: value.ghiChu,
    fullName: value.hoTen,
    birthDate: fromWireDate(value.ngaySinh),
    sex: sexes[value.gioiTinh ?? ''] ?? null,
    bhxhNumber: value.maSoBHXH,
    issuer: value.cqBHXH,
    region: value.maKV,
    fiveYearsOn: dayFromWire(value.ngayDu5Nam),
    card: {
      number: value.maThe,
      registeredAt: value.maDKBD,
      from: dayFromWire(value.gtTheTu),
      until: dayFromWire(value.gtTheDen),
    },
    newCard:
      number === null
        ? null
        : {
            number,
            registeredAt: value.maDKBDMoi,
            from: dayFromWire(value.gtTheTuMoi),
            until: dayFromWire(value.gtTheDenMoi),
          },
    lookedUpBy: (value.dsLichSuKT2018 ?? []).flatMap(({ userKT, thoiGianKT }) =>
      userKT === null || thoiGianKT === null ? [] : [{ who: userKT, at: thoiGianKT }],
    ),
  };
}

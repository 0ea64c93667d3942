import { isoDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';

/** Who issued a card is not on its chip: it follows from the day. A site may set its own table. */
export interface PlaceOfIssue {
  /** yyyy-mm-dd; the table is in any order. */
  readonly from: string;
  readonly name: string;
  /** What the card is called. */
  readonly paper: string;
}

/** M-H: cards since the Law on Identification came into force are issued by the Ministry itself. */
export const placesOfIssue: readonly PlaceOfIssue[] = [
  { from: '2016-01-01', name: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội', paper: 'Căn cước công dân' },
  { from: '2024-07-01', name: 'Bộ Công an', paper: 'Căn cước' },
];

/** For a day of issue as the chip writes it; undefined before the table begins, and for what is no day. */
export function issuedBy(
  dateOfIssue: string,
  table: readonly PlaceOfIssue[] = placesOfIssue,
): PlaceOfIssue | undefined {
  let day: string;
  try {
    day = isoDate(parseSlashDate(dateOfIssue));
  } catch {
    // Not a date: nobody can tell who issued it.
    return undefined;
  }
  return [...table].sort((a, b) => b.from.localeCompare(a.from)).find(({ from }) => from <= day);
}

import type { ArrivalRow } from '@cccd-kiosk/contract/counter';

/**
 * Puts a new or changed row in its place: newest first, and a row that is there already stays where it is, so that
 * nothing jumps under the cursor.
 */
export function withArrival(rows: readonly ArrivalRow[], row: ArrivalRow): readonly ArrivalRow[] {
  // A visit without a number is none any more.
  if (row.number === '') return rows.filter(({ visitId }) => visitId !== row.visitId);
  return rows.some(({ visitId }) => visitId === row.visitId)
    ? rows.map((known) => (known.visitId === row.visitId ? row : known))
    : [row, ...rows];
}

/** Newest first, as a snapshot is shown. */
export const inOrder = (rows: readonly ArrivalRow[]): readonly ArrivalRow[] =>
  [...rows].sort((a, b) => b.arrivedAt.localeCompare(a.arrivedAt));

/** The row a key press moves to; stays at the ends. Nothing chosen yet: the first. */
export function neighbour(rows: readonly ArrivalRow[], visitId: string | null, by: 1 | -1): string | null {
  const place = rows.findIndex((row) => row.visitId === visitId);
  const next = rows[place < 0 ? 0 : Math.min(Math.max(place + by, 0), rows.length - 1)];
  return next?.visitId ?? null;
}

/** Whole minutes since an instant, never negative. */
export const minutesSince = (instant: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000));

import type { RuleTables } from './tables.ts';

/** Đồng. */
export interface Thresholds {
  /** A visit that costs less is paid in full. */
  readonly oneVisit: number;
  /** Own payments of the year must be greater than this, after five years in a row. */
  readonly fiveYear: number;
}

export function thresholds(tables: RuleTables, day: string): Thresholds {
  const [row] = tables.on('thresholds', day).rows;
  if (row === undefined) throw new RangeError('thresholds without a row');
  const { baseSalary, oneVisitPercent, fiveYearMonths } = row;
  return { oneVisit: (baseSalary * oneVisitPercent) / 100, fiveYear: baseSalary * fiveYearMonths };
}

/**
 * What is still to be paid before five years in a row free a person of their share: greater than, not equal. Where the
 * base salary rose within the year, what was paid before counts in months of the old one: (6 − paid/old) × new.
 */
export function leftToFiveYear(
  tables: RuleTables,
  paid: { readonly beforeRise: number; readonly sinceRise: number; readonly rise: string | null },
  day: string,
): number {
  const [now] = tables.on('thresholds', day).rows;
  const before = paid.rise === null ? now : tables.on('thresholds', dayBefore(paid.rise)).rows[0];
  if (now === undefined || before === undefined) throw new RangeError('thresholds without a row');
  const months = now.fiveYearMonths - paid.beforeRise / before.baseSalary;
  return Math.max(0, months * now.baseSalary - paid.sinceRise);
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

import type { Statistics } from '@cccd-kiosk/contract/forms';
import type { Db } from '../db/open-database.ts';

interface Row {
  readonly officer: string | null;
  readonly form_codes: string;
  readonly state: string;
  readonly saved: number;
  readonly typed: number;
  readonly seconds: number | null;
}

const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? null)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** What was done on a day, by whom, how long, and what nobody had to type. Out of columns that name no citizen. */
export function createStatistics(db: Db): (serviceDay: string) => Statistics {
  const ofDay = db.prepare(
    `SELECT staff.name AS officer, form_codes, state, saved, typed,
       (julianday(finished_at) - julianday(opened_at)) * 86400.0 AS seconds
     FROM form_cases LEFT JOIN staff ON staff.id = opened_by WHERE service_day = ? ORDER BY opened_at`,
  );
  return (day) => {
    const rows = ofDay.all(day) as Row[];
    const sum = (of: readonly Row[], column: 'saved' | 'typed'): number =>
      of.reduce((total, row) => total + row[column], 0);
    const done = (of: readonly Row[]): Row[] => of.filter(({ seconds }) => seconds !== null);
    const forms = new Map<string, number>();
    for (const row of rows)
      for (const code of JSON.parse(row.form_codes) as string[]) forms.set(code, (forms.get(code) ?? 0) + 1);
    const officers = new Map<string, Row[]>();
    for (const row of rows) officers.set(row.officer ?? '', [...(officers.get(row.officer ?? '') ?? []), row]);
    const seconds = median(done(rows).map((row) => row.seconds ?? 0));
    return {
      day,
      cases: rows.length,
      finished: done(rows).length,
      saved: sum(rows, 'saved'),
      typed: sum(rows, 'typed'),
      medianSeconds: seconds === null ? null : Math.round(seconds),
      byForm: [...forms].map(([code, cases]) => ({ code, cases })).sort((a, b) => b.cases - a.cases),
      byOfficer: [...officers].map(([officer, own]) => ({
        officer,
        cases: own.length,
        finished: done(own).length,
        saved: sum(own, 'saved'),
        typed: sum(own, 'typed'),
      })),
    };
  };
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../../start-error.ts';

const text = z.string().min(1);
const named = z.object({ code: text, name: text });
const rowsOf = {
  'benefit-rates': z.object({ digit: z.string().regex(/^[1-5]$/), ratePercent: z.number().int().min(0).max(100) }),
  'object-codes': named.extend({ code: z.string().regex(/^[A-Z]{2}$/), digit: z.string().regex(/^[1-5]$/) }),
  'patient-subjects': named.extend({ code: z.string().regex(/^\d+(\.\d+)?$/) }),
  'visit-types': named.extend({ code: z.string().regex(/^\d{2}$/) }),
  thresholds: z.object({
    /** Đồng a month. */
    baseSalary: z.number().int().positive(),
    oneVisitPercent: z.number().positive(),
    /** Base salaries of own payments in a year above which five years in a row count. */
    fiveYearMonths: z.number().positive(),
  }),
} as const;
export const tableNames = Object.keys(rowsOf) as (keyof typeof rowsOf)[];
export type TableName = keyof typeof rowsOf;
export type TableRow<N extends TableName> = z.infer<(typeof rowsOf)[N]>;

export interface TableVersion<N extends TableName> {
  /** The decision or circular that it stands in. */
  readonly source: string;
  /** First and last day, `yyyy-mm-dd`; null: no end is known. */
  readonly from: string;
  readonly until: string | null;
  readonly rows: readonly TableRow<N>[];
}

/** Tables that the law changes by date; every one is data with a source, a start and an end. */
export interface RuleTables {
  /** The version in force on a day (`yyyy-mm-dd`); the last one when all have ended, which `expired` tells. */
  on<N extends TableName>(name: N, day: string): TableVersion<N>;
  /** Tables whose last version ended before that day. */
  expired(day: string): TableName[];
}

const shippedDir = fileURLToPath(new URL('../../../rules', import.meta.url));

function read<N extends TableName>(dir: string, name: N): TableVersion<N>[] {
  const path = join(dir, `${name}.json`);
  const refuse = (why: string, cause?: unknown): StartError =>
    new StartError('config-invalid', `The rule table ${name} (${path}) is not usable: ${why}`, cause);
  const shape = z.object({
    table: z.literal(name),
    versions: z
      .array(
        z.object({
          source: text,
          from: z.iso.date(),
          until: z.iso.date().nullable(),
          rows: z.array(rowsOf[name]).min(1),
        }),
      )
      .min(1),
  });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw refuse('it cannot be read as JSON', error);
  }
  const parsed = shape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const versions = parsed.data.versions as unknown as TableVersion<N>[];
  versions.forEach(({ from, until }, index) => {
    const next = versions[index + 1];
    if (until !== null && until < from) throw refuse(`versions.${index}: ends before it begins`);
    if (next !== undefined && (until === null || next.from <= until))
      throw refuse(`versions.${index + 1}: begins before the one before it has ended`);
  });
  return versions;
}

/** Reads the shipped tables, or a site's own. Throws StartError `config-invalid` with table and row. */
export function loadRuleTables(dir: string = shippedDir): RuleTables {
  const tables = new Map(tableNames.map((name) => [name, read(dir, name)]));
  const of = <N extends TableName>(name: N): TableVersion<N>[] =>
    (tables.get(name) ?? []) as unknown as TableVersion<N>[];
  return {
    on(name, day) {
      const versions = of(name);
      const found =
        versions.find(({ from, until }) => from <= day && (until === null || until >= day)) ??
        versions.findLast(({ from }) => from <= day) ??
        versions[0];
      if (found === undefined) throw new RangeError(`no version of ${name}`);
      return found;
    },
    expired: (day) =>
      tableNames.filter((name) => {
        const until = of(name).at(-1)?.until ?? null;
        return until !== null && until < day;
      }),
  };
}

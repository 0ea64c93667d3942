import { populationFields, type FieldOutcome, type PopulationField } from '@cccd-kiosk/contract/population';
import { compareRecords, personRecord, type FieldMatch } from '../matching/compare-records.ts';
import { valueParts } from '../matching/value-parts.ts';
import type { Holder } from '../readings/holder.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import type { PopulationRecord } from './reply.ts';

/** Sets these items apart from the insurance's about the same visit and field: neither settles the other's. */
const scope = 'population';
const nobodyScope = 'population-no-match';

/** The chip against the service's record, field by field; what it does not tell is not compared. */
export const compareWithChip = (holder: Holder, record: PopulationRecord): FieldMatch[] =>
  compareRecords({ ...personRecord(holder), 'personal-number': holder.number }, 'population', {
    ...personRecord(record),
    'personal-number': record.personalNumber,
  });

/** Dates dd/mm/yyyy, as far as they are known. */
const written = (field: PopulationField, value = ''): string =>
  field === 'birth-date' ? value.split('-').reverse().join('/') : value;

/** Every field for the officer's screen. */
export const fieldOutcomes = (matches: readonly FieldMatch[]): FieldOutcome[] =>
  populationFields.map((field) => {
    const match = matches.find((one) => one.field === field);
    if (match === undefined) return { field, state: 'not-told' };
    const { relation, severity, values } = match;
    if (severity === null) return { field, state: 'agrees' };
    const [chip, population] = [written(field, values.chip), written(field, values.population)];
    return {
      ...{ field, state: 'differs', relation },
      chip: valueParts(chip, undefined),
      population: valueParts(population, chip),
    };
  });

/** What differs is a task, for the record's sake; what agrees closes the task of an earlier question. */
export function settleDifferences(
  workItems: WorkItems,
  visitId: string,
  matches: readonly FieldMatch[],
  at: Date,
): void {
  workItems.settle(visitId, 'mismatch', 'matching-read', at, { scope: nobodyScope });
  for (const { field, relation, severity, values } of matches)
    if (severity === null) workItems.settle(visitId, 'mismatch', 'matching-read', at, { field, scope });
    else
      workItems.open({ kind: 'mismatch', severity, visitId, field, code: `population-${relation}`, scope, values }, at);
}

/** A proven card whose holder the service does not find under number, name and birth date. */
export function nobodyFound(workItems: WorkItems, visitId: string, at: Date): void {
  workItems.open(
    { kind: 'mismatch', severity: 'needs-look', visitId, code: 'population-no-match', scope: nobodyScope },
    at,
  );
}

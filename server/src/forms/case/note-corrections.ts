import type { WorkItems } from '../../work-items/work-items.ts';
import { factOf } from '../values/card-facts.ts';
import { isChipFact, type Fact } from '../values/facts.ts';
import type { CaseContent } from './content.ts';

/** Fields as the clean-data list calls them. */
const listed: Partial<Record<Fact, string>> = {
  fullName: 'full-name',
  birthDate: 'birth-date',
  sex: 'sex',
  personalNumber: 'personal-number',
  placeOfResidence: 'address',
};

/** What a citizen says of their own card's word goes to the clean-data list, with both values, for whoever keeps that record. */
export function noteCorrections(workItems: WorkItems, caseId: string, content: CaseContent, at: Date): void {
  for (const person of content.people)
    for (const [fact, correction] of Object.entries(person.corrections)) {
      if (!isChipFact(fact as Fact & string)) continue;
      const name = fact as keyof typeof listed;
      workItems.open(
        {
          kind: 'mismatch',
          severity: 'needs-look',
          code: 'form-correction',
          field: listed[name] ?? fact,
          values: { chip: factOf(name as never, person.chip, []), person: correction.value },
          scope: `${caseId} ${person.id}`,
        },
        at,
      );
    }
}

import type { Dg13Field, Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import type { Form } from '../registry/form-schema.ts';
import { keepFields, type KeptFields } from '../values/card-facts.ts';
import type { CaseContent } from './content.ts';
import { rolesOf } from './roles.ts';
import { wantedFields } from './wanted-facts.ts';

/** A card that was read minutes ago, in memory alone: a form chosen after the tap still finds its fields. */
export type FreshCard = (personId: string) => Dg13Fields | undefined;

/** The content with each card's fields narrowed, or widened from a fresh reading, to what the case's forms ask for. */
export function keepWanted(content: CaseContent, forms: readonly Form[], fresh: FreshCard): CaseContent {
  const people = content.people.map((person) => {
    if (person.kind !== 'card') return person;
    const wanted = wantedFields(forms, rolesOf(content, person.id));
    const card = fresh(person.id);
    const had = Object.entries(person.chip).filter(([name]) => wanted.has(name as Dg13Field));
    const chip: KeptFields = { ...Object.fromEntries(had), ...(card === undefined ? {} : keepFields(card, wanted)) };
    return { ...person, chip };
  });
  return { ...content, people };
}

import type { Form } from '../registry/form-schema.ts';
import { factOf } from '../values/card-facts.ts';
import { personIn, withRole, type CaseContent } from './content.ts';
import { resolveFact, type CaseFrame } from './resolve-field.ts';

/** Who asks. Every case knows this role, even before it has a form: the first card of a citizen. */
export const applicant = 'applicant';

type FormRole = Form['roles'][number];

/** A role as the case's forms describe it; undefined for one that none of them has. */
export function roleIn(forms: readonly Form[], role: string): Pick<FormRole, 'many'> | undefined {
  const found = forms.flatMap((form) => form.roles).find(({ id }) => id === role);
  return found ?? (role === applicant ? { many: false } : undefined);
}

export const rolesOf = (content: CaseContent, personId: string): string[] =>
  Object.entries(content.roles)
    .filter(([, people]) => people.includes(personId))
    .map(([role]) => role);

/** Fills empty roles that a form lets begin as somebody who is here already: the patient is the one who asks. */
export function withProposedRoles(content: CaseContent, forms: readonly Form[], frame: CaseFrame): CaseContent {
  let proposed = content;
  for (const { id, startsAs, many } of forms.flatMap((form) => form.roles)) {
    if (startsAs === undefined || (proposed.roles[id] ?? []).length > 0) continue;
    const person = personIn(proposed, proposed.roles[startsAs.role]?.[0]);
    if (person === undefined) continue;
    const sex = resolveFact('sex', person, frame).value;
    if (startsAs.sex === undefined || sex === startsAs.sex) proposed = withRole(proposed, id, person.id, many);
  }
  return proposed;
}

/** The person of this case whose chip says this number. */
export const personOfNumber = (content: CaseContent, number: string) =>
  content.people.find(({ chip }) => number !== '' && factOf('personalNumber', chip, []) === number);

import type { Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import type { Checks, Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { fieldsFor, keepFields } from '../values/card-facts.ts';
import { spokenFacts, type Fact } from '../values/facts.ts';
import { personIn, typedPerson, withPerson, withRole, type CaseContent, type CasePerson } from './content.ts';
import { personOfNumber } from './roles.ts';

export interface TappedCard {
  readonly fields: Dg13Fields;
  readonly overall: Overall;
  readonly checks: Checks;
  readonly readAt: string;
}

/** Names a person before their forms are known. */
const identity = fieldsFor(['fullName', 'personalNumber', 'birthDate', 'sex']);

const spoken = (person: CasePerson | undefined): CasePerson['typed'] =>
  Object.fromEntries(
    Object.entries(person?.typed ?? {}).filter(([fact]) => (spokenFacts as readonly string[]).includes(fact as Fact)),
  );

/**
 * The content with the holder of a card in a role. Somebody who is here already stays one person, whatever their roles; who
 * stood in the role as typed gives way, and what no card says (telephone, e-mail) is carried over.
 */
export function takeCard(
  content: CaseContent,
  role: { readonly id: string; readonly many: boolean },
  { fields, ...read }: TappedCard,
  newId: () => string,
): { readonly content: CaseContent; readonly personId: string } {
  const known = personOfNumber(content, fields.personalNumber ?? '');
  const before = role.many ? undefined : personIn(content, content.roles[role.id]?.[0]);
  const replaced = before?.kind === 'typed' ? before : undefined;
  const person: CasePerson = {
    ...(known ?? typedPerson(newId())),
    ...read,
    kind: 'card',
    chip: { ...known?.chip, ...keepFields(fields, identity) },
    typed: { ...spoken(replaced), ...known?.typed },
  };
  const placed = withRole(withPerson(content, person), role.id, person.id, role.many);
  return { content: { ...placed, review: null }, personId: person.id };
}

import type { CaseView, FormView } from '@cccd-kiosk/contract/forms';
import { placesOf } from './places.ts';

export type RoleView = FormView['roles'][number];

/** Who asks: every case has this role, with or without a form. */
export const applicant = 'applicant';

/** The roles of a case's forms, each once; a form that lets a role be of many, or have a card, speaks for all. */
export function rolesOf({ forms }: Pick<CaseView, 'forms'>): RoleView[] {
  const roles = new Map<string, RoleView>();
  for (const role of forms.flatMap((form) => form.roles)) {
    const known = roles.get(role.role);
    roles.set(
      role.role,
      known === undefined ? role : { ...known, many: known.many || role.many, card: known.card || role.card },
    );
  }
  return [...roles.values()];
}

/**
 * Whose card is read next when nobody says otherwise: as long as a name is missing on the forms, the first role with a card
 * and nobody in it; then the role of many.
 */
export function nextRole(view: Pick<CaseView, 'forms' | 'people'>): string {
  const withCard = rolesOf(view).filter(({ card }) => card);
  if (view.people.length === 0) return applicant;
  const nameless = view.forms
    .flatMap(placesOf)
    .some(({ field, row }) => row === null && field.type === 'name' && field.value === '');
  const empty = withCard.find(({ people, many }) => people.length === 0 && !many);
  const several = withCard.find(({ many }) => many);
  return ((nameless ? empty : undefined) ?? several ?? empty ?? withCard[0])?.role ?? applicant;
}

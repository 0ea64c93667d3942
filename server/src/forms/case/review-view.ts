import type { CaseView, FieldView } from '@cccd-kiosk/contract/forms';
import type { StationView } from '@cccd-kiosk/contract/screen';

export type ReviewStage = Extract<StationView['stage'], { stage: 'form-review' }>;

const chosen = ({ value, choices, correction }: FieldView): string => {
  const text = correction?.value ?? value;
  return choices.find((choice) => choice.value === text)?.label.vi ?? text;
};
const filled = (field: FieldView): boolean => field.value !== '' || field.correction !== null;

/** A case as its citizen reads it: what stands on each form, nothing that they could change. Null once it is closed. */
export function reviewOf(view: CaseView): ReviewStage | null {
  if (view.state !== 'open') return null;
  const forms = view.forms.map(({ name, sections }) => ({
    name,
    lines: sections.flatMap(({ fields }) =>
      fields
        .filter((field) => filled(field) && field.type !== 'check')
        .map((field) => ({ label: field.label, value: chosen(field), chip: field.source === 'chip' && field.locked })),
    ),
    tables: sections.flatMap(({ table }) =>
      table === null || table.rows.length === 0
        ? []
        : [
            {
              title: table.title,
              heads: table.columns.map(({ label }) => label),
              rows: table.rows.map(({ fields }) => fields.map(chosen)),
            },
          ],
    ),
  }));
  const answer = view.review === null || view.review.state === 'shown' ? 'none' : view.review.state;
  return { stage: 'form-review', caseId: view.caseId, caseRevision: view.revision, forms, answer };
}

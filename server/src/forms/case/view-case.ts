import type { AddressCandidate, CaseRow, CaseView, PersonView } from '@cccd-kiosk/contract/forms';
import { maskedName } from '@cccd-kiosk/cccd/masking';
import type { AwaitedTap } from '../taps/tap-repository.ts';
import type { Form } from '../registry/form-schema.ts';
import type { FormCase } from './case-repository.ts';
import { emptyContent, type CaseContent, type CasePerson } from './content.ts';
import { resolveFact, type CaseFrame } from './resolve-field.ts';
import { savedLetters, viewForm } from './resolve-form.ts';
import { applicant, rolesOf } from './roles.ts';

/** What a view needs that is not in the case. */
export interface CaseSurroundings {
  readonly frame: CaseFrame;
  /** The very version that a case began with; undefined when its file is gone. */
  readonly formOf: (code: string, version: string) => Form | undefined;
  readonly station: { readonly stationId: string; readonly name: string } | null;
  readonly awaited: AwaitedTap | undefined;
  readonly hasPhoto: (personId: string) => boolean;
  /** New administrative units that an old address may be in now. */
  readonly candidates: (address: string) => AddressCandidate[];
  readonly nameOfStaff: (id: string) => string;
  readonly now: string;
}

function viewPerson(person: CasePerson, content: CaseContent, around: CaseSurroundings): PersonView {
  const { frame, hasPhoto, candidates } = around;
  const old = resolveFact('placeOfResidence', person, frame).value;
  return {
    personId: person.id,
    kind: person.kind,
    name: resolveFact('fullName', person, frame).value,
    roles: rolesOf(content, person.id),
    overall: person.overall,
    checks: person.checks as PersonView['checks'],
    readAt: person.readAt,
    photo: hasPhoto(person.id),
    address:
      old === ''
        ? null
        : {
            old,
            candidates: candidates(old),
            new: person.newWard === null ? null : `${person.newWard.ward}, ${person.newWard.province}`,
          },
  };
}

const lastTapOf = (tap: CaseContent['lastTap']): CaseView['lastTap'] =>
  tap === null ? null : { ...tap, checks: (tap.checks ?? null) as PersonView['checks'] };

/** The forms of a case with every value and its source; forms whose file is gone are left out. */
export function viewForms(content: CaseContent, around: Pick<CaseSurroundings, 'frame' | 'formOf'>): CaseView['forms'] {
  const shown = new Set<string>();
  return content.forms.flatMap((caseForm) => {
    const form = around.formOf(caseForm.code, caseForm.version);
    return form === undefined ? [] : [viewForm(form, caseForm, content, around.frame, shown)];
  });
}

export function viewCase(formCase: FormCase, around: CaseSurroundings): CaseView {
  const content = formCase.content?.reveal() ?? emptyContent;
  const forms = viewForms(content, around);
  const withNames = forms.map((form) => ({
    ...form,
    sections: form.sections.map((section) => ({
      ...section,
      fields: section.fields.map((field) => named(field, around)),
    })),
  }));
  const undo = formCase.undo !== null && formCase.undo.until > around.now ? formCase.undo : null;
  return {
    caseId: formCase.id,
    revision: formCase.revision,
    state: formCase.state,
    openedAt: formCase.openedAt,
    openedBy: formCase.openedByName ?? '',
    finishedAt: formCase.finishedAt,
    fileNumber: formCase.fileNumber,
    station: around.station,
    awaiting: around.awaited === undefined ? null : { role: around.awaited.role, until: around.awaited.until },
    lastTap: lastTapOf(content.lastTap),
    people: content.people.map((person) => viewPerson(person, content, around)),
    forms: withNames,
    review: content.review,
    undo,
    effort: { saved: savedLetters(forms), typed: content.typed },
  };
}

/** A correction keeps its officer's id; a screen shows the name. */
function named<F extends { correction: { by: string } | null }>(field: F, { nameOfStaff }: CaseSurroundings): F {
  if (field.correction === null) return field;
  return { ...field, correction: { ...field.correction, by: nameOfStaff(field.correction.by) } };
}

/** A line of the day's list: what and how far, not who. */
export function rowOfCase(formCase: FormCase, frame: CaseFrame, numberOf: (visitId: string) => string): CaseRow {
  const content = formCase.content?.reveal() ?? emptyContent;
  const first = content.people.find(({ id }) => content.roles[applicant]?.[0] === id) ?? content.people[0];
  const name = first === undefined ? '' : resolveFact('fullName', first, frame).value;
  return {
    caseId: formCase.id,
    state: formCase.state,
    openedAt: formCase.openedAt,
    openedBy: formCase.openedByName ?? '',
    fileNumber: formCase.fileNumber,
    forms: [...formCase.formCodes],
    maskedName: name === '' ? '' : maskedName(name),
    number: content.visitId === null ? '' : numberOf(content.visitId),
  };
}

import type { z } from 'zod';
import type { CaseView } from '@cccd-kiosk/contract/forms';
import type * as contract from '@cccd-kiosk/contract/forms';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { later } from '../../clock.ts';
import { newId } from '../../ids.ts';
import type { Registry } from '../registry/registry.ts';
import type { TapRepository } from '../taps/tap-repository.ts';
import { tapPatience } from '../taps/take-tap.ts';
import type { Fact } from '../values/facts.ts';
import { isFact } from '../values/facts.ts';
import type { Actor, CaseDesk } from './case-desk.ts';
import {
  personIn,
  typedPerson,
  withForm,
  withPerson,
  withRole,
  withoutStrangers,
  type CaseContent,
  type CaseForm,
} from './content.ts';
import { viewForms } from './view-case.ts';
import { roleIn, withProposedRoles } from './roles.ts';
import { setValue } from './set-value.ts';

type In<S extends z.ZodType> = z.output<S>;

const mostForms = 8;
const mostPeople = 60;

/** What can be done to an open case; each answers with the whole case. Throws RefusedError. */
export interface CaseActs {
  addForm(by: Actor, caseId: string, request: In<typeof contract.addFormSchema>): CaseView;
  removeForm(by: Actor, caseId: string, request: In<typeof contract.removeFormSchema>): CaseView;
  awaitTap(by: Actor, caseId: string, request: In<typeof contract.awaitTapSchema>): CaseView;
  stopTap(by: Actor, caseId: string): CaseView;
  setValue(by: Actor, caseId: string, request: In<typeof contract.setValueSchema>): CaseView;
  addPerson(by: Actor, caseId: string, request: In<typeof contract.addPersonSchema>): CaseView;
  assignRole(by: Actor, caseId: string, request: In<typeof contract.assignRoleSchema>): CaseView;
  removePerson(by: Actor, caseId: string, request: In<typeof contract.removePersonSchema>): CaseView;
  setAttachment(by: Actor, caseId: string, request: In<typeof contract.setAttachmentSchema>): CaseView;
  confirmAddress(by: Actor, caseId: string, request: In<typeof contract.confirmAddressSchema>): CaseView;
  review(by: Actor, caseId: string, state: 'shown' | 'right' | 'something-wrong'): CaseView;
  /** Throws RefusedError `form-incomplete` with the first that is missing. */
  finish(by: Actor, caseId: string): CaseView;
}

export function createCaseActs(parts: {
  desk: CaseDesk;
  registry: Registry;
  taps: TapRepository;
  now: () => Date;
  stationExists: (stationId: string) => boolean;
  /** `HS-20261126-0007`. */
  fileNumber: (openedOn: string) => string;
  /** A ward of today by its code. */
  ward: (wardCode: string) => { readonly name: string; readonly province: string } | undefined;
  /** A correction or a doubt of the citizen becomes somebody's work. In the transaction of the finish. */
  noteCorrections: (caseId: string, content: CaseContent) => void;
}): CaseActs {
  const { desk, registry, taps, now } = parts;
  const stamp = (): string => now().toISOString();

  function formOf(content: CaseContent, formId: string): CaseForm {
    const form = content.forms.find(({ id }) => id === formId);
    if (form === undefined) throw new RefusedError('not-found', 'formId');
    return form;
  }
  function roleOf(content: CaseContent, role: string): { id: string; many: boolean } {
    const known = roleIn(desk.formsOf(content), role);
    if (known === undefined) throw new RefusedError('bad-request', 'role');
    return { id: role, many: known.many };
  }
  const changedNow = (content: CaseContent): CaseContent => ({ ...content, review: null });

  return {
    addForm: (by, caseId, { code }) =>
      desk.change(by, caseId, 'form-added', (content, formCase) => {
        const form = registry.current(code);
        if (content.forms.some((each) => each.code === code)) return { content };
        if (content.forms.length >= mostForms) throw new RefusedError('bad-request', 'code');
        const added: CaseForm = { id: newId(), code, version: form.version, values: {}, attachments: [] };
        const next = { ...changedNow(content), forms: [...content.forms, added] };
        return { content: withProposedRoles(next, [form], desk.frameOf(formCase)), undo: 'form-added' };
      }),
    removeForm: (by, caseId, { formId }) =>
      desk.change(by, caseId, 'form-removed', (content) => {
        const { id } = formOf(content, formId);
        const left = { ...changedNow(content), forms: content.forms.filter((each) => each.id !== id) };
        const forms = desk.formsOf(left);
        const roles = Object.entries(left.roles).filter(([role]) => roleIn(forms, role) !== undefined);
        return { content: withoutStrangers({ ...left, roles: Object.fromEntries(roles) }), undo: 'form-removed' };
      }),
    awaitTap: (by, caseId, { role, stationId }) =>
      desk.change(by, caseId, 'tap-awaited', (content, formCase) => {
        roleOf(content, role);
        const station = stationId ?? formCase.stationId;
        if (station === null || !parts.stationExists(station)) throw new RefusedError('bad-request', 'stationId');
        const until = later(now(), tapPatience).toISOString();
        taps.wait({ stationId: station, caseId, role, staffId: by.staffId, until });
        return { content: { ...content, lastTap: null }, stationId: station };
      }),
    stopTap: (by, caseId) =>
      desk.change(by, caseId, 'tap-stopped', (content) => {
        taps.stop(caseId);
        return { content };
      }),
    setValue: (by, caseId, request) =>
      desk.change(by, caseId, 'value-typed', (content, formCase) => {
        const caseForm = formOf(content, request.formId);
        const form = registry.version(caseForm.code, caseForm.version);
        if (form === undefined) throw new RefusedError('not-found', 'formId');
        const about = { form, caseForm, frame: desk.frameOf(formCase) };
        const hand = { by: by.staffId ?? by.actor, at: stamp(), newId };
        return { content: setValue(content, about, request, hand), undo: 'value-typed' };
      }),
    addPerson: (by, caseId, { role, facts }) =>
      desk.change(by, caseId, 'person-typed', (content) => {
        const { id, many } = roleOf(content, role);
        if (content.people.length >= mostPeople) throw new RefusedError('bad-request', 'role');
        const typed: Partial<Record<Fact, { value: string; at: string }>> = {};
        for (const [fact, value] of Object.entries(facts)) {
          if (!isFact(fact)) throw new RefusedError('bad-request', `facts.${fact}`.slice(0, 60));
          const text = value.normalize('NFC').trim();
          if (text !== '') typed[fact] = { value: text, at: stamp() };
        }
        const person = { ...typedPerson(newId()), typed };
        return {
          content: withRole(withPerson(changedNow(content), person), id, person.id, many),
          undo: 'person-typed',
        };
      }),
    assignRole: (by, caseId, { role, personId }) =>
      desk.change(by, caseId, 'role-assigned', (content) => {
        const { id, many } = roleOf(content, role);
        if (personIn(content, personId) === undefined) throw new RefusedError('not-found', 'personId');
        return { content: withRole(changedNow(content), id, personId, many), undo: 'role-assigned' };
      }),
    removePerson: (by, caseId, { role, personId }) =>
      desk.change(by, caseId, 'person-removed', (content) => {
        const people = content.roles[role] ?? [];
        if (!people.includes(personId)) throw new RefusedError('not-found', 'personId');
        const roles = { ...content.roles, [role]: people.filter((id) => id !== personId) };
        return { content: withoutStrangers({ ...changedNow(content), roles }), undo: 'person-removed' };
      }),
    setAttachment: (by, caseId, { formId, attachmentId, present }) =>
      desk.change(by, caseId, 'attachment', (content) => {
        const caseForm = formOf(content, formId);
        const form = registry.version(caseForm.code, caseForm.version);
        if (form?.attachments.some(({ id }) => id === attachmentId) !== true)
          throw new RefusedError('not-found', 'attachmentId');
        const others = caseForm.attachments.filter((id) => id !== attachmentId);
        return {
          content: withForm(content, { ...caseForm, attachments: present ? [...others, attachmentId] : others }),
        };
      }),
    confirmAddress: (by, caseId, { personId, wardCode }) =>
      desk.change(by, caseId, 'address-confirmed', (content) => {
        const person = personIn(content, personId);
        if (person === undefined) throw new RefusedError('not-found', 'personId');
        const ward = wardCode === null ? null : parts.ward(wardCode);
        if (ward === undefined) throw new RefusedError('bad-request', 'wardCode');
        const newWard =
          wardCode === null || ward === null ? null : { code: wardCode, ward: ward.name, province: ward.province };
        return { content: withPerson(changedNow(content), { ...person, newWard }), undo: 'address-confirmed' };
      }),
    review: (by, caseId, state) =>
      desk.change(by, caseId, `review-${state}`, (content) => ({
        content: { ...content, review: { state, at: stamp() } },
      })),
    finish: (by, caseId) =>
      desk.change(by, caseId, 'finished', (content, formCase) => {
        const views = viewForms(content, { frame: desk.frameOf(formCase), formOf: registry.version });
        if (views.length === 0) throw new RefusedError('form-incomplete', 'forms');
        const missing = views.flatMap(({ missing: { fields, attachments } }) => [...fields, ...attachments]);
        if (missing[0] !== undefined) throw new RefusedError('form-incomplete', missing[0]);
        parts.noteCorrections(caseId, content);
        const fileNumber = parts.fileNumber(formCase.serviceDay);
        return { content, finished: { by: by.staffId, at: stamp(), fileNumber } };
      }),
  };
}

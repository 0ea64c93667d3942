import type { FieldView, FormView } from '@cccd-kiosk/contract/forms';
import type { CitizenCase, ProcedureSearch } from '@cccd-kiosk/contract/citizen-form';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import type { Visit } from '../../check-ins/visit-repository.ts';
import { newId } from '../../ids.ts';
import type { CaseActs } from '../case/case-acts.ts';
import type { Actor, CaseDesk } from '../case/case-desk.ts';
import { emptyContent } from '../case/content.ts';
import { reviewOf } from '../case/review-view.ts';
import { applicant } from '../case/roles.ts';
import { takeCard } from '../case/take-card.ts';
import type { Registry } from '../registry/registry.ts';
import type { FormSettings } from '../settings.ts';
import { fieldsOfHolder } from '../taps/card-fields.ts';
import type { FreshCards } from '../taps/fresh-cards.ts';
import type { CitizenPapers, PaperOutcome } from './citizen-paper.ts';
import { createCitizenSearch } from './citizen-search.ts';

/** The citizen's own way through a form, at a kiosk that offers some. */
export interface CitizenPath {
  /** Whether people at this station are offered forms. */
  offers(stationName: string): boolean;
  /** Keeps what a card said, in memory and for minutes, until its holder has chosen a form or left. */
  remember(visitId: string, card: Dg13Fields, at: Date): void;
  forget(visitId: string): void;
  tiles(): { code: string; name: { vi: string; en: string } }[];
  /** Procedures by what a person typed; an empty query finds nothing. */
  search(query: string): ProcedureSearch;
  /** Opens a case of that form for the person of the visit. Throws RefusedError. */
  choose(stationId: string, visit: Visit, code: string): string;
  /** Types one field. Throws RefusedError `bad-request` with the field when the value is out of shape. */
  type(stationId: string, caseId: string, fieldId: string, value: string): void;
  /** Throws RefusedError `form-incomplete`, or `not-allowed` where nothing is printed. */
  checkPrintable(stationName: string, caseId: string, times: number): void;
  mayPrint(stationName: string, caseId: string, times: number): boolean;
  /** Never throws; the case stays open, whatever comes of it. */
  print(station: { id: string; name: string }, caseId: string): Promise<PaperOutcome>;
  /** Leaves the case with the office, whoever calls the visit's number next has it. */
  send(stationId: string, caseId: string): void;
  /** The person walked off without sending: nothing of it stays. */
  leave(stationId: string, caseId: string): void;
  /** Null once the case is closed. */
  view(caseId: string): CitizenCase | null;
}

export function createCitizenPath(parts: {
  settings: FormSettings;
  registry: Registry;
  desk: CaseDesk;
  acts: CaseActs;
  fresh: FreshCards;
  papers: CitizenPapers;
  now: () => Date;
}): CitizenPath {
  const { settings, registry, desk, acts, fresh, papers, now } = parts;
  const { forms, found, stations } = settings.kiosk;
  const offered = new Set([...forms, ...found]);
  const actor = (stationId: string): Actor => ({ actor: `station:${stationId}`, staffId: null, name: '' });
  const cardOf = (visitId: string): string => `visit ${visitId}`;

  /**
   * What a person is asked at the kiosk: what the paper needs and the chip does not say. Tables are the officer's, and so
   * is the office that the paper is for.
   */
  function askedOf({ code, version, sections }: FormView): FieldView[] {
    const addressee = registry.version(code, version)?.addressee?.field;
    return sections.flatMap(({ fields }) =>
      fields.filter(
        ({ required, locked, source, fieldId }) => required && !locked && source !== 'chip' && fieldId !== addressee,
      ),
    );
  }

  function formIn(caseId: string): FormView | undefined {
    const view = desk.peek(caseId);
    return view?.state === 'open' ? view.forms[0] : undefined;
  }

  /** Every question has its answer. */
  function completeForm(caseId: string): FormView {
    const form = formIn(caseId);
    if (form === undefined) throw new RefusedError('case-closed', 'caseId');
    const empty = askedOf(form).find(({ value }) => value === '');
    if (empty !== undefined) throw new RefusedError('form-incomplete', empty.fieldId);
    return form;
  }

  return {
    offers: (stationName) => forms.length > 0 && (stations.length === 0 || stations.includes(stationName)),
    remember(visitId, card, at) {
      fresh.put(cardOf(visitId), card, at);
    },
    forget(visitId) {
      fresh.drop([cardOf(visitId)]);
    },
    tiles: () =>
      forms.flatMap((code) => {
        try {
          return [{ code, name: registry.current(code).name }];
        } catch {
          // Expired since the site was set up: the administrator's list says so.
          return [];
        }
      }),
    search: createCitizenSearch(registry, offered),
    choose(stationId, visit, code) {
      if (!offered.has(code)) throw new RefusedError('not-found', 'code');
      const holder = visit.holder?.reveal();
      if (holder === undefined || visit.overall === null) throw new RefusedError('not-found', 'visitId');
      const fields = fresh.get(cardOf(visit.id), now()) ?? fieldsOfHolder(holder);
      const card = { fields, overall: visit.overall, checks: {}, readAt: visit.arrivedAt };
      const taken = takeCard({ ...emptyContent, visitId: visit.id }, { id: applicant, many: false }, card, newId);
      fresh.put(taken.personId, fields, now());
      const by = actor(stationId);
      const { caseId } = desk.open(by, stationId, taken.content);
      acts.addForm(by, caseId, { code });
      return caseId;
    },
    type(stationId, caseId, fieldId, value) {
      const form = formIn(caseId);
      if (form === undefined) throw new RefusedError('case-closed', 'caseId');
      if (!askedOf(form).some((field) => field.fieldId === fieldId)) throw new RefusedError('not-found', 'fieldId');
      acts.setValue(actor(stationId), caseId, { formId: form.formId, fieldId, value });
    },
    mayPrint: (stationName, caseId, times) => {
      const form = formIn(caseId);
      return form !== undefined && papers.offers(stationName, form.code, times);
    },
    checkPrintable(stationName, caseId, times) {
      if (!papers.offers(stationName, completeForm(caseId).code, times))
        throw new RefusedError('not-allowed', 'caseId');
    },
    async print(station, caseId) {
      const form = formIn(caseId);
      return form === undefined ? 'failed' : papers.print(station, caseId, form);
    },
    send(stationId, caseId) {
      completeForm(caseId);
      acts.review(actor(stationId), caseId, 'right');
    },
    leave(stationId, caseId) {
      if (formIn(caseId) !== undefined) desk.discard(actor(stationId), caseId);
    },
    view(caseId) {
      const view = desk.peek(caseId);
      const form = view?.state === 'open' ? view.forms[0] : undefined;
      const review = view === undefined ? null : reviewOf(view);
      if (form === undefined || review === null) return null;
      return {
        caseId,
        name: form.name,
        asked: askedOf(form).map(({ fieldId, label, hint, type, choices, max, value }) => ({
          ...{ fieldId, label, hint, type, choices, max, value },
        })),
        lines: review.forms[0]?.lines ?? [],
      };
    },
  };
}

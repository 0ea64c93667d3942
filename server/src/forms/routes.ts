import express from 'express';
import { writeCsv } from '../tables/write-table.ts';
import { defectSheet } from './addresses/defect-sheet.ts';
import type { z } from 'zod';
import * as contract from '@cccd-kiosk/contract/forms';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { idSchema } from '@cccd-kiosk/contract/station';
import type { AuditLog } from '../audit/audit-log.ts';
import { parseShape } from '../http/parse-shape.ts';
import { queryOf } from '../http/query.ts';
import type { PortraitStore } from '../portraits/portrait-store.ts';
import { officerOf, type StaffGuard } from '../staff/staff-guard.ts';
import type { AddressBook } from './addresses/address-book.ts';
import type { CaseActs } from './case/case-acts.ts';
import type { Actor, CaseDesk } from './case/case-desk.ts';
import { personIn } from './case/content.ts';
import type { CaseOpener } from './case/open-case.ts';
import type { Registry } from './registry/registry.ts';

export interface FormRouteParts {
  readonly registry: Registry;
  readonly addresses: AddressBook;
  readonly desk: CaseDesk;
  readonly acts: CaseActs;
  readonly opener: CaseOpener;
  readonly portraits: PortraitStore;
  readonly stations: () => contract.FormStation[];
  /** Lays a case's forms before the citizen at that station, or takes them away. */
  readonly showForms: (stationId: string, caseId: string, shown: boolean) => void;
  /** What is written out of a case; its own router, under the same path. */
  readonly papers: express.Router;
  readonly guard: StaffGuard;
  readonly browserOnly: express.RequestHandler;
  readonly audit: AuditLog;
  readonly today: () => string;
  readonly now: () => Date;
}

/** The member of staff whom the guard let through, as a case knows them. */
export function actorOf(response: express.Response): Actor {
  const { id, name } = officerOf(response);
  return { actor: `staff:${id}`, staffId: id, name };
}

export const caseOf = (request: express.Request): string => parseShape(idSchema, request.params['caseId'], 'caseId');

/** `/api/staff/forms`: the forms there are, cases, and every change of one; each change answers with the whole case. */
export function formRoutes(parts: FormRouteParts): express.Router {
  const { registry, desk, acts, opener, portraits, guard, browserOnly, audit, now } = parts;
  const router = express.Router();
  const may = guard('forms.fill');

  router.get('/', may, (request, response) => {
    response.json(registry.search((queryOf(request, 'q') ?? '').slice(0, 100)));
  });
  router.get('/services', may, (_request, response) => {
    response.json(registry.services());
  });
  router.get('/addresses', may, (request, response) => {
    response.json(parts.addresses.search((queryOf(request, 'q') ?? '').slice(0, 100)));
  });
  router.get('/problems', guard('admin.overview'), (_request, response) => {
    response.json(registry.problems());
  });
  router.get('/address-defects.csv', guard('admin.overview'), (_request, response) => {
    response.type('text/csv; charset=utf-8').attachment('address-defects.csv');
    response.send(Buffer.from(writeCsv(defectSheet, parts.addresses.defects())));
  });
  router.get('/stations', may, (_request, response) => {
    response.json(parts.stations());
  });
  router.get('/cases', may, (request, response) => {
    const day = queryOf(request, 'day');
    response.json(desk.list(day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : parts.today()));
  });
  router.post('/cases', may, browserOnly, (request, response) => {
    response.json(
      opener.open(actorOf(response), officerOf(response), parseShape(contract.openCaseSchema, request.body)),
    );
  });
  router.get('/cases/:caseId', may, (request, response) => {
    response.json(desk.see(actorOf(response), caseOf(request)));
  });

  /** A change: its body in its shape, the act, the whole case. */
  const change = <S extends z.ZodType>(
    path: string,
    schema: S,
    act: (by: Actor, caseId: string, body: z.output<S>) => contract.CaseView,
  ): void => {
    router.post(`/cases/:caseId/${path}`, may, browserOnly, (request, response) => {
      response.json(act(actorOf(response), caseOf(request), parseShape(schema, request.body)));
    });
  };
  const plain = (path: string, act: (by: Actor, caseId: string) => contract.CaseView): void => {
    router.post(`/cases/:caseId/${path}`, may, browserOnly, (request, response) => {
      response.json(act(actorOf(response), caseOf(request)));
    });
  };
  change('forms', contract.addFormSchema, acts.addForm);
  change('remove-form', contract.removeFormSchema, acts.removeForm);
  change('tap', contract.awaitTapSchema, acts.awaitTap);
  plain('stop-tap', acts.stopTap);
  change('value', contract.setValueSchema, acts.setValue);
  change('people', contract.addPersonSchema, acts.addPerson);
  change('role', contract.assignRoleSchema, acts.assignRole);
  change('remove-person', contract.removePersonSchema, acts.removePerson);
  change('attachment', contract.setAttachmentSchema, acts.setAttachment);
  change('address', contract.confirmAddressSchema, acts.confirmAddress);
  plain('undo', desk.undo);
  plain('finish', acts.finish);
  change('photo-compared', contract.comparedPhotoSchema, (by, caseId, { personId, answer }) => {
    const view = desk.see(by, caseId);
    if (!view.people.some((person) => person.personId === personId)) throw new RefusedError('not-found', 'personId');
    audit.append({ actor: by.actor, action: 'same-face-answered', object: caseId, details: { personId, answer } });
    if (answer === 'same') portraits.drop(personId);
    return desk.see(by, caseId);
  });
  plain('show', (by, caseId) => {
    const { stationId } = desk.find(caseId);
    if (stationId === null) throw new RefusedError('bad-request', 'stationId');
    const view = acts.review(by, caseId, 'shown');
    parts.showForms(stationId, caseId, true);
    return view;
  });
  plain('hide', (by, caseId) => {
    const { stationId } = desk.find(caseId);
    if (stationId !== null) parts.showForms(stationId, caseId, false);
    return desk.see(by, caseId);
  });
  router.post('/cases/:caseId/discard', may, browserOnly, (request, response) => {
    desk.discard(actorOf(response), caseOf(request));
    response.json({});
  });

  router.get('/cases/:caseId/people/:personId/photo', guard('photo.compare'), async (request, response) => {
    const caseId = caseOf(request);
    const personId = parseShape(idSchema, request.params['personId'], 'personId');
    const content = desk.find(caseId).content?.reveal();
    if (content !== undefined && personIn(content, personId) === undefined)
      throw new RefusedError('not-found', 'personId');
    await portraits.settled(personId);
    const photo = content === undefined ? null : portraits.get(personId, now());
    if (photo === null) {
      // Compared, finished or erased while the question was on its way: nothing went wrong, there is nothing any more.
      response.status(204).end();
      return;
    }
    audit.append({ actor: actorOf(response).actor, action: 'photo-shown', object: caseId, details: { personId } });
    response.type('image/jpeg').send(Buffer.from(photo.reveal()));
  });
  router.use(parts.papers);
  return router;
}

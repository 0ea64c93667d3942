import express from 'express';
import type { FormView, Statistics } from '@cccd-kiosk/contract/forms';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import { parseShape } from '../http/parse-shape.ts';
import { idSchema } from '@cccd-kiosk/contract/station';
import { queryOf } from '../http/query.ts';
import type { StaffGuard } from '../staff/staff-guard.ts';
import type { CaseDesk } from './case/case-desk.ts';
import type { CaseRepository } from './case/case-repository.ts';
import { sheetCsv, sheetXlsx, type SheetRow } from './daily-sheet.ts';
import type { Papers } from './documents/papers.ts';
import { valuesOf } from './form-values.ts';
import { fillPortal } from './portal/fill-portal.ts';
import type { Registry } from './registry/registry.ts';
import { actorOf, caseOf } from './routes.ts';

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  json: 'application/json',
} as const;
const isPaper = (as: string): as is keyof typeof types => Object.hasOwn(types, as);

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What is written out of cases: a form's values for a portal and as a file, the day's figures and its sheet. */
export function paperRoutes(parts: {
  desk: CaseDesk;
  cases: CaseRepository;
  registry: Registry;
  papers: Papers;
  statistics: (serviceDay: string) => Statistics;
  guard: StaffGuard;
  audit: AuditLog;
  today: () => string;
  /** An instant in the site's time. */
  time: (at: string) => string;
}): express.Router {
  const { desk, cases, registry, papers, guard, audit, time } = parts;
  const router = express.Router();
  const may = guard('forms.fill');

  /** The form of a case, and a row in the audit that it was written out. */
  function formOf(request: express.Request, response: express.Response, as: string): FormView {
    const formId = parseShape(idSchema, request.params['formId'], 'formId');
    const by = actorOf(response);
    const form = desk.see(by, caseOf(request)).forms.find((each) => each.formId === formId);
    if (form === undefined) throw new RefusedError('not-found', 'formId');
    audit.append({
      actor: by.actor,
      action: 'form-written-out',
      object: caseOf(request),
      details: { as, form: form.code },
    });
    return form;
  }
  router.get('/cases/:caseId/forms/:formId/portal', may, (request, response) => {
    const view = formOf(request, response, 'portal');
    const portal = registry.version(view.code, view.version)?.portal;
    response.json(fillPortal(view, portal === undefined ? undefined : registry.portal(portal)));
  });
  router.get('/cases/:caseId/forms/:formId/document', may, async (request, response) => {
    const as = queryOf(request, 'as') ?? '';
    if (!isPaper(as)) throw new RefusedError('bad-request', 'as');
    const view = formOf(request, response, as);
    const file = `${view.code}.${as}`;
    if (as === 'json') {
      response.attachment(file).json(valuesOf(view));
      return;
    }
    const paper = await papers.form(caseOf(request), view, as);
    response.type(types[as]);
    // A PDF opens in the page itself; the browser prints it.
    if (as === 'pdf') response.set('content-disposition', `inline; filename="${file}"`);
    else response.attachment(file);
    response.send(Buffer.from(paper));
  });
  router.get('/cases/:caseId/receipt', may, async (request, response) => {
    desk.see(actorOf(response), caseOf(request));
    const receipt = await papers.receipt(caseOf(request));
    response
      .type(types.pdf)
      .set('content-disposition', 'inline; filename="phieu-tiep-nhan.pdf"')
      .send(Buffer.from(receipt));
  });

  const dayOf = (request: express.Request): string => {
    const day = queryOf(request, 'day') ?? parts.today();
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RefusedError('bad-request', 'day');
    return day;
  };
  router.get('/statistics', may, (request, response) => {
    response.json(parts.statistics(dayOf(request)));
  });
  router.get('/daily-sheet', may, async (request, response) => {
    const day = dayOf(request);
    const as = queryOf(request, 'as') === 'csv' ? 'csv' : 'xlsx';
    const rows: SheetRow[] = cases.ofDay(day).map((each) => ({
      fileNumber: each.fileNumber,
      openedBy: each.openedByName ?? '',
      state: each.state,
      forms: [...each.formCodes],
      openedAt: time(each.openedAt),
      finishedAt: each.finishedAt === null ? '' : time(each.finishedAt),
      seconds:
        each.finishedAt === null ? null : Math.round((Date.parse(each.finishedAt) - Date.parse(each.openedAt)) / 1000),
      saved: each.saved,
      typed: each.typed,
    }));
    const file = as === 'csv' ? sheetCsv(rows) : await sheetXlsx(rows);
    audit.append({ actor: actorOf(response).actor, action: 'daily-sheet-exported', details: { day, as } });
    response
      .type(as === 'csv' ? 'text/csv; charset=utf-8' : xlsx)
      .attachment(`ngay-${day}.${as}`)
      .send(Buffer.from(file));
  });
  return router;
}

import express from 'express';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { idSchema } from '@cccd-kiosk/contract/station';
import { workItemActSchema, workItemExportSchema, workItemOpenSchema } from '@cccd-kiosk/contract/work-items';
import { z } from 'zod';
import type { AuditLog } from '../audit/audit-log.ts';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { InsuranceCard } from '../insurance/outbox/visit-insurance-repository.ts';
import { officerOf, type StaffGuard } from '../staff/staff-guard.ts';
import { toCsv, toXlsx, type ExportRow } from './export.ts';
import { repairForm } from './repair-form.ts';
import type { WorkItemDesk } from './work-item-desk.ts';
import type { WorkItemRepository } from './work-item-repository.ts';

const formSchema = z.object({ id: idSchema, reason: z.string().trim().min(1).max(200) });
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `/api/staff/work-items`: the list, one item, what is done with it, the clean-data list as a file, form TK1-TS. */
export function workItemRoutes(parts: {
  desk: WorkItemDesk;
  items: WorkItemRepository;
  visits: VisitRepository;
  cardOf: (visitId: string) => InsuranceCard | null;
  placeOf: (visitId: string) => { number: string; where: string };
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
  audit: AuditLog;
  /** An instant in the site's time, `hh:mm dd/mm/yyyy`. */
  time: (at: string) => string;
  /** Today, `dd/mm/yyyy`. */
  date: () => string;
}): express.Router {
  const { desk, items, visits, cardOf, placeOf, guard, browserOnly, audit, time, date } = parts;
  const router = express.Router();

  router.get('/', guard('work-items.list'), (_request, response) => {
    response.json(desk.list(officerOf(response).role));
  });
  router.post('/open', guard('work-items.list'), browserOnly, (request, response) => {
    const { id, reason } = parseShape(workItemOpenSchema, request.body);
    response.json(desk.open(officerOf(response), id, reason));
  });
  router.post('/act', guard('work-items.take'), browserOnly, (request, response) => {
    desk.act(officerOf(response), parseShape(workItemActSchema, request.body));
    response.json({});
  });

  router.post('/form', guard('work-items.take'), browserOnly, (request, response) => {
    const { id, reason } = parseShape(formSchema, request.body);
    const detail = desk.open(officerOf(response), id, reason);
    const holder = detail.visitId === null ? undefined : visits.find(detail.visitId)?.holder?.reveal();
    const text = (source: string): string =>
      (detail.values.find((value) => value.source === source)?.parts ?? []).map((part) => part.text).join('');
    if (detail.form === null || holder === undefined) throw new RefusedError('not-found', 'form');
    const card = detail.visitId === null ? null : cardOf(detail.visitId);
    response
      .type('html')
      .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .attachment('TK1-TS.html')
      .send(
        repairForm({
          ...{ holder, card, field: detail.field ?? '', date: date() },
          ...{ chip: text('chip'), insurance: text('insurance') },
        }),
      );
  });

  router.post('/export', guard('work-items.export'), browserOnly, async (request, response) => {
    const { format, fields, reason } = parseShape(workItemExportSchema, request.body);
    const officer = officerOf(response);
    const wanted = items
      .allOpen()
      .filter(({ kind, field }) => kind === 'mismatch' && (fields.length === 0 || fields.includes(field ?? '')));
    const rows: ExportRow[] = wanted.map((item) => {
      const holder = item.visitId === null ? undefined : visits.find(item.visitId)?.holder?.reveal();
      const place = item.visitId === null ? { number: '', where: '' } : placeOf(item.visitId);
      const values = item.values?.reveal() ?? {};
      return {
        ...{ openedAt: time(item.openedAt), ticket: place.number, where: place.where, severity: item.severity },
        ...{ code: item.code, field: item.field ?? '', owner: item.ownerName ?? '' },
        ...{ fullName: holder?.fullName ?? '', personalNumber: holder?.number ?? '' },
        ...{ chip: values.chip ?? '', insurance: values.insurance ?? '' },
        ...{ population: values.population ?? '', hospital: values.hospital ?? '' },
      };
    });
    const file = format === 'csv' ? toCsv(rows) : await toXlsx(rows);
    audit.append({
      actor: `staff:${officer.id}`,
      action: 'work-items-exported',
      details: { format, count: rows.length, reason: reason.replace(/\d{6,}/g, '•') },
    });
    for (const { id } of wanted)
      audit.append({ actor: `staff:${officer.id}`, action: 'work-items-exported', object: id });
    response
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : xlsx)
      .attachment(`chua-khop.${format}`)
      .send(Buffer.from(file));
  });
  return router;
}

import express from 'express';
import { insuranceStatusSchema } from '@cccd-kiosk/contract/insurance-status';
import { z } from 'zod';
import type { AuditLog } from '../audit/audit-log.ts';
import { parseShape } from '../http/parse-shape.ts';
import { officerOf, type StaffGuard } from '../staff/staff-guard.ts';
import type { InsuranceDesk } from './create-insurance.ts';
import { noGateway } from './link/status.ts';

const spanSchema = z
  .object({ from: z.iso.datetime(), until: z.iso.datetime(), reason: z.string().trim().min(1).max(200) })
  .refine(({ from, until }) => from < until, { path: ['until'] });

/** `/api/staff/insurance`: how the link does, and the evidence of an outage. */
export function insuranceRoutes(parts: {
  desk: InsuranceDesk | null;
  outageFile: ((from: string, until: string) => { html: string; visitIds: readonly string[] }) | null;
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
  audit: AuditLog;
}): express.Router {
  const { desk, outageFile, guard, browserOnly, audit } = parts;
  const router = express.Router();

  router.get('/status', guard('admin.overview'), (_request, response) => {
    response.json(insuranceStatusSchema.parse(desk?.status() ?? noGateway));
  });
  router.post('/outage-file', guard('work-items.export'), browserOnly, (request, response) => {
    const { from, until, reason } = parseShape(spanSchema, request.body);
    const member = officerOf(response);
    const { html, visitIds } = outageFile?.(from, until) ?? { html: '', visitIds: [] };
    // Every person in it is looked at.
    audit.append({
      actor: `staff:${member.id}`,
      action: 'insurance-evidence-exported',
      details: { from, until, people: visitIds.length, reason: reason.replace(/\d{6,}/g, '•') },
    });
    for (const visitId of visitIds)
      audit.append({ actor: `staff:${member.id}`, action: 'insurance-evidence-exported', object: visitId });
    response
      .type('html')
      .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .attachment('tra-cuu-bhyt-chua-thanh.html')
      .send(html);
  });
  return router;
}

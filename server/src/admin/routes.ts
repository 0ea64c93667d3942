import express from 'express';
import type { AuditCheck, Overview } from '@cccd-kiosk/contract/overview';
import type { AuditVerdict } from '../audit/verify-audit.ts';
import { officerOf, type StaffGuard } from '../staff/staff-guard.ts';

/** What an administrator and an auditor see first, and the audit's own check. */
export function overviewRoutes(parts: {
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
  overview: () => Omit<Overview, 'officer' | 'role'>;
  verify: () => AuditVerdict;
}): express.Router {
  const { guard, browserOnly, overview, verify } = parts;
  const router = express.Router();
  router.get('/overview', guard('admin.overview'), (_request, response) => {
    const { name, role } = officerOf(response);
    response.json({ ...overview(), officer: name, role } satisfies Overview);
  });
  router.post('/audit/verify', guard('audit.verify'), browserOnly, (_request, response) => {
    const verdict = verify();
    response.json({
      ok: verdict.ok,
      rows: verdict.ok ? verdict.rows : verdict.row,
      code: verdict.ok ? null : verdict.reason,
    } satisfies AuditCheck);
  });
  return router;
}

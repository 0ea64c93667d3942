import express from 'express';
import {
  trustApplySchema,
  trustFileNameSchema,
  trustPlanRequestSchema,
  type TrustOverview,
  type TrustPlan,
} from '@cccd-kiosk/contract/trust';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { parseShape } from '../http/parse-shape.ts';
import { may } from '../staff/roles.ts';
import { officerOf, type StaffGuard } from '../staff/staff-guard.ts';
import type { DryRun } from './dry-run.ts';
import { maxFileLength, type Proposals, type WaitingFile } from './proposals.ts';
import { loadFiles } from './trust-change.ts';
import type { TrustHolder } from './trust-holder.ts';
import { describeTrust, fileRow } from './trust-overview.ts';
import { digestOf, type TrustFile } from './trust-repository.ts';

export interface TrustRouteParts {
  readonly trust: TrustHolder;
  readonly proposals: Proposals;
  readonly dryRun: DryRun;
  readonly nameOf: (who: string) => string;
  readonly guard: StaffGuard;
  readonly browserOnly: express.RequestHandler;
}

/** What a page shows; the command line tells all of them. */
const shownVersions = 50;

function opened(file: TrustFile): WaitingFile {
  const digest = digestOf(file.bytes);
  const report = loadFiles([file]).reports.get(digest) ?? { name: file.name, kind: undefined, items: [] };
  return { ...file, row: fileRow(report, { digest, name: file.name }) };
}

/**
 * Takes one raw file. Stands before the parser of JSON bodies, and apart from it: who may not change trust is refused
 * before a single octet of a large body is read.
 */
export function trustFileRoutes({ proposals, guard, browserOnly }: TrustRouteParts): express.Router {
  const router = express.Router();
  const raw = express.raw({ type: 'application/octet-stream', limit: maxFileLength });
  router.post('/:name', guard('trust.change'), browserOnly, raw, (request, response) => {
    const { body } = request as { body: unknown };
    if (!Buffer.isBuffer(body) || body.length === 0) throw new RefusedError('bad-request', 'body');
    const name = parseShape(trustFileNameSchema, request.params['name'], 'name');
    const file = opened({ name, bytes: new Uint8Array(body) });
    proposals.add(officerOf(response).id, file);
    response.json(file.row);
  });
  return router;
}

/** The trust store seen and changed: nothing is applied that a dry run has not shown. */
export function trustRoutes({ trust, proposals, dryRun, nameOf, guard, browserOnly }: TrustRouteParts): express.Router {
  const router = express.Router();
  router.get('/', guard('trust.see'), (_request, response) => {
    const { id, role } = officerOf(response);
    response.json({
      ...describeTrust(trust, nameOf, shownVersions),
      mayChange: may(role, 'trust.change'),
      waiting: proposals.files(id).map(({ row }) => row),
    } satisfies TrustOverview);
  });
  router.post('/plan', guard('trust.change'), browserOnly, async (request, response) => {
    const wanted = parseShape(trustPlanRequestSchema, request.body);
    const { id } = officerOf(response);
    const change = trust.prepare(wanted.kind === 'rollback' ? wanted : { ...wanted, add: proposals.files(id) });
    const shown = await dryRun(change, `staff:${id}`);
    response.json({ ...shown, plan: proposals.plan(id, change) } satisfies TrustPlan);
  });
  router.post('/apply', guard('trust.change'), browserOnly, (request, response) => {
    const { plan } = parseShape(trustApplySchema, request.body);
    const { id } = officerOf(response);
    response.json({ version: trust.take(proposals.take(id, plan), `staff:${id}`) });
  });
  router.post('/discard', guard('trust.change'), browserOnly, (_request, response) => {
    proposals.discard(officerOf(response).id);
    response.json({});
  });
  return router;
}

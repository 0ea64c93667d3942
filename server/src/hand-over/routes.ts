import express from 'express';
import { handOverRetrySchema } from '@cccd-kiosk/contract/hand-over';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { parseShape } from '../http/parse-shape.ts';
import type { StaffGuard } from '../staff/staff-guard.ts';
import { officerOf } from '../staff/staff-guard.ts';
import type { HandOver } from './hand-over.ts';

/** What waits, what died and why; and the button that puts it back. */
export function handOverRoutes(parts: {
  handOver: Pick<HandOver, 'overview' | 'retry'>;
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
}): express.Router {
  const { handOver, guard, browserOnly } = parts;
  const router = express.Router();
  router.get('/', guard('hand-over.see'), (_request, response) => {
    response.json(handOver.overview());
  });
  router.post('/retry', browserOnly, guard('hand-over.retry'), (request, response) => {
    const which = parseShape(handOverRetrySchema, request.body);
    const count = handOver.retry(which, officerOf(response).id);
    if (count === 0) throw new RefusedError('not-found', 'id' in which ? 'id' : 'destination');
    response.json({ count });
  });
  return router;
}

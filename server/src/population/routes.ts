import express from 'express';
import { populationAskSchema } from '@cccd-kiosk/contract/population';
import { parseShape } from '../http/parse-shape.ts';
import { officerOf, type StaffGuard } from '../staff/staff-guard.ts';
import type { PopulationDesk } from './population-desk.ts';

/** `POST /api/staff/population`: one question about a person who stands there, with its reason. */
export function populationRoutes(parts: {
  desk: PopulationDesk;
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
}): express.Router {
  const router = express.Router();
  router.post('/', parts.guard('population.look-up'), parts.browserOnly, async (request, response) => {
    response.json(await parts.desk.ask(officerOf(response), parseShape(populationAskSchema, request.body)));
  });
  return router;
}

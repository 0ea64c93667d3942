import express from 'express';
import { enrolRequestSchema, idSchema } from '@cccd-kiosk/contract/station';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { z } from 'zod';
import { parseShape } from '../http/parse-shape.ts';
import type { createEnrolment } from './enrol.ts';
import type { HelloChallenges } from './hello-challenges.ts';
import type { StationRepository } from './station-repository.ts';

const helloRequestSchema = z.object({ stationId: idSchema });

/** Enrolment and hello: the two things a daemon asks before it has a connection. Not for browsers. */
export function stationRoutes(parts: {
  enrol: ReturnType<typeof createEnrolment>;
  challenges: HelloChallenges;
  stations: StationRepository;
  now: () => Date;
}): express.Router {
  const { enrol, challenges, stations, now } = parts;
  const router = express.Router();
  router.use((request, _response, next) => {
    if (request.get('origin') !== undefined) throw new RefusedError('not-allowed', 'origin');
    next();
  });
  router.post('/enrol', (request, response) => {
    const station = enrol(parseShape(enrolRequestSchema, request.body), now());
    response.json({ stationId: station.id });
  });
  router.post('/hello', (request, response) => {
    const { stationId } = parseShape(helloRequestSchema, request.body);
    const station = stations.find(stationId);
    if (station === undefined) throw new RefusedError('station-unknown');
    if (station.revoked) throw new RefusedError('station-revoked');
    response.json({ challenge: challenges.issue(stationId, now()) });
  });
  return router;
}

import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { browserOnly, jsonOnly } from './http/browser-only.ts';
import { answerErrors, notFound } from './http/errors.ts';
import type { Origins } from './http/origins.ts';
import { screenFiles } from './http/screen-files.ts';
import { securityHeaders } from './http/security-headers.ts';
import { tooManyHeaders } from './listen.ts';
import type { Log } from './log.ts';

export interface AppParts {
  readonly origins: Origins;
  /** TLS: cookies are marked and requests upgraded. */
  readonly secure: boolean;
  readonly simulation: boolean;
  readonly screensDir: string;
  readonly stationRoutes: express.Router;
  readonly screenRoutes: express.Router;
  readonly staffRoutes: express.Router;
  /** Raw bodies: before what wants JSON. */
  readonly trustFileRoutes: express.Router;
  readonly trustRoutes: express.Router;
  readonly handOverRoutes: express.Router;
  readonly insuranceRoutes: express.Router;
  readonly populationRoutes: express.Router;
  readonly workItemRoutes: express.Router;
  readonly formRoutes: express.Router;
  readonly healthy: () => boolean;
  readonly mount?: (app: express.Express) => void;
  readonly log: Log;
}

const minute = 60_000;
const limited = (limit: number): express.RequestHandler =>
  rateLimit({
    windowMs: minute,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    handler: (_request, _response, next) => {
      next(new RefusedError('too-many-requests'));
    },
  });

/** The HTTP side: JSON in small bodies, one error shape, the built screens. */
export function createApp(parts: AppParts): express.Express {
  const { origins, secure, log } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use(securityHeaders(secure));
  app.use((request, _response, next) => {
    if (tooManyHeaders(request.rawHeaders)) throw new RefusedError('bad-request', 'headers');
    // Another name for this address is a rebound one.
    if (!origins.allowsHost(request.get('host'))) throw new RefusedError('not-allowed', 'host');
    next();
  });
  app.get('/healthz', (_request, response) => {
    const ok = parts.healthy();
    response.status(ok ? 200 : 503).json({ ok });
  });

  const api = express.Router();
  api.use((_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  api.use('/staff/trust/files', limited(120), parts.trustFileRoutes);
  api.use(jsonOnly, express.json({ limit: '16kb', strict: true, type: 'application/json' }));
  // A whole site's stations come back at once after an outage, from one address.
  api.use('/stations', limited(3000), parts.stationRoutes);
  api.use('/screens', limited(30), browserOnly(origins), parts.screenRoutes);
  // An office types all day, and all its desks may come from one address.
  api.use('/staff/forms', limited(3000), parts.formRoutes);
  api.use('/staff', limited(120), parts.staffRoutes);
  api.use('/hand-over', limited(120), parts.handOverRoutes);
  api.use('/staff/trust', parts.trustRoutes);
  api.use('/staff/insurance', parts.insuranceRoutes);
  api.use('/staff/population', parts.populationRoutes);
  api.use('/staff/work-items', parts.workItemRoutes);
  api.use(notFound);
  app.use('/api', api);

  parts.mount?.(app);
  app.use(screenFiles(parts.screensDir, parts.simulation));
  app.use(notFound);
  app.use(answerErrors(log));
  return app;
}

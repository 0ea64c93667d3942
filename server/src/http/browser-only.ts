import type { RequestHandler } from 'express';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Origins } from './origins.ts';

/**
 * For requests that change something with a cookie: an allowed Origin, our own header (a form or another site cannot send
 * it without asking) and JSON by its exact type. SameSite=Strict stands beside it (TH16).
 */
export const browserOnly =
  (origins: Origins): RequestHandler =>
  (request, _response, next) => {
    const site = request.get('sec-fetch-site');
    if (!origins.allows(request.get('origin')) || (site !== undefined && site !== 'same-origin'))
      throw new RefusedError('not-allowed', 'origin');
    if (request.get('x-requested-with') !== 'cccd-kiosk') throw new RefusedError('not-allowed', 'x-requested-with');
    next();
  };

/** Bodies are JSON, declared as such: nothing that a form could send. */
export const jsonOnly: RequestHandler = (request, _response, next) => {
  const type = (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (request.method === 'POST' && type !== 'application/json') throw new RefusedError('bad-request', 'content-type');
  next();
};

import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { RefusalCode } from '@cccd-kiosk/contract/error-codes';
import { RefusedError, toRefusal } from '@cccd-kiosk/contract/serialize-error';
import type { Log } from '../log.ts';

const statuses: Readonly<Record<RefusalCode, number>> = {
  'bad-request': 400,
  'not-found': 404,
  'not-allowed': 403,
  'sign-in-needed': 401,
  'officer-not-bound': 403,
  'card-not-proven': 409,
  'too-many-requests': 429,
  'station-unknown': 401,
  'station-revoked': 403,
  'signature-invalid': 401,
  'clock-skew': 400,
  replayed: 409,
  'nonce-unknown': 409,
  'evidence-invalid': 422,
  'enrolment-code-invalid': 403,
  'pairing-code-invalid': 403,
  'trust-plan-outdated': 409,
  'form-expired': 409,
  'form-incomplete': 409,
  'value-locked': 409,
  'case-closed': 409,
  'storage-failed': 503,
  unknown: 500,
};

export const statusOf = (code: RefusalCode): number => statuses[code];

export const notFound: RequestHandler = () => {
  throw new RefusedError('not-found');
};

/** What Express and its body parser throw carries a status; anything below 500 was the sender's doing. */
const asRefused = (error: unknown): unknown => {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 && !(error instanceof RefusedError)
    ? new RefusedError('bad-request', undefined, error)
    : error;
};

/** The one shape of an error over HTTP: a Refusal with its status. No stack, no value. */
export const answerErrors =
  (log: Log): ErrorRequestHandler =>
  (thrown: unknown, request: Request, response: Response, _next) => {
    const error = asRefused(thrown);
    const refusal = toRefusal(error);
    const status = statusOf(refusal.code);
    const fields = {
      code: refusal.code,
      status,
      route: request.path.startsWith('/api/') ? request.path.slice(0, 60) : 'page',
    };
    if (status >= 500) log.error('request failed', { ...fields, error: thrown });
    else log.info('request refused', fields);
    if (response.headersSent) response.end();
    else response.status(status).json(refusal);
  };

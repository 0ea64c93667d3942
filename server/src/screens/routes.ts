import express from 'express';
import { pairRequestSchema } from '@cccd-kiosk/contract/screen';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import { screenCookie } from '../http/cookies.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { PairingCodes } from '../stations/spoken-codes.ts';
import type { ScreenSessions } from './screen-sessions.ts';
import { screenSpan } from './screen-sessions.ts';

/** Exchanges a pairing code, once, for a screen's cookie. */
export function screenRoutes(parts: {
  codes: PairingCodes;
  sessions: ScreenSessions;
  audit: AuditLog;
  secure: boolean;
  now: () => Date;
}): express.Router {
  const { codes, sessions, audit, secure, now } = parts;
  const router = express.Router();
  router.post('/pair', (request, response) => {
    const { code } = parseShape(pairRequestSchema, request.body);
    const stationId = codes.use(code, now());
    if (stationId === undefined) throw new RefusedError('pairing-code-invalid', 'code');
    const token = sessions.open(stationId, now());
    audit.append({ actor: 'server', action: 'screen-paired', object: stationId });
    response.cookie(screenCookie, token, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: screenSpan });
    response.json({ stationId });
  });
  return router;
}

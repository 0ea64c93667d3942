import { pagePolicy } from '@cccd-kiosk/contract/page-policy';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * No inline script or style, no frame, nothing from elsewhere. On plain HTTP (loopback only) nothing is upgraded: a kiosk
 * page there would break.
 */
export const securityHeaders = (secure: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...pagePolicy,
        ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });

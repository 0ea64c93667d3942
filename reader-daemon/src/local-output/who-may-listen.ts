/**
 * Who may hear the local service. A page comes with an Origin that no page can choose: it must stand in the list. A
 * program comes without one: it must know the token. Either must have asked for this service by a name of this computer,
 * or a page of another site could reach it under a name of its own (DNS rebinding).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { networkInterfaces } from 'node:os';

const names = ['localhost', '127.0.0.1', '[::1]'];

/** An address that never leaves this computer: of the loopback network, or put on a loopback interface by hand. */
export const isOwnAddress = (host: string): boolean =>
  host === '::1' ||
  /^127(\.\d{1,3}){3}$/.test(host) ||
  Object.values(networkInterfaces()).some((all) => all?.some(({ address, internal }) => internal && address === host));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Compared in the same time whatever was given. */
export const isSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret));

/** In the address (`?token=…`) or as `Authorization: Bearer …`. */
function tokenOf(url: string, headers: IncomingHttpHeaders): string | undefined {
  const inAddress = new URL(url, 'http://localhost').searchParams.get('token');
  return inAddress ?? /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

export interface Guard {
  allowsHost(host: string | undefined): boolean;
  allowsOrigin(origin: string): boolean;
  allows(request: { readonly url?: string | undefined; readonly headers: IncomingHttpHeaders }): boolean;
}

/** `port` is asked late: 0 means any until it listens. Without a token no program is let in. */
export function createGuard(options: {
  host: string;
  port: () => number;
  origins: readonly string[];
  token: string | undefined;
}): Guard {
  const { host, port, origins, token } = options;
  const own = new Set([...names, host.includes(':') ? `[${host}]` : host]);
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  const guard: Guard = {
    allowsHost: (header) => [...own].some((name) => header === `${name}:${port()}`),
    allowsOrigin: (origin) => allowed.has(origin),
    allows({ url = '', headers }) {
      if (!guard.allowsHost(headers.host)) return false;
      if (headers.origin !== undefined) return guard.allowsOrigin(headers.origin);
      const given = tokenOf(url, headers);
      return token !== undefined && given !== undefined && isSecret(given, token);
    },
  };
  return guard;
}

import { z } from 'zod';
import type { Exchange } from './exchange.ts';
import { GatewayFault } from './fault.ts';

/** Proof of the session, bound to this server's IP address. Secret: in no log, no evidence. */
export interface Token {
  readonly accessToken: string;
  readonly idToken: string;
}

export interface Tokens {
  /** A token that holds for a while yet; callers at the same time share one request. Throws GatewayFault (`not-sent`). */
  current(): Promise<Token>;
  /** Takes a new one whatever the old one's age: also shows whether the gateway is there. */
  renew(): Promise<Token>;
  /** The gateway did not take this one; another one that came since stays. */
  drop(token: Token): void;
}

const replySchema = z.object({
  maKetQua: z.union([z.string(), z.number()]).transform(String),
  APIKey: z
    .object({ access_token: z.string().min(1), id_token: z.string().min(1), expires_in: z.string().nullish() })
    .nullish(),
});

const margin = 30_000;
/** For an answer without a readable end: the shortest life that any document gives (annex of CV 1839/CNTT-PM). */
const shortestLife = 600_000;

function endOf(expiresIn: string | null | undefined, now: number): number {
  const end = Date.parse(expiresIn ?? '');
  return Number.isNaN(end) ? now + shortestLife : end;
}

export function createTokens(parts: {
  exchange: Exchange;
  path: string;
  username: string;
  password: string;
  now: () => Date;
}): Tokens {
  const { exchange, path, username, password, now } = parts;
  let held: { token: Token; until: number } | undefined;
  let underway: Promise<Token> | undefined;

  async function take(): Promise<Token> {
    let reply;
    try {
      reply = await exchange.post({
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ username, password }).toString(),
      });
    } catch (error) {
      throw error instanceof GatewayFault ? error.beforeTheQuestion() : error;
    }
    if (reply.status !== 200) throw new GatewayFault('401', 'not-sent', reply);
    const parsed = replySchema.safeParse(reply.json);
    const key = parsed.data?.APIKey;
    if (parsed.data?.maKetQua === '401') throw new GatewayFault('401', 'not-sent', { ms: reply.ms, status: 200 });
    if (parsed.data?.maKetQua !== '200' || key === null || key === undefined)
      throw new GatewayFault('malformed', 'not-sent', { ms: reply.ms, status: 200 });
    const token = { accessToken: key.access_token, idToken: key.id_token };
    held = { token, until: endOf(key.expires_in, now().getTime()) - margin };
    return token;
  }

  function renew(): Promise<Token> {
    underway ??= take().finally(() => {
      underway = undefined;
    });
    return underway;
  }
  return {
    current: () => (held !== undefined && held.until > now().getTime() ? Promise.resolve(held.token) : renew()),
    renew,
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { GatewayFault } from './fault.ts';

export interface Request {
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  /** A parsed JSON value of unknown form; null for an empty body of a status that has none (401). */
  readonly json: unknown;
  readonly raw: string;
  readonly ms: number;
}

/** One POST. Throws GatewayFault; HTTP 401 and 403 are replies, every other status beside 200 is a fault. */
export interface Exchange {
  post(request: Request): Promise<Reply>;
  close(): void;
}

const mostOctets = 512 * 1024;
const keptOctets = 64 * 1024;
/**
 * A connection that stood still may be gone without a word (address translation, a load balancer), and a question into it
 * would stay uncertain: it is closed before that.
 */
const longestIdle = 4000;
const isJson = (type: string | undefined): boolean => /^(application|text)\/json\s*(;|$)/i.test(type ?? '');

/**
 * Keep-alive, one deadline for the whole exchange, no redirect, at most half a megabyte, JSON alone; with `caFile` no other
 * certificate is believed (TH28). Never repeats anything.
 */
export function createExchange(settings: {
  url: string;
  timeoutMs: number;
  caFile?: string | undefined;
  idleMs?: number;
}): Exchange {
  const base = new URL(settings.url);
  const secure = base.protocol === 'https:';
  const pool = {
    keepAlive: true,
    maxSockets: 64,
    maxFreeSockets: 8,
    scheduling: 'lifo',
    timeout: settings.idleMs ?? longestIdle,
  } as const;
  const agent = secure
    ? new https.Agent({
        ...pool,
        minVersion: 'TLSv1.2',
        ...(settings.caFile === undefined ? {} : { ca: readFileSync(settings.caFile) }),
      })
    : new http.Agent(pool);

  const post = ({ path, headers, body }: Request): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const octets = Buffer.from(body, 'utf8');
      let sent = false;
      let status: number | null = null;
      const parts: Buffer[] = [];
      let size = 0;
      const raw = (): string => Buffer.concat(parts).subarray(0, keptOctets).toString('utf8');
      const ms = (): number => Math.round(performance.now() - begun);

      const request = (secure ? https : http).request({
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port === '' ? (secure ? 443 : 80) : Number(base.port),
        path: base.pathname.replace(/\/$/, '') + path,
        method: 'POST',
        agent,
        headers: { accept: 'application/json', 'content-length': octets.length, ...headers },
      });
      let done = false;
      const fail = (code: GatewayFault['code'], certainty: GatewayFault['certainty'], cause?: unknown): void => {
        if (done) return;
        done = true;
        clearTimeout(deadline);
        reject(new GatewayFault(code, certainty, { ms: ms(), status, raw: raw(), cause }));
        request.destroy();
      };
      const deadline = setTimeout(() => {
        fail(sent ? 'timed-out' : 'unreachable', sent ? 'uncertain' : 'not-sent');
      }, settings.timeoutMs);

      request.on('socket', (socket) => {
        // The question leaves once there is a connection (and, with TLS, a proven one): before that nothing was asked.
        const ready = secure ? 'secureConnect' : 'connect';
        if (request.reusedSocket || (!socket.connecting && !secure)) sent = true;
        else
          socket.once(ready, () => {
            sent = true;
          });
      });
      request.on('error', (error) => {
        fail(sent ? 'cut-off' : 'unreachable', sent ? 'uncertain' : 'not-sent', error);
      });
      request.on('response', (response) => {
        status = response.statusCode ?? 0;
        if (status >= 300 && status < 400) {
          fail('redirected', 'answered');
          return;
        }
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= mostOctets) parts.push(part);
          else fail('oversized', 'answered');
        });
        response.on('aborted', () => {
          fail('cut-off', 'uncertain');
        });
        response.on('error', (error) => {
          fail('cut-off', 'uncertain', error);
        });
        response.on('end', () => {
          const refused = status === 401 || status === 403;
          const text = Buffer.concat(parts).toString('utf8');
          if (status !== 200 && !refused) {
            fail('bad-status', 'answered');
            return;
          }
          let json: unknown = null;
          // A refusal may come with an empty body or a page: its status says enough.
          if (!refused) {
            if (!isJson(response.headers['content-type'])) {
              fail('not-json', 'answered');
              return;
            }
            try {
              json = JSON.parse(text);
            } catch (error) {
              fail('not-json', 'answered', error);
              return;
            }
          }
          if (done) return;
          done = true;
          clearTimeout(deadline);
          resolve({ status: status ?? 0, json, raw: text.slice(0, keptOctets), ms: ms() });
        });
      });
      request.end(octets);
    });
  return {
    post,
    close() {
      agent.destroy();
    },
  };
}

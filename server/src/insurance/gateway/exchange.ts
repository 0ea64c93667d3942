import { readFileSync } from 'node:fs';
import { createPostLine, PostFault, type PostFailure, type LineReply } from '../../http/post-line.ts';
import { GatewayFault, type Certainty } from './fault.ts';

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
const certainties: Readonly<Record<PostFailure, Certainty>> = {
  unreachable: 'not-sent',
  'timed-out': 'uncertain',
  'cut-off': 'uncertain',
  oversized: 'answered',
  redirected: 'answered',
};
const begin = (octets: Buffer): string => octets.subarray(0, keptOctets).toString('utf8');
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
  const line = createPostLine({
    url: base,
    timeoutMs: settings.timeoutMs,
    mostOctets,
    ca: settings.caFile === undefined ? undefined : readFileSync(settings.caFile, 'utf8'),
    pool: {
      keepAlive: true,
      maxSockets: 64,
      maxFreeSockets: 8,
      scheduling: 'lifo',
      timeout: settings.idleMs ?? longestIdle,
    },
  });
  return {
    async post({ path, headers, body }) {
      try {
        const onTheWire = base.pathname.replace(/\/$/, '') + path;
        const reply = await line.post({ path: onTheWire, headers: { accept: 'application/json', ...headers }, body });
        return replyOf(reply);
      } catch (error) {
        if (!(error instanceof PostFault)) throw error;
        const { code, status, ms, octets, cause } = error;
        throw new GatewayFault(code, certainties[code], { ms, status, raw: begin(octets), cause });
      }
    },
    close: line.close,
  };
}

/** A refusal may come with an empty body or a page: its status says enough. */
function replyOf({ status, contentType, octets, ms }: LineReply): Reply {
  const fault = (code: 'bad-status' | 'not-json', cause?: unknown): GatewayFault =>
    new GatewayFault(code, 'answered', { ms, status, raw: begin(octets), cause });
  const text = octets.toString('utf8');
  const reply = { status, json: null, raw: text.slice(0, keptOctets), ms };
  if (status === 401 || status === 403) return reply;
  if (status !== 200) throw fault('bad-status');
  if (!isJson(contentType)) throw fault('not-json');
  try {
    return { ...reply, json: JSON.parse(text) as unknown };
  } catch (error) {
    throw fault('not-json', error);
  }
}

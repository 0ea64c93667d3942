/** The line to another system that takes questions by POST: one deadline for a whole exchange, and nothing is ever repeated. */
import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';

export interface Post {
  /** As it goes on the wire: with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LineReply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly octets: Buffer;
  readonly ms: number;
}

/**
 * `unreachable`: the question has not left. `timed-out` and `cut-off`: it has, and nobody knows what became of it.
 * `oversized` and `redirected`: it was answered, and the answer is none.
 */
export type PostFailure = 'unreachable' | 'timed-out' | 'cut-off' | 'oversized' | 'redirected';

/** The message is the code alone. */
export class PostFault extends Error {
  override readonly name = 'PostFault';
  readonly code: PostFailure;
  readonly status: number | null;
  readonly ms: number;
  /** What had come by then, for evidence. Personal: never into a log. */
  readonly octets: Buffer;

  constructor(code: PostFailure, more: { status: number | null; ms: number; octets: Buffer; cause?: unknown }) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.status = more.status;
    this.ms = more.ms;
    this.octets = more.octets;
  }
}

export interface PostLine {
  /** Every status but a redirection is a reply. Throws PostFault. */
  post(question: Post): Promise<LineReply>;
  /** What is under way ends. */
  close(): void;
}

export interface PostLineSettings {
  /** Protocol, host and port are taken from it. */
  readonly url: URL;
  /** From the call to the last octet of the answer. */
  readonly timeoutMs: number;
  /** Of an answer. */
  readonly mostOctets: number;
  /** PEM: no certificate but those under it is believed. */
  readonly ca?: string | undefined;
  /** Which connections are kept; without it each question has one of its own. */
  readonly pool?: http.AgentOptions;
}

export function createPostLine({ url, timeoutMs, mostOctets, ca, pool = {} }: PostLineSettings): PostLine {
  const secure = url.protocol === 'https:';
  const agent = secure
    ? new https.Agent({ ...pool, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
    : new http.Agent(pool);
  const underWay = new Set<() => void>();

  const post = ({ path, headers, body }: Post): Promise<LineReply> =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const question = Buffer.from(body, 'utf8');
      const parts: Buffer[] = [];
      let size = 0;
      let status: number | null = null;
      let sent = false;
      let done = false;
      const ms = (): number => Math.round(performance.now() - begun);
      const request = (secure ? https : http).request({
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        path,
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': question.length },
      });
      const finish = (): boolean => {
        if (done) return false;
        done = true;
        clearTimeout(deadline);
        underWay.delete(cutOff);
        return true;
      };
      const fail = (code: PostFailure, cause?: unknown): void => {
        if (!finish()) return;
        reject(new PostFault(code, { status, ms: ms(), octets: Buffer.concat(parts), cause }));
        request.destroy();
      };
      const cutOff = (cause?: unknown): void => {
        fail(sent ? 'cut-off' : 'unreachable', cause);
      };
      const deadline = setTimeout(() => {
        fail(sent ? 'timed-out' : 'unreachable');
      }, timeoutMs);
      underWay.add(cutOff);

      request.on('socket', (socket) => {
        // The question leaves once there is a connection (and, with TLS, a proven one): before that nothing was asked.
        if (request.reusedSocket || (!socket.connecting && !secure)) sent = true;
        else
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            sent = true;
          });
      });
      request.on('error', cutOff);
      request.on('response', (response) => {
        status = response.statusCode ?? 0;
        if (status >= 300 && status < 400) {
          fail('redirected');
          return;
        }
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= mostOctets) parts.push(part);
          else fail('oversized');
        });
        response.on('aborted', cutOff);
        response.on('error', cutOff);
        response.on('end', () => {
          if (!finish()) return;
          const contentType = response.headers['content-type'];
          resolve({ status: status ?? 0, contentType, octets: Buffer.concat(parts), ms: ms() });
        });
      });
      request.end(question);
    });
  return {
    post,
    close() {
      for (const cutOff of underWay) cutOff();
      agent.destroy();
    },
  };
}

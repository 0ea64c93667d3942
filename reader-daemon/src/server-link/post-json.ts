/** One POST of JSON to the server: no redirect, a cap on the answer, refusals as errors. */
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { parseRefusal, RefusedError } from '@cccd-kiosk/contract/serialize-error';

const timeoutMs = 5000;
const maxAnswer = 64 * 1024;

/** The line to the server failed: away, wrong certificate, no answer in time. `code` is the system's. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
  readonly code: string;
  constructor(code: string, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'unknown';
};

export interface ServerAddress {
  readonly origin: URL;
  /** PEM of the only authorities to believe, instead of the system's. */
  readonly ca?: string;
}

/** The parsed answer. Rejects with `RefusedError` (the server said no) or `ServerAway`. */
export function postJson({ origin, ca }: ServerAddress, path: string, body: unknown): Promise<unknown> {
  const request = origin.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const away = (error: unknown) => reject(new ServerAway(codeOf(error), error));
    const outgoing = request(
      new URL(path, origin),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        timeout: timeoutMs,
        agent: false,
        ...(ca !== undefined && { ca }),
      },
      (answer) => {
        const parts: Buffer[] = [];
        let length = 0;
        answer.on('data', (part: Buffer) => {
          length += part.length;
          if (length > maxAnswer) outgoing.destroy(new ServerAway('answer-too-long'));
          else parts.push(part);
        });
        answer.on('error', away);
        answer.on('end', () => {
          const value = parse(Buffer.concat(parts));
          if (answer.statusCode === 200 || answer.statusCode === 201) return resolve(value);
          if (value === undefined) return reject(new ServerAway(`http-${answer.statusCode ?? 0}`));
          const { code, field } = parseRefusal(value);
          reject(new RefusedError(code, field));
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new ServerAway('timeout')));
    outgoing.on('error', away);
    outgoing.end(JSON.stringify(body));
  });
}

function parse(octets: Buffer): unknown {
  try {
    return JSON.parse(octets.toString('utf8'));
  } catch {
    // A proxy's page instead of JSON: the server is not there.
    return undefined;
  }
}

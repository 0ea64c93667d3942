import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { PopulationFault, type PopulationFaultCode } from './fault.ts';

export interface XmlReply {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

/** One POST. Throws PopulationFault; HTTP 200 and 500 (a SOAP fault's) are replies, every other status is a fault. */
export interface XmlExchange {
  post(body: string, headers: Readonly<Record<string, string>>): Promise<XmlReply>;
  /** What is under way ends as cut off. */
  close(): void;
}

const mostOctets = 256 * 1024;
const isXml = (type: string | undefined): boolean =>
  /^(?:text|application)\/(?:soap\+)?xml\s*(?:;|$)/i.test(type ?? '');

/**
 * One deadline for the whole exchange, no redirect, at most a quarter of a megabyte, XML in UTF-8 alone; a connection for
 * each question, for they are few. With `ca` (PEM) no other certificate is believed. Never repeats anything.
 */
export function createXmlExchange(settings: { url: string; timeoutMs: number; ca?: string | undefined }): XmlExchange {
  const secure = new URL(settings.url).protocol === 'https:';
  const agent = secure
    ? new https.Agent({ minVersion: 'TLSv1.2', ...(settings.ca === undefined ? {} : { ca: settings.ca }) })
    : new http.Agent();
  const ends = new Set<() => void>();

  const post = (body: string, headers: Readonly<Record<string, string>>): Promise<XmlReply> =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const octets = Buffer.from(body, 'utf8');
      const parts: Buffer[] = [];
      let size = 0;
      let status: number | null = null;
      let sent = false;
      let done = false;
      const request = (secure ? https : http).request(settings.url, {
        method: 'POST',
        agent,
        headers: { ...headers, accept: 'text/xml', 'content-length': octets.length },
      });
      const finish = (): boolean => {
        if (done) return false;
        done = true;
        clearTimeout(deadline);
        ends.delete(end);
        return true;
      };
      const ms = (): number => Math.round(performance.now() - begun);
      const fail = (code: PopulationFaultCode, cause?: unknown): void => {
        if (!finish()) return;
        const raw = Buffer.concat(parts).toString('utf8');
        reject(new PopulationFault(code, { status, ms: ms(), raw, cause }));
        request.destroy();
      };
      const deadline = setTimeout(() => {
        fail(sent ? 'timed-out' : 'unreachable');
      }, settings.timeoutMs);
      const end = (): void => {
        fail('cut-off');
      };
      ends.add(end);

      request.on('socket', (socket) => {
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          sent = true;
        });
      });
      request.on('error', (error) => {
        fail(sent ? 'cut-off' : 'unreachable', error);
      });
      request.on('response', (response) => {
        status = response.statusCode ?? 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > mostOctets) fail('oversized');
          else parts.push(part);
        });
        response.on('error', (error) => {
          fail('cut-off', error);
        });
        response.on('end', () => {
          if (status === 401 || status === 403) fail('account-refused');
          else if (status !== 200 && status !== 500) fail('bad-status');
          else if (!isXml(response.headers['content-type'])) fail('not-xml');
          else {
            let text: string;
            try {
              text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
            } catch (error) {
              fail('malformed', error);
              return;
            }
            if (finish()) resolve({ status, text, ms: ms() });
          }
        });
        if (status >= 300 && status < 400) fail('redirected');
      });
      request.end(octets);
    });
  return {
    post,
    close() {
      for (const end of ends) end();
      agent.destroy();
    },
  };
}

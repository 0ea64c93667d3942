import { createPostLine, PostFault, type LineReply } from '../http/post-line.ts';
import { PopulationFault, type PopulationFaultCode } from './fault.ts';

export interface XmlReply {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

/** One POST. Throws PopulationFault; HTTP 200 and 500 (a SOAP fault's) are replies, every other status is a fault. */
export interface XmlExchange {
  post(body: string, headers: Readonly<Record<string, string>>): Promise<XmlReply>;
  /** What is under way ends. */
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
  const url = new URL(settings.url);
  const line = createPostLine({ url, timeoutMs: settings.timeoutMs, mostOctets, ca: settings.ca });
  return {
    async post(body, headers) {
      try {
        const path = url.pathname + url.search;
        return replyOf(await line.post({ path, headers: { ...headers, accept: 'text/xml' }, body }));
      } catch (error) {
        if (!(error instanceof PostFault)) throw error;
        const { code, status, ms, octets, cause } = error;
        throw new PopulationFault(code, { status, ms, raw: octets.toString('utf8'), cause });
      }
    },
    close: line.close,
  };
}

function replyOf({ status, contentType, octets, ms }: LineReply): XmlReply {
  const fault = (code: PopulationFaultCode, cause?: unknown): PopulationFault =>
    new PopulationFault(code, { status, ms, raw: octets.toString('utf8'), cause });
  if (status === 401 || status === 403) throw fault('account-refused');
  if (status !== 200 && status !== 500) throw fault('bad-status');
  if (!isXml(contentType)) throw fault('not-xml');
  try {
    return { status, text: new TextDecoder('utf-8', { fatal: true }).decode(octets), ms };
  } catch (error) {
    throw fault('malformed', error);
  }
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import ipp from '@sealsystems/ipp';

/** What the stand-in says of itself, and of the job that it was given. */
export interface PrinterMood {
  printer?: {
    state?: string;
    reasons?: string | readonly string[];
    accepting?: boolean;
    formats?: string | readonly string[];
  };
  /** Answer to Print-Job. */
  takes?: string;
  /** The job's state at each question; the last one stays. */
  job?: readonly string[];
  /** Once the job is in, the printer says this of itself. */
  then?: PrinterMood['printer'];
}

export interface StandingPrinter {
  readonly url: string;
  /** Operations in the order in which they were asked for. */
  readonly asked: string[];
  /** Every attribute of the requests, flat. */
  readonly told: Record<string, unknown>;
  /** The octets behind the attributes of Print-Job. */
  document(): Buffer;
  close(): Promise<void>;
}

/** A printer whose IPP is read and written by a program that was not written here. */
export async function standingPrinter(mood: PrinterMood): Promise<StandingPrinter> {
  const asked: string[] = [];
  const told: Record<string, unknown> = {};
  let document = Buffer.alloc(0);
  let looks = 0;
  const states = mood.job ?? ['completed'];

  function answerOf(operation: string): Record<string, unknown> {
    if (operation === 'Print-Job') {
      const statusCode = mood.takes ?? 'successful-ok';
      return statusCode.startsWith('successful')
        ? { statusCode, 'job-attributes-tag': { 'job-id': 7, 'job-uri': 'ipp://printer/7', 'job-state': 'pending' } }
        : { statusCode };
    }
    if (operation === 'Get-Job-Attributes') {
      const state = states[Math.min(looks, states.length - 1)];
      looks += 1;
      return { statusCode: 'successful-ok', 'job-attributes-tag': { 'job-id': 7, 'job-state': state } };
    }
    if (operation === 'Cancel-Job') return { statusCode: 'successful-ok' };
    const says = (asked.includes('Print-Job') ? mood.then : undefined) ?? mood.printer ?? {};
    return {
      statusCode: 'successful-ok',
      'printer-attributes-tag': {
        'printer-state': says.state ?? 'idle',
        'printer-state-reasons': says.reasons ?? 'none',
        'printer-is-accepting-jobs': says.accepting ?? true,
        'document-format-supported': says.formats ?? ['application/octet-stream', 'application/pdf'],
      },
    };
  }

  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const message = ipp.parse(body);
      const operation = message.operation ?? '';
      asked.push(operation);
      Object.assign(told, message['operation-attributes-tag'], message['job-attributes-tag']);
      if (operation === 'Print-Job') document = body.subarray(body.indexOf('%PDF'));
      const head = { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en' };
      const answer = { id: message.id, 'operation-attributes-tag': head, ...answerOf(operation) };
      response.setHeader('content-type', 'application/ipp');
      response.end(ipp.serialize(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`,
    asked,
    told,
    document: () => document,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

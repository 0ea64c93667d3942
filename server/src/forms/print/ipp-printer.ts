import { setTimeout as pause } from 'node:timers/promises';
import { readCapped } from '../../http/read-capped.ts';
import { readAnswer, succeeded, writeRequest, type Attribute, type IppAnswer, type Operation } from './ipp-message.ts';
import type { PaperJob, PaperPrinter, PaperResult } from './paper-printer.ts';

const mostAnswer = 64 * 1024;
/** RFC 8011 §5.3.7 and §5.4.11. */
const jobStates = { stopped: 6, canceled: 7, aborted: 8, completed: 9 } as const;
const printerStopped = 5;

/** `ipp://host/…` is HTTP on port 631 (RFC 8010 §4.2), `ipps:` the same under TLS. */
export function httpOf(printer: string): string {
  const url = new URL(printer);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url.href;
  const scheme = url.protocol === 'ipps:' ? 'https:' : 'http:';
  return `${scheme}//${url.hostname}:${url.port === '' ? '631' : url.port}${url.pathname}`;
}

type State = 'ready' | Exclude<PaperResult, 'printed'>;

/** RFC 8011 §5.4.12: `media-empty`, `media-needed-error`; what ends in `-report` or `-warning` stops nothing. */
function stateOf({ values }: IppAnswer): State {
  const reasons = (values.get('printer-state-reasons') ?? [])
    .filter((reason) => typeof reason === 'string')
    .filter((reason) => !/-(report|warning)$/.test(reason))
    .map((reason) => reason.replace(/-error$/, ''));
  if (reasons.includes('media-empty') || reasons.includes('media-needed')) return 'out-of-paper';
  const stopped = values.get('printer-state')?.[0] === printerStopped;
  const closed = values.get('printer-is-accepting-jobs')?.[0] === false;
  const formats = values.get('document-format-supported') ?? [];
  const reads = formats.length === 0 || formats.includes('application/pdf');
  return stopped || closed || !reads ? 'failed' : 'ready';
}

/**
 * A printer that speaks IPP: of its own on the network, or a queue of CUPS (`ipp://localhost/printers/NAME`). It is asked
 * for its state before it gets anything, and a job that does not come out is called back, so that no paper about one
 * person lies in the tray when the next one stands there. One paper at a time.
 */
export function createIppPrinter(options: {
  url: string;
  /** How long a paper may take, milliseconds. */
  patienceMs?: number;
  answerMs?: number;
  pollMs?: number;
}): PaperPrinter {
  const { url, patienceMs = 45_000, answerMs = 5_000, pollMs = 700 } = options;
  const http = httpOf(url);
  let queue: Promise<unknown> = Promise.resolve();
  let lastId = 0;

  async function ask(
    operation: Operation,
    about: readonly Attribute[],
    more: { job?: readonly Attribute[]; document?: Uint8Array } = {},
  ): Promise<IppAnswer> {
    lastId = (lastId % 0x7fffffff) + 1;
    const who: Attribute[] = [['printer-uri', 'uri', url], ...about, ['requesting-user-name', 'name', 'kiosk']];
    const response = await fetch(http, {
      method: 'POST',
      headers: { 'content-type': 'application/ipp' },
      body: new Uint8Array(writeRequest({ operation, id: lastId, about: who, ...more })),
      signal: AbortSignal.timeout(answerMs),
      // A redirect would carry a person's paper elsewhere.
      redirect: 'error',
    });
    return readAnswer(await readCapped(response, mostAnswer));
  }

  const printerState = async (): Promise<State> =>
    stateOf(
      await ask('printerAttributes', [
        [
          'requested-attributes',
          'keyword',
          ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs', 'document-format-supported'],
        ],
      ]),
    );

  async function handIn({ pdf, name }: PaperJob): Promise<number | undefined> {
    const answer = await ask(
      'print',
      [
        ['job-name', 'name', name],
        ['document-format', 'mime', 'application/pdf'],
      ],
      {
        job: [
          ['copies', 'integer', 1],
          ['sides', 'keyword', 'one-sided'],
          ['media', 'keyword', 'iso_a4_210x297mm'],
        ],
        document: pdf,
      },
    );
    const job = answer.values.get('job-id')?.[0];
    return succeeded(answer) && typeof job === 'number' ? job : undefined;
  }

  /** Until the paper is out or will not come. */
  async function follow(job: number): Promise<PaperResult> {
    const end = performance.now() + patienceMs;
    while (performance.now() < end) {
      const { values } = await ask('jobAttributes', [
        ['job-id', 'integer', job],
        ['requested-attributes', 'keyword', ['job-state']],
      ]);
      const state = values.get('job-state')?.[0];
      if (state === jobStates.completed) return 'printed';
      if (state === jobStates.canceled || state === jobStates.aborted) return 'failed';
      const printer = await printerState();
      if (printer === 'out-of-paper' || state === jobStates.stopped) return printer === 'ready' ? 'failed' : printer;
      await pause(pollMs);
    }
    return 'failed';
  }

  async function print(job: PaperJob): Promise<PaperResult> {
    let id: number | undefined;
    let result: PaperResult = 'failed';
    try {
      const state = await printerState();
      if (state !== 'ready') return state;
      id = await handIn(job);
      if (id !== undefined) result = await follow(id);
    } catch {
      // Unreachable, silent or not understood: an officer prints it.
    }
    if (result !== 'printed' && id !== undefined)
      await ask('cancelJob', [['job-id', 'integer', id]]).catch(() => undefined);
    return result;
  }

  return {
    print(job) {
      const result = queue.then(() => print(job));
      queue = result;
      return result;
    },
  };
}

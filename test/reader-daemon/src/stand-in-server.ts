/** A very small server for the daemon to talk to: checks signatures, counts, and misbehaves on order. */
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { enrolRequestSchema, envelopeSchema, helloText, submissionSchema } from '@cccd-kiosk/contract/station';
import type {
  Ack,
  ChipWanted,
  Envelope,
  HolderEvent,
  KeyOffer,
  ProblemEvent,
  ReaderStateEvent,
  ReadingNonce,
  ReadingProgressEvent,
  Submission,
  SubmissionReceipt,
} from '@cccd-kiosk/contract/station';
import { ticketsWithoutReadingSchema, type TicketWithoutReading } from '@cccd-kiosk/contract/local-mode';
import { offerRemoteProof } from '@cccd-kiosk/emrtd/inspection/remote-proof';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';

type Answer = Parameters<Ack<SubmissionReceipt>>[0];

export class StandInServer {
  readonly code = 'ABCDEFGH';
  readonly stations = new Map<string, KeyObject>();
  readonly submissions: Submission[] = [];
  readonly states: ReaderStateEvent[] = [];
  readonly problems: ProblemEvent[] = [];
  readonly holders: HolderEvent[] = [];
  readonly progress: ReadingProgressEvent[] = [];
  readonly nonces: string[] = [];
  readonly hellos: string[] = [];
  /** Numbers without a reading, each once, and the kiosk's own pages. */
  readonly localTickets: TicketWithoutReading[] = [];
  readonly localPages: (string | null)[] = [];
  revoked = false;
  codeSpent = false;
  serverTime = () => new Date();
  /** What the next submissions are answered; kept by default. `'silence'` breaks the line instead of answering. */
  answers: (Answer | 'silence')[] = [];
  /** What becomes of a chip that is to be witnessed. */
  chip: 'refuses' | 'goes-away' | 'talks-nonsense' = 'refuses';
  chipOffers = 0;
  #scheme = 'http';
  #port = 0;
  #http: { closeAllConnections(): void } | undefined;
  #io: Server | undefined;

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.#port}`;
  }

  async start(tls?: { key: string; cert: string }): Promise<this> {
    const answer: RequestListener = (request, response) => {
      let body = '';
      request.on('data', (part) => (body += String(part)));
      request.on('end', () => {
        const { status, value } = this.#post(request.url ?? '', body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      });
    };
    this.#scheme = tls === undefined ? 'http' : 'https';
    const http = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
    const io = new Server(http, { transports: ['websocket'], serveClient: false });
    io.of('/station').use((socket, next) => next(this.#refuse(socket)));
    io.of('/station').on('connection', (socket) => this.#serve(socket));
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (http.address() as AddressInfo).port;
    this.#http = http;
    this.#io = io;
    return this;
  }

  async stop(): Promise<void> {
    await this.#io?.close();
    this.#http?.closeAllConnections();
  }

  key(reader: string, key: KeyOffer): void {
    this.#io?.of('/station').emit('key', { reader, key });
  }

  cancel(reader: string): void {
    this.#io?.of('/station').emit('cancel', { reader });
  }

  /** Anything at all, as if a faulty server said it. */
  say(event: string, value: unknown): void {
    this.#io?.of('/station').emit(event, value);
  }

  cut(): void {
    this.#io?.of('/station').disconnectSockets(true);
  }

  #post(url: string, body: string): { status: number; value: unknown } {
    const value: unknown = JSON.parse(body);
    if (url === '/api/stations/enrol') {
      const { code, publicKey } = enrolRequestSchema.parse(value);
      if (code !== this.code || this.codeSpent) return { status: 403, value: { code: 'enrolment-code-invalid' } };
      this.codeSpent = true;
      const stationId = randomBytes(9).toString('base64url');
      this.stations.set(
        stationId,
        createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
      );
      return { status: 200, value: { stationId } };
    }
    const { stationId } = value as { stationId: string };
    if (this.revoked) return { status: 403, value: { code: 'station-revoked' } };
    if (!this.stations.has(stationId)) return { status: 404, value: { code: 'station-unknown' } };
    const challenge = randomBytes(32).toString('base64');
    this.hellos.push(challenge);
    return { status: 200, value: { challenge } };
  }

  #refuse(socket: Socket): Error | undefined {
    const { stationId, challenge, signature } = socket.handshake.auth as Record<string, string>;
    const key = this.stations.get(stationId ?? '');
    const known = this.hellos.includes(challenge ?? '');
    const text = Buffer.from(helloText(stationId ?? '', challenge ?? ''));
    if (key !== undefined && known && verify(null, text, key, Buffer.from(signature ?? '', 'base64'))) return undefined;
    return Object.assign(new Error('refused'), { data: { code: 'signature-invalid' } });
  }

  #serve(socket: Socket): void {
    const { stationId } = socket.handshake.auth as { stationId: string };
    socket.emit('settings', { stationId, simulation: true, serverTime: this.serverTime().toISOString() });
    socket.on('readers', (states: ReaderStateEvent[]) => this.states.push(...states));
    socket.on('reader', (state: ReaderStateEvent) => this.states.push(state));
    socket.on('progress', (event: ReadingProgressEvent) => this.progress.push(event));
    socket.on('holder', (event: HolderEvent) => this.holders.push(event));
    socket.on('problem', (event: ProblemEvent) => this.problems.push(event));
    socket.on('nonces', (wanted: number, ack: Ack<ReadingNonce[]>) => {
      const expiresAt = new Date(Date.now() + 24 * 3600_000).toISOString();
      const made = Array.from({ length: wanted }, () => ({ nonce: randomBytes(32).toString('base64'), expiresAt }));
      this.nonces.push(...made.map(({ nonce }) => nonce));
      ack({ ok: true, value: made });
    });
    socket.on('chip-offer', ({ dg14 }: ChipWanted, ack: Ack<unknown>) => {
      this.chipOffers += 1;
      if (this.chip === 'refuses') return ack({ ok: false, refusal: { code: 'not-allowed' } });
      const random = (length: number) => new Uint8Array(randomBytes(length));
      ack({ ok: true, value: offerRemoteProof(new Uint8Array(Buffer.from(dg14, 'base64')), random).offer });
    });
    socket.on('chip-answer', (_answer: unknown, ack: Ack<unknown>) => {
      if (this.chip === 'goes-away') socket.disconnect(true);
      else ack({ ok: true, value: { channel: 'nonsense' } });
    });
    socket.on('local-page', (page: string | null) => this.localPages.push(page));
    socket.on('local-tickets', (tickets: unknown, ack: Ack<null>) => {
      this.localTickets.push(...ticketsWithoutReadingSchema.parse(tickets));
      ack({ ok: true, value: null });
    });
    socket.on('submit', (value: Envelope, ack: Ack<SubmissionReceipt>) => {
      const envelope = envelopeSchema.parse(value);
      const key = this.stations.get(stationId);
      if (!key || !verify(null, Buffer.from(envelope.body), key, Buffer.from(envelope.signature, 'base64')))
        return ack({ ok: false, refusal: { code: 'signature-invalid' } });
      const submission = submissionSchema.parse(JSON.parse(envelope.body));
      this.submissions.push(submission);
      const answer = this.answers.shift();
      if (answer === 'silence') return socket.disconnect(true);
      ack(answer ?? { ok: true, value: { readingId: submission.readingId, visitId: 'visit-0001' } });
    });
  }
}

/** Waits until `look` gives something, or fails with `what` was waited for. */
export async function until<T>(what: string, look: () => T | undefined | false, ms = 10_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

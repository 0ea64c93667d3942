import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Refusal } from '@cccd-kiosk/contract/error-codes';
import type { Envelope, ReadingNonce, Submission, SubmissionReceipt } from '@cccd-kiosk/contract/station';
import { helloText } from '@cccd-kiosk/contract/station';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { RemoteVerifier } from '@cccd-kiosk/emrtd/inspection/remote-proof';
import { serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Person } from '@cccd-kiosk/fixtures/world';
import { readCard } from './read-card.ts';
import { post, type TestServer } from './test-server.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** A daemon as the server sees it: its own key, its own sequence, real readings of simulated cards. */
export class TestStation {
  readonly id: string;
  readonly server: { url: string };
  readonly #key: KeyObject;
  socket: Socket | undefined;
  sequence = 0;

  constructor(server: { url: string }, id: string, key: KeyObject) {
    this.server = server;
    this.id = id;
    this.#key = key;
  }

  static async enrol(server: TestServer, name = 'K01'): Promise<TestStation> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const response = await post(server, '/api/stations/enrol', {
      code: server.api.createEnrolmentCode(),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      name,
    });
    if (response.status !== 200) throw new Error(`enrolment: ${response.status}`);
    const { stationId } = (await response.json()) as { stationId: string };
    return new TestStation(server, stationId, privateKey);
  }

  /** The same station at a server that was restarted. */
  at(server: { url: string }): TestStation {
    const station = new TestStation(server, this.id, this.#key);
    station.sequence = this.sequence;
    return station;
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('base64');
  }

  async auth(): Promise<{ stationId: string; challenge: string; signature: string }> {
    const response = await post(this.server, '/api/stations/hello', { stationId: this.id });
    const { challenge } = (await response.json()) as { challenge: string };
    return { stationId: this.id, challenge, signature: this.sign(helloText(this.id, challenge)) };
  }

  /** Resolves when connected; rejects with the server's refusal. */
  async connect(
    auth?: unknown,
    headers: Record<string, string> = {},
    /** Before the server can have said anything. */
    prepare: (socket: Socket) => void = () => undefined,
  ): Promise<Socket> {
    const socket = io(`${this.server.url}/station`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: (auth ?? (await this.auth())) as Record<string, unknown>,
      extraHeaders: headers,
    });
    this.socket = socket;
    prepare(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(Object.assign(new Error('refused'), { refusal: (error as { data?: unknown }).data }));
      });
    });
    return socket;
  }

  emit(event: string, ...values: unknown[]): void {
    this.socket?.emit(event, ...values);
  }

  async ask<T>(event: string, value: unknown): Promise<Answer<T>> {
    if (this.socket === undefined) throw new Error('not connected');
    return (await this.socket.timeout(10_000).emitWithAck(event, value)) as Answer<T>;
  }

  async nonce(): Promise<Uint8Array> {
    const answer = await this.ask<ReadingNonce[]>('nonces', 1);
    if (!answer.ok) throw new Error(answer.refusal.code);
    return new Uint8Array(Buffer.from(answer.value[0]?.nonce ?? '', 'base64'));
  }

  envelope(record: EvidenceRecord | string, changes: Partial<Submission> = {}): Envelope {
    const text = typeof record === 'string' ? record : serializeEvidence(record);
    this.sequence += 1;
    const body = JSON.stringify({
      stationId: this.id,
      readingId: typeof record === 'string' ? newReadingId() : record.readingId,
      reader: 'reader 1',
      sequence: this.sequence,
      signedAt: new Date().toISOString(),
      offline: false,
      record: text,
      ...changes,
    } satisfies Submission);
    return { body, signature: this.sign(body) };
  }

  /** A real reading of a simulated card over one of the server's nonces. */
  async read(
    person: string | Person,
    options: { fault?: string; nonce?: Uint8Array | null; readingId?: string; verifier?: RemoteVerifier } = {},
  ): Promise<EvidenceRecord> {
    const nonce = options.nonce === undefined ? await this.nonce() : options.nonce;
    return readCard({
      person,
      ...(options.fault === undefined ? {} : { fault: options.fault }),
      ...(nonce === null ? {} : { nonce }),
      ...(options.verifier === undefined ? {} : { verifier: options.verifier }),
      stationId: this.id,
      readingId: options.readingId ?? newReadingId(),
    });
  }

  submit(envelope: Envelope): Promise<Answer<SubmissionReceipt>> {
    return this.ask('submit', envelope);
  }

  /** Reads and submits; the receipt. */
  async checkIn(person: string | Person, options: { fault?: string } = {}): Promise<SubmissionReceipt> {
    const answer = await this.submit(this.envelope(await this.read(person, options)));
    if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
    return answer.value;
  }

  close(): void {
    this.socket?.close();
  }
}

export const newReadingId = (): string => randomBytes(12).toString('base64url');

/** One connection to the server's `/station`: says hello with a signed challenge, then carries events until it breaks. */
import { helloText, keyOfferSchema, readerSchema } from '@cccd-kiosk/contract/station';
import type { KeyOffer, PrintedCode, ServerToStation, StationToServer } from '@cccd-kiosk/contract/station';
import { parseRefusal, RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import type { StationIdentity } from './identity.ts';
import { postJson, ServerAway } from './post-json.ts';
import type { ServerAddress } from './post-json.ts';

export type StationSocket = Socket<ServerToStation, StationToServer>;

const connectMs = 5000;
const helloSchema = z.object({ challenge: z.string().min(16).max(100) });

/** Rejects with `RefusedError` (a code of the server) or `ServerAway`. */
export async function connectStation(
  address: ServerAddress,
  identity: StationIdentity,
  prepare: (socket: StationSocket) => void,
): Promise<StationSocket> {
  const { stationId } = identity;
  const hello = helloSchema.safeParse(await postJson(address, '/api/stations/hello', { stationId }));
  if (!hello.success) throw new ServerAway('answer-malformed');
  const { challenge } = hello.data;
  const socket: StationSocket = io(new URL('/station', address.origin).href, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: connectMs,
    auth: { stationId, challenge, signature: identity.sign(helloText(stationId, challenge)) },
    ...(address.ca !== undefined && { ca: address.ca }),
  });
  // The server may speak in the same packet that says "connected": listeners must stand before that.
  prepare(socket);
  return new Promise((resolve, reject) => {
    const end = (error: Error) => {
      clearTimeout(late);
      socket.close();
      reject(error);
    };
    // The client's own time-out covers the transport, not the namespace.
    const late = setTimeout(() => end(new ServerAway('timeout')), 2 * connectMs);
    socket.once('connect', () => {
      clearTimeout(late);
      resolve(socket);
    });
    socket.once('connect_error', (error: Error & { data?: unknown }) => {
      if (error.data === undefined) return end(new ServerAway('socket', error));
      const { code, field } = parseRefusal(error.data);
      end(new RefusedError(code, field));
    });
  });
}

const offerSchema = z.object({ reader: readerSchema, key: keyOfferSchema });
const targetSchema = z.object({ reader: readerSchema });
const settingsSchema = z.object({
  simulation: z.boolean(),
  serverTime: z.iso.datetime(),
  local: z.unknown().optional(),
});

export interface ServerOrders {
  key(reader: string, key: KeyOffer): void;
  cancel(reader: string): void;
  /** Gives it away: it is not here any more afterwards. */
  printedCode(): PrintedCode | null;
  settings(settings: z.infer<typeof settingsSchema>): void;
  trustChanged(): void;
}

/** What the server says is checked like any input; what does not parse is dropped, and said so without its content. */
export function listen(socket: StationSocket, orders: ServerOrders, onMalformed: (event: string) => void): void {
  socket.on('key', (value: unknown) => {
    const offer = offerSchema.safeParse(value);
    if (offer.success) orders.key(offer.data.reader, offer.data.key);
    else onMalformed('key');
  });
  socket.on('cancel', (value: unknown) => {
    const target = targetSchema.safeParse(value);
    if (target.success) orders.cancel(target.data.reader);
    else onMalformed('cancel');
  });
  socket.on('printed-code', (answer: unknown) => {
    if (typeof answer === 'function') (answer as (code: PrintedCode | null) => void)(orders.printedCode());
    else onMalformed('printed-code');
  });
  socket.on('trust-changed', () => {
    orders.trustChanged();
  });
  socket.on('settings', (value: unknown) => {
    const settings = settingsSchema.safeParse(value);
    if (settings.success) orders.settings(settings.data);
    else onMalformed('settings');
  });
}

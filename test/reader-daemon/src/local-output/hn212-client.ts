/** A client as hospital software has one, written from the public description of the HN212 reader's service alone. */
import { io, type Socket } from 'socket.io-client';

export interface CardEvent {
  readonly id: number;
  readonly message: string;
  readonly data?: Readonly<Record<string, string>>;
}

export interface Hn212Client {
  readonly events: CardEvent[];
  readonly info: unknown[];
  readonly socket: Socket;
}

/** Resolves when connected; rejects when turned away. */
export async function connectHn212(
  url: string,
  {
    headers = {},
    transports = ['polling', 'websocket'],
  }: { headers?: Record<string, string>; transports?: string[] } = {},
): Promise<Hn212Client> {
  const socket = io(url, {
    transports,
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    extraHeaders: headers,
  });
  const client: Hn212Client = { events: [], info: [], socket };
  socket.on('/event', (event: CardEvent) => client.events.push(event));
  socket.on('/info', (info: unknown) => client.info.push(info));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
    socket.connect();
  });
  return client;
}

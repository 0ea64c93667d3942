import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { askForPaper, escposOf, isOutOfPaper } from './escpos.ts';
import type { Printer } from './printer.ts';

const connected = (host: string, port: number, patience: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.setTimeout(patience, () => socket.destroy(new Error('the printer does not answer')));
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });

/** The printer's status octet, or null when it tells none in time: many a cheap one does not. */
const paperStatus = (socket: Socket, patience: number): Promise<number | null> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(null);
    }, patience);
    socket.once('data', (answer) => {
      clearTimeout(timer);
      resolve(typeof answer === 'string' ? null : (answer[0] ?? null));
    });
    socket.write(askForPaper);
  });

const sent = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => {
      resolve();
    });
    socket.end(bytes);
  });

/** A receipt printer that takes ESC/POS on a TCP port (usually 9100). One ticket at a time. */
export function createEscposTcpPrinter(options: {
  host: string;
  port: number;
  patienceMs?: number;
  statusMs?: number;
}): Printer {
  const { host, port, patienceMs = 3000, statusMs = 500 } = options;
  let queue: Promise<unknown> = Promise.resolve();

  async function print(bytes: Uint8Array): Promise<'printed' | 'out-of-paper' | 'failed'> {
    let socket: Socket | undefined;
    try {
      socket = await connected(host, port, patienceMs);
      const status = await paperStatus(socket, statusMs);
      if (status !== null && isOutOfPaper(status)) return 'out-of-paper';
      await sent(socket, bytes);
      return 'printed';
    } catch {
      // Unreachable, silent or gone in the middle: the screen shows the number itself.
      return 'failed';
    } finally {
      socket?.destroy();
    }
  }

  return {
    print({ raster }) {
      const result = queue.then(() => print(escposOf(raster)));
      queue = result;
      return result;
    },
  };
}

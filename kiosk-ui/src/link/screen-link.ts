import type { ScreenAction, ScreenToServer, ServerToScreen } from '@cccd-kiosk/contract/screen';
import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import type { Kiosk } from '../flow/kiosk.svelte.ts';
import { pair } from './pairing.ts';
import { photoUrl } from './photo-url.ts';

type ScreenSocket = Socket<ServerToScreen, ScreenToServer>;

const retryAfter = 3_000;

/** Codes of a refused connection after which only a new pairing helps. */
const needsPairing = (error: unknown): boolean => {
  const data = (error as { data?: { code?: unknown } }).data;
  return typeof data?.code === 'string' && data.code !== 'unknown' && data.code !== 'too-many-requests';
};

/**
 * The kiosk's one connection. It only ever receives the present: the first view after each connection counts whatever
 * its revision, later ones must be newer (the flow drops the rest).
 */
export class ScreenLink {
  readonly #socket: ScreenSocket;
  #kiosk: Kiosk | undefined;
  #first = true;
  #code: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(code: string | undefined) {
    this.#code = code;
    this.#socket = io('/screen', {
      autoConnect: false,
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
    });
  }

  start(kiosk: Kiosk): void {
    this.#kiosk = kiosk;
    this.#socket.on('connect', () => {
      this.#first = true;
      kiosk.dispatch({ type: 'link', link: 'up' });
    });
    this.#socket.on('disconnect', (reason) => {
      kiosk.dispatch({ type: 'link', link: 'down' });
      // The library does not come back by itself when the server closed the door.
      if (reason === 'io server disconnect') this.#again();
    });
    this.#socket.on('connect_error', (error) => {
      if (!needsPairing(error)) return kiosk.dispatch({ type: 'link', link: 'down' });
      kiosk.dispatch({ type: 'link', link: 'unpaired' });
      this.#again();
    });
    this.#socket.on('view', (view) => {
      kiosk.dispatch({ type: 'view', view, first: this.#first });
      this.#first = false;
    });
    this.#socket.on('photo', ({ visitId, jpegBase64 }) => {
      kiosk.dispatch({ type: 'photo', visitId, url: photoUrl(jpegBase64) });
    });
    void this.#open();
  }

  send(action: ScreenAction): void {
    this.#socket.timeout(10_000).emit('action', action, (late, answer) => {
      if (late !== null || !answer.ok) this.#kiosk?.dispatch({ type: 'refused' });
    });
  }

  /** A new launch address in the same window: `location.hash` has changed. */
  pairWith(code: string): void {
    this.#code = code;
    this.#socket.disconnect();
    void this.#open();
  }

  async #open(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#code !== undefined) {
      const outcome = await pair(this.#code);
      if (outcome === 'away') {
        this.#kiosk?.dispatch({ type: 'link', link: 'down' });
        return this.#again();
      }
      this.#code = undefined;
    }
    // A refused code may only mean that this window is paired already: the cookie decides.
    this.#socket.connect();
  }

  #again(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open(), retryAfter);
  }
}

import { io, type Socket } from 'socket.io-client';
import type { ArrivalRow, CounterSnapshot, DistressRow } from '@cccd-kiosk/contract/counter';
import type { ScreenAction, Stage, StationView } from '@cccd-kiosk/contract/screen';
import { stationViewSchema } from '@cccd-kiosk/contract/screen';
import { pageHeaders, post, until, type TestServer } from './test-server.ts';
import type { Answer } from './test-station.ts';

const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

/** Connects a browser's socket; rejects with the refusal. */
export async function connectPage(
  server: { url: string },
  namespace: string,
  headers: Record<string, string>,
): Promise<Socket> {
  const socket = io(`${server.url}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    extraHeaders: { origin: server.url, ...headers },
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(Object.assign(new Error('refused'), { refusal: (error as { data?: unknown }).data }));
    });
  });
  socket.connect();
  await connected;
  return socket;
}

/** A kiosk's browser: paired, holding the last view. */
export class TestScreen {
  readonly views: StationView[] = [];
  readonly photos: { visitId: string; jpegBase64: string }[] = [];
  readonly cookie: string;
  socket: Socket | undefined;

  constructor(cookie: string) {
    this.cookie = cookie;
  }

  static async pair(server: TestServer, stationId: string): Promise<TestScreen> {
    const code = server.api.createPairingCode(stationId);
    const response = await post(server, '/api/screens/pair', { code }, pageHeaders(server));
    if (response.status !== 200) throw new Error(`pairing: ${response.status}`);
    const screen = new TestScreen(cookieOf(response));
    await screen.connect(server);
    return screen;
  }

  async connect(server: { url: string }): Promise<void> {
    const socket = io(`${server.url}/screen`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      extraHeaders: { origin: server.url, cookie: this.cookie },
    });
    this.socket = socket;
    socket.on('view', (view) => this.views.push(stationViewSchema.parse(view)));
    socket.on('photo', (photo: { visitId: string; jpegBase64: string }) => this.photos.push(photo));
    socket.connect();
    await until(() => this.views.length > 0);
  }

  get view(): StationView {
    const view = this.views.at(-1);
    if (view === undefined) throw new Error('no view yet');
    return view;
  }

  /** The stage of that name, as soon as it stands there. */
  stage<S extends Stage['stage']>(name: S, fits: (stage: Extract<Stage, { stage: S }>) => boolean = () => true) {
    return until(() => {
      const { stage } = this.view;
      return stage.stage === name && fits(stage as Extract<Stage, { stage: S }>)
        ? (stage as Extract<Stage, { stage: S }>)
        : undefined;
    });
  }

  async act(
    action: ScreenAction | Record<string, unknown>,
  ): Promise<{ ok: boolean; refusal?: { code: string; field?: string } }> {
    return (await this.socket?.timeout(5000).emitWithAck('action', action)) as { ok: boolean };
  }

  close(): void {
    this.socket?.close();
  }
}

/** A counter's browser, signed in. */
export class TestCounter {
  readonly cookie: string;
  socket: Socket | undefined;
  snapshot: CounterSnapshot | undefined;
  readonly arrivals: { row: ArrivalRow; offset: number }[] = [];
  distress: readonly DistressRow[] = [];

  constructor(cookie: string) {
    this.cookie = cookie;
  }

  static async signIn(server: { url: string }, account: string, password: string): Promise<TestCounter> {
    const response = await post(server, '/api/staff/sign-in', { account, password }, pageHeaders(server));
    if (response.status !== 200) throw Object.assign(new Error('refused'), { refusal: await response.json() });
    return new TestCounter(cookieOf(response));
  }

  async connect(server: { url: string }): Promise<this> {
    const socket = io(`${server.url}/counter`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      extraHeaders: { origin: server.url, cookie: this.cookie },
    });
    this.socket = socket;
    socket.on('snapshot', (snapshot: CounterSnapshot) => (this.snapshot = snapshot));
    socket.on('arrival', (row: ArrivalRow, offset: number) => this.arrivals.push({ row, offset }));
    socket.on('distress', (rows: DistressRow[]) => (this.distress = rows));
    socket.connect();
    await until(() => this.snapshot);
    return this;
  }

  async ask<T>(event: string, value: unknown): Promise<Answer<T>> {
    return (await this.socket?.timeout(5000).emitWithAck(event, value)) as Answer<T>;
  }

  close(): void {
    this.socket?.close();
  }
}

/**
 * What the table of cards says to the development server that composes the simulated world. Development only: the page
 * and this client are left out of a production build.
 *
 *   GET  /dev/state   → DevState
 *   GET  /dev/events  → text/event-stream, each `data:` one whole DevState (event name `state`)
 *   POST /dev/lay     ← LayRequest          lays a card on a virtual reader, replacing what lies there
 *   POST /dev/lift    ← { reader }          lifts it
 *   POST /dev/beside  ← { reader, beside }  another card on the same tray, or away again
 *   POST /dev/reset   ← {}                  lifts every card, forgets today's visits, restarts the seed
 *   POST /dev/stand-in ← { name, mood }     how the stand-in for another system does
 *   GET  /dev/ticket.png?at=…               the last printed ticket (address in `lastTicketPng`)
 */
export type ExpectedVerdict = 'genuine' | 'suspicious' | 'not-proven' | 'unreadable';

export interface DevPerson {
  readonly id: string;
  readonly name: string;
  /** Twelve digits of a synthetic person. */
  readonly number: string;
  /** What is special about this card, in words. */
  readonly note: string;
  readonly expected: ExpectedVerdict;
}

export interface DevFault {
  readonly name: string;
  readonly what: string;
  readonly expected: ExpectedVerdict;
}

export interface DevReader {
  readonly name: string;
  /** Station whose reader this is, as `K07`. */
  readonly station: string;
  readonly personId: string | null;
  readonly fault: string | null;
  /** As the daemon tells it: `empty`, `card-waiting-for-key`, `reading`, `done`, … */
  readonly state: string;
  /** Another card lies there as well; absent where none lies, or the reader cannot show it. */
  readonly beside?: boolean;
  /** Milliseconds from laying down until the moment, as far as reached. */
  readonly times?: {
    readonly seen?: number;
    readonly name?: number;
    readonly verdict?: number;
  };
}

/** One command and its status word. Data fields are never in it: `00 B0 81 00 …`. */
export interface DevTraceLine {
  /** Since the card was laid down. */
  readonly ms: number;
  readonly header: string;
  readonly sw: string;
  readonly what: string;
}

/** What stands in for another system. */
export interface DevStandIn {
  readonly name: 'insurance-gateway' | 'hospital' | 'population';
  readonly moods: readonly string[];
  /** Null where its parts are in different ones. */
  readonly mood: string | null;
  /** What reached it, by kind. */
  readonly heard: Readonly<Record<string, number>>;
}

export interface DevState {
  readonly simulation: true;
  readonly seed?: string;
  readonly people: readonly DevPerson[];
  readonly faults: readonly DevFault[];
  readonly readers: readonly DevReader[];
  readonly trace: readonly DevTraceLine[];
  readonly standIns?: readonly DevStandIn[];
  /** Where to click: the kiosk's launch address (with its pairing code) and the counter with its sign-in. */
  readonly links: {
    readonly kiosk: string;
    readonly counter: string;
    /** The stand-in for the hospital's system. */
    readonly hospital?: string;
    readonly admin?: string;
    readonly adminAccount?: string;
    readonly counterAccount?: string;
    /** A counter officer, who may ask the population service. */
    readonly oneStopAccount?: string;
    readonly counterPassword?: string;
  };
  /** Address of the picture of the last printed ticket. */
  readonly lastTicketPng?: string;
}

export interface LayRequest {
  readonly reader: string;
  readonly personId: string;
  readonly fault?: string;
  /** False withholds the QR, so that the kiosk asks for the six digits. */
  readonly scanQr: boolean;
}

export interface DevApi {
  state(): Promise<DevState>;
  lay(request: LayRequest): Promise<void>;
  lift(reader: string): Promise<void>;
  layBeside(reader: string, beside: boolean): Promise<void>;
  reset(): Promise<void>;
  setStandIn(name: string, mood: string): Promise<void>;
  /** Calls back with every state until the returned function is called. Reconnects by itself. */
  watch(onState: (state: DevState) => void, onConnected: (connected: boolean) => void): () => void;
}

async function post(path: string, body: unknown): Promise<void> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
}

/** The client of the page; `base` is empty in the browser. */
export function createDevApi(base = ''): DevApi {
  return {
    async state() {
      const answer = await fetch(`${base}/dev/state`, { headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(`/dev/state answered ${answer.status}`);
      return (await answer.json()) as DevState;
    },
    lay: (request) => post(`${base}/dev/lay`, request),
    lift: (reader) => post(`${base}/dev/lift`, { reader }),
    layBeside: (reader, beside) => post(`${base}/dev/beside`, { reader, beside }),
    reset: () => post(`${base}/dev/reset`, {}),
    setStandIn: (name, mood) => post(`${base}/dev/stand-in`, { name, mood }),
    watch(onState, onConnected) {
      const source = new EventSource(`${base}/dev/events`);
      source.addEventListener('state', (event: MessageEvent<string>) => onState(JSON.parse(event.data) as DevState));
      source.addEventListener('open', () => onConnected(true));
      source.addEventListener('error', () => onConnected(false));
      return () => source.close();
    },
  };
}

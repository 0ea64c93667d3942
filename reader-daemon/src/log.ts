/**
 * The daemon's log. What may be said is a closed list of fields, none of which can hold personal data: names of readers,
 * identifiers of readings, codes, numbers. Anything else is dropped at run time too.
 */
import { pino } from 'pino';

export interface LogFields {
  readonly reader?: string | undefined;
  readonly readingId?: string | undefined;
  readonly stationId?: string | undefined;
  readonly state?: string | undefined;
  readonly problem?: string | undefined;
  readonly overall?: string | undefined;
  readonly continuity?: string | undefined;
  readonly terminal?: string | undefined;
  /** Of an error: its class, code, step and status word. */
  readonly name?: string | undefined;
  readonly code?: string | undefined;
  readonly step?: string | undefined;
  readonly sw?: string | undefined;
  readonly field?: string | undefined;
  readonly error?: string | undefined;
  readonly phase?: string | undefined;
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly pid?: number | undefined;
  readonly readers?: number | undefined;
  readonly count?: number | undefined;
  readonly apdus?: number | undefined;
  readonly bytes?: number | undefined;
  readonly ms?: number | undefined;
  readonly hostMs?: number | undefined;
  readonly percent?: number | undefined;
  readonly sequence?: number | undefined;
  readonly offline?: boolean | undefined;
  readonly clockOffsetMs?: number | undefined;
}

const allowed: Readonly<Record<keyof LogFields, true>> = {
  reader: true,
  readingId: true,
  stationId: true,
  state: true,
  problem: true,
  overall: true,
  continuity: true,
  terminal: true,
  name: true,
  code: true,
  step: true,
  sw: true,
  field: true,
  error: true,
  phase: true,
  path: true,
  url: true,
  pid: true,
  readers: true,
  count: true,
  apdus: true,
  bytes: true,
  ms: true,
  hostMs: true,
  percent: true,
  sequence: true,
  offline: true,
  clockOffsetMs: true,
};

type Write = (event: string, fields?: LogFields) => void;
export interface Log {
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
  readonly trace: Write;
}

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

const primitive = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Only named fields, only plain values. */
const clean = (fields: LogFields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => name in allowed && primitive(value)));

/** One JSON line an event, to `to` (standard output unless given). */
export function createLog({ level, to }: { level: LogLevel; to?: { write(line: string): void } }): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = to === undefined ? pino(options) : pino(options, to);
  const at =
    (name: Exclude<LogLevel, 'silent'>): Write =>
    (event, fields = {}) =>
      logger[name](clean(fields), event);
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), trace: at('trace') };
}

export const silentLog: Log = createLog({ level: 'silent' });

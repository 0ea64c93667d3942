/**
 * The server's log. It takes only fields whose types cannot carry a person: the event's name, our own ids, codes, counts
 * and times. Free text, names, numbers and card content have no field to go into (TH18).
 */
import { pino } from 'pino';
import { describeForLog } from '@cccd-kiosk/contract/serialize-error';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a line may say besides its event. Ids are the server's own random ones. */
export interface LogFields {
  readonly stationId?: string;
  readonly readingId?: string;
  readonly visitId?: string;
  readonly caseId?: string;
  readonly staffId?: string;
  readonly code?: string;
  readonly field?: string;
  readonly status?: number;
  readonly count?: number;
  readonly ms?: number;
  readonly route?: string;
  readonly url?: string;
  readonly error?: unknown;
}

export interface Log {
  trace(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const allowed = [
  'stationId',
  'readingId',
  'visitId',
  'caseId',
  'staffId',
  'code',
  'field',
  'status',
  'count',
  'ms',
  'route',
  'url',
] as const satisfies readonly (keyof LogFields)[];

/** Copies the allowed fields one by one, so that an object with more in it than its type says leaks nothing. */
function onlyAllowed(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const name of allowed) if (fields[name] !== undefined) line[name] = fields[name];
  if (fields.error !== undefined) line['error'] = describeForLog(fields.error);
  return line;
}

/** Lines of JSON to `destination` (standard output unless given). */
export function createLog(level: LogLevel, destination?: { write(line: string): void }): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ sync: true }),
  );
  const at =
    (name: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      logger[name](onlyAllowed(fields), event);
    };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

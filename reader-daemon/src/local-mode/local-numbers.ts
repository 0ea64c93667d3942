import { localTicketSchema, type LocalSite, type LocalTicket } from '@cccd-kiosk/contract/local-mode';
import { serviceDay as dayOf } from '@cccd-kiosk/contract/site-time';
import { z } from 'zod';
import type { StateDir } from '../state-dir.ts';

const fileName = 'local-numbers.json';
const fileSchema = z.object({ serviceDay: localTicketSchema.shape.serviceDay, last: z.number().int().min(0) });

/** The station's own numbers: from 1 every day, each kept on disk before it is given, so that none is given twice. */
export class LocalNumbers {
  readonly #state: StateDir;
  #kept: z.infer<typeof fileSchema> | undefined;

  constructor(state: StateDir) {
    this.#state = state;
    this.#kept = fileSchema.safeParse(state.readJson(fileName)).data;
  }

  /** Throws when it cannot be kept: a full disk gives no number. */
  next({ prefix, timeZone }: Pick<LocalSite, 'prefix' | 'timeZone'>, at: Date): LocalTicket {
    const serviceDay = dayOf(at, timeZone);
    // A clock that went back must not begin at 1 again.
    const goesOn = this.#kept !== undefined && this.#kept.serviceDay >= serviceDay;
    const kept = goesOn && this.#kept ? this.#kept : { serviceDay, last: 0 };
    const next = { serviceDay: kept.serviceDay, last: kept.last + 1 };
    this.#state.writeJson(fileName, next);
    this.#kept = next;
    return {
      number: `${prefix}-${String(next.last).padStart(3, '0')}`,
      at: at.toISOString(),
      serviceDay: next.serviceDay,
    };
  }
}

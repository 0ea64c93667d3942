import { ticketsWithoutReadingSchema, type TicketWithoutReading } from '@cccd-kiosk/contract/local-mode';
import type { StateDir } from '../state-dir.ts';

const fileName = 'local-tickets.json';

/** Numbers that go with no reading, until the server has taken them. Nobody's data: they may lie on the disk. */
export class UnreadTickets {
  readonly #state: StateDir;
  #waiting: readonly TicketWithoutReading[];

  constructor(state: StateDir) {
    this.#state = state;
    this.#waiting = ticketsWithoutReadingSchema.safeParse(state.readJson(fileName)).data ?? [];
  }

  get waiting(): readonly TicketWithoutReading[] {
    return this.#waiting;
  }

  add(ticket: TicketWithoutReading): void {
    this.#keep([...this.#waiting, ticket]);
  }

  taken(tickets: readonly TicketWithoutReading[]): void {
    const ids = new Set(tickets.map(({ id }) => id));
    this.#keep(this.#waiting.filter(({ id }) => !ids.has(id)));
  }

  #keep(waiting: readonly TicketWithoutReading[]): void {
    this.#state.writeJson(fileName, waiting);
    this.#waiting = waiting;
  }
}

/** Splits the host's time of a reading by the phases it reports: what passes outside the transport. */
import { phases, type Phase } from '@cccd-kiosk/emrtd/inspection/progress';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';

export type PhaseTimes = Readonly<Record<Phase, number>>;

export class PhaseClock {
  readonly #clock: () => number;
  readonly #ms = new Map<Phase, number>();
  #cardMs = 0;
  #phase: Phase = 'access';
  #since: number;

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#since = clock();
  }

  /** The same card, its time taken out. */
  around(transport: CardTransport): CardTransport {
    return {
      atr: transport.atr,
      transmit: async (command, signal) => {
        const start = this.#clock();
        try {
          return await transport.transmit(command, signal);
        } finally {
          this.#cardMs += this.#clock() - start;
        }
      },
    };
  }

  enter(phase: Phase): void {
    const host = this.#clock() - this.#cardMs;
    this.#ms.set(this.#phase, (this.#ms.get(this.#phase) ?? 0) + host - this.#since);
    [this.#since, this.#phase] = [host, phase];
  }

  /** Ends the last phase. */
  end(): PhaseTimes {
    this.enter(this.#phase);
    const times = phases.map((phase): [Phase, number] => [phase, this.#ms.get(phase) ?? 0]);
    return Object.fromEntries(times) as Record<Phase, number>;
  }
}

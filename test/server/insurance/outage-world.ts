import type { Person } from '@cccd-kiosk/fixtures/world';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { answerOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/answers';
import { GatewayFault } from '@cccd-kiosk/server/src/insurance/gateway/fault';
import type { Gateway } from '@cccd-kiosk/server/src/insurance/gateway/gateway';
import { parseLookUpReply } from '@cccd-kiosk/server/src/insurance/gateway/look-up-reply';
import { later, type Clock } from '@cccd-kiosk/server/src/clock';

/** A gateway on the test's own time: away or there, and it remembers each question that reached it. */
export class OutageWorld {
  readonly questions: { number: string; at: number }[] = [];
  readonly #people = new Map<string, Person>();
  readonly #latencyMs: number;
  away = false;

  constructor(latencyMs: number) {
    this.#latencyMs = latencyMs;
  }

  knows(person: Person): void {
    this.#people.set(person.number, person);
  }

  /** The gateway as one server process sees it; an answer never reaches a process whose clock stands still. */
  seenBy(clock: Clock): Gateway {
    const wait = (): Promise<void> =>
      new Promise((resolve) => clock.wake(later(clock.now(), this.#latencyMs), resolve));
    const here = (): void => {
      if (this.away) throw new GatewayFault('unreachable', 'not-sent');
    };
    const never = (): Promise<never> => Promise.reject(new Error('not asked in this test'));
    return {
      ready: async () => {
        await wait();
        here();
      },
      lookUp: async ({ number }) => {
        here();
        this.questions.push({ number, at: clock.now().getTime() });
        await wait();
        const person = this.#people.get(number);
        const json = answerOf('000', person === undefined ? undefined : insuredMinted(person));
        const value = parseLookUpReply(json);
        if (value === null) throw new Error('the stand-in speaks another form');
        return { value, raw: JSON.stringify(json), status: 200, ms: this.#latencyMs };
      },
      history: never,
      coPayment: never,
      sendCheckIn: never,
      close: () => undefined,
    };
  }
}

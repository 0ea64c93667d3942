import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { VisitRepository } from '../../check-ins/visit-repository.ts';
import { later, seconds, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { asGatewayFault, GatewayFault } from '../gateway/fault.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Breaker } from '../link/breaker.ts';
import type { Link } from '../link/link.ts';
import type { Pace } from '../link/pace.ts';
import type { RecordAnswer } from '../outcome/record-answer.ts';
import type { Officer } from '../settings.ts';
import type { Afterwards } from './afterwards.ts';
import type { Asked, LookUp, LookUpRepository } from './look-up-repository.ts';

/** So long somebody stands before a screen: asked before everything that waits. */
const liveFor = seconds(15);

export interface Dispatcher {
  /** Something new waits. */
  wake(): void;
  /** Resolves when nothing is under way any more; asks nothing new. */
  stop(): Promise<void>;
  underway(): number;
}

/** Sends what waits in the outbox: under the agreed rate, live questions first, none while the gateway is away. */
export function createDispatcher(parts: {
  clock: Clock;
  gateway: Gateway;
  breaker: Breaker;
  pace: Pace;
  lookUps: LookUpRepository;
  link: Link;
  visits: VisitRepository;
  record: RecordAnswer;
  /** What is asked about somebody with a good card when nobody waits. */
  afterwards: Afterwards;
  officerOf: (account: string) => Officer;
  /** Something beside questions waits for the gateway: it is tried although nobody asks. */
  waitedFor: () => boolean;
  liveAtOnce: number;
  backlogAtOnce: number;
  /** A visit's insurance changed. */
  changed: (visitId: string) => void;
  log: Log;
}): Dispatcher {
  const { clock, gateway, breaker, pace, lookUps, link, visits, record, afterwards, log, changed } = parts;
  const asking = new Map<string, { live: boolean; done: Promise<void> }>();
  let cancelWake: () => void = () => undefined;
  let probing: Promise<void> | undefined;
  let extra: Promise<void> | undefined;
  let stopped = false;
  let queued = false;

  const now = (): Date => clock.now();
  const count = (live: boolean): number => [...asking.values()].filter((one) => one.live === live).length;

  function wakeAt(at: number): void {
    cancelWake();
    cancelWake = clock.wake(new Date(at), pump);
  }

  /** Whether the gateway is there again, without a question about anybody. */
  function probe(): void {
    breaker.tryAgain(now().getTime());
    const begun = now();
    probing = gateway
      .ready(true)
      .then(
        () => undefined,
        (error: unknown) => {
          const code = error instanceof GatewayFault ? error.code : 'unreachable';
          link.failed(code as InsuranceCode, begun);
          log.info('insurance gateway still away', { code });
        },
      )
      .finally(() => {
        probing = undefined;
        pump();
      });
  }

  function askedOf({ asked, visitId }: LookUp): Asked | undefined {
    if (asked === null || visits.find(visitId)?.holder === null) return undefined;
    return asked.reveal();
  }

  async function ask(lookUp: LookUp, asked: Asked): Promise<void> {
    const { id, visitId } = lookUp;
    const begun = now();
    lookUps.asking(id, begun.toISOString());
    try {
      const question = { ...asked, officer: parts.officerOf(lookUp.officer) };
      const answered = await gateway.lookUp(question);
      const { code, decision, link: told, wanted } = record.answer(lookUp, asked, answered, now());
      if (told === 'held') breaker.hold(code, now().getTime());
      else if (told === 'fails') link.failed(code, begun);
      else link.works();
      log.info('insurance looked up', { visitId, code, ms: answered.ms });
      if (wanted && decision.next === 'valid')
        afterwards.add({ visitId, lookUpId: id, officer: lookUp.officer, question });
    } catch (error) {
      const fault = asGatewayFault(error);
      record.fault(lookUp, fault, now());
      link.fault(fault, begun);
      log.warn('insurance not looked up', { visitId, code: fault.code, ms: fault.ms, error: fault.cause });
    }
    changed(visitId);
  }

  function startExtra(): void {
    extra = afterwards
      .askNext()
      .catch((error: unknown) => {
        log.error('insurance outcome not kept', { error });
      })
      .finally(() => {
        extra = undefined;
        pump();
      });
  }

  function start(lookUp: LookUp, live: boolean): void {
    const asked = askedOf(lookUp);
    if (asked === undefined) {
      lookUps.supersede(lookUp.visitId);
      return;
    }
    const done = ask(lookUp, asked)
      .catch((error: unknown) => {
        // The database itself failed: the row stays `asking` and becomes uncertain at the next start.
        log.error('insurance outcome not kept', { visitId: lookUp.visitId, error });
      })
      .finally(() => {
        asking.delete(lookUp.id);
        pump();
      });
    asking.set(lookUp.id, { live, done });
  }

  /** The next question that may go out now, and whether somebody waits for it before a screen. */
  function next(): { lookUp: LookUp; live: boolean } | undefined {
    const at = now();
    const liveSince = later(at, -liveFor).toISOString();
    if (count(true) < parts.liveAtOnce) {
      const lookUp = lookUps.next(at.toISOString(), liveSince, true);
      if (lookUp !== undefined) return { lookUp, live: true };
    }
    if (count(false) >= parts.backlogAtOnce) return undefined;
    const lookUp = lookUps.next(at.toISOString(), liveSince, false);
    return lookUp === undefined ? undefined : { lookUp, live: lookUp.createdAt >= liveSince };
  }

  function pump(): void {
    if (stopped || probing !== undefined) return;
    for (;;) {
      const at = now().getTime();
      if (breaker.state === 'open') {
        const due = lookUps.nextDue();
        // Nobody waits: the first new question tries it.
        if (due === null && !parts.waitedFor()) return;
        if ((breaker.triesAt ?? at) > at) {
          wakeAt(breaker.triesAt ?? at);
          return;
        }
        probe();
        return;
      }
      if (breaker.state === 'half-open' && asking.size > 0) return;
      const found = next();
      if (found === undefined) {
        const due = lookUps.nextDue();
        const waitsNow = due !== null && Date.parse(due) <= at;
        if (due !== null && !waitsNow) wakeAt(Date.parse(due));
        if (waitsNow || extra !== undefined || breaker.state !== 'closed' || !afterwards.waits()) return;
      }
      const turn = pace.take(at);
      if (!turn.due) {
        wakeAt(turn.at);
        return;
      }
      if (found === undefined) startExtra();
      else start(found.lookUp, found.live);
    }
  }

  return {
    wake() {
      // Soon, not now: a check-in never waits for this.
      if (queued || stopped) return;
      queued = true;
      setImmediate(() => {
        queued = false;
        pump();
      });
    },
    async stop() {
      stopped = true;
      cancelWake();
      // What is under way has its own deadline; cut off, its answer would be uncertain for good.
      await Promise.allSettled([...asking.values()].map(({ done }) => done));
      await Promise.allSettled([probing, extra]);
      gateway.close();
    },
    underway: () => asking.size,
  };
}

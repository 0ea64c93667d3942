import { serviceDay } from '@cccd-kiosk/contract/site-time';
import { backOff } from '../back-off.ts';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Holder } from '../readings/holder.ts';
import type { Site } from '../site/site-config.ts';
import type { AppointmentRepository } from './appointment-repository.ts';
import type { AppointmentSearch } from './appointment-search.ts';
import { cardHolder } from './card-holder.ts';
import { nextAppointment } from './next-appointment.ts';

/** The appointment that somebody at a kiosk came for. It is told while they choose, or not at all: nothing waits for it. */
export interface Appointments {
  /**
   * Asks at once about whoever was just checked in by a proven card and has not chosen; never rejects. True: an answer is
   * kept that was not there. Nobody queues: while eight are asked about, and while the line rests, nothing is asked.
   */
  ask(visitId: string): Promise<boolean>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

export const noAppointments: Appointments = { ask: () => Promise.resolve(false), stop: () => Promise.resolve() };

const mostAtOnce = 8;
/** Of the back-off's steps: the line rests for 16 s at most, people come all the time. */
const mostSteps = 3;

export function createAppointments(parts: {
  site: Site;
  clock: Clock;
  search: AppointmentSearch;
  kept: AppointmentRepository;
  visits: Pick<VisitRepository, 'find'>;
  timeoutMs: number;
  log: Log;
  chance?: () => number;
}): Appointments {
  const { site, clock, search, kept, visits, timeoutMs, log, chance = Math.random } = parts;
  const underway = new Map<string, Promise<boolean>>();
  const stopping = new AbortController();
  let failures = 0;
  let restsUntil = 0;

  /** Of a card that is not proven nobody is told where its holder is to be seen. */
  function holderOf(visitId: string): Holder | undefined {
    const visit = visits.find(visitId);
    return visit?.overall === 'genuine' && visit.chosenAt === null ? cardHolder(visit) : undefined;
  }

  function rest(at: number): void {
    // What was under way when the line failed tells nothing new.
    if (at < restsUntil) return;
    restsUntil = at + backOff(Math.min(failures, mostSteps), chance);
    failures += 1;
  }

  async function lookUp(visitId: string, holder: Holder): Promise<boolean> {
    const today = { serviceDay: serviceDay(clock.now(), site.timeZone), timeZone: site.timeZone };
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping.signal]);
    const told = await search.ofDay(holder, today, signal);
    if (stopping.signal.aborted) return false;
    const at = clock.now();
    if (told.outcome !== 'told') {
      if (told.outcome === 'away') rest(at.getTime());
      log.warn('appointments not told', { visitId, code: told.code });
      return false;
    }
    failures = 0;
    const next = nextAppointment(told.value, site, at);
    kept.keep(visitId, next, at.toISOString());
    log.info('appointments told', {
      ...{ visitId, count: told.value.length },
      ...(next === null && told.value.length > 0 ? { code: 'unknown-department' } : {}),
    });
    return next !== null;
  }

  return {
    ask(visitId) {
      const asked = underway.get(visitId);
      if (asked !== undefined) return asked;
      const holder = stopping.signal.aborted || kept.answered(visitId) ? undefined : holderOf(visitId);
      if (holder === undefined) return Promise.resolve(false);
      const resting = clock.now().getTime() < restsUntil;
      if (resting || underway.size >= mostAtOnce) {
        log.info('appointments not asked for', { visitId, code: resting ? 'resting' : 'busy' });
        return Promise.resolve(false);
      }
      const told = lookUp(visitId, holder)
        .catch((error: unknown) => {
          log.error('appointments could not be kept', { visitId, error });
          return false;
        })
        .finally(() => underway.delete(visitId));
      underway.set(visitId, told);
      return told;
    },
    async stop() {
      stopping.abort();
      await Promise.all(underway.values());
    },
  };
}

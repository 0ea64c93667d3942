import type { StationView } from '@cccd-kiosk/contract/screen';
import type { Clock } from '../clock.ts';
import type { SessionEvent } from '@cccd-kiosk/contract/session/events';
import { reduce } from '@cccd-kiosk/contract/session/reduce';
import type { Effect, Session } from '@cccd-kiosk/contract/session/session';
import { deadlineOf, newSession } from '@cccd-kiosk/contract/session/session';
import { viewOf, type ViewFrame } from '@cccd-kiosk/contract/session/view';

interface Running {
  session: Session;
  revision: number;
  cancelWake: () => void;
}

export interface StationSessions {
  /** Moves a station's session and publishes its view. */
  apply(stationId: string, event: SessionEvent): void;
  /** Publishes the views that show this visit: something about it changed that no session holds. */
  refresh(visitId: string): void;
  /** Publishes a station's view: something in it changed that no session holds. */
  refreshStation(stationId: string): void;
  /** The same for the forms of a case; they leave the screens when the case is closed. */
  refreshCase(caseId: string, open: boolean): void;
  view(stationId: string): StationView;
  session(stationId: string): Session;
  /** Sessions that staff was called to. */
  all(): ReadonlyMap<string, Session>;
  stop(): void;
}

/** Keeps the sessions of all stations, in memory: after a restart a screen starts at idle and numbers stay in the database. */
export function createStationSessions(parts: {
  clock: Clock;
  frame: (stationId: string) => ViewFrame;
  publish: (stationId: string, view: StationView) => void;
  perform: (stationId: string, effect: Effect) => void;
}): StationSessions {
  const { clock, frame, publish, perform } = parts;
  const running = new Map<string, Running>();
  let stopped = false;
  // Begins at the clock so that a screen that outlived the server does not take the new views for old ones.
  const firstRevision = clock.now().getTime();

  function runningOf(stationId: string): Running {
    const found = running.get(stationId);
    if (found !== undefined) return found;
    const created: Running = { session: newSession, revision: firstRevision, cancelWake: () => undefined };
    running.set(stationId, created);
    return created;
  }

  const view = (stationId: string): StationView => {
    const { session, revision } = runningOf(stationId);
    return { ...viewOf(session, frame(stationId)), revision, serverTime: clock.now().toISOString() };
  };

  function apply(stationId: string, event: SessionEvent): void {
    // Closing sockets still tell that their stations left; by then there is no database to make a view from.
    if (stopped) return;
    const station = runningOf(stationId);
    const { session, effects } = reduce(station.session, event, clock.now().getTime());
    const changed = session !== station.session;
    station.session = session;
    station.cancelWake();
    const deadline = deadlineOf(session);
    station.cancelWake =
      deadline === null
        ? () => undefined
        : clock.wake(new Date(deadline), () => {
            apply(stationId, { event: 'tick' });
          });
    if (changed) {
      station.revision += 1;
      publish(stationId, view(stationId));
    }
    for (const effect of effects) perform(stationId, effect);
  }

  function refresh(visitId: string): void {
    if (stopped) return;
    for (const [stationId, station] of running) {
      const { stage } = station.session;
      if (stage.stage !== 'greeting' && stage.stage !== 'ticket' && stage.stage !== 'companion') continue;
      if (stage.visit.visitId !== visitId) continue;
      station.revision += 1;
      publish(stationId, view(stationId));
    }
  }

  function refreshStation(stationId: string): void {
    if (stopped) return;
    runningOf(stationId).revision += 1;
    publish(stationId, view(stationId));
  }

  function refreshCase(caseId: string, open: boolean): void {
    if (stopped) return;
    for (const [stationId, station] of running) {
      const { stage } = station.session;
      if ((stage.stage !== 'form-review' && stage.stage !== 'citizen-form') || stage.caseId !== caseId) continue;
      if (!open && stage.stage === 'form-review') apply(stationId, { event: 'form-hidden', caseId });
      else {
        station.revision += 1;
        publish(stationId, view(stationId));
      }
    }
  }

  return {
    apply,
    refresh,
    refreshCase,
    refreshStation,
    view,
    session: (stationId) => runningOf(stationId).session,
    all: () => new Map([...running].map(([stationId, { session }]) => [stationId, session])),
    stop() {
      stopped = true;
      for (const { cancelWake } of running.values()) cancelWake();
    },
  };
}

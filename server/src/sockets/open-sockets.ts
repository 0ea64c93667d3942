import type { Server as HttpServer } from 'node:http';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { KeyOffer } from '@cccd-kiosk/contract/station';
import type { ServerConfig } from '../config.ts';
import { openCounterNamespace } from '../counter/counter-namespace.ts';
import { distressRows } from '../counter/distress.ts';
import { seconds } from '../clock.ts';
import { shownName } from '@cccd-kiosk/cccd/shown-person';
import type { Origins } from '../http/origins.ts';
import type { Log } from '../log.ts';
import { reviewOf } from '../forms/case/review-view.ts';
import type { Accepted, AcceptedCompanion, AcceptedReading, AcceptedTap } from '../readings/accept-reading.ts';
import { createScreenActions } from '../screens/screen-actions.ts';
import { openScreenNamespace, screenRoom } from '../screens/screen-namespace.ts';
import type { Services } from '../services.ts';
import type { SessionEvent } from '@cccd-kiosk/contract/session/events';
import type { Effect } from '@cccd-kiosk/contract/session/session';
import { createStationSessions } from '../sessions/station-sessions.ts';
import type { HelloChallenges } from '../stations/hello-challenges.ts';
import { openStationNamespace, stationRoom } from '../stations/station-namespace.ts';
import { localSiteOf } from '../stations/local-site.ts';
import { createTrustForStations } from '../trust/trust-for-stations.ts';
import { createSocketServer } from './create-socket-server.ts';

export interface Sockets {
  cutStation(stationId: string): void;
  cutStaff(staffId: string): void;
  isConnected(stationId: string): boolean;
  /** Lays a case's forms before the citizen on that station's screen, or takes them away. */
  showForms(stationId: string, caseId: string, shown: boolean): void;
  close(): Promise<void>;
}

/** Joins the three namespaces: a station's news moves its session, the session's view goes to its screens. */
export function openSockets(parts: {
  http: HttpServer;
  services: Services;
  challenges: HelloChallenges;
  origins: Origins;
  config: ServerConfig;
  log: Log;
}): Sockets {
  const { http, services, challenges, origins, config, log } = parts;
  const { store, arrivals, portraits, clock } = services;
  const { site, simulation } = config;
  const now = (): Date => clock.now();
  const io = createSocketServer(http, origins, now);
  const stationName = (stationId: string): string => store.stations.find(stationId)?.name ?? '';

  /** Of stations that have one: kept while the daemon is away for a moment, in memory alone. */
  const localPages = new Map<string, string | null>();
  const sessions = createStationSessions({
    clock,
    frame: (stationId) => ({
      ...{ stationId, stationName: stationName(stationId), site, simulation },
      localPage: localPages.get(stationId) ?? undefined,
      insurance: (visitId) => services.insurance.view(visitId),
      citizenCase: (caseId) => services.forms.citizen.view(caseId),
      tiles: () => services.forms.citizen.tiles(),
      search: services.forms.citizen.search,
      mayPrint: (caseId, prints) => services.forms.citizen.mayPrint(stationName(stationId), caseId, prints),
      review: (caseId) => {
        const formCase = services.forms.desk.peek(caseId);
        return formCase === undefined ? null : reviewOf(formCase);
      },
    }),
    publish: (stationId, view) => void io.of('/screen').to(screenRoom(stationId)).emit('view', view),
    perform,
  });

  function perform(stationId: string, effect: Effect): void {
    if (effect.effect === 'cancel')
      io.of('/station').to(stationRoom(stationId)).emit('cancel', { reader: effect.reader });
    else if (effect.effect === 'print-form') void printForm(stationId, effect.caseId);
    else if (effect.effect === 'leave-form') services.forms.citizen.leave(stationId, effect.caseId);
    else void printTicket(stationId, effect.visitId, effect.reprint);
  }

  async function printForm(stationId: string, caseId: string): Promise<void> {
    const paper = await services.forms.citizen.print({ id: stationId, name: stationName(stationId) }, caseId);
    log.info('form printed', { stationId, caseId, code: paper });
    sessions.apply(stationId, { event: 'form-paper', caseId, paper });
  }

  async function printTicket(stationId: string, visitId: string, reprint: boolean): Promise<void> {
    const { stage } = sessions.session(stationId);
    const visit = store.visits.find(visitId);
    if (stage.stage !== 'ticket' || visit === undefined) return;
    const printed = await services.print(visit, stage.visit, {
      reprint,
      insurance: services.insurance.view(visitId),
    });
    log.info('ticket printed', { stationId, visitId, code: printed });
    sessions.apply(stationId, { event: 'print-result', visitId, printed });
  }

  /** Kiosk photo: only of a proven person, only while the visit is on that screen. */
  function photoOf(stationId: string): { visitId: string; jpegBase64: string } | null {
    const { stage } = sessions.session(stationId);
    if (stage.stage !== 'greeting' && stage.stage !== 'citizen-form') return null;
    if (stage.visit.person?.proven !== true) return null;
    const { visitId } = stage.visit;
    const jpeg = portraits.get(visitId, now());
    return jpeg === null ? null : { visitId, jpegBase64: Buffer.from(jpeg.reveal()).toString('base64') };
  }

  function showPhoto(stationId: string, visitId: string): void {
    const shown = photoOf(stationId);
    if (shown?.visitId === visitId) io.of('/screen').to(screenRoom(stationId)).emit('photo', shown);
  }

  function accepted(reading: Accepted): void {
    if ('tap' in reading) tapped(reading);
    else if ('companion' in reading) companionRead(reading);
    else checkedIn(reading);
  }

  function tapped({ tap, submission, portraitFile }: AcceptedTap): void {
    const { stationId, readingId, reader } = submission;
    log.info('card taken for a case', { stationId, readingId, caseId: tap.caseId });
    apply(stationId, { event: 'form-taken', readingId, reader, outcome: tap.outcome });
    const { personId } = tap;
    if (portraitFile === undefined || personId === null) return;
    const portrait = services.takePortrait(personId, portraitFile);
    portraits.comes(personId, portrait);
    void portrait.then((taken) => {
      if (taken) counter.formCase(tap.caseId);
    });
  }

  /** The visit of the patient on that screen, while it waits for this very reading. */
  function patientOf(stationId: string, readingId: string): string | undefined {
    const { stage, patient } = sessions.session(stationId);
    const reads = (stage.stage === 'reading' || stage.stage === 'paused') && stage.reading.readingId === readingId;
    return reads ? patient?.visitId : undefined;
  }

  function companionRead({ companion: { visitId, outcome, fullName }, submission }: AcceptedCompanion): void {
    const { stationId, readingId, reader } = submission;
    log.info('companion’s card read', { stationId, readingId, visitId });
    apply(stationId, {
      ...{ event: 'companion-read', readingId, reader, visitId },
      // A screen says the same whatever was wrong with a card.
      step: outcome === 'taken' ? 'relation' : outcome === 'same-card' ? outcome : 'not-taken',
      ...(fullName === null ? {} : { name: shownName(fullName, site) }),
    });
  }

  function checkedIn({
    checkedIn: { visit, ticket, again },
    repeated,
    submission,
    portraitFile,
  }: AcceptedReading): void {
    const { stationId, readingId, reader, offline } = submission;
    log.info('checked in', { stationId, readingId, visitId: visit.id });
    const offersForms = services.forms.citizen.offers(stationName(stationId));
    const facts = { ...services.facts(visit, ticket, again), offersForms };
    apply(stationId, { event: 'checked-in', readingId, reader, offline, repeated, visit: facts });
    services.insurance.begin(visit.id);
    // Nobody stands there any more who came while this server was away.
    if (!offline)
      askAppointment(stationId, visit.id).catch((error: unknown) => {
        log.error('appointment could not be shown', { visitId: visit.id, error });
      });
    if (!repeated) counter.arrival(visit.id);
    const compared = visit.sameFace?.answer === 'same';
    if (portraitFile === undefined || compared) return;
    if (portraits.get(visit.id, now()) !== null) {
      // A second tap: the portrait is there already, and this screen has not seen it.
      showPhoto(stationId, visit.id);
      return;
    }
    const portrait = services.takePortrait(visit.id, portraitFile);
    portraits.comes(visit.id, portrait);
    void portrait.then((taken) => {
      if (taken) showPhoto(stationId, visit.id);
      if (taken) counter.arrival(visit.id);
    });
  }

  /** Nobody waits for it: told while the person still chooses, it changes what the machine proposes. */
  async function askAppointment(stationId: string, visitId: string): Promise<void> {
    if (!(await services.appointments.ask(visitId)) || !store.db.open) return;
    const { visit, ticket } = services.checkIns.known(visitId);
    const { appointment } = services.facts(visit, ticket, false);
    if (appointment !== undefined) apply(stationId, { event: 'appointment', visitId, appointment });
  }

  /** Nobody waits for it: the number is given. */
  async function askPrinted(stationId: string, visitId: string): Promise<void> {
    const code = await stationSpace.printedCode(stationId);
    if (code === null || !store.db.open) return;
    store.printed.add(visitId, code, now().toISOString());
    log.info('printed code kept', { stationId, visitId });
    counter.arrival(visitId);
  }

  function apply(stationId: string, event: SessionEvent): void {
    sessions.apply(stationId, event);
    if (event.event === 'staff-call') counter.distress();
  }

  const sendKey = (stationId: string, reader: string, key: KeyOffer): void => {
    io.of('/station').to(stationRoom(stationId)).emit('key', { reader, key });
  };

  const counter = openCounterNamespace(io, {
    staff: store.staff,
    arrivals,
    portraitSettled: (visitId) => portraits.settled(visitId),
    distress: () => distressRows(sessions, stationName),
    help: (stationId, state) => {
      apply(stationId, { event: 'staff-call', state });
    },
    trust: () => store.trust.ages(now()),
    site: site.name,
    simulation,
    origins,
    now,
    log,
  });
  const stationSpace = openStationNamespace(io, {
    ...{ stations: store.stations, nonces: store.nonces, challenges, simulation, now, log, accepted, apply },
    accept: (station, envelope) => services.accept(station, envelope, (readingId) => patientOf(station.id, readingId)),
    chipWitness: services.chipWitness,
    localSite: ({ id, name }) => localSiteOf(site, name, services.localTickets.prefixOf(id)),
    takeLocalTickets: (station, tickets) => {
      for (const visitId of services.takeLocalTickets(station, tickets)) counter.arrival(visitId);
    },
    localPage: (stationId, page) => {
      localPages.set(stationId, page);
      sessions.refreshStation(stationId);
    },
    trustFor: createTrustForStations(() => store.trust.store),
    shownName: (fullName) => shownName(fullName, site),
  });
  store.trust.watch(stationSpace.trustChanged);
  openScreenNamespace(io, {
    ...{ sessions: store.screens, origins, now, log, photo: photoOf },
    view: (stationId) => sessions.view(stationId),
    actions: createScreenActions({
      ...{
        db: store.db,
        site,
        checkIns: services.checkIns,
        insurance: services.insurance,
        childVisit: services.childVisit,
        companions: services.companions,
        facts: services.facts,
        audit: store.audit,
        now,
        apply,
        sendKey,
      },
      session: (stationId) => sessions.session(stationId),
      citizen: {
        choose: (stationId, visitId, code) => {
          const visit = store.visits.find(visitId);
          if (visit === undefined) throw new RefusedError('not-found', 'visitId');
          return services.forms.citizen.choose(stationId, visit, code);
        },
        type: services.forms.citizen.type,
        send: services.forms.citizen.send,
        checkPrintable: (stationId, caseId, times) => {
          services.forms.citizen.checkPrintable(stationName(stationId), caseId, times);
        },
      },
      answerForm: (stationId, caseId, answer) => {
        const by = { actor: `station:${stationId}`, staffId: null, name: '' };
        services.forms.acts.review(by, caseId, answer);
      },
      unread: (stationId, visitId) => void askPrinted(stationId, visitId),
      noted: (visitId) => {
        services.handOver.note(visitId);
      },
      changed: (visitId) => {
        counter.arrival(visitId);
      },
    }),
  });

  function cutStation(stationId: string): void {
    io.of('/station').in(stationRoom(stationId)).disconnectSockets(true);
    io.of('/screen').in(screenRoom(stationId)).disconnectSockets(true);
  }
  const unwatchInsurance = services.insurance.watch((visitId) => {
    sessions.refresh(visitId);
    counter.arrival(visitId);
  });
  const unwatchWork = services.workItems.watch(() => {
    counter.workItems();
  });
  const unwatchForms = services.forms.watch((caseId) => {
    sessions.refreshCase(caseId, services.forms.desk.peek(caseId)?.state === 'open');
    counter.formCase(caseId);
  });
  // A command in another process may revoke a station.
  const watch = setInterval(() => {
    for (const { id, revoked } of store.stations.all()) if (revoked && sessions.session(id).connected) cutStation(id);
  }, seconds(2));
  watch.unref();

  return {
    cutStation,
    cutStaff: (staffId) => {
      counter.cut(staffId);
    },
    isConnected: (stationId) => sessions.session(stationId).connected,
    showForms(stationId, caseId, shown) {
      apply(stationId, { event: shown ? 'form-shown' : 'form-hidden', caseId });
    },
    async close() {
      clearInterval(watch);
      unwatchInsurance();
      unwatchWork();
      unwatchForms();
      sessions.stop();
      await io.close();
    },
  };
}

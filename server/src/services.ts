import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import type { DocumentProfile } from '@cccd-kiosk/emrtd/inspection/document-profile';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { verifyEvidence } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import type { Clock } from './clock.ts';
import { createCheckIns, type CheckIns } from './check-ins/check-in.ts';
import { createChildVisits } from './check-ins/child-visit.ts';
import { createCompanions, type Companions } from './check-ins/companions.ts';
import { createVisitAppointments } from './check-ins/visit-appointment.ts';
import { createVisitFacts } from './check-ins/visit-facts.ts';
import type { ServerConfig } from './config.ts';
import type { Arrivals } from './counter/arrivals.ts';
import { createArrivals } from './counter/arrivals.ts';
import { createForms, type Forms } from './forms/create-forms.ts';
import { cardFields } from './forms/taps/card-fields.ts';
import type { HandOver } from './hand-over/hand-over.ts';
import { openHandOver } from './hand-over/open-hand-over.ts';
import type { Appointments } from './hospital-record/appointments.ts';
import { openHospitalRecord } from './hospital-record/open-hospital-record.ts';
import { createInsurance, type InsuranceDesk } from './insurance/create-insurance.ts';
import { createClerkDesk, noClerkDesk } from './insurance/clerk.ts';
import { withoutGateway, type Insurance } from './insurance/insurance.ts';
import type { Log } from './log.ts';
import { createPopulationEvidence } from './population/evidence-repository.ts';
import { createPopulationDesk, type PopulationDesk } from './population/population-desk.ts';
import { createPopulationService } from './population/service.ts';
import { createPortraitDecoder } from './portraits/decoder.ts';
import type { PortraitStore } from './portraits/portrait-store.ts';
import { createPortraitStore } from './portraits/portrait-store.ts';
import { createTakePortrait } from './portraits/take-portrait.ts';
import { createAcceptReading, type Verifier } from './readings/accept-reading.ts';
import { createChipWitness, type ChipWitness } from './readings/chip-witness.ts';
import { createRetention } from './retention/retention.ts';
import { createLookCount } from './staff/looks.ts';
import { createSignIn, type SignIn } from './staff/sign-in.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import { departmentOf } from './site/site-config.ts';
import { createWorkItemDesk, type WorkItemDesk } from './work-items/work-item-desk.ts';
import { numberText } from './tickets/ticket-repository.ts';
import { createWorkItems, type WorkItemLog } from './work-items/work-item-log.ts';
import type { Store } from './store.ts';
import { openStore } from './store.ts';
import { createLocalTickets, type LocalTickets } from './tickets/local-tickets.ts';
import { createTakeLocalTickets } from './tickets/take-local-tickets.ts';
import { createEscposTcpPrinter } from './tickets/print/escpos-tcp-printer.ts';
import { createPicturePrinter, type PicturePrinter } from './tickets/print/picture-printer.ts';
import { createTicketPrinting } from './tickets/print/print-ticket.ts';

/** The server's parts without a network: what is kept, and what is done with it. */
export interface Services {
  readonly store: Store;
  readonly checkIns: CheckIns;
  readonly childVisit: ReturnType<typeof createChildVisits>;
  readonly companions: Companions;
  readonly localTickets: LocalTickets;
  readonly takeLocalTickets: ReturnType<typeof createTakeLocalTickets>;
  readonly facts: ReturnType<typeof createVisitFacts>;
  readonly accept: ReturnType<typeof createAcceptReading>;
  readonly chipWitness: ChipWitness;
  readonly arrivals: Arrivals;
  readonly portraits: PortraitStore;
  readonly takePortrait: ReturnType<typeof createTakePortrait>;
  readonly print: ReturnType<typeof createTicketPrinting>;
  /** The stand-in, when it is the printer. */
  readonly pictures: PicturePrinter | null;
  readonly workItems: WorkItemLog;
  readonly workItemDesk: WorkItemDesk;
  /** Ticket number and department of a visit: where it is, not who. */
  readonly placeOf: (visitId: string) => { number: string; where: string };
  readonly insurance: Insurance;
  /** Null at a site without a gateway. */
  readonly insuranceDesk: InsuranceDesk | null;
  readonly population: PopulationDesk;
  readonly handOver: HandOver;
  readonly appointments: Appointments;
  readonly forms: Forms;
  readonly signIn: SignIn;
  readonly clock: Clock;
  /** How the files of a document must agree. */
  readonly profile: DocumentProfile;
  runRetention(): void;
  close(): Promise<void>;
}

export function createServices(config: ServerConfig, clock: Clock, log: Log): Services {
  const { site, simulation } = config;
  const now = (): Date => clock.now();
  const store = openStore(config, now);
  const { db, cipher, visits, tickets, readings, audit, nonces, stations, staff, screens } = store;
  const workItems = createWorkItems({ items: store.workItems, audit });
  const placeOf = (visitId: string): { number: string; where: string } => {
    const ticket = tickets.live(visitId);
    if (ticket === undefined) return { number: '', where: '' };
    const where = departmentOf(site, ticket.departmentId)?.name.vi ?? ticket.departmentId;
    return { number: numberText(ticket), where };
  };
  const insuranceDesk =
    config.insurance === undefined
      ? null
      : createInsurance({
          ...{ db, cipher, visits, workItems, clock, log },
          settings: config.insurance,
          boundOfficer: (account) => {
            const officer = staff.officerOf(account)?.reveal();
            return officer === undefined ? null : { name: officer.fullName, cccd: officer.personalNumber };
          },
          timeZone: site.timeZone,
        });
  const insurance = insuranceDesk?.insurance ?? withoutGateway();
  const clerk = insuranceDesk === null ? noClerkDesk : createClerkDesk(insuranceDesk);
  const countLook = createLookCount({ workItems, audit, now });
  const populationEvidence = createPopulationEvidence(db, cipher);
  const population = createPopulationDesk({
    ...{ db, visits, evidence: populationEvidence, workItems, countLook, audit, log, now },
    service: config.population === undefined ? null : createPopulationService(config.population, now),
    officerOf: (account) => staff.officerOf(account),
    today: () => serviceDay(now(), site.timeZone),
  });
  const appointmentOf = createVisitAppointments(site, store.appointments);
  const checkIns = createCheckIns({ site, visits, tickets });
  const localTickets = createLocalTickets({ db, stations, workItems, timeZone: site.timeZone });
  const portraits = createPortraitStore();
  const decoder = createPortraitDecoder();
  const pictures = config.printer.kind === 'picture' ? createPicturePrinter(now) : null;
  const printer = config.printer.kind === 'escpos-tcp' ? createEscposTcpPrinter(config.printer) : null;
  const anyPrinter = printer ?? pictures ?? createPicturePrinter(now);
  const profile = cccdProfile();
  const chipWitness = createChipWitness(now);
  const witnessOf = ({ stationId, readingId }: EvidenceRecord) => {
    const witnessed = chipWitness.of(stationId, readingId);
    return witnessed === undefined ? {} : { witnessed };
  };
  const verify: Verifier = (record, expected, at) =>
    verifyEvidence(record, {
      profile,
      trust: store.trust.store,
      simulation,
      now: at,
      ...(expected === undefined ? {} : { expected }),
      ...witnessOf(record),
    });
  const companions = createCompanions({ companions: store.companions, visits, workItems });
  const handOver = openHandOver({
    ...{ site, store, workItems, insurance, log, now },
    gateway:
      insuranceDesk === null
        ? null
        : { checkIns: insuranceDesk.checkIns, facilityCode: insuranceDesk.own.facilityCode },
    settings: config.handOver,
    insuranceRecord: (visitId) => insuranceDesk?.records.find(visitId),
  });
  const noted = (visitId: string): void => {
    handOver.note(visitId);
  };
  const { record: hospitalRecord, appointments } = openHospitalRecord(config.hospitalRecord, {
    ...{ db, site, clock, visits, workItems, log },
    kept: store.appointments,
  });
  const forms = createForms({
    ...{ db, cipher, site, staff, portraits, workItems, audit, visits, now },
    settings: config.forms,
    paper: () => pictures?.state() ?? 'ready',
    cardOf: (visitId) => insuranceDesk?.records.find(visitId)?.card?.reveal() ?? null,
    numberOf: (visitId) => placeOf(visitId).number,
    stationName: (id) => {
      const station = stations.find(id);
      return station === undefined || station.revoked ? undefined : station.name;
    },
  });
  const erase = createRetention({
    ...{
      db,
      visits,
      readings,
      workItems: store.workItems,
      handOver: store.handOverOutbox,
      portraits,
      nonces,
      screens,
      staff,
      audit,
      now,
    },
    timeZone: site.timeZone,
    eraseCases: forms.erase,
    forgetCompanions: (at, evidenceBefore) => {
      const visitIds = store.companions.forgetEnded(at);
      // A message that was sent lies in the outbox for longer: without whoever came along.
      for (const visitId of visitIds) store.handOverOutbox.forgetCompanion(visitId);
      store.companions.eraseEvidence(evidenceBefore);
      return visitIds.length;
    },
    eraseLookUps: (day, before) => {
      populationEvidence.erase(before);
      store.children.erase(day);
      store.printed.erase(day);
      store.appointments.erase(day);
      insuranceDesk?.lookUps.erasePersonal(day);
      insuranceDesk?.records.erasePersonal(day);
      insuranceDesk?.evidence.erase(before);
    },
    personalDays: config.retention.personalDays,
    evidenceDays: config.retention.evidenceDays,
  });
  return {
    store,
    checkIns,
    childVisit: createChildVisits({
      ...{ site, visits, tickets, workItems, children: store.children },
      cancelled: (visitId) => {
        insurance.withdraw(visitId);
        handOver.cancel(visitId);
      },
    }),
    companions,
    localTickets,
    takeLocalTickets: createTakeLocalTickets({ db, checkIns, localTickets, audit, now }),
    facts: createVisitFacts({ site, tickets, visits, companions: store.companions, appointmentOf, now }),
    chipWitness,
    accept: createAcceptReading({
      ...{ db, stations, nonces, readings, checkIns, localTickets, audit, verify, now, companions, taps: forms.taps },
      seen: (station, visitId, files, holder) => {
        if (forms.citizen.offers(station.name)) forms.citizen.remember(visitId, cardFields(files, holder), now());
      },
      queue: (visit) => {
        insurance.queue(visit);
      },
      timeZone: site.timeZone,
      consentVersion: site.consent.version,
      noted: (visitId) => {
        noted(visitId);
        hospitalRecord.queue(visitId);
      },
    }),
    arrivals: createArrivals({
      otherNumbers: localTickets.ofVisit,
      db,
      site,
      visits,
      children: store.children,
      printed: store.printed,
      appointmentOf,
      companions: store.companions,
      tickets,
      readings,
      portraits,
      clerk,
      countLook,
      mayAskPopulation: (officer, visit) => population.mayAsk(officer, visit),
      noted,
      audit,
      now,
    }),
    portraits,
    takePortrait: createTakePortrait({ decoder, portraits, now }),
    print: createTicketPrinting({ site, simulation, printer: anyPrinter }),
    pictures,
    workItems,
    workItemDesk: createWorkItemDesk({
      ...{ db, items: store.workItems, audit, placeOf, now },
      changed: () => {
        workItems.changed();
      },
    }),
    placeOf,
    insurance,
    insuranceDesk,
    population,
    handOver,
    appointments,
    forms,
    signIn: createSignIn({ staff, audit, now }),
    clock,
    profile,
    runRetention() {
      try {
        const { visits: erased, evidence, portraits: gone, cases } = erase();
        log.info('retention ran', { count: erased + evidence + gone + cases });
      } catch (error) {
        log.error('retention failed', { error });
      }
    },
    async close() {
      await Promise.all([handOver.stop(), hospitalRecord.stop(), appointments.stop()]);
      decoder.close();
      await insuranceDesk?.close();
      await population.close();
      store.close();
    },
  };
}

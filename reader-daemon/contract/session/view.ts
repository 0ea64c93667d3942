import { insuranceOpen, type InsuranceView } from '../insurance.ts';
import type { CitizenCase, ProcedureSearch } from '../citizen-form.ts';
import type { Department, Stage, StationView, TicketView } from '../screen.ts';
import type { ReadingFacts, Session, VisitFacts } from './session.ts';
import { attemptsLeft } from './session.ts';

/** What does not come from the session. */
export interface ViewFrame {
  readonly stationId: string;
  readonly stationName: string;
  readonly site: {
    readonly name: string;
    readonly desk: { readonly name: string };
    readonly departments: readonly Department[];
    readonly consent: StationView['consent'];
  };
  readonly simulation: boolean;
  /** Where the kiosk goes on without the server, where it can. */
  readonly localPage?: string | undefined;
  readonly insurance: (visitId: string) => InsuranceView;
  /** Null when the case is finished or gone. */
  readonly citizenCase: (caseId: string) => CitizenCase | null;
  readonly tiles: () => { code: string; name: { vi: string; en: string } }[];
  readonly search: (query: string) => ProcedureSearch;
  readonly mayPrint: (caseId: string, prints: number) => boolean;
  readonly review: (caseId: string) => Extract<Stage, { stage: 'form-review' }> | null;
}

const readingView = ({ readingId, progress, name }: ReadingFacts) => ({
  readingId,
  progress,
  seen: {
    card: true,
    name: name !== undefined,
    chip: progress.phase === 'portrait' || progress.phase === 'verdict',
  },
  ...(name === undefined ? {} : { name }),
});

type Printed = TicketView['printed'];

function stageView(
  session: Session,
  { site, insurance, review, citizenCase, tiles, search, mayPrint }: ViewFrame,
): Stage {
  const { stage } = session;
  const ticketOf = ({ visit }: { visit: VisitFacts }, printed: Printed): TicketView => {
    const known = insurance(visit.visitId);
    return {
      ...visit.ticket,
      insurancePending: insuranceOpen(known),
      ...(known.state === 'desk' && !visit.desk ? { deskFirst: site.desk.name } : {}),
      printed,
    };
  };
  switch (stage.stage) {
    case 'idle':
    case 'card-needed':
      return { stage: stage.stage };
    case 'key-needed':
      return { stage: 'key-needed', wrongKey: stage.wrongKey, attemptsLeft: attemptsLeft(session, stage.reader) };
    case 'reading':
      return { stage: 'reading', ...readingView(stage.reading) };
    case 'paused':
      return {
        stage: 'paused',
        problem: stage.problem,
        resumeUntil: new Date(stage.until).toISOString(),
        ...readingView(stage.reading),
      };
    case 'greeting': {
      const { visit, cardPresent } = stage;
      if (visit.person === undefined)
        return { stage: 'ticket', ticket: ticketOf(stage, 'waiting-for-card'), cardPresent };
      const { appointment } = visit;
      return {
        stage: 'greeting',
        person: visit.person,
        insurance: insurance(visit.visitId),
        desk: site.desk.name,
        departments: site.departments.map(({ id, name, icon, room, floor }) => ({ id, name, icon, room, floor })),
        chosenDepartment: appointment?.proposed === true ? appointment.departmentId : visit.ticket.departmentId,
        ...(visit.lastDepartment === undefined ? {} : { lastDepartment: visit.lastDepartment }),
        ...(appointment === undefined
          ? {}
          : { appointment: { time: appointment.time, departmentName: appointment.departmentName } }),
        ticket: ticketOf(stage, 'waiting-for-card'),
        cardPresent,
      };
    }
    case 'companion': {
      const { visit, step, name, cardPresent } = stage;
      const { person } = visit;
      if (person === undefined) return { stage: 'idle' };
      return {
        ...{ stage: 'companion', step, person, desk: site.desk.name, cardPresent },
        ...(name === undefined ? {} : { companionName: name }),
        ticket: ticketOf(stage, 'waiting-for-card'),
      };
    }
    case 'ticket': {
      const { visit, printed, cardPresent } = stage;
      const ticket = ticketOf(stage, printed);
      if (visit.desk) return { stage: 'go-to-desk', desk: site.desk.name, ticket, cardPresent };
      return { stage: 'ticket', ticket, cardPresent, ...(visit.person === undefined ? {} : { person: visit.person }) };
    }
    case 'citizen-form': {
      const { visit, caseId, query, paper, prints, cardPresent } = stage;
      const { person } = visit;
      if (person === undefined) return { stage: 'idle' };
      return {
        stage: 'citizen-form',
        person,
        cardPresent,
        ticket: ticketOf(stage, 'waiting-for-card'),
        tiles: tiles(),
        search: query === '' ? null : search(query),
        form: caseId === null ? null : citizenCase(caseId),
        paper,
        mayPrint: caseId !== null && mayPrint(caseId, prints),
      };
    }
    case 'form-taken':
      return { stage: 'form-taken', outcome: stage.outcome, cardPresent: stage.cardPresent };
    case 'form-review':
      return review(stage.caseId) ?? { stage: 'idle' };
    case 'problem':
      return { stage: 'problem', problem: stage.problem, cardPresent: stage.cardPresent };
  }
}

/** The whole of what a station's screen shows, without its revision and time. Pure. */
export function viewOf(session: Session, frame: ViewFrame): Omit<StationView, 'revision' | 'serverTime'> {
  return {
    stationId: frame.stationId,
    stationName: frame.stationName,
    site: { name: frame.site.name },
    simulation: frame.simulation,
    daemonConnected: session.connected,
    staffCall: session.staffCall,
    consent: frame.site.consent,
    stage: stageView(session, frame),
    ...(frame.localPage === undefined ? {} : { localPage: frame.localPage }),
  };
}

import type { CompanionStep } from '@cccd-kiosk/contract/companion';
import type { Stage, StationView, TicketView } from '@cccd-kiosk/contract/screen';

/** Views of a made-up station, as the server would send them. */
export const ticket = (visitId = 'visit-0001', more: Partial<TicketView> = {}): TicketView => ({
  visitId,
  number: 'B 042',
  departmentId: 'heart',
  departmentName: { vi: 'Khoa Tim mạch', en: 'Cardiology' },
  room: '305',
  floor: '3',
  peopleAhead: 6,
  waitMinutes: 33,
  priority: true,
  insurancePending: true,
  qr: 'https://example.test/t/abcdefgh',
  printed: 'waiting-for-card',
  issuedAt: '2026-09-15T00:42:00.000Z',
  ...more,
});

const reading = (readingId: string) => ({
  readingId,
  progress: { phase: 'data' as const, percent: 40 },
  seen: { card: true, name: true, chip: false },
  name: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
});

export const person = {
  name: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
  maskedNumber: '0461••••••17',
  address: 'ba' as const,
  proven: true,
};

export const departments = ['heart', 'stethoscope', 'eye', 'ear', 'bone', 'drop', 'unknown'].map((id) => ({
  id,
  name: { vi: `Khoa ${id}`, en: `Dept ${id}` },
  icon: id,
  room: '305',
  floor: '3',
}));

type CitizenForm = Extract<Stage, { stage: 'citizen-form' }>;

export const stages = {
  idle: (): Stage => ({ stage: 'idle' }),
  keyNeeded: (wrongKey = false, attemptsLeft = 3): Stage => ({ stage: 'key-needed', wrongKey, attemptsLeft }),
  cardNeeded: (): Stage => ({ stage: 'card-needed' }),
  reading: (id = 'reading-1'): Stage => ({ stage: 'reading', ...reading(id) }),
  paused: (id = 'reading-1'): Stage => ({
    stage: 'paused',
    problem: 'card-lifted-early',
    resumeUntil: '2026-09-15T00:43:00.000Z',
    ...reading(id),
  }),
  greeting: (visitId = 'visit-0001', cardPresent = false): Stage => ({
    stage: 'greeting',
    person,
    insurance: { state: 'will-be-checked' },
    desk: '1',
    departments,
    chosenDepartment: 'heart',
    lastDepartment: 'heart',
    ticket: ticket(visitId),
    cardPresent,
  }),
  /** The hospital's system told of an appointment: at the eyes, at half past eight. */
  appointed: (visitId = 'visit-0001', chosenDepartment = 'eye'): Stage => ({
    ...{ stage: 'greeting', person, insurance: { state: 'will-be-checked' }, desk: '1', departments, chosenDepartment },
    appointment: { time: '08:30', departmentName: { vi: 'Khoa eye', en: 'Dept eye' } },
    ...{ ticket: ticket(visitId), cardPresent: false },
  }),
  ticket: (visitId = 'visit-0001', cardPresent = false, printed: TicketView['printed'] = 'printed'): Stage => ({
    stage: 'ticket',
    ticket: ticket(visitId, { printed }),
    person,
    cardPresent,
  }),
  goToDesk: (visitId = 'visit-0002', cardPresent = false): Stage => ({
    stage: 'go-to-desk',
    desk: '1',
    ticket: ticket(visitId, { number: 'H 004' }),
    cardPresent,
  }),
  citizenForm: (visitId = 'visit-0001', more: Partial<CitizenForm> = {}): Stage => ({
    stage: 'citizen-form',
    person,
    cardPresent: false,
    ticket: ticket(visitId),
    tiles: [{ code: 'CT01', name: { vi: 'Thay đổi nơi cư trú', en: 'Change of residence' } }],
    search: null,
    form: null,
    paper: 'none',
    mayPrint: false,
    ...more,
  }),
  companion: (visitId = 'visit-0001', step: CompanionStep = 'card'): Stage => ({
    ...{ stage: 'companion', step, person, desk: '1', ticket: ticket(visitId), cardPresent: false },
    ...(step === 'relation' ? { companionName: 'Trần Thị Mẫu' } : {}),
  }),
  problem: (problem: Extract<Stage, { stage: 'problem' }>['problem'] = 'two-cards'): Stage => ({
    stage: 'problem',
    problem,
    cardPresent: true,
  }),
};

export const view = (revision: number, stage: Stage, more: Partial<StationView> = {}): StationView => ({
  revision,
  stationId: 'station-01',
  stationName: 'K07',
  site: { name: 'Bệnh viện Đa khoa Sen Trắng' },
  simulation: true,
  daemonConnected: true,
  staffCall: 'none',
  consent: { version: '2026-09-01', vi: 'Một.\nHai.', en: 'One.\nTwo.' },
  serverTime: '2026-09-15T00:42:00.000Z',
  stage,
  ...more,
});

import type { Department, Stage, StationView, TicketView } from '@cccd-kiosk/contract/screen';
import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import type { Words } from '@cccd-kiosk/contract/text/language';
import { consentText } from '@cccd-kiosk/contract/text/consent';

/** Made-up views for the gallery: every screen, in the states that are hard to reach by hand. */
const now = '2026-09-15T00:42:00.000Z';

const departments: Department[] = [
  { id: 'heart', name: { vi: 'Tim mạch', en: 'Cardiology' }, icon: 'heart', room: '305', floor: '3' },
  {
    id: 'general',
    name: { vi: 'Nội tổng quát', en: 'General medicine' },
    icon: 'stethoscope',
    room: '101',
    floor: '1',
  },
  { id: 'eye', name: { vi: 'Mắt', en: 'Eyes' }, icon: 'eye', room: '204', floor: '2' },
  { id: 'ent', name: { vi: 'Tai Mũi Họng', en: 'Ear, nose, throat' }, icon: 'ear', room: '206', floor: '2' },
  { id: 'bone', name: { vi: 'Cơ Xương Khớp', en: 'Bones and joints' }, icon: 'bone', room: '307', floor: '3' },
  { id: 'endo', name: { vi: 'Nội tiết', en: 'Endocrinology' }, icon: 'drop', room: '212', floor: '2' },
  {
    id: 'unknown',
    name: { vi: 'Chưa biết khám gì', en: 'I do not know yet' },
    icon: 'unknown',
    room: '101',
    floor: '1',
  },
];

export const ticket = (more: Partial<TicketView> = {}): TicketView => ({
  visitId: 'gallery-visit',
  number: 'B 042',
  departmentId: 'heart',
  departmentName: { vi: 'Khoa Tim mạch', en: 'Cardiology' },
  room: '305',
  floor: '3, thang máy A',
  peopleAhead: 6,
  waitMinutes: 33,
  priority: true,
  insurancePending: true,
  qr: 'https://sentrang.example/t/k3v9x1',
  printed: 'printed',
  issuedAt: now,
  ...more,
});

const people = {
  elder: { name: 'Công Tằng Tôn Nữ Thị Phương Khuyên', maskedNumber: '0461••••••17', address: 'ba', proven: true },
  ede: { name: "H'Blŭk Êban Niê Kđăm", maskedNumber: '0661••••••08', address: 'chi', proven: true },
  longest: {
    name: 'Nguyễn Phước Công Tằng Tôn Nữ Thị Phương Khuyên Trường Khánh Nghiêm Quỳnh Hương Thục Đoan Trang Diễm Ửng',
    maskedNumber: '0480••••••52',
    address: 'ong',
    proven: true,
  },
  unproven: { name: 'Phạm Thị Mẫu', maskedNumber: '0311••••••44', address: 'ban', proven: false },
} as const;

const reading = (percent: number, name?: string, secondsLeft?: number) => ({
  readingId: 'gallery-reading',
  progress: { phase: 'data' as const, percent, ...(secondsLeft === undefined ? {} : { secondsLeft }) },
  seen: { card: true, name: name !== undefined, chip: false },
  ...(name === undefined ? {} : { name }),
});

const greeting = (person: keyof typeof people, more: Partial<Extract<Stage, { stage: 'greeting' }>> = {}): Stage => ({
  stage: 'greeting',
  person: people[person],
  insurance: { state: 'will-be-checked' },
  desk: '1',
  departments,
  chosenDepartment: 'heart',
  lastDepartment: 'heart',
  ticket: ticket({ printed: 'waiting-for-card' }),
  cardPresent: false,
  ...more,
});

type Page = 'stage' | 'no-card' | 'notice' | 'emergency' | 'insurance-number' | 'child' | 'form-search';
const insured = (insurance: InsuranceView, person: keyof typeof people = 'elder'): Canned => ({
  stage: greeting(person, { insurance }),
  photo: true,
});
export interface Canned {
  readonly stage: Stage;
  readonly more?: Partial<StationView>;
  readonly page?: Page;
  readonly digits?: string;
  readonly typed?: string;
  readonly unfit?: boolean;
  readonly photo?: boolean;
  readonly stillThere?: boolean;
  readonly link?: 'up' | 'down' | 'unpaired';
  readonly blurred?: boolean;
  readonly speaking?: boolean;
  /** No voice on this machine: "Nghe" says so. */
  readonly mute?: boolean;
  readonly busy?: 'choose' | 'key' | 'desk-number' | 'print' | 'insurance';
  /** No view has come yet. */
  readonly empty?: boolean;
}

const idle: Stage = { stage: 'idle' };
const problem = (code: Extract<Stage, { stage: 'problem' }>['problem'], withTicket?: TicketView): Stage => ({
  stage: 'problem',
  problem: code,
  cardPresent: true,
  ...(withTicket === undefined ? {} : { ticket: withTicket }),
});

const questions: readonly (readonly [string, Words, 'phone' | 'name' | 'long' | 'choice', string])[] = [
  ['phone', { vi: 'Số điện thoại liên hệ', en: 'Telephone' }, 'phone', '0912345678'],
  ['head-name', { vi: 'Họ, chữ đệm và tên chủ hộ', en: 'Name of the head of the household' }, 'name', 'Trần Văn Chủ'],
  ['request', { vi: 'Nội dung đề nghị', en: 'What is asked' }, 'long', 'Đăng ký thường trú tại Thôn 3, xã Ea Kao'],
  ['result', { vi: 'Hình thức nhận kết quả', en: 'How the result is received' }, 'choice', 'post'],
];
/** A form whose first questions are answered. */
const asked = (answered: number): NonNullable<CitizenStage['form']> => ({
  caseId: 'gallery-case',
  name: { vi: 'Tờ khai thay đổi thông tin cư trú', en: 'Declaration of a change of residence' },
  asked: questions.map(([fieldId, label, type, value], at) => ({
    ...{ fieldId, label, type, hint: null, max: 200, value: at < answered ? value : '' },
    choices:
      type === 'choice'
        ? [
            { value: 'counter', label: { vi: 'Tại bộ phận một cửa', en: 'At the counter' } },
            { value: 'post', label: { vi: 'Qua bưu chính', en: 'By post' } },
          ]
        : [],
  })),
  lines: [
    { label: { vi: 'Họ, chữ đệm và tên', en: 'Full name' }, value: people.longest.name, chip: true },
    { label: { vi: 'Ngày, tháng, năm sinh', en: 'Date of birth' }, value: '1948', chip: true },
    { label: { vi: 'Số định danh cá nhân', en: 'Personal number' }, value: '048048000052', chip: true },
  ],
});
type CompanionStage = Extract<Stage, { stage: 'companion' }>;
const companion = (step: CompanionStage['step'], person: keyof typeof people, cardPresent = false): Stage => ({
  ...{ stage: 'companion', step, person: people[person], desk: '1', cardPresent },
  ...(step === 'relation' ? { companionName: people.longest.name } : {}),
  ticket: ticket({ printed: 'waiting-for-card' }),
});
type CitizenStage = Extract<Stage, { stage: 'citizen-form' }>;
const citizenForm = (
  person: keyof typeof people,
  form: CitizenStage['form'],
  {
    search = null,
    paper = 'none',
    mayPrint = false,
  }: Partial<Pick<CitizenStage, 'search' | 'paper' | 'mayPrint'>> = {},
): Stage => ({
  stage: 'citizen-form',
  person: people[person],
  cardPresent: false,
  ticket: ticket({ number: 'Q 012' }),
  tiles: [
    { code: 'CT01', name: { vi: 'Tờ khai thay đổi thông tin cư trú', en: 'Declaration of a change of residence' } },
    { code: 'KS', name: { vi: 'Tờ khai đăng ký khai sinh', en: 'Registration of a birth' } },
    {
      code: 'XNHN',
      name: { vi: 'Tờ khai cấp Giấy xác nhận tình trạng hôn nhân', en: 'Confirmation of marital status' },
    },
    { code: 'GUQ', name: { vi: 'Giấy ủy quyền', en: 'Authorisation' } },
  ],
  ...{ search, form, paper, mayPrint },
});
const marriage = {
  vi: 'Tờ khai cấp Giấy xác nhận tình trạng hôn nhân',
  en: 'Declaration for a confirmation of marital status',
};
/** Four results, the names among them that need two lines. */
const found: NonNullable<CitizenStage['search']> = {
  query: 'dk',
  found: [
    { name: { vi: 'Tờ khai đăng ký khai sinh', en: 'Registration of a birth' }, code: 'KS' },
    { name: marriage, code: 'XNHN' },
    {
      name: {
        vi: 'Đăng ký biến động quyền sử dụng đất do đổi tên người sử dụng',
        en: 'Land register: change of the holder’s name',
      },
      code: null,
    },
    { name: { vi: 'Đăng ký kết hôn', en: 'Registration of a marriage' }, code: null },
  ],
  more: 3,
};

const formReview = (answer: 'none' | 'right'): Stage => ({
  stage: 'form-review',
  caseId: 'gallery-case',
  caseRevision: 3,
  forms: [
    {
      name: { vi: 'Tờ khai thay đổi thông tin cư trú', en: 'Declaration of change of residence' },
      lines: [
        { label: { vi: 'Họ, chữ đệm và tên', en: 'Full name' }, value: people.longest.name, chip: true },
        { label: { vi: 'Ngày, tháng, năm sinh', en: 'Date of birth' }, value: '1948', chip: true },
        { label: { vi: 'Số định danh cá nhân', en: 'Personal number' }, value: '048048000052', chip: true },
        {
          label: { vi: 'Nội dung đề nghị', en: 'Request' },
          value: 'Đăng ký thường trú tại Thôn 3, xã Ea Kao, tỉnh Đắk Lắk',
          chip: false,
        },
      ],
      tables: [
        {
          title: { vi: 'Những thành viên cùng thay đổi', en: 'Members who move along' },
          heads: [{ vi: 'Họ tên', en: 'Name' }],
          rows: [
            [people.ede.name, '02/04/1993', 'Nữ', 'Vợ'],
            ['Y Ayun Niê', '11/09/2004', 'Nam', 'Con'],
          ],
        },
      ],
    },
  ],
  answer,
});

export const gallery: Readonly<Record<string, Canned>> = {
  idle: { stage: idle },
  'idle-mute': { stage: idle, mute: true },
  keypad: { stage: { stage: 'key-needed', wrongKey: false, attemptsLeft: 3 }, digits: '046' },
  'keypad-wrong': { stage: { stage: 'key-needed', wrongKey: true, attemptsLeft: 2 } },
  'keypad-busy': { stage: { stage: 'key-needed', wrongKey: false, attemptsLeft: 3 }, digits: '999917', busy: 'key' },
  'card-needed': { stage: { stage: 'card-needed' } },
  'reading-start': { stage: { stage: 'reading', ...reading(4) } },
  reading: { stage: { stage: 'reading', ...reading(62, people.elder.name, 4) } },
  'reading-ede': { stage: { stage: 'reading', ...reading(71, people.ede.name, 3) } },
  paused: {
    stage: {
      stage: 'paused',
      problem: 'card-lifted-early',
      resumeUntil: '2026-09-15T00:42:12.000Z',
      ...reading(62, people.elder.name),
    },
  },
  'paused-weak': {
    stage: { stage: 'paused', problem: 'weak-signal', resumeUntil: '2026-09-15T00:42:12.000Z', ...reading(8) },
  },
  greeting: { stage: greeting('elder'), photo: true },
  'greeting-card': { stage: greeting('elder', { cardPresent: true, chosenDepartment: 'unknown' }), photo: true },
  'greeting-ede': { stage: greeting('ede'), photo: true },
  'greeting-longest': { stage: greeting('longest', { cardPresent: true }), photo: true },
  'greeting-unproven': { stage: greeting('unproven') },
  'greeting-appointment': {
    stage: greeting('elder', {
      cardPresent: true,
      lastDepartment: 'general',
      appointment: { time: '08:30', departmentName: departments[0]?.name ?? { vi: '', en: '' } },
    }),
    photo: true,
  },
  'greeting-appointment-longest': {
    stage: greeting('longest', {
      cardPresent: true,
      insurance: { state: 'valid', until: '2026-12-31', ratePercent: 100, daysLeft: 107 },
      appointment: {
        time: '08:30',
        departmentName: {
          vi: 'Phục hồi chức năng và Y học cổ truyền',
          en: 'Rehabilitation and traditional medicine',
        },
      },
    }),
    photo: true,
  },
  'greeting-busy': { stage: greeting('elder'), photo: true, busy: 'choose' },
  'greeting-again': { stage: greeting('elder', { ticket: ticket({ issuedEarlierAt: '07:05' }) }), photo: true },
  'greeting-blurred': { stage: greeting('elder'), photo: true, blurred: true },
  'greeting-offline': { stage: greeting('elder'), photo: true, link: 'down' },
  'insurance-checking': insured({ state: 'checking' }),
  'insurance-valid': insured({ state: 'valid', until: '2026-12-31', ratePercent: 95, daysLeft: 107 }),
  'insurance-valid-longest': insured(
    { state: 'valid', until: '2026-12-31', ratePercent: 100, daysLeft: 107 },
    'longest',
  ),
  'insurance-ends-soon': insured({ state: 'valid', until: '2026-09-30', ratePercent: 80, daysLeft: 15 }),
  'insurance-pending': insured({ state: 'pending' }),
  'insurance-not-found': insured({ state: 'not-found', asked: 'personal-number' }, 'ede'),
  'insurance-not-found-again': insured({ state: 'not-found', asked: 'insurance-number' }, 'longest'),
  'insurance-number': {
    ...insured({ state: 'not-found', asked: 'personal-number' }, 'ede'),
    page: 'insurance-number',
    digits: '79612',
  },
  child: { stage: greeting('elder'), page: 'child', digits: '79612' },
  'companion-card': { stage: companion('card', 'elder', true) },
  'companion-same-card': { stage: companion('same-card', 'ede') },
  'companion-relation': { stage: companion('relation', 'elder') },
  'companion-relation-longest': { stage: companion('relation', 'longest', true) },
  'companion-not-taken': { stage: companion('not-taken', 'longest') },
  'insurance-ended': insured({ state: 'ended', on: '2026-06-30', cause: 'expired' }),
  'insurance-stopped': insured({ state: 'ended', on: null, cause: 'stopped' }),
  'insurance-mismatch': insured({ state: 'mismatch', field: 'name' }, 'ede'),
  'insurance-desk': insured({ state: 'desk' }),
  'insurance-staff-check': insured({ state: 'staff-check' }),
  'insurance-self-pay': insured({ state: 'self-pay' }),
  'ticket-desk-first': { stage: { stage: 'ticket', ticket: ticket({ deskFirst: '1' }), cardPresent: true } },
  'ticket-companion': { stage: { stage: 'ticket', ticket: ticket({ companion: true }), cardPresent: false } },
  ticket: { stage: { stage: 'ticket', ticket: ticket(), person: people.elder, cardPresent: false } },
  'ticket-card-left': {
    stage: {
      stage: 'ticket',
      ticket: ticket({ printed: 'waiting-for-card' }),
      person: people.elder,
      cardPresent: true,
    },
  },
  'ticket-printing': {
    stage: { stage: 'ticket', ticket: ticket({ printed: 'printing', peopleAhead: 0 }), cardPresent: false },
  },
  'ticket-out-of-paper': {
    stage: { stage: 'ticket', ticket: ticket({ printed: 'out-of-paper', number: 'B 012' }), cardPresent: false },
  },
  'ticket-alone': {
    stage: {
      stage: 'ticket',
      ticket: ticket({ printed: 'on-screen', number: 'K07-012', peopleAhead: undefined, waitMinutes: undefined }),
      cardPresent: false,
    },
  },
  'go-to-desk': {
    stage: { stage: 'go-to-desk', desk: '1', ticket: ticket({ number: 'H 004' }), cardPresent: false },
    more: { staffCall: 'coming' },
  },
  'go-to-desk-card-left': {
    stage: { stage: 'go-to-desk', desk: '1', ticket: ticket({ number: 'H 004' }), cardPresent: true },
  },
  'problem-two-cards': { stage: problem('two-cards') },
  'problem-not-an-id-card': { stage: problem('not-an-id-card') },
  'problem-chip-unreadable': { stage: problem('chip-unreadable') },
  'problem-weak-signal': { stage: problem('weak-signal') },
  'problem-reader-out-of-service': { stage: idle, more: { daemonConnected: false } },
  'problem-already-checked-in': { stage: problem('already-checked-in', ticket({ issuedEarlierAt: '07:05' })) },
  'problem-out-of-paper': { stage: problem('out-of-paper', ticket({ printed: 'out-of-paper' })) },
  'no-card': { stage: idle, page: 'no-card' },
  'form-tiles': { stage: citizenForm('elder', null), photo: true },
  'form-search': { stage: citizenForm('elder', null), page: 'form-search' },
  'form-search-found': { stage: citizenForm('elder', null, { search: found }), page: 'form-search', typed: 'dk' },
  'form-search-none': {
    stage: citizenForm('elder', null, { search: { query: 'xyzt', found: [], more: 0 } }),
    page: 'form-search',
    typed: 'xyzt',
  },
  'form-question': { stage: citizenForm('elder', asked(2)), typed: 'Đăng ký thường trú tại Thôn 3' },
  'form-question-digits': { stage: citizenForm('elder', asked(0)), typed: '0912 34'.replace(' ', '') },
  'form-question-unfit': { stage: citizenForm('elder', asked(0)), typed: '0912', unfit: true },
  'form-question-choices': { stage: citizenForm('elder', asked(3)) },
  'form-check': { stage: citizenForm('longest', asked(4)) },
  'form-check-print': { stage: citizenForm('longest', asked(4), { mayPrint: true }) },
  'form-paper-printing': { stage: citizenForm('elder', asked(4), { paper: 'printing' }) },
  'form-paper': { stage: citizenForm('elder', asked(4), { paper: 'printed', mayPrint: true }) },
  'form-paper-out': { stage: citizenForm('elder', asked(4), { paper: 'out-of-paper', mayPrint: true }) },
  'form-paper-long': { stage: citizenForm('elder', asked(4), { paper: 'too-long' }) },
  'form-taken': { stage: { stage: 'form-taken', outcome: 'taken', cardPresent: true } },
  'form-review': { stage: formReview('none') },
  'form-review-answered': { stage: formReview('right') },
  notice: { stage: greeting('elder'), page: 'notice' },
  emergency: { stage: idle, page: 'emergency' },
  'still-there': { stage: greeting('elder'), photo: true, stillThere: true },
  speaking: { stage: idle, speaking: true, more: { staffCall: 'called' } },
  away: { stage: idle, link: 'down' },
  starting: { stage: idle, empty: true, link: 'up' },
  unpaired: { stage: idle, empty: true, link: 'unpaired' },
};

export const stationView = ({ stage, more }: Canned, simulation: boolean): StationView => ({
  revision: 1,
  stationId: 'gallery-station',
  stationName: 'K07',
  site: { name: 'Bệnh viện Đa khoa Sen Trắng' },
  simulation,
  daemonConnected: true,
  staffCall: 'none',
  consent: consentText,
  serverTime: now,
  stage,
  ...more,
});

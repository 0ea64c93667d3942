import type {
  CaseRow,
  CaseView,
  FieldView,
  FormSummary,
  FormView,
  PersonView,
  PortalFill,
  SearchResult,
  Statistics,
} from '@cccd-kiosk/contract/forms';

/** Cases of invented people for the gallery's staff screens: the longest names, every source, every state. */
const field = (fieldId: string, vi: string, en: string, more: Partial<FieldView> = {}): FieldView => ({
  fieldId,
  number: null,
  label: { vi, en },
  hint: null,
  type: 'text',
  required: false,
  max: 200,
  choices: [],
  value: '',
  source: null,
  locked: false,
  correction: null,
  problem: more.required === true && (more.value ?? '') === '' ? 'missing' : null,
  personId: null,
  ...more,
});
const chip = (value: string, personId: string): Partial<FieldView> => ({
  value,
  source: 'chip',
  locked: true,
  personId,
});
const named = (vi: string, en: string) => ({ vi, en });

const longName =
  'Nguyễn Phước Bảo Trường Khánh Nghiêm Công Tằng Tôn Nữ Thị Phương Khuyên Hoàng Phủ Ngọc Tường Vi Thục Đoan';
const at = '2026-09-15T00:45:52.000Z';

const people: PersonView[] = [
  {
    personId: 'person-elder',
    kind: 'card',
    name: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
    roles: ['applicant'],
    overall: 'genuine',
    checks: {
      'sod-signature': { status: 'passed' },
      'data-hashes': { status: 'passed' },
      'active-authentication': { status: 'passed' },
      'printed-data': { status: 'passed' },
    },
    readAt: at,
    photo: true,
    address: {
      old: 'Tổ 4, Xã Bình Sen, Huyện Tân Sen, Tỉnh Thừa Thiên Huế',
      candidates: [
        {
          ...{ wardCode: '19900', ward: 'Phường An Sen', provinceCode: '46', province: 'Thành phố Huế' },
          ...{ kind: 'part', from: 'Xã Bình Sen' },
        },
        {
          ...{ wardCode: '19903', ward: 'Xã Phú Hồ Thượng Lưu', provinceCode: '46', province: 'Thành phố Huế' },
          ...{ kind: 'part', from: 'Xã Bình Sen' },
        },
      ],
      new: null,
    },
  },
  {
    personId: 'person-ede',
    kind: 'card',
    name: "H'Blŭk Êban Niê Kđăm",
    roles: ['householder'],
    overall: 'genuine',
    checks: {},
    readAt: at,
    photo: false,
    address: null,
  },
  {
    personId: 'person-child',
    kind: 'typed',
    name: longName,
    roles: ['members'],
    overall: null,
    checks: null,
    readAt: null,
    photo: false,
    address: null,
  },
];

const residence = (): FormView => ({
  formId: 'form-residence',
  code: 'CT01',
  version: '2025',
  name: named('Tờ khai thay đổi thông tin cư trú', 'Declaration of change of residence'),
  legalBasis: 'Thông tư 53/2025/TT-BCA',
  sections: [
    {
      sectionId: 'applicant',
      title: named('Người kê khai', 'Applicant'),
      role: 'applicant',
      fields: [
        field('full-name', 'Họ, chữ đệm và tên khai sinh', 'Full name at birth', {
          number: '1',
          type: 'name',
          required: true,
          ...chip('Công Tằng Tôn Nữ Thị Phương Khuyên', 'person-elder'),
          correction: {
            value: 'Công Tằng Tôn Nữ Thị Phương Khuyên Anh',
            reason: 'Đã đổi tên, có trích lục',
            by: 'Cán bộ quầy 3',
            at,
          },
        }),
        field('birth', 'Ngày, tháng, năm sinh', 'Date of birth', {
          number: '2',
          type: 'date',
          required: true,
          ...chip('1948', 'person-elder'),
        }),
        field('number', 'Số định danh cá nhân', 'Personal number', {
          number: '4',
          type: 'personal-number',
          required: true,
          ...chip('046148999917', 'person-elder'),
        }),
        field('phone', 'Số điện thoại liên hệ', 'Telephone', {
          number: '5',
          type: 'phone',
          required: true,
          value: '0900000013',
          source: 'typed',
          personId: 'person-elder',
        }),
        field('email', 'Email', 'E-mail', { number: '6', type: 'email', personId: 'person-elder' }),
        field('insurance', 'Mã số BHXH', 'Social insurance number', {
          value: '7948999917',
          source: 'record',
          locked: true,
          personId: 'person-elder',
        }),
        field('agency', 'Kính gửi', 'Addressed to', {
          value: 'Công an phường An Sen',
          source: 'record',
          hint: named('Tên cơ quan đăng ký cư trú', 'Name of the residence registration agency'),
        }),
      ],
      table: null,
    },
    {
      sectionId: 'householder',
      title: named('Chủ hộ', 'Householder'),
      role: 'householder',
      fields: [
        field('householder-name', 'Họ, chữ đệm và tên chủ hộ', 'Householder’s name', {
          number: '7',
          type: 'name',
          required: true,
          ...chip("H'Blŭk Êban Niê Kđăm", 'person-ede'),
        }),
        field('relation', 'Mối quan hệ với chủ hộ', 'Relation to the householder', {
          number: '8',
          type: 'choice',
          required: true,
          choices: [
            { value: 'wife', label: named('Vợ', 'Wife') },
            { value: 'child', label: named('Con', 'Child') },
            { value: 'parent', label: named('Cha, mẹ', 'Parent') },
          ],
        }),
        field('request', 'Nội dung đề nghị', 'Request', {
          number: '10',
          type: 'long',
          required: true,
          max: 500,
        }),
      ],
      table: null,
    },
    {
      sectionId: 'members',
      title: named('Những thành viên cùng thay đổi', 'Members who move along'),
      role: 'members',
      fields: [],
      table: {
        tableId: 'members-table',
        title: named('Những thành viên cùng thay đổi', 'Members who move along'),
        role: 'members',
        most: 8,
        columns: [
          { fieldId: 'name', label: named('Họ, chữ đệm và tên', 'Full name') },
          { fieldId: 'birth', label: named('Ngày sinh', 'Born') },
          { fieldId: 'relation', label: named('Quan hệ', 'Relation') },
        ],
        rows: [
          {
            personId: 'person-child',
            fields: [
              field('name', 'Họ, chữ đệm và tên', 'Full name', {
                type: 'name',
                value: longName,
                source: 'earlier',
                personId: 'person-child',
              }),
              field('birth', 'Ngày sinh', 'Born', {
                type: 'date',
                value: '31/02/2019',
                source: 'typed',
                problem: 'out-of-shape',
                personId: 'person-child',
              }),
              field('relation', 'Quan hệ', 'Relation', { required: true, personId: 'person-child' }),
            ],
          },
        ],
      },
    },
  ],
  attachments: [
    {
      attachmentId: 'owner-consent',
      label: named('Ý kiến đồng ý của chủ sở hữu chỗ ở hợp pháp', 'Consent of the owner of the dwelling'),
      required: true,
      present: false,
    },
    {
      attachmentId: 'lease',
      label: named('Hợp đồng thuê nhà', 'Lease'),
      required: false,
      present: true,
    },
  ],
  roles: [
    {
      role: 'applicant',
      label: named('Người kê khai', 'Applicant'),
      many: false,
      card: true,
      people: ['person-elder'],
    },
    { role: 'householder', label: named('Chủ hộ', 'Householder'), many: false, card: true, people: ['person-ede'] },
    { role: 'owner', label: named('Chủ sở hữu chỗ ở', 'Owner of the dwelling'), many: false, card: true, people: [] },
    { role: 'members', label: named('Thành viên', 'Member'), many: true, card: true, people: ['person-child'] },
  ],
  missing: { fields: ['relation', 'request', 'members-table.person-child.relation'], attachments: ['owner-consent'] },
  next: 'relation',
  filled: 8,
  fieldCount: 13,
  portal: true,
});

export const openCase = (): CaseView => ({
  caseId: 'case-0001',
  revision: 7,
  state: 'open',
  openedAt: '2026-09-15T00:45:00.000Z',
  openedBy: 'Cán bộ quầy 3',
  finishedAt: null,
  fileNumber: null,
  station: { stationId: 'station-k07', name: 'K07' },
  awaiting: { role: 'members', until: '2099-01-01T00:00:00.000Z' },
  lastTap: { at, outcome: 'taken', personId: 'person-elder', checks: null },
  people: structuredClone(people),
  forms: [residence()],
  review: { state: 'something-wrong', at },
  undo: { what: 'value-typed', until: '2099-01-01T00:00:00.000Z' },
  effort: { saved: 214, typed: 14 },
});

export const emptyCase = (): CaseView => ({
  ...openCase(),
  revision: 2,
  awaiting: { role: 'applicant', until: '2099-01-01T00:00:00.000Z' },
  lastTap: null,
  people: [],
  forms: [],
  review: null,
  undo: null,
  effort: { saved: 0, typed: 0 },
});

export const finishedCase = (): CaseView => ({
  ...openCase(),
  state: 'finished',
  finishedAt: '2026-09-15T00:47:10.000Z',
  fileNumber: 'HS-20260915-0007',
  awaiting: null,
  review: { state: 'right', at },
  undo: null,
});

export const suspiciousCase = (): CaseView => ({
  ...openCase(),
  awaiting: null,
  lastTap: {
    ...{ at, outcome: 'suspicious' as const, personId: null },
    checks: {
      'sod-signature': { status: 'passed' },
      'data-hashes': { status: 'passed' },
      'active-authentication': { status: 'failed', reason: 'signature-invalid' },
    },
  },
});

export const rows: CaseRow[] = [
  {
    ...{ caseId: 'case-0001', state: 'open', openedAt: at, openedBy: 'Cán bộ quầy 3', fileNumber: null },
    ...{ forms: ['CT01'], maskedName: 'Công Tằng Tôn Nữ Thị Phương K***', number: '' },
  },
  {
    ...{ caseId: 'case-0002', state: 'finished', openedAt: '2026-09-15T00:30:00.000Z', openedBy: 'Cán bộ quầy 3' },
    ...{ fileNumber: 'HS-20260915-0006', forms: ['TP-KS', 'TK1-TS'], maskedName: "H'Blŭk Êban Niê K***", number: '' },
  },
  {
    ...{ caseId: 'case-0003', state: 'open', openedAt: '2026-09-15T00:20:00.000Z', openedBy: '', fileNumber: null },
    ...{ forms: ['CT01'], maskedName: 'Lý Mỹ H***', number: 'Q 012' },
  },
];

const summary: Omit<FormSummary, 'code' | 'name'> = {
  ...{ version: '2025', legalBasis: 'Thông tư 04/2020/TT-BTP', confidence: 'M', effectiveFrom: '2025-07-01' },
  ...{ state: 'current', successor: null, effectiveTo: null },
};
export const results: SearchResult[] = [
  {
    kind: 'form',
    score: 90,
    form: { ...summary, code: 'TP-KS', name: named('Tờ khai đăng ký khai sinh', 'Birth registration') },
  },
  {
    kind: 'form',
    score: 60,
    form: {
      ...summary,
      ...{ code: 'CT01', version: '2023', state: 'expired', successor: 'CT01 2025' },
      name: named('Tờ khai thay đổi thông tin cư trú', 'Declaration of change of residence'),
    },
  },
  {
    kind: 'service',
    score: 40,
    service: {
      number: 20,
      name: named('Đổi, cấp lại giấy phép lái xe', 'Renewal of a driving licence'),
      agency: named('Phòng Cảnh sát giao thông Công an cấp tỉnh', 'Provincial traffic police'),
      needs: [
        named('Giấy khám sức khỏe của người lái xe', 'Driver’s health certificate'),
        named('Giấy phép lái xe đang dùng', 'The present licence'),
      ],
      forms: [],
      shipped: false,
      portal: 'dichvucong.gov.vn',
      confidence: 'M',
    },
  },
];

export const portal: PortalFill = {
  hosts: ['dichvucong.gov.vn'],
  controls: [],
  copy: [
    { label: named('Họ, chữ đệm và tên', 'Full name'), value: longName },
    { label: named('Ngày sinh', 'Date of birth'), value: '1948' },
    { label: named('Số định danh cá nhân', 'Personal number'), value: '046148999917' },
    { label: named('Nơi cư trú', 'Residence'), value: 'Tổ 4, Phường An Sen, Thành phố Huế' },
  ],
};

export const statistics: Statistics = {
  ...{ day: '2026-09-15', cases: 41, finished: 38, saved: 12_480, typed: 904, medianSeconds: 71.4 },
  byForm: [
    { code: 'CT01', cases: 22 },
    { code: 'TP-KS', cases: 11 },
  ],
  byOfficer: [
    { officer: 'Nguyễn Phước Bảo Trường Khánh Nghiêm', cases: 23, finished: 21, saved: 7_020, typed: 511 },
    { officer: 'Cán bộ quầy 3', cases: 18, finished: 17, saved: 5_460, typed: 393 },
  ],
};

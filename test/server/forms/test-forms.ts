import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../test-server.ts';

const words = (vi: string) => ({ vi, en: vi });
const field = (id: string, type: string, more: object = {}) => ({ id, type, label: words(id), ...more });

/** A household's declaration, small: who declares, whose household, who moves along, what is asked. */
export const household = {
  code: 'HOUSEHOLD',
  version: '1',
  name: words('Tờ khai hộ gia đình'),
  alsoCalled: ['tkhgd'],
  legalBasis: 'house rule',
  stamp: 'Mẫu thử',
  effectiveFrom: '2020-01-01',
  confidence: 'L',
  retentionDays: 10,
  addressee: { field: 'to' },
  roles: [
    { id: 'applicant', label: words('Người khai') },
    { id: 'head', label: words('Chủ hộ') },
    { id: 'members', label: words('Thành viên'), many: true },
    { id: 'child', label: words('Con'), card: false },
  ],
  sections: [
    {
      id: 'who',
      role: 'applicant',
      fields: [
        field('name', 'name', { source: 'chip.fullName', required: true, max: 100 }),
        field('number', 'personal-number', { source: 'chip.personalNumber', required: true }),
        field('born', 'date', { source: 'chip.birthDate', required: true }),
        field('residence', 'text', { source: 'chip.placeOfResidence', required: true }),
        field('ethnicity', 'text', { source: 'chip.ethnicity' }),
        field('phone', 'phone', { source: 'person.phone', required: true }),
        field('head-name', 'name', { role: 'head', source: 'chip.fullName', required: true }),
        field('head-number', 'personal-number', { role: 'head', source: 'chip.personalNumber' }),
        field('request', 'long', { required: true }),
        field('today', 'date', { source: 'form.today' }),
        field('wants-copy', 'choice', {
          initial: 'no',
          choices: [
            { value: 'yes', label: words('Có') },
            { value: 'no', label: words('Không') },
          ],
        }),
        field('copies', 'count', { requiredWhen: { field: 'wants-copy', is: ['yes'] } }),
      ],
    },
    {
      id: 'along',
      table: {
        id: 'members',
        role: 'members',
        title: words('Thành viên'),
        most: 10,
        columns: [
          field('m-name', 'name', { source: 'chip.fullName', required: true }),
          field('m-number', 'personal-number', { source: 'chip.personalNumber' }),
          field('m-relation', 'text', { required: true }),
        ],
      },
    },
    { id: 'to', fields: [field('to', 'text', { required: true, initial: 'Cơ quan' })] },
  ],
  attachments: [{ id: 'consent', label: words('Giấy đồng ý'), required: true }],
  signatures: [{ title: 'Người khai', role: 'applicant' }],
  portal: 'test-portal',
};

/** A second form over the same people. */
export const slip = {
  ...household,
  code: 'SLIP',
  name: words('Phiếu nhỏ'),
  alsoCalled: [],
  roles: [
    { id: 'applicant', label: words('Người khai') },
    { id: 'patient', label: words('Người bệnh'), startsAs: { role: 'applicant' } },
  ],
  sections: [
    {
      id: 'who',
      role: 'patient',
      fields: [
        field('p-name', 'name', { source: 'chip.fullName', required: true }),
        field('p-phone', 'phone', { source: 'person.phone' }),
        field('p-religion', 'text', { source: 'chip.religion' }),
      ],
    },
  ],
  attachments: [],
  signatures: [],
  portal: undefined,
  addressee: undefined,
};

export const expired = {
  ...slip,
  code: 'OLD',
  effectiveTo: '2021-01-01',
  successor: { code: 'SLIP', version: '1' },
};

const services = {
  source: 'made up',
  services: [
    {
      number: 1,
      name: words('Dịch vụ không mẫu'),
      agency: words('Công an'),
      needs: [words('Căn cước')],
      portal: 'https://portal.example',
      confidence: 'L',
    },
  ],
};

const portal = {
  id: 'test-portal',
  hosts: ['portal.example'],
  source: 'made up',
  confidence: 'L',
  controls: [
    { names: ['HoTen', 'hoten'], field: 'name' },
    { names: ['BanSao'], field: 'wants-copy', kind: 'choice', values: { no: '0', yes: '1' } },
    { names: ['Dan_toc'], field: 'ethnicity' },
  ],
};

/** A folder of forms for a server under test. */
export function writeForms(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'portals'));
  const all = {
    'household.json': household,
    'slip.json': slip,
    'old.json': expired,
    'services.json': services,
    'portals/test.json': portal,
    ...files,
  };
  for (const [name, value] of Object.entries(all))
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return folder;
}

import { fileURLToPath } from 'node:url';
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import { cardFiles, personById } from '@cccd-kiosk/fixtures/world';
import { emptyContent, type CaseContent, type CaseForm } from '@cccd-kiosk/server/src/forms/case/content';
import { keepWanted } from '@cccd-kiosk/server/src/forms/case/keep-wanted';
import type { CaseFrame } from '@cccd-kiosk/server/src/forms/case/resolve-field';
import { viewForm } from '@cccd-kiosk/server/src/forms/case/resolve-form';
import { takeCard } from '@cccd-kiosk/server/src/forms/case/take-card';
import { makeModel } from '@cccd-kiosk/server/src/forms/documents/make-model';
import type { DocumentModel } from '@cccd-kiosk/server/src/forms/documents/model';
import type { Form, FormField } from '@cccd-kiosk/server/src/forms/registry/form-schema';
import { loadRegistry } from '@cccd-kiosk/server/src/forms/registry/load-registry';
import { placesOfIssue } from '@cccd-kiosk/server/src/forms/values/place-of-issue';
import type { FormView } from '@cccd-kiosk/contract/forms';

export const shipped = loadRegistry(fileURLToPath(new URL('../../../server/forms', import.meta.url))).forms;

const frame: CaseFrame = {
  places: placesOfIssue,
  site: 'Bệnh viện Đa khoa Sen Trắng',
  officer: 'Cán bộ',
  today: '26/11/2026',
};

/** Long, with every mark, an apostrophe, a year alone, and one word: whom the papers must hold. */
const people = ['12-y-ayun', '01-khuyen', '03-hbluk', '06-ly', '04-mau'];

async function cardOf(id: string) {
  const file = (await cardFiles({ person: id })).get('EF_DG13');
  if (file === undefined) throw new Error(`${id} has no DG13`);
  const { version: _v, contentType: _c, unknown: _u, bytes: _b, ...fields } = parseDg13(file);
  return { fields, overall: 'genuine' as const, checks: {}, readAt: '2026-11-26T01:00:00.000Z' };
}

const typed = (field: FormField): string => {
  switch (field.type) {
    case 'choice':
      return field.choices?.at(-1)?.value ?? '';
    case 'date':
      return '01/02/2026';
    case 'count':
      return '2';
    case 'time':
      return '07:05';
    case 'personal-number':
      return '046148000017';
    case 'sex':
      return 'Nữ';
    case 'phone':
      return '0912345678';
    case 'email':
      return 'mot.dia.chi.rat.dai.khong.co.dau.cach.nao@vi-du-benh-vien-da-khoa.example.vn';
    case 'long':
      return 'Đăng ký thường trú tại Thôn 3, xã Ea Kao, tỉnh Đắk Lắk; <script>alert(1)</script> & "ngoặc" Ẵ ẫ ợ ữ ỹ Ỵ';
    default:
      return `Số 217/45/16B Hẻm 128 đường Nguyễn Thị Minh Khai nối dài (${field.id})`;
  }
};
const asksPerson = ({ source = '' }: FormField): boolean => /^(chip|person)\./.test(source);

export interface Filled {
  readonly view: FormView;
  readonly model: DocumentModel;
}

/** A shipped form filled from simulated cards, what no card says typed at its longest. */
export async function fillFromCards(form: Form, firstPerson = 0): Promise<Filled> {
  let content: CaseContent = emptyContent;
  let next = firstPerson;
  const fields = new Map<string, Awaited<ReturnType<typeof cardOf>>['fields']>();
  let id = 0;
  for (const role of form.roles)
    for (let count = 0; count < (role.many ? people.length : 1); count += 1) {
      const card = await cardOf(people[next++ % people.length] ?? '');
      const taken = takeCard(content, { id: role.id, many: role.many }, card, () => `person-${id++}`);
      ({ content } = taken);
      fields.set(taken.personId, card.fields);
    }
  const values: Record<string, string> = {};
  for (const { fields: own, table } of form.sections) {
    for (const field of own) if (!asksPerson(field)) values[field.id] = typed(field).slice(0, field.max);
    for (const column of table?.columns ?? [])
      if (!asksPerson(column))
        for (const personId of content.roles[table?.role ?? ''] ?? [])
          values[`${table?.id ?? ''}.${personId}.${column.id}`] = typed(column).slice(0, 60);
  }
  const caseForm: CaseForm = { id: 'form', code: form.code, version: form.version, values, attachments: [] };
  content = {
    ...keepWanted({ ...content, forms: [caseForm] }, [form], (personId) => fields.get(personId)),
    people: keepWanted({ ...content, forms: [caseForm] }, [form], (personId) => fields.get(personId)).people.map(
      (person) => ({
        ...person,
        typed: {
          phone: { value: '0912345678', at: '' },
          email: { value: 'a@b.vn', at: '' },
          occupation: { value: 'Làm ruộng', at: '' },
        },
      }),
    ),
  };
  const view = viewForm(form, caseForm, content, frame);
  const model = makeModel(form, view, {
    today: frame.today,
    footer: `${form.code} · ${form.version}`,
    madeAt: new Date('2026-11-26T01:00:00Z'),
    newUnit: () => 'Phường Trường Vinh, Nghệ An',
    personOf(role) {
      const person = content.people.find(({ id: own }) => content.roles[role]?.[0] === own);
      return person === undefined
        ? undefined
        : { name: person.chip.fullName ?? '', number: person.chip.personalNumber ?? '' };
    },
  });
  return { view, model };
}

export const longestName = personById('01-khuyen').name;

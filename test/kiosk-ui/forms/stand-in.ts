import type { CaseView, FieldView, FormView, PersonView } from '@cccd-kiosk/contract/forms';

/**
 * A server of forms by hand, behind `fetch`: one case of one small form, changed by the acts as the contract says. What
 * was asked is kept in order.
 */
const words = (vi: string) => ({ vi, en: vi });
const blank = (fieldId: string, more: Partial<FieldView>): FieldView => ({
  fieldId,
  number: null,
  label: words(fieldId),
  hint: null,
  type: 'text',
  required: false,
  max: 200,
  choices: [],
  value: '',
  source: null,
  locked: false,
  correction: null,
  problem: null,
  personId: null,
  ...more,
});

const form = (): FormView => ({
  formId: 'form-0001',
  code: 'CT01',
  version: '2025',
  name: words('Tờ khai thử'),
  legalBasis: 'TT 53/2025/TT-BCA',
  sections: [
    {
      sectionId: 'applicant',
      title: words('Người kê khai'),
      role: 'applicant',
      fields: [
        blank('full-name', { label: words('Họ tên'), type: 'name', required: true }),
        blank('phone', { label: words('Số điện thoại'), type: 'phone', required: true }),
        blank('email', { label: words('Email'), type: 'email' }),
        blank('agency', { label: words('Kính gửi'), value: 'Công an phường An Sen', source: 'record' }),
        blank('relation', {
          label: words('Quan hệ'),
          type: 'choice',
          required: true,
          choices: [
            { value: 'wife', label: words('Vợ') },
            { value: 'child', label: words('Con') },
          ],
        }),
        blank('request', { label: words('Nội dung đề nghị'), type: 'long', required: true }),
      ],
      table: null,
    },
    {
      sectionId: 'members',
      title: words('Thành viên'),
      role: 'members',
      fields: [],
      table: {
        tableId: 'members-table',
        title: words('Thành viên'),
        role: 'members',
        most: 2,
        columns: [{ fieldId: 'name', label: words('Họ tên thành viên') }],
        rows: [],
      },
    },
  ],
  attachments: [{ attachmentId: 'consent', label: words('Ý kiến chủ sở hữu'), required: true, present: false }],
  roles: [
    { role: 'applicant', label: words('Người kê khai'), many: false, card: true, people: [] },
    { role: 'members', label: words('Thành viên'), many: true, card: true, people: [] },
  ],
  missing: { fields: [], attachments: [] },
  next: null,
  filled: 0,
  fieldCount: 6,
  portal: true,
});

const person = (personId: string, more: Partial<PersonView>): PersonView => ({
  personId,
  kind: 'typed',
  name: '',
  roles: [],
  overall: null,
  checks: null,
  readAt: null,
  photo: false,
  address: null,
  ...more,
});

export const holder = 'Công Tằng Tôn Nữ Thị Phương Khuyên';

export function standIn() {
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  let away = false;
  let signedOut = false;
  let view: CaseView | null = null;
  let before: CaseView | null = null;
  let number = 0;

  function settle(next: CaseView, undo: string | null): CaseView {
    for (const each of next.forms) {
      const places = each.sections.flatMap(({ fields, table }) => [
        ...fields.map((field) => ({ key: field.fieldId, field })),
        ...(table?.rows ?? []).flatMap((row) =>
          row.fields.map((field) => ({ key: `${table?.tableId ?? ''}.${row.personId}.${field.fieldId}`, field })),
        ),
      ]);
      for (const { field } of places) field.problem = field.required && field.value === '' ? 'missing' : null;
      const empty = places.filter(({ field }) => field.problem === 'missing').map(({ key }) => key);
      each.missing = {
        fields: empty,
        attachments: each.attachments.filter((a) => a.required && !a.present).map((a) => a.attachmentId),
      };
      each.next = empty[0] ?? null;
      each.filled = places.filter(({ field }) => field.value !== '').length;
    }
    const until = new Date(Date.now() + 300_000).toISOString();
    return { ...next, revision: next.revision + 1, undo: undo === null ? null : { what: undo, until } };
  }
  function fieldOf(next: CaseView, body: Record<string, unknown>): FieldView {
    const [only] = next.forms;
    const fields = (only?.sections ?? []).flatMap(({ fields: own, table }) => [
      ...own,
      ...(table?.rows ?? []).filter((row) => row.personId === body['personId']).flatMap((row) => row.fields),
    ]);
    const found = fields.find(({ fieldId }) => fieldId === body['fieldId']);
    if (found === undefined) throw new Error(`no field ${String(body['fieldId'])}`);
    return found;
  }
  const refused = (code: string, field?: string) => Response.json({ code, field }, { status: 400 });

  function act(name: string, body: Record<string, unknown>): Response {
    if (view === null) return refused('not-found', 'caseId');
    const next = structuredClone(view);
    let undo: string | null = null;
    switch (name) {
      case 'forms':
        next.forms = [form()];
        undo = 'form-added';
        break;
      case 'tap':
        next.awaiting = { role: String(body['role']), until: new Date(Date.now() + 120_000).toISOString() };
        break;
      case 'value': {
        const field = fieldOf(next, body);
        const value = String(body['value']);
        if (field.type === 'phone' && value !== '' && !/^\d{8,15}$/.test(value))
          return refused('bad-request', field.fieldId);
        if (field.locked) {
          if (body['reason'] === undefined) return refused('value-locked', field.fieldId);
          field.correction =
            value === ''
              ? null
              : { value, reason: String(body['reason']), by: 'Cán bộ quầy 3', at: '2026-09-15T00:45:00.000Z' };
        } else Object.assign(field, { value, source: value === '' ? null : 'typed' });
        undo = 'value-typed';
        break;
      }
      case 'people': {
        number += 1;
        const id = `person-${number}`;
        next.people.push(person(id, { roles: ['members'] }));
        next.forms[0]?.sections[1]?.table?.rows.push({
          personId: id,
          fields: [blank('name', { label: words('Họ tên thành viên'), type: 'name', required: true, personId: id })],
        });
        next.forms[0]?.roles[1]?.people.push(id);
        undo = 'person-typed';
        break;
      }
      case 'attachment':
        for (const paper of next.forms[0]?.attachments ?? []) paper.present = body['present'] === true;
        break;
      case 'show':
        next.review = { state: 'shown', at: '2026-09-15T00:46:00.000Z' };
        break;
      case 'undo':
        if (before === null) return refused('not-found', 'undo');
        view = settle({ ...before, revision: view.revision }, null);
        before = null;
        return Response.json(view);
      case 'finish': {
        const missing = next.forms.flatMap((each) => [...each.missing.fields, ...each.missing.attachments]);
        if (missing[0] !== undefined) return refused('form-incomplete', missing[0]);
        next.state = 'finished';
        next.fileNumber = 'HS-20260915-0001';
        next.finishedAt = '2026-09-15T00:47:00.000Z';
        break;
      }
      case 'photo-compared':
        break;
      default:
        return refused('bad-request', name);
    }
    before = view;
    view = settle(next, undo);
    return Response.json(view);
  }

  function answer(path: string, body: Record<string, unknown>): Response {
    const [, id = '', name = ''] = /^\/cases\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (path === '/stations') return Response.json([{ stationId: 'station-k07', name: 'K07', connected: true }]);
    if (path.startsWith('/?q=')) {
      const found = path === '/?q=dkks' || path === '/?q=ct';
      const { name: title, code, version, legalBasis } = form();
      const summary = { code, version, name: title, legalBasis, state: 'current', successor: null, confidence: 'H' };
      const service = {
        ...{ number: 20, name: words('Đổi giấy phép lái xe'), agency: words('Phòng CSGT'), forms: [], shipped: false },
        ...{ needs: [words('Giấy khám sức khỏe')], portal: 'dichvucong.gov.vn', confidence: 'M' },
      };
      return Response.json(
        found
          ? [
              { kind: 'service', score: 90, service },
              { kind: 'form', score: 80, form: { ...summary, effectiveFrom: '2025-07-01', effectiveTo: null } },
            ]
          : [],
      );
    }
    if (path === '/cases' && Object.keys(body).length === 0) return Response.json([]);
    if (path === '/cases') {
      view = {
        ...{ caseId: 'case-0001', revision: 1, state: 'open', openedAt: '2026-09-15T00:44:00.000Z' },
        ...{ openedBy: 'Cán bộ quầy 3', finishedAt: null, fileNumber: null },
        station: { stationId: 'station-k07', name: 'K07' },
        ...{ awaiting: null, lastTap: null, people: [], forms: [], review: null, undo: null },
        effort: { saved: 0, typed: 0 },
      };
      return Response.json(view);
    }
    if (id === '' || view === null) return refused('not-found', 'caseId');
    if (name === '') return Response.json(view);
    if (name.endsWith('/photo')) return new Response('jpeg');
    if (name.endsWith('/portal'))
      return Response.json({
        ...{ hosts: ['dichvucong.gov.vn'], controls: [] },
        copy: [
          { label: words('Họ tên'), value: holder },
          { label: words('Số điện thoại'), value: '0900000013' },
        ],
      });
    if (name === 'discard') {
      view = null;
      return Response.json({});
    }
    return act(name, body);
  }

  return {
    asked,
    fetch: (input: string, init?: RequestInit): Promise<Response> => {
      if (away) return Promise.reject(new TypeError('Failed to fetch'));
      if (signedOut) return Promise.resolve(Response.json({ code: 'sign-in-needed' }, { status: 401 }));
      const path = input.replace('/api/staff/forms', '');
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
      if (init?.method === 'POST') asked.push({ path, body });
      return Promise.resolve(
        answer(path, init?.method === 'POST' ? { ...body, ...(path === '/cases' ? { open: true } : {}) } : body),
      );
    },
    /** The applicant's card was read: their name is the chip's word. */
    tap(outcome: 'taken' | 'suspicious' = 'taken'): void {
      if (view === null) throw new Error('no case');
      const next = structuredClone(view);
      const taken = outcome === 'taken';
      next.awaiting = null;
      next.lastTap = {
        at: '2026-09-15T00:45:52.000Z',
        outcome,
        personId: taken ? 'person-card' : null,
        checks: taken ? null : { 'active-authentication': { status: 'failed' } },
      };
      if (taken) {
        next.people = [
          person('person-card', {
            ...{ kind: 'card', name: holder, roles: ['applicant'], overall: 'genuine', readAt: '2026-09-15T00:45:52Z' },
            checks: { 'sod-signature': { status: 'passed' } },
            photo: true,
            address: {
              old: 'Xã Bình Sen, Huyện Tân Sen',
              candidates: [
                {
                  ...{ wardCode: '19900', ward: 'Phường An Sen', provinceCode: '46', province: 'Huế' },
                  ...{ kind: 'part', from: 'Xã Bình Sen' },
                },
              ],
              new: null,
            },
          }),
        ];
        const name = next.forms[0]?.sections[0]?.fields[0];
        if (name !== undefined)
          Object.assign(name, { value: holder, source: 'chip', locked: true, personId: 'person-card' });
        next.forms[0]?.roles[0]?.people.push('person-card');
      }
      view = settle(next, 'tapped');
    },
    said(state: 'right' | 'something-wrong'): void {
      if (view !== null) view = settle({ ...view, review: { state, at: '2026-09-15T00:46:30.000Z' } }, null);
    },
    endSession: (ended: boolean): void => void (signedOut = ended),
    goAway: (gone: boolean): void => void (away = gone),
    view: (): CaseView | null => view,
  };
}

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emptyContent, typedPerson, type CasePerson } from '@cccd-kiosk/server/src/forms/case/content';
import { viewForm } from '@cccd-kiosk/server/src/forms/case/resolve-form';
import { loadRegistry } from '@cccd-kiosk/server/src/forms/registry/load-registry';
import { createRegistry } from '@cccd-kiosk/server/src/forms/registry/registry';
import { fillFromCards } from './filled-forms.ts';

const folder = fileURLToPath(new URL('../../../server/forms', import.meta.url));
const registry = createRegistry(folder, () => '2026-11-26');
const { forms, services, portals, problems } = loadRegistry(folder);

describe('the forms that are shipped', () => {
  it('every file is in form', () => {
    expect(problems).toEqual([]);
  });

  it.each([
    ['CT01', 'Tờ khai thay đổi thông tin cư trú'],
    ['CT03', 'Phiếu khai báo tạm vắng'],
    ['KS', 'Tờ khai đăng ký khai sinh'],
    ['KH', 'Tờ khai đăng ký kết hôn'],
    ['KT', 'Tờ khai đăng ký khai tử'],
    ['XNHN', 'Tờ khai cấp Giấy xác nhận tình trạng hôn nhân'],
    ['TK1-TS', 'Tờ khai tham gia, điều chỉnh thông tin bảo hiểm xã hội, bảo hiểm y tế'],
    ['TBLT', 'Thông báo lưu trú'],
    ['PKB', 'Phiếu đăng ký khám bệnh'],
    ['GUQ', 'Giấy ủy quyền'],
  ])('%s is in force: %s', (code, name) => {
    expect(registry.current(code).name.vi).toBe(name);
  });

  it('the CT01 before it is refused, with the one in force named', () => {
    const old = forms.find(({ code, version }) => code === 'CT01' && version === '66-2023');
    if (old === undefined) throw new Error('not there');
    expect(registry.summary(old)).toMatchObject({ state: 'expired', successor: 'CT01 53-2025' });
    expect(createRegistry(folder, () => '2025-06-30').current('CT01').version).toBe('66-2023');
    expect(registry.current('CT01').version).toBe('53-2025');
  });

  it('what takes the place of an expired version is there', () => {
    for (const { successor } of forms)
      if (successor !== undefined)
        expect(forms.some(({ code, version }) => code === successor.code && version === successor.version)).toBe(true);
  });

  it('a residence is written only of who has no number, as the civil-status circular says', () => {
    const form = registry.current('KS');
    const missing = (typed: CasePerson['typed']): readonly string[] => {
      const content = {
        ...emptyContent,
        people: [{ ...typedPerson('one'), typed }],
        roles: { applicant: ['one'], mother: ['one'] },
      };
      const caseForm = { id: 'form', code: form.code, version: form.version, values: {}, attachments: [] };
      const frame = { places: [], site: '', officer: '', today: '26/11/2026' };
      return viewForm(form, caseForm, content, frame).missing.fields;
    };
    const asked = ['req-residence', 'mother-ethnicity', 'mother-nationality', 'mother-residence'];
    expect(missing({})).toEqual(expect.arrayContaining(asked));
    const numbered = missing({ personalNumber: { value: '046148000017', at: '' } });
    for (const field of asked) expect(numbered).not.toContain(field);
    expect(numbered).toContain('req-name');
  });

  it('a heading that the paper has not is on the screens alone', async () => {
    const { view, model } = await fillFromCards(registry.current('KS'));
    const printed = model.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(printed).toContain('Đề nghị cơ quan đăng ký khai sinh cho người dưới đây');
    expect(printed).not.toContain('Người mẹ');
    expect(view.sections.map(({ title }) => title?.vi)).toContain('Người mẹ');
  });

  it.each([
    ['dkks', 'KS'],
    ['đăng ký khai sinh', 'KS'],
    ['khai sinh', 'KS'],
    ['dk kh', 'KH'],
    ['dkkt', 'KT'],
    ['ct01', 'CT01'],
    ['tamtru', 'CT01'],
    ['nhkh', 'CT01'],
    ['bhyt', 'TK1-TS'],
    ['luu tru', 'TBLT'],
    ['uy quyen', 'GUQ'],
    ['kham benh', 'PKB'],
    ['doc than', 'XNHN'],
    ['ctt', 'CT01'],
    ['hktt', 'CT01'],
    ['tam vang', 'CT03'],
    ['kbtv', 'CT03'],
    ['dkket hon', 'KH'],
    ['bao tu', 'KT'],
    ['gcs', 'KS'],
    ['làm sạch', 'TK1-TS'],
  ])('"%s" finds %s first', (query, code) => {
    const first = registry.search(query).find(({ kind }) => kind === 'form');
    expect(first?.kind === 'form' && first.form.code).toBe(code);
    expect(registry.search(query)[0]?.score).toBeGreaterThan(20);
  });

  it('there are 25 services; each says what it needs, and those without a form of ours say so', () => {
    expect(services.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
    const shown = registry.services();
    expect(shown.every(({ needs }) => needs.length > 0)).toBe(true);
    expect(shown.filter(({ shipped }) => !shipped).length).toBe(15);
    for (const { forms: codes } of services) for (const code of codes) expect(registry.current(code).code).toBe(code);
  });

  it('who asks is the applicant on every form, and a portal’s controls name fields that a form has', () => {
    expect(forms.every(({ roles }) => roles[0]?.id === 'applicant')).toBe(true);
    for (const { id, controls } of portals) {
      const fields = forms
        .filter(({ portal }) => portal === id)
        .flatMap(({ sections }) => sections.flatMap((section) => section.fields.map((field) => field.id)));
      for (const { field } of controls) expect(fields, field).toContain(field);
    }
    for (const { portal } of forms) if (portal !== undefined) expect(registry.portal(portal)?.id).toBe(portal);
  });
});

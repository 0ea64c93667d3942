import type { FieldView } from '@cccd-kiosk/contract/forms';
import { keysTyped, markOf, missingLabels, nextEmpty, placesOf } from '@cccd-kiosk/kiosk-ui/src/forms/places';
import { nextRole, rolesOf } from '@cccd-kiosk/kiosk-ui/src/forms/roles';
import { undoWord } from '@cccd-kiosk/kiosk-ui/src/forms/undo-word';
import { emptyCase, openCase } from '@cccd-kiosk/kiosk-ui/src/gallery/staff-cases';
import { describe, expect, it } from 'vitest';

const form = () => {
  const [only] = openCase().forms;
  if (only === undefined) throw new Error('no form');
  return only;
};

describe('where the cursor goes', () => {
  it.each([
    [null, 'relation'],
    ['full-name', 'relation'],
    ['relation', 'request'],
    ['request', 'members-table.person-child.relation'],
    ['members-table.person-child.relation', 'relation'],
    ['gone', 'relation'],
  ])('after %s to %s', (after, next) => {
    expect(nextEmpty(form(), after)).toBe(next);
  });

  it('passes what is on its way to the server, and is nowhere when nothing is needed', () => {
    const waiting: [string, { value: string }][] = [
      ['form-residence relation', { value: 'wife' }],
      ['form-residence request', { value: '' }],
      ['another-form phone', { value: '1' }],
    ];
    const typed = keysTyped(waiting, 'form-residence');
    expect([...typed]).toEqual(['relation']);
    expect(nextEmpty(form(), null, typed)).toBe('request');
    const all = new Set(placesOf(form()).map(({ key }) => key));
    expect(nextEmpty(form(), null, all)).toBeNull();
  });

  it('what is missing has the name it has on the form', () => {
    const labels = missingLabels({
      ...form(),
      missing: { fields: ['request', 'members-table'], attachments: ['lease'] },
    });
    expect(labels.map(({ kind, label }) => `${kind} ${label.vi}`)).toEqual([
      'field Nội dung đề nghị',
      'table Những thành viên cùng thay đổi',
      'attachment Hợp đồng thuê nhà',
    ]);
  });
});

describe('the mark of a value', () => {
  const [first] = form().sections[0]?.fields ?? [];
  it.each([
    [{ source: 'chip', locked: true }, 'chip'],
    [{ source: 'chip', locked: false }, 'chip'],
    [{ source: 'record', locked: true }, 'record'],
    [{ source: 'record', locked: false }, 'preset'],
    [{ source: 'typed', locked: false }, 'typed'],
    [{ source: 'earlier', locked: false }, 'earlier'],
    [{ source: null, locked: false }, null],
    [{ source: 'typed', locked: false, value: '' }, null],
  ] as const)('%j: %s', (more, mark) => {
    expect(markOf({ ...(first as FieldView), value: 'x', ...more })).toBe(mark);
  });
});

describe('whose card is next', () => {
  it('the applicant of an empty case', () => {
    expect(nextRole(emptyCase())).toBe('applicant');
  });
  it('the role without anybody while a name is missing; then the rows of the table', () => {
    const view = openCase();
    expect(nextRole(view)).toBe('members');
    const name = view.forms[0]?.sections[1]?.fields[0];
    if (name === undefined) throw new Error('no field');
    name.value = '';
    expect(nextRole(view)).toBe('owner');
  });
  it('a role of two forms is one', () => {
    const view = openCase();
    view.forms.push({ ...form(), formId: 'again' });
    expect(rolesOf(view)).toHaveLength(4);
  });
});

it('every undo has a word', () => {
  expect(undoWord('tapped')).toBe('undo.tapped');
  expect(undoWord('of-tomorrow')).toBe('undo.other');
});

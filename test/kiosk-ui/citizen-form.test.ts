import { describe, expect, it } from 'vitest';
import type { CitizenQuestion, ProcedureSearch } from '@cccd-kiosk/contract/citizen-form';
import type { Stage } from '@cccd-kiosk/contract/screen';
import { typeInto } from '@cccd-kiosk/kiosk-ui/src/flow/form-typing';
import { next } from '@cccd-kiosk/kiosk-ui/src/flow/next';
import { screenOf } from '@cccd-kiosk/kiosk-ui/src/flow/screen';
import { initialState, type Effect, type KioskState } from '@cccd-kiosk/kiosk-ui/src/flow/state';
import type { Press } from '@cccd-kiosk/kiosk-ui/src/flow/events';
import { gallery, stationView } from '@cccd-kiosk/kiosk-ui/src/gallery/canned';
import { lengthOf, tones, withLetter, withoutLast, withTone } from '@cccd-kiosk/kiosk-ui/src/keyboard/tones';

const [acute, grave, hook, tilde, dot] = tones;

describe('a tone goes where schoolbooks put it', () => {
  it.each([
    ['hoa', grave, 'hòa'],
    ['thuy', acute, 'thúy'],
    ['tiên', acute, 'tiến'],
    ['nguyên', tilde, 'nguyễn'],
    ['qua', acute, 'quá'],
    ['gia', grave, 'già'],
    ['gi', grave, 'gì'],
    ['khuya', hook, 'khuỷa'],
    ['ươi', grave, 'ười'],
    ['mua', dot, 'mụa'],
    ['toan', acute, 'toán'],
    ['Trần Văn a', acute, 'Trần Văn á'],
    ['ng', acute, 'ng'],
    ['', acute, ''],
    ['thôn 3', acute, 'thôn 3'],
  ])('%s', (text, tone, made) => {
    expect(withTone(text, tone)).toBe(made);
  });
  it('the same again takes it off, another one replaces it', () => {
    expect(withTone('hòa', grave)).toBe('hoa');
    expect(withTone('hòa', acute)).toBe('hóa');
  });
  it('moves on when the syllable grows', () => {
    expect(withLetter('hòa', 'n', 'none')).toBe('hoàn');
    expect(withLetter('ti\u1ebf', 'n', 'none')).toBe('tiến');
  });
  it('names begin with capitals, sentences too', () => {
    const typed = [...'trần đình'].reduce((text, letter) => withLetter(text, letter, 'words'), '');
    expect(typed).toBe('Trần Đình');
    expect(withLetter('', 'đ', 'first')).toBe('Đ');
    expect(withLetter('Đi ', 'v', 'first')).toBe('Đi v');
  });
  it('a letter with its marks is one letter', () => {
    expect(lengthOf('Ễ'.normalize('NFD'))).toBe(1);
    expect(withoutLast('Trễ'.normalize('NFD')).normalize('NFC')).toBe('Tr');
  });
});

const question = (type: CitizenQuestion['type'], max = 20): CitizenQuestion => ({
  ...{ fieldId: 'x', label: { vi: 'x', en: 'x' }, hint: null, type, choices: [], max, value: '' },
});
const typed = (type: CitizenQuestion['type'], keys: string, max?: number): string =>
  [...keys].reduce((text, key) => typeInto(question(type, max), text, key), '');

describe('keys for a question', () => {
  it('take what fits it', () => {
    expect(typed('phone', '09a1234567890')).toBe('09123456789');
    expect(typed('date', '05021990')).toBe('05/02/1990');
    expect(typed('date', '5/2')).toBe('52');
    expect(typed('personal-number', '0461480000179')).toBe('046148000017');
    expect(typed('name', `trâ${grave}n văn`)).toBe('Trần Văn');
    expect(typed('text', 'abcdef', 3)).toBe('Abc');
    expect(typed('choice', 'abc')).toBe('');
  });
});

const stage = (name: string) => {
  const canned = gallery[name];
  if (canned === undefined) throw new Error(name);
  return stationView(canned, true);
};
function kiosk(name: string) {
  let state: KioskState = { ...initialState(100_000), link: 'up', view: stage(name), revision: 1, enteredAt: 0 };
  const sent: Effect[] = [];
  let at = 100_000;
  const happen = (event: Parameters<typeof next>[1]): void => {
    const step = next(state, event);
    ({ state } = step);
    sent.push(...step.effects.filter(({ effect }) => effect === 'send'));
  };
  happen({ type: 'tick', at });
  return {
    press: (press: Press) => {
      happen({ type: 'press', press, at: (at += 1000) });
    },
    refuse: () => {
      happen({ type: 'refused', at });
    },
    view: (other: string) => {
      happen({ type: 'view', view: { ...stage(other), revision: state.revision + 1 }, first: false, at: (at += 1000) });
    },
    found: (search: ProcedureSearch) => {
      const seen = stage('form-search');
      const view = { ...seen, stage: { ...seen.stage, search } as Stage, revision: state.revision + 1 };
      happen({ type: 'view', view, first: false, at: (at += 1000) });
    },
    screen: () => screenOf(state),
    state: () => state,
    sent: () => sent.map((each) => (each.effect === 'send' ? each.action : undefined)),
  };
}

describe('the form on paper', () => {
  it('is printed from the last page where a printer stands, once however often it is pressed', () => {
    const none = kiosk('form-check');
    none.press({ button: 'form-print' });
    expect(none.sent()).toEqual([]);
    const one = kiosk('form-check-print');
    one.press({ button: 'form-print' });
    one.press({ button: 'form-print' });
    expect(one.sent()).toEqual([{ action: 'citizen-print', caseId: 'gallery-case' }]);
    one.view('form-paper-printing');
    expect(one.screen().name).toBe('form-paper');
    expect(one.state().busy).toBeNull();
    // While it comes there is nothing to press, and nobody is asked.
    for (const button of ['form-send', 'form-back', 'only-number', 'form-print'] as const) one.press({ button });
    expect(one.sent()).toHaveLength(1);
    expect(one.screen().name).toBe('form-paper');
  });

  it('printed, the answers may still go to an officer, or only paper and number are taken', () => {
    const one = kiosk('form-paper');
    one.press({ button: 'form-send' });
    expect(one.sent()).toEqual([{ action: 'citizen-send', caseId: 'gallery-case' }]);
    const other = kiosk('form-paper');
    other.press({ button: 'only-number' });
    expect(other.sent()).toMatchObject([{ action: 'choose-department' }]);
  });

  it('one looks at the answers again, mends one, prints again', () => {
    const one = kiosk('form-paper');
    one.press({ button: 'form-back' });
    expect(one.screen().name).toBe('form-check');
    one.press({ button: 'form-edit', at: 0 });
    expect(one.screen()).toMatchObject({ name: 'form-question', at: 0 });
    one.press({ button: 'form-next' });
    expect(one.screen().name).toBe('form-check');
    one.press({ button: 'form-print' });
    expect(one.sent().at(-1)).toEqual({ action: 'citizen-print', caseId: 'gallery-case' });
    one.view('form-paper-printing');
    one.view('form-paper');
    expect(one.screen()).toMatchObject({ name: 'form-paper', stage: { paper: 'printed' } });
  });

  it.each(['form-paper-out', 'form-paper-long'])('%s leads to an officer, with a number', (name) => {
    const one = kiosk(name);
    one.press({ button: 'form-send' });
    expect(one.sent()).toEqual([{ action: 'citizen-send', caseId: 'gallery-case' }]);
  });
});

describe('the citizen’s own path', () => {
  it('a tile begins a form, or only the number is taken', () => {
    const one = kiosk('form-tiles');
    one.press({ button: 'form-pick', code: 'CT01' });
    expect(one.sent()).toEqual([{ action: 'citizen-form', visitId: 'gallery-visit', code: 'CT01' }]);
    const other = kiosk('form-tiles');
    other.press({ button: 'only-number' });
    expect(other.sent()[0]).toMatchObject({ action: 'choose-department' });
  });

  it('a search beside the tiles asks with every letter, and what was found begins a form or takes a number', () => {
    const one = kiosk('form-tiles');
    one.press({ button: 'find-form' });
    expect(one.screen().name).toBe('form-search');
    for (const letter of ['d', 'k']) one.press({ button: 'letter', letter });
    one.press({ button: 'delete' });
    expect(one.sent()).toEqual(
      ['d', 'dk', 'd'].map((query) => ({ action: 'citizen-search', visitId: 'gallery-visit', query })),
    );
    one.view('form-search-found');
    expect(one.state().typed).toBe('d');
    // Several were found: Enter chooses none of them.
    one.press({ button: 'form-next' });
    expect(one.sent()).toHaveLength(3);
    one.press({ button: 'form-pick', code: 'KS' });
    expect(one.sent().at(-1)).toEqual({ action: 'citizen-form', visitId: 'gallery-visit', code: 'KS' });
    const other = kiosk('form-tiles');
    other.press({ button: 'find-form' });
    other.press({ button: 'only-number' });
    expect(other.sent()).toMatchObject([{ action: 'choose-department' }]);
  });

  it('back from a search forgets what was typed, here and at the server', () => {
    const one = kiosk('form-tiles');
    one.press({ button: 'find-form' });
    one.press({ button: 'letter', letter: 'd' });
    one.press({ button: 'form-back' });
    expect(one.screen().name).toBe('form-tiles');
    expect(one.state().typed).toBe('');
    expect(one.sent().at(-1)).toMatchObject({ action: 'citizen-search', query: '' });
  });

  it('Enter opens the only procedure that was found, once its letters are those that stand there', () => {
    const one = kiosk('form-tiles');
    one.press({ button: 'find-form' });
    one.press({ button: 'letter', letter: 'k' });
    one.press({ button: 'form-next' });
    one.found({ query: 'k', found: [{ code: 'KS', name: { vi: 'Khai sinh', en: 'Birth' } }], more: 0 });
    one.press({ button: 'letter', letter: 's' });
    one.press({ button: 'form-next' });
    expect(one.sent()).toHaveLength(2);
    one.press({ button: 'delete' });
    one.press({ button: 'form-next' });
    expect(one.sent().at(-1)).toMatchObject({ action: 'citizen-form', code: 'KS' });
  });

  it('the first question without an answer stands there; its answer is sent once, and the next one begins empty', () => {
    const one = kiosk('form-question');
    expect(one.screen()).toMatchObject({ name: 'form-question', at: 2, of: 4 });
    one.press({ button: 'form-next' });
    expect(one.sent()).toEqual([]);
    for (const letter of 'nhập hộ') one.press({ button: 'letter', letter });
    one.press({ button: 'form-next' });
    one.press({ button: 'form-next' });
    expect(one.sent()).toEqual([
      { action: 'citizen-value', caseId: 'gallery-case', fieldId: 'request', value: 'Nhập hộ' },
    ]);
    one.view('form-question-choices');
    expect(one.screen()).toMatchObject({ name: 'form-question', at: 3 });
    expect(one.state().typed).toBe('');
    one.press({ button: 'form-choice', value: 'post' });
    expect(one.sent().at(-1)).toMatchObject({ fieldId: 'result', value: 'post' });
  });

  it('what does not fit stays to be mended, with a word about it', () => {
    const one = kiosk('form-question-digits');
    one.press({ button: 'letter', letter: '1' });
    one.press({ button: 'form-next' });
    one.refuse();
    expect(one.state()).toMatchObject({ typed: '1', unfit: true, busy: null });
    one.press({ button: 'delete' });
    expect(one.state()).toMatchObject({ typed: '', unfit: false });
  });

  it('one can go back, and change an answer from the last page', () => {
    const one = kiosk('form-question');
    one.press({ button: 'form-back' });
    expect(one.screen()).toMatchObject({ name: 'form-question', at: 1 });
    expect(one.state().typed).toBe('Trần Văn Chủ');
    one.press({ button: 'form-next' });
    expect(one.screen()).toMatchObject({ name: 'form-question', at: 2 });
    const last = kiosk('form-check');
    last.press({ button: 'form-edit', at: 0 });
    expect(last.screen()).toMatchObject({ name: 'form-question', at: 0 });
    last.press({ button: 'form-next' });
    expect(last.screen().name).toBe('form-check');
    last.press({ button: 'form-send' });
    expect(last.sent()).toEqual([{ action: 'citizen-send', caseId: 'gallery-case' }]);
  });
});

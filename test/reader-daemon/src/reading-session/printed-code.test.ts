import { describe, expect, it } from 'vitest';
import { personById, printedOf } from '@cccd-kiosk/fixtures/world';
import { LastPrintedCode } from '@cccd-kiosk/reader-daemon/src/reading-session/printed-code';

const person = personById('01-khuyen');
const { qr } = printedOf(person.id);
let now = 0;
const held = (): LastPrintedCode => {
  now = 0;
  const code = new LastPrintedCode(120_000, () => now);
  code.offered({ kind: 'qr', text: qr });
  return code;
};
const said = {
  fullName: person.name,
  personalNumber: person.number,
  birthDate: person.birthDate.split('/').reverse().join('-'),
  sex: person.sex === 'Nam' ? 'male' : 'female',
};

describe('the code printed on the last card', () => {
  it('is given away once', () => {
    const code = held();
    expect(code.take()).toEqual(said);
    expect(code.take()).toBeNull();
  });

  it('is kept for two minutes and no longer', () => {
    const code = held();
    now = 120_000;
    expect(code.take()).toEqual(said);
    const late = held();
    now = 120_001;
    expect(late.take()).toBeNull();
  });

  it.each([
    ['a card was read', (code: LastPrintedCode) => code.forget()],
    ['somebody typed six digits', (code: LastPrintedCode) => code.offered({ kind: 'can', can: '123456' })],
    ['another kind of code came', (code: LastPrintedCode) => code.offered({ kind: 'qr', text: 'một|hai|ba' })],
  ])('is gone once %s', (_what, happens) => {
    const code = held();
    happens(code);
    expect(code.take()).toBeNull();
  });

  it('says what is printed and nothing more: no address, no old number; a birth year stays a year', () => {
    const code = new LastPrintedCode(120_000, () => 0);
    code.offered({ kind: 'qr', text: '001051999912||Bùi Văn Mẫu|1951|Nam|Thôn Mẫu, Xã Mẫu|01012022' });
    expect(code.take()).toEqual({
      ...{ fullName: 'Bùi Văn Mẫu', personalNumber: '001051999912', birthDate: '1951', sex: 'male' },
    });
  });
});

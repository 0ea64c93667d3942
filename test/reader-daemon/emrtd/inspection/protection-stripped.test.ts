import { beforeAll, describe, expect, it } from 'vitest';
import { protectionStripped, type StrippedQuestion } from '@cccd-kiosk/emrtd/inspection/protection-stripped';
import { failed, inconclusive, passed, type Check } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import { inspectCard } from './simulated.ts';

let whole: StrippedQuestion;
beforeAll(async () => {
  const { files, refusals, cardAccess } = await inspectCard({ person: '01-khuyen' });
  whole = { files, refusals, cardAccess, dg14Bound: true };
});

const without = (...names: FileName[]): StrippedQuestion => ({
  ...whole,
  files: new Map([...whole.files].filter(([name]) => !names.includes(name))),
});

describe('a copy hides what it cannot answer for', () => {
  it.each<[string, () => StrippedQuestion, Check]>([
    ['nothing hidden', () => whole, passed],
    [
      'DG15 gone',
      () => ({ ...without('DG15'), refusals: new Map([['DG15', 'absent'] as const]) }),
      failed('protection-stripped', 'DG15 is not on the chip'),
    ],
    [
      'DG14 gone',
      () => ({ ...without('DG14'), refusals: new Map([['DG14', 'absent'] as const]) }),
      failed('protection-stripped', 'DG14 is not on the chip'),
    ],
    [
      'DG15 refused by a status word',
      () => ({ ...without('DG15'), refusals: new Map([['DG15', 'card-error'] as const]) }),
      passed,
    ],
    ['EF.COM not read', () => without('COM'), inconclusive('file-not-read', 'COM')],
    ['EF.SOD not read', () => without('SOD'), inconclusive('file-not-read', 'SOD')],
    [
      'no EF.CardAccess while DG14 names PACE',
      () => ({ ...whole, cardAccess: 'absent' }),
      failed('protection-stripped', 'PACE is not in EF.CardAccess'),
    ],
    [
      'EF.CardAccess offers something else',
      () => ({ ...whole, cardAccess: Uint8Array.of(0x31, 0x00) }),
      failed('protection-stripped', 'PACE is not in EF.CardAccess'),
    ],
    [
      'EF.CardAccess could not be read',
      () => ({ ...whole, cardAccess: 'unreadable' }),
      inconclusive('card-error', 'EF.CardAccess'),
    ],
    ['nobody asked for EF.CardAccess', () => ({ ...whole, cardAccess: undefined }), passed],
    [
      'DG14 is not bound: what it names says nothing',
      () => ({ ...whole, cardAccess: 'absent', dg14Bound: false }),
      passed,
    ],
  ])('%s', (_what, question, check) => {
    expect(protectionStripped(question())).toEqual(check);
  });
});

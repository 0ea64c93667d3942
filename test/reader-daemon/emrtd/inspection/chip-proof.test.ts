import { describe, expect, it } from 'vitest';
import { countChipProof, type KeyBinding } from '@cccd-kiosk/emrtd/inspection/chip-proof';
import {
  failed,
  inconclusive,
  notAttempted,
  notOffered,
  passed,
  type Check,
} from '@cccd-kiosk/emrtd/inspection/verdict';

const bound: KeyBinding = { offered: true, bound: true };
const unbound: KeyBinding = { ...bound, bound: false };
const absent: KeyBinding = { ...unbound, offered: false };

describe('a chip proof counts only when its key is bound (9303-11 §6.1, §6.2)', () => {
  it.each<[string, Check, KeyBinding, Check]>([
    ['passed with a bound key', passed, bound, passed],
    ['passed with a key outside the SOD, or under an unknown issuer', passed, unbound, inconclusive('key-not-bound')],
    ['failed with a bound key', failed('answer-invalid'), bound, failed('answer-invalid')],
    ['failed with an unbound key', failed('answer-invalid'), unbound, failed('answer-invalid')],
    ['refused by the card', inconclusive('card-error'), unbound, inconclusive('card-error')],
    ['not tried, key outside the SOD', notAttempted, unbound, inconclusive('key-not-bound')],
    ['not tried, key bound', notAttempted, bound, notAttempted],
    ['attested, key outside the SOD', inconclusive('attested-only'), unbound, inconclusive('key-not-bound')],
    ['attested, key bound', inconclusive('attested-only'), bound, inconclusive('attested-only')],
    ['said to be not offered although it is', notOffered, bound, notAttempted],
    ['not offered', passed, absent, notOffered],
  ])('%s', (_what, outcome, binding, check) => {
    expect(countChipProof(outcome, binding)).toEqual(check);
  });
});

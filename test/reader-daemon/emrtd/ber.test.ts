import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { toDefiniteLengths } from '@cccd-kiosk/emrtd/ber';
import { codeOf } from './code-of.ts';
import { fuzz } from './mutations.ts';

const rewritten = (hex: string): string => toHex(toDefiniteLengths(fromHex(hex)));

describe('indefinite lengths, X.690 §8.1.3.6', () => {
  it.each([
    ['an empty one', '30 80 0000', '3000'],
    ['nested', '30 80 A0 80 020101 0000 0000', '3005A003020101'],
    ['a string in pieces', '24 80 04 02 0102 04 01 03 0000', '0403010203'],
    ['a definite wrapper around an indefinite one', '30 07 A0 80 020101 0000', '3005A003020101'],
    ['nothing indefinite: as it came, odd lengths and all', '30 81 03 020101', '308103020101'],
    ['a signed part inside keeps its octets', '30 80 31 81 03 020101 0000', '3006318103020101'],
  ])('%s', (_, given, due) => {
    expect(rewritten(given)).toBe(due.replaceAll(' ', ''));
  });

  it.each([
    ['no end', '30 80 020101', 'malformed'],
    ['octets behind the end', '30 80 0000 00', 'malformed'],
    ['a child longer than its parent', '30 03 0405 00', 'malformed'],
    ['a string of pieces that are none', '24 80 020101 0000', 'malformed'],
    ['33 levels', '3080'.repeat(40) + '0000'.repeat(40), 'limit'],
    ['100,000 levels', '3080'.repeat(100_000), 'limit'],
  ])('refuses %s', (_, given, code) => {
    expect(codeOf(() => toDefiniteLengths(fromHex(given)))).toBe(code);
  });

  it('whatever the octets, it ends', () => {
    fuzz(toDefiniteLengths, [fromHex('3080A080020101 24800402010204010300000000 0000')]);
  });
});

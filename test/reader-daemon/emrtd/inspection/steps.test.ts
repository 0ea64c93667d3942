import { describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { icaoProfile } from '@cccd-kiosk/emrtd/inspection/document-profile';
import { readingOrder, resumedOrder } from '@cccd-kiosk/emrtd/inspection/steps';

describe('the order of a reading', () => {
  it('is: open, name and number, what is signed, the proofs, the portrait', () => {
    expect(readingOrder(cccdProfile())).toEqual([
      'card-access',
      'access',
      'DG1',
      'DG13',
      'SOD',
      'DG14',
      'DG15',
      'active-authentication',
      'chip-authentication',
      'COM',
      'DG2',
    ]);
  });

  it('begins with EF.SOD when a card comes back', () => {
    expect(resumedOrder(cccdProfile()).slice(0, 5)).toEqual(['card-access', 'access', 'SOD', 'DG1', 'DG13']);
    expect([...resumedOrder(cccdProfile())].sort()).toEqual([...readingOrder(cccdProfile())].sort());
  });

  it('ends with Terminal Authentication for who is entitled, and for nobody else', () => {
    expect(readingOrder(cccdProfile(), true)).toEqual([...readingOrder(cccdProfile()), 'terminal-authentication']);
    expect(resumedOrder(cccdProfile(), true).at(-1)).toBe('terminal-authentication');
    expect(readingOrder(cccdProfile())).not.toContain('terminal-authentication');
  });

  it.each([cccdProfile(), icaoProfile])('never asks for DG3: $name', (profile) => {
    expect(readingOrder(profile)).not.toContain('DG3');
  });
});

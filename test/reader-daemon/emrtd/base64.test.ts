import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '@cccd-kiosk/emrtd/base64';

describe('base64 (RFC 4648 §10)', () => {
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('%j', (text, coded) => {
    const bytes = new TextEncoder().encode(text);
    expect(toBase64(bytes)).toBe(coded);
    expect(fromBase64(coded)).toEqual(bytes);
  });

  it('comes back as it went, long ones too', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 60_000 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    });
    fc.assert(property, { numRuns: 30 });
  });

  it.each(['Zg', 'Zg=', 'Zh==', 'Zm9=', 'Zm 9', 'Zm9v\n', '====', 'Zm9-', 'Zg==Zg=='])('refuses %j', (text) => {
    expect(() => fromBase64(text)).toThrow(expect.objectContaining({ code: 'malformed' }) as Error);
  });
});

import { describe, expect, it } from 'vitest';
import { openDatabase } from '@cccd-kiosk/server/src/db/open-database';
import { hasWalResetBug } from '@cccd-kiosk/server/src/db/sqlite-version';

describe('the WAL-reset bug: 3.7.0 to 3.51.2, mended in 3.51.3 and back-ported to 3.50.7 and 3.44.6', () => {
  it.each([
    ['3.6.23', false],
    ['3.7.0', true],
    ['3.44.5', true],
    ['3.44.6', false],
    ['3.44.12', false],
    ['3.45.0', true],
    ['3.50.6', true],
    ['3.50.7', false],
    ['3.51.0', true],
    ['3.51.2', true],
    ['3.51.3', false],
    ['3.52.0', false],
    ['3.53.2', false],
    ['4.0.0', false],
    ['', true],
    ['three', true],
  ])('%s → %s', (version, vulnerable) => {
    expect(hasWalResetBug(version)).toBe(vulnerable);
  });

  it('the server does not open a database with it', () => {
    expect(() => openDatabase(':memory:', () => new Date(), '3.51.2')).toThrowError(
      expect.objectContaining({ code: 'sqlite-vulnerable' }),
    );
  });

  it('the SQLite of the lockfile is sound', () => {
    expect(openDatabase(':memory:', () => new Date()).open).toBe(true);
  });
});

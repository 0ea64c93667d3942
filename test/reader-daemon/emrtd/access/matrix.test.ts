import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  agreements,
  chipAuthenticationFault,
  ciphers,
  curves,
  groups,
  impossible,
  nameOf,
  offers,
  paceFault,
  passwordNames,
  passwords,
} from './matrix.ts';
import { renderMatrix } from './matrix-table.ts';

describe('9303-11 §4.4: PACE, terminal against chip, every mapping × domain × cipher × password', () => {
  it('has no hole: 141 combinations, two passwords each', () => {
    const all = agreements.flatMap(({ mapping, domains }) =>
      domains.flatMap((domain) => ciphers.map((suite) => impossible(mapping, suite, domain))),
    );
    expect([curves.length, groups.length, ciphers.length]).toEqual([11, 3, 4]);
    expect(all.length).toBe((3 * 11 + 2 * 3) * 4);
    expect(all.filter((reason) => reason !== undefined).length).toBe(11 + 4);
    expect(offers.length).toBe(141);
    expect(new Set(offers.map(nameOf)).size).toBe(141);
  });

  describe.each(passwordNames)('%s', (password) => {
    it.each(offers.map((offer) => [nameOf(offer), offer] as const))('%s', async (_, offer) => {
      expect(await paceFault(offer, passwords[password])).toBeUndefined();
    });
  });

  it.each(['GM', 'IM', 'CAM'] as const)('%s: another password does not open it', async (mapping) => {
    const offer = { mapping, suite: 'AES-128', domain: 'brainpoolP256r1' } as const;
    await expect(paceFault(offer, { kind: 'can', can: '000001' })).rejects.toMatchObject({ code: 'wrong-password' });
  });
});

describe('9303-11 §6.2: Chip Authentication, terminal against chip, every domain × cipher', () => {
  const domains = [...curves, ...groups];
  const rows = domains.flatMap((domain) => ciphers.map((suite) => [domain, suite] as const));

  it.each(rows)('%s %s, parameters spelt out', async (domain, suite) => {
    expect(await chipAuthenticationFault(suite, domain, 'explicit')).toBeUndefined();
  });

  it.each(domains)('%s, parameters by number', async (domain) => {
    expect(await chipAuthenticationFault('AES-128', domain, 'standardised')).toBeUndefined();
  });
});

describe('docs/matrix.md', () => {
  it('says what is tested here', async () => {
    expect(readFileSync(new URL('../../../../docs/matrix.md', import.meta.url), 'utf8')).toBe(
      await renderMatrix(() => 'yes'),
    );
  });
});

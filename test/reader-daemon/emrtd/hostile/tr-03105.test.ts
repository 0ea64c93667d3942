import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostileGroups } from '@cccd-kiosk/fixtures/hostile/cases';
import { namedFaults } from './hostile-table.ts';
import { renderGuideline } from './tr-03105-table.ts';
import { coveredCases } from './tr-03105.ts';

const cards = new Map(
  [...hostileGroups.flatMap((group) => group.cases), ...namedFaults].map(({ name, expected }) => [name, expected]),
);

describe('the cases of TR-03105 part 5.1', () => {
  it('each once, and each with a card, a test, or a reason', () => {
    expect(new Set(coveredCases.map(({ id }) => id)).size).toBe(coveredCases.length);
    for (const { id, cards: named = [], tests = [], notAsked } of coveredCases)
      expect(named.length + tests.length > 0, id).toBe(notAsked === undefined);
  });

  it.each(coveredCases)('$id: what it names is there', ({ cards: named = [], tests = [] }) => {
    for (const name of named) expect([...cards.keys()]).toContain(name);
    for (const [file, title] of tests) expect(readFileSync(`test/${file}`, 'utf8')).toContain(title);
  });

  const byCards = coveredCases.filter(({ cards: named = [], tests = [] }) => named.length > 0 && tests.length === 0);
  it.each(byCards)(
    '$id: a card of it is genuine only where that is said to be on purpose',
    ({ cards: named, accepted }) => {
      const isGenuine = (named ?? []).map((name) => {
        const expected = cards.get(name);
        return expected !== undefined && 'overall' in expected && expected.overall === 'genuine';
      });
      if (isGenuine.every(Boolean)) expect(accepted).toBeDefined();
      if (accepted === undefined) expect(isGenuine).not.toEqual(isGenuine.map(() => true));
    },
  );

  it('docs/tr-03105.md is this table', async () => {
    expect(readFileSync('docs/tr-03105.md', 'utf8')).toBe(await renderGuideline());
  });
});

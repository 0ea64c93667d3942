import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import { hostileGroups, type HostileCase } from '@cccd-kiosk/fixtures/hostile/cases';
import { chipTransport, makeCard, printedOf, type Expected } from '@cccd-kiosk/fixtures/world';
import { inputFor } from '../inspection/simulated.ts';
import { casesInAll, namedFaults, renderHostile } from './hostile-table.ts';

const person = '01-khuyen';
const key = { kind: 'qr', text: printedOf(person).qr } as const;
/** More than any of these readings takes: a card that keeps the terminal busy is a finding. */
const mostApdus = 60;

async function outcomeOf(fault: HostileCase): Promise<{ outcome: Expected; checks: object }> {
  const chip = await makeCard({ person, fault });
  chip.power('on');
  const { check } = 'problem' in fault.expected ? {} : fault.expected;
  try {
    const { verdict } = await inspect(inputFor(chipTransport(chip), key));
    const found =
      check === undefined ? undefined : Object.entries(verdict.checks).find(([name]) => name === check)?.[1];
    const reason = found !== undefined && 'reason' in found ? found.reason : undefined;
    const decided = check !== undefined && reason !== undefined ? { check, reason } : {};
    return { outcome: { overall: verdict.overall, ...decided }, checks: verdict.checks };
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return { outcome: { problem: error.code }, checks: {} };
  } finally {
    expect(chip.trace.length).toBeLessThan(mostApdus);
  }
}

describe.each(hostileGroups.map(({ title, cases }) => [title, cases] as const))('hostile: %s', (_, cases) => {
  it.each(cases.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    const { outcome, checks } = await outcomeOf(fault);
    expect(outcome).toEqual(fault.expected);
    // A card for which no check decides passes all of them, or what it is asked for.
    if ('overall' in outcome && outcome.overall === 'suspicious') expect(JSON.stringify(checks)).toContain('"failed"');
  });
});

describe('the table of hostile cases', () => {
  it('holds at least 250 cases beside the named faults, each by another name and from a source', () => {
    const cases = hostileGroups.flatMap((group) => group.cases);
    expect(cases.length).toBeGreaterThanOrEqual(250);
    expect(casesInAll).toBe(cases.length + namedFaults.length);
    const names = [...cases, ...namedFaults].map(({ name }) => name);
    expect(new Set(names).size).toBe(casesInAll);
    for (const { what, source } of cases) expect(Math.min(what.length, source.length)).toBeGreaterThan(5);
  });

  it('is printed in docs/hostile.md', async () => {
    const page = readFileSync(new URL('../../../../docs/hostile.md', import.meta.url), 'utf8');
    expect(page).toBe(await renderHostile());
  });
});

describe('after all of them', () => {
  it('a good card is genuine', async () => {
    const chip = await makeCard({ person });
    chip.power('on');
    expect((await inspect(inputFor(chipTransport(chip), key))).verdict.overall).toBe('genuine');
  });
});

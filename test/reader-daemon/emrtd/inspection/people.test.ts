import { describe, expect, it } from 'vitest';
import { people, printedOf } from '@cccd-kiosk/fixtures/world';
import { inspectCard } from './simulated.ts';

describe('every simulated person, read in process', () => {
  it('there are at least twelve', () => {
    expect(people.length).toBeGreaterThanOrEqual(12);
  });

  it.each(people.map((person) => [person.id, person] as const))('%s is genuine by the QR', async (_id, person) => {
    const inspection = await inspectCard({ person });
    expect(inspection.verdict).toMatchObject({ overall: 'genuine' });
    expect(inspection.verdict.checks).toMatchObject({
      revocation: { status: 'passed' },
      'printed-data': { status: 'passed' },
      'files-agree': { status: 'passed' },
      'protection-stripped': { status: 'passed' },
      'active-authentication': { status: person.proofs.active ? 'passed' : 'not-offered' },
      'chip-authentication': { status: person.proofs.chip ? 'passed' : 'not-offered' },
      'chip-authentication-mapping': { status: 'not-offered' },
      'hash:DG1': { status: 'passed' },
      'hash:DG3': { status: 'not-attempted' },
      'hash:DG13': { status: 'passed' },
    });
    expect(inspection.files.has('DG2')).toBe(person.portrait !== null);
    expect(inspection.access).toMatchObject({ protocol: 'PACE', password: 'can', fallbacks: [] });
  });

  it.each(people.map((person) => [person.id, person] as const))('%s opens by CAN and by MRZ', async (_id, person) => {
    const { can, mrz } = printedOf(person);
    const byCan = await inspectCard({ person }, {}, { kind: 'can', can });
    expect(byCan.verdict.overall).toBe('genuine');
    const byMrz = await inspectCard({ person }, { policy: ['pace-mrz'] }, { kind: 'mrz', text: mrz });
    expect(byMrz.verdict.overall).toBe('genuine');
    expect(byMrz.access).toMatchObject({ protocol: 'PACE', password: 'mrz' });
  });
});

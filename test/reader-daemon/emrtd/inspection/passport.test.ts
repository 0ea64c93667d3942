import { describe, expect, it } from 'vitest';
import { specimens } from '@cccd-kiosk/fixtures/doc9303/machine-readable-zones';
import { printedOf } from '@cccd-kiosk/fixtures/world';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { inspectCard } from './simulated.ts';

const card = { person: '04-mau', fault: 'foreign-passport' };
const { mrz } = printedOf(card.person, card.fault);

describe('a foreign passport (TD3), opened by its zone', () => {
  it('bears the zone of 9303-4 Appendix B, as the standard prints it', () => {
    expect(mrz).toBe(specimens.find(({ format }) => format === 'TD3')?.lines.join(''));
  });

  it('is read whole and proven in nothing: its state’s certificates are not at hand, and nobody is accused', async () => {
    const { verdict, files, refusals, access } = await inspectCard(card, {}, { kind: 'mrz', text: mrz });
    expect(access).toMatchObject({ protocol: 'PACE', password: 'mrz' });
    expect(parseDg1(files.get('DG1') ?? new Uint8Array()).mrz).toMatchObject({
      ...{ issuingState: 'UTO', documentNumber: 'L898902C3', surname: 'ERIKSSON', givenNames: 'ANNA MARIA' },
    });
    expect(verdict.overall).toBe('not-proven');
    expect(verdict.checks).toMatchObject({
      'sod-signature': { status: 'passed' },
      'signer-certificate': { status: 'inconclusive', reason: 'unknown-issuer' },
      'issuing-country': { status: 'passed' },
      'data-hashes': { status: 'passed' },
      'files-agree': { status: 'not-offered' },
      'printed-data': { status: 'passed' },
    });
    expect(refusals.get('DG13')).toBe('absent');
  });

  it('is not opened by another passport’s zone', async () => {
    const other = mrz.replace('L898902C36', 'L898902C37');
    await expect(inspectCard(card, {}, { kind: 'mrz', text: other })).rejects.toMatchObject({ code: 'malformed' });
  });
});

/** The guideline's cases and where they are tested, as a page: `npx tsx test/fixtures/print-tables.ts`. */
import { format } from 'prettier';
import { coveredCases, type Covered } from './tr-03105.ts';

const unitTitles: Readonly<Record<string, string>> = {
  ISO7816_A: 'Selecting the application',
  ISO7816_B: 'Basic Access Control and secure messaging',
  ISO7816_C: 'Reading files',
  ISO7816_D: 'Chip Authentication',
  ISO7816_E: 'Terminal Authentication',
  ISO7816_F: 'Active Authentication',
  ISO7816_G: 'PACE',
  LDS_A: 'EF.COM',
  LDS_B: 'DG1',
  LDS_C: 'DG2',
  LDS_D: 'DG3',
  LDS_E: 'DG4',
  LDS_F: 'EF.DG14',
  LDS_G: 'EF.CVCA',
  LDS_H: 'EF.SOD',
  LDS_I: 'EF.DG15',
  LDS_J: 'EF.CardSecurity',
  LDS_K: 'EF.ATR/INFO',
};

const unitOf = ({ id }: Covered): string => id.replace(/_\d+$/, '');
const shortTest = (file: string): string => file.replace('reader-daemon/emrtd/', '').replace('.test.ts', '');

function where({ cards = [], tests = [], accepted, notAsked }: Covered): string {
  const parts = [
    ...cards.map((name) => `\`${name}\``),
    ...tests.map(([file, title]) =>
      title.startsWith('$') ? `\`${shortTest(file)}\`` : `\`${shortTest(file)}\`: ${title}`,
    ),
  ];
  if (accepted !== undefined) parts.push(`**accepted**: ${accepted}`);
  if (notAsked !== undefined) parts.push(`not asked: ${notAsked}`);
  return parts.join('; ').replaceAll('|', '\\|');
}

export function renderGuideline(): Promise<string> {
  const count = (is: (each: Covered) => boolean): number => coveredCases.filter(is).length;
  const units = [...new Set(coveredCases.map(unitOf))].sort();
  return format(
    [
      '# BSI TR-03105 part 5.1, case by case',
      '',
      `The guideline is the test plan for inspection systems (version 1.5, 10 February 2020). Its negative cases, by their numbers: ${coveredCases.length}, of which ${count(({ notAsked, accepted }) => notAsked === undefined && accepted === undefined)} end here as it wants, in a reading that is refused, suspicious or not proven; ${count(({ accepted }) => accepted !== undefined)} are **accepted** here on purpose, with the reason; ${count(({ notAsked }) => notAsked !== undefined)} cannot be asked of this terminal, with the reason. Positive cases are left out: docs/matrix.md and docs/vectors.md stand for them.`,
      '',
      'The words are ours. Names in `code` alone are cards of docs/hostile.md, whose outcome is there; others are tests below `test/reader-daemon/emrtd/`. Cases that the guideline has moved into ICAO’s own test plan (ISO/IEC 18745-4) are named by the number they had; what they expect could only be read from their titles. A test keeps this page, written by `npx tsx test/fixtures/print-tables.ts`, and sees that every card and test named in it exists. No laboratory has run the guideline against this terminal.',
      '',
      ...units.flatMap((unit) => [
        `## ${unit}: ${unitTitles[unit] ?? ''}`,
        '',
        '| case | what | where |',
        '| --- | --- | --- |',
        ...coveredCases
          .filter((each) => unitOf(each) === unit)
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map((each) => `| ${each.id} | ${each.what} | ${where(each)} |`),
        '',
      ]),
    ].join('\n'),
    { parser: 'markdown' },
  );
}

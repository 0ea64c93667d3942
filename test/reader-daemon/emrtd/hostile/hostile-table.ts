/** The hostile cases as a page of the documentation: `npx tsx test/fixtures/print-tables.ts`. */
import { format } from 'prettier';
import { hostileGroups } from '@cccd-kiosk/fixtures/hostile/cases';
import { faults, mechanismFaults, type Expected } from '@cccd-kiosk/fixtures/world';

/** The faults that the table of cards knows by name; `inspection/faults.test.ts` runs them. */
export const namedFaults = [...faults, ...mechanismFaults];
export const casesInAll = namedFaults.length + hostileGroups.reduce((sum, { cases }) => sum + cases.length, 0);

function showExpected(expected: Expected): string {
  if ('problem' in expected) return `ends with \`${[expected.problem, ...(expected.or ?? [])].join('` or `')}\``;
  const { overall, check, reason } = expected;
  if (check === undefined) return `**${overall}**`;
  return `**${overall}**; \`${check}\`${reason === undefined ? '' : `: ${reason}`}`;
}

/** A character that would end a cell or begin markup. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const table = (rows: readonly (readonly string[])[]): string =>
  ['| case | what | must come of it |', '| --- | --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  );
const rowsOf = (cases: readonly { name: string; what: string; expected: Expected }[]) =>
  table(cases.map(({ name, what, expected }) => [`\`${name}\``, cell(what), showExpected(expected)]));

export const renderHostile = (): Promise<string> =>
  format(
    [
      '# Hostile cards',
      '',
      `${casesInAll} cards that answer wrongly, each with the verdict that must come of it: what a reader is tested against after BSI TR-03105 part 5.1 (case by case in docs/tr-03105.md), and past faults of other readers. \`test/reader-daemon/emrtd/hostile/hostile.test.ts\` runs whole readings of the simulated chip, counts the rows and compares this page, which \`npx tsx test/fixtures/print-tables.ts\` writes; the named faults run in \`test/reader-daemon/emrtd/inspection/faults.test.ts\`. An error is one of the terminal's codes (\`emrtd/errors.ts\`) and ends the reading; **genuine** stands where the wrong touches nothing that is signed or proven. Inside a channel every spoilt answer carries a right MAC, unless the MAC is what is spoilt.`,
      '',
      ...hostileGroups.flatMap(({ title, cases }) => {
        const sources = [...new Set(cases.map(({ source }) => source))].join('; ');
        return [`## ${title}`, '', `${cases.length} cases. ${sources}.`, '', rowsOf(cases), ''];
      }),
      '## Named faults',
      '',
      `${namedFaults.length} cases, which the table of cards lays down by name.`,
      '',
      rowsOf(namedFaults),
      '',
    ].join('\n'),
    { parser: 'markdown' },
  );

/** The table of quirks as a page of the documentation: `npx tsx test/fixtures/print-tables.ts`. */
import { format } from 'prettier';
import { quirks, treatments } from '@cccd-kiosk/emrtd/iso7816/quirks';

export const renderQuirks = (): Promise<string> =>
  format(
    [
      '# How cards differ',
      '',
      '`reader-daemon/emrtd/iso7816/quirks.ts` as a page: what an answer means in which situation, and what is done. The protocols ask this table and hold no list of their own; `test/reader-daemon/emrtd/iso7816/quirks.test.ts` runs every row and compares this page, which `npx tsx test/fixtures/print-tables.ts` writes.',
      '',
      'An answer that stands in no row is a refusal. 61xx and 6Cxx are followed everywhere (ISO/IEC 7816-3), at most eight rounds a command. What is avoided needs no row: no SELECT of the master file (6D00 from the Vietnamese card, 6985 and others from passports), no Le where the standard has none.',
      '',
      '| asked | answer | what is done | which cards | source |',
      '| --- | --- | --- | --- | --- |',
      ...quirks.map(
        ({ situation, statusWord, treatment, card, source }) =>
          `| \`${situation}\` | ${statusWord} | ${treatments[treatment]} | ${card} | ${source} |`,
      ),
      '',
    ].join('\n'),
    { parser: 'markdown' },
  );

import { describe, expect, it } from 'vitest';
import { parseSlashDate } from '@cccd-kiosk/cccd/dates';
import { expiryCandidates } from '@cccd-kiosk/cccd/expiry-rule';

const rule = (birth: string, issue: string): readonly string[] =>
  expiryCandidates({ dateOfBirth: parseSlashDate(birth), dateOfIssue: parseSlashDate(issue) });

describe('when a card ends', () => {
  it.each([
    ['until 25', '15/02/2005', '01/05/2021', ['300215']],
    ['until 40', '15/02/1990', '01/05/2021', ['300215']],
    ['until 60', '15/02/1970', '01/05/2021', ['300215']],
    ['for life', '15/02/1950', '01/05/2021', ['991231']],
    ['in the two years before 25: until 40', '15/02/1997', '01/05/2021', ['370215']],
    ['in the two years before 60: for life', '15/02/1962', '01/05/2021', ['991231']],
    ['the day before the two years begin', '15/02/1990', '14/02/2028', ['300215']],
    ['on that very day: either', '15/02/1990', '15/02/2028', ['300215', '500215']],
    ['on that very day before 60: either', '15/02/1990', '15/02/2048', ['500215', '991231']],
    ['a child before the new law: until 25', '15/02/2018', '30/06/2024', ['430215']],
    ['a child since the new law: until 14', '15/02/2018', '01/07/2024', ['320215']],
    ['a child of 12 since the new law: until 25', '15/02/2012', '01/07/2024', ['370215']],
    ['born on 29 February, ends in a common year: either neighbour', '29/02/2000', '01/05/2021', ['250228', '250301']],
    ['born on 29 February, ends in a leap year', '29/02/2000', '01/05/2031', ['400229']],
    ['year of birth alone, long past the last age', '1950', '22/11/2021', ['991231']],
    ['year of birth alone, else', '1970', '22/11/2021', []],
    ['unknown day of issue', '15/02/1990', '2021', []],
  ])('%s', (_, birth, issue, due) => {
    expect(rule(birth, issue)).toEqual(due);
  });
});

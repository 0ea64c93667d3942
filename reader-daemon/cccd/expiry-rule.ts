/**
 * When a card ends, from the dates its QR code carries. Cards live until the holder's next age of renewal (25, 40, 60;
 * 14 too since the Law on Identification of 1 July 2024), and one issued in the two years before an age until the next.
 */
import { daysInMonth, isoDate, noExpiry, toMrzDate, type CardDate } from './dates.ts';

const newLaw = '2024-07-01';
const lastAge = 60;

/** A birthday; the 29th of February falls on either neighbour in a common year. */
function birthdays(birth: CardDate, age: number): readonly CardDate[] {
  const year = birth.year + age;
  if (birth.month === 2 && birth.day === 29 && daysInMonth(year, 2) === 28)
    return [
      { year, month: 2, day: 28 },
      { year, month: 3, day: 1 },
    ];
  return [{ year, month: birth.month, day: birth.day }];
}

/**
 * `YYMMDD` as the machine readable zone has it, likeliest first: one value, or two at an edge of the rule (issued on
 * the very day, or born on 29 February). None when the dates do not tell.
 */
export function expiryCandidates(card: {
  readonly dateOfBirth: CardDate;
  readonly dateOfIssue: CardDate;
}): readonly string[] {
  const { dateOfBirth: birth, dateOfIssue: issue } = card;
  if (issue.day === null) return [];
  // A year alone: only a card that was issued after every possible last birthday can be told.
  if (birth.day === null) return issue.year - birth.year > lastAge - 2 ? [noExpiry] : [];
  const issued = isoDate(issue);
  const ages = issued >= newLaw ? [14, 25, 40, lastAge] : [25, 40, lastAge];
  const out = new Set<string>();
  for (const age of ages) {
    const limits = birthdays(birth, age - 2).map(isoDate);
    const before = limits.some((limit) => issued < limit);
    const onTheDay = limits.includes(issued) || (before && limits.some((limit) => issued >= limit));
    if (!before && !onTheDay) continue;
    for (const end of birthdays(birth, age)) out.add(toMrzDate(end));
    if (!onTheDay) return [...out].slice(0, 2);
  }
  // Nothing ended the walk: the card is for life, or might be, at the edge of the last age.
  return [...[...out].slice(0, 1), noExpiry].slice(0, 2);
}

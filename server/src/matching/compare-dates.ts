import type { FieldRelation } from '@cccd-kiosk/contract/work-items';

/** A date's known parts as `yyyy`, `yyyy-mm` or `yyyy-mm-dd`; zeros stand for unknown. Undefined for anything else. */
function known(text: string): string | undefined {
  const clean = text.trim();
  const slash = /^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$/.exec(clean);
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(clean);
  const [year, month = '00', day = '00'] =
    slash === null ? [iso?.[1], iso?.[2], iso?.[3]] : [slash[3], slash[2], slash[1]];
  if (year === undefined) return undefined;
  const parts = [year, month.padStart(2, '0'), day.padStart(2, '0')];
  const unknown = parts.indexOf('00');
  return (unknown < 0 ? parts : parts.slice(0, unknown)).join('-');
}

/** A birth known by its year alone agrees with a whole date of that year; it never becomes 01/01. */
export function compareDates(a: string, b: string): FieldRelation {
  if (a === b) return 'same';
  const [left, right] = [known(a), known(b)];
  if (left === undefined || right === undefined) return 'different';
  return left.startsWith(right) || right.startsWith(left) ? 'same-after-normalising' : 'different';
}

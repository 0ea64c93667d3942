import { cardNumberParts } from '../gateway/insurance-number.ts';
import type { RuleTables } from './tables.ts';

/**
 * The rate by the card's code, in per cent; null without a 15-character number. The law may have moved an object code to
 * another digit than the old card prints: the higher rate counts (Law 51/2024/QH15 art. 22). Never the amount to be paid.
 */
export function ratePercent(cardNumber: string | null, tables: RuleTables, day: string): number | null {
  const parts = cardNumberParts(cardNumber);
  if (parts === null) return null;
  const rates = tables.on('benefit-rates', day).rows;
  const rateOf = (digit: string | undefined): number => rates.find((row) => row.digit === digit)?.ratePercent ?? 0;
  const moved = tables.on('object-codes', day).rows.find(({ code }) => code === parts.object)?.digit;
  const rate = Math.max(rateOf(parts.digit), rateOf(moved));
  return rate === 0 ? null : rate;
}

/** The value below which that share of the sample lies (nearest rank). */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export const spread = (sample: readonly number[]): Spread => ({
  median: rounded(percentile(sample, 0.5)),
  p95: rounded(percentile(sample, 0.95)),
});

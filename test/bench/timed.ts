import { spread, type Spread } from './percentile.ts';

export interface OperationMeasure {
  readonly name: string;
  readonly ms: Spread;
}

/** One run; resolves with its milliseconds. */
export type Sample = () => number | Promise<number>;

export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export async function measure(
  samples: readonly (readonly [string, Sample])[],
  warmUp: number,
  runs: number,
): Promise<OperationMeasure[]> {
  const out: OperationMeasure[] = [];
  for (const [name, sample] of samples) {
    for (let i = 0; i < warmUp; i++) await sample();
    const all: number[] = [];
    for (let i = 0; i < runs; i++) all.push(await sample());
    out.push({ name, ms: spread(all) });
  }
  return out;
}

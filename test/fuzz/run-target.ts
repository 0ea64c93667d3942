/** Runs one parser on many cases, and measures what a card must not be able to make it do. */
import { performance } from 'node:perf_hooks';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { nextCase } from './mutator.ts';
import type { Target } from './parsers.ts';
import { Dice } from './seeded.ts';

/** No parse takes longer, and none takes more memory for itself. */
export const limits = { milliseconds: 50, octets: 1 << 20 } as const;

export interface Finding {
  readonly what: 'threw' | 'slow' | 'grew';
  readonly detail: string;
  readonly bytes: Uint8Array;
}

export interface TargetReport {
  readonly runs: number;
  readonly seconds: number;
  /** Slowest case in milliseconds, the least of six runs of it. */
  readonly slowest: number;
  /** Most octets that one measured case took, garbage included. */
  readonly mostOctets: number;
  readonly findings: readonly Finding[];
  /** The shortest case of each answer: a refusal with its words, or none. */
  readonly answers: ReadonlyMap<string, Uint8Array>;
}

/** Everything a case took: objects, and the octets of its arrays. */
const taken = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** `accepted`, or the refusal; undefined for what must not escape a parser. */
function answerOf(target: Target, bytes: Uint8Array): string | { readonly escaped: unknown } {
  try {
    target(bytes);
    return 'accepted';
  } catch (error) {
    // One answer, whatever tag it names.
    if (error instanceof EmrtdError) return `${error.code} ${error.message.replace(/tag \w+ where/, 'tag where')}`;
    return { escaped: error };
  }
}

/** Least of a few runs: a busy machine or a collection of garbage is not the parser's doing. */
function leastMilliseconds(target: Target, bytes: Uint8Array): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const started = performance.now();
      answerOf(target, bytes);
      return performance.now() - started;
    }),
  );
}

/** Least of a few runs that no collection interrupted. */
function leastOctets(target: Target, bytes: Uint8Array): number {
  const grown = Array.from({ length: 5 }, () => {
    const before = taken();
    answerOf(target, bytes);
    return taken() - before;
  }).filter((each) => each >= 0);
  return grown.length === 0 ? 0 : Math.min(...grown);
}

/** Cases are measured again, alone and for memory, now and then and whenever one seems slower than all before it. */
const measuredEvery = 4096;
const mostFindings = 5;
const longestKept = 1500;

/** Replays every seed, then runs mutated ones: as many as `runs`, or for so many seconds. */
export function runTarget(
  target: Target,
  seeds: readonly Uint8Array[],
  order: { readonly runs: number; readonly seed: number; readonly seconds?: number },
): TargetReport {
  const dice = new Dice(order.seed);
  const answers = new Map<string, Uint8Array>();
  const pool = [...seeds];
  const findings: Finding[] = [];
  let [runs, slowest, mostOctets] = [0, 0, 0];
  const started = performance.now();
  const deadline = started + (order.seconds ?? Infinity) * 1000;

  const take = (bytes: Uint8Array): void => {
    const before = performance.now();
    const answer = answerOf(target, bytes);
    const took = performance.now() - before;
    runs++;
    if (typeof answer !== 'string') {
      findings.push({ what: 'threw', detail: String(answer.escaped), bytes });
      return;
    }
    if (took > slowest || runs % measuredEvery === 0) {
      const least = Math.min(took, leastMilliseconds(target, bytes));
      const octets = leastOctets(target, bytes);
      slowest = Math.max(slowest, least);
      mostOctets = Math.max(mostOctets, octets);
      if (least > limits.milliseconds) findings.push({ what: 'slow', detail: `${least.toFixed(1)} ms`, bytes });
      if (octets > limits.octets) findings.push({ what: 'grew', detail: `${octets} octets`, bytes });
    }
    const known = answers.get(answer);
    if (known !== undefined && known.length <= bytes.length) return;
    answers.set(answer, bytes);
    // What is answered anew is worth going on from; small ones only, or the pool grows heavy.
    if (known === undefined && bytes.length <= longestKept && pool.length < seeds.length + 64) pool.push(bytes);
  };

  for (const seed of seeds) take(seed.slice());
  while (runs < order.runs && findings.length < mostFindings) {
    if (runs % 1024 === 0 && performance.now() > deadline) break;
    take(nextCase(dice, pool));
  }
  return { runs, seconds: (performance.now() - started) / 1000, slowest, mostOctets, findings, answers };
}

/** What a long fuzz run has done so far, kept in a file as it goes: an interruption loses one part, not the night. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** A part has a seed of its own, so that any of them can be run again alone. */
export const casesInPart = 1_000_000;

const Part = z.strictObject({
  target: z.string(),
  seed: z.int(),
  runs: z.int(),
  seconds: z.number(),
  slowest: z.number(),
  mostOctets: z.int(),
  answers: z.array(z.string()),
  findings: z.int(),
});
export type Part = z.infer<typeof Part>;

/** One JSON object per line; a last line that was cut off is left out. */
export function partsIn(path: string): Part[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => Part.parse(JSON.parse(line)));
}

export const keepPart = (path: string, part: Part): void => appendFileSync(path, `${JSON.stringify(part)}\n`);

/** Every part of one target in one row. */
export function summed(
  parts: readonly Part[],
): Omit<Part, 'target' | 'seed' | 'answers'> & { readonly answers: number } {
  const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const most = (of: (part: Part) => number): number => Math.max(0, ...parts.map(of));
  return {
    runs: sum(({ runs }) => runs),
    seconds: sum(({ seconds }) => seconds),
    slowest: most(({ slowest }) => slowest),
    mostOctets: most(({ mostOctets }) => mostOctets),
    answers: new Set(parts.flatMap(({ answers }) => answers)).size,
    findings: sum(({ findings }) => findings),
  };
}

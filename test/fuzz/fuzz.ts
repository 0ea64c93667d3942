/**
 * `npx tsx test/fuzz/fuzz.ts --target NAME|all --runs N --seed S [--seconds T] [--keep]`
 * Fuzzes parsers by mutation; the same seed runs the same cases. `--keep` writes the shortest case of every answer into
 * the corpus. Ends with 1 when a parser broke a promise, and prints the case.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { toHex } from '@cccd-kiosk/emrtd/bytes';
import { parsers } from './parsers.ts';
import { runTarget, type TargetReport } from './run-target.ts';
import { corpusFile, corpusFolder, keptCases, mintedSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'all' },
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
// Refusals are the common case here, and most of their cost is a stack that nobody reads.
Error.stackTraceLimit = 0;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const names = values.target === 'all' ? Object.keys(parsers) : [values.target];
const unknown = names.filter((name) => parsers[name] === undefined);
if (unknown.length > 0) {
  say(`no such target: ${unknown.join(', ')}\ntargets: ${Object.keys(parsers).join(' ')}`);
  process.exit(64);
}

/** Longer cases say little that a short one does not, and the corpus stays small. */
const longestKept = 1500;
function keep(name: string, { answers }: TargetReport): number {
  const kept = [...answers].filter(([answer, bytes]) => answer !== 'accepted' && bytes.length <= longestKept);
  const lines = [...new Set([...keptCases(name).map(toHex), ...kept.map(([, bytes]) => toHex(bytes))])];
  mkdirSync(corpusFolder, { recursive: true });
  writeFileSync(corpusFile(name), lines.map((line) => `${line}\n`).join(''));
  return lines.length;
}

const minted = await mintedSeeds();
say('target                     runs   per second  slowest ms  most octets  answers  findings');
let broken = 0;
for (const name of names) {
  const target = parsers[name];
  if (target === undefined) continue;
  const seeds = [...(minted.get(name) ?? []), ...keptCases(name)];
  const order = { runs: Number(values.runs), seed: Number(values.seed) };
  const report = runTarget(target, seeds, {
    ...order,
    ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
  });
  const { runs, seconds, slowest, mostOctets, answers, findings } = report;
  say(
    [
      name.padEnd(20),
      String(runs).padStart(10),
      String(Math.round(runs / seconds)).padStart(12),
      slowest.toFixed(2).padStart(11),
      String(mostOctets).padStart(12),
      String(answers.size).padStart(8),
      String(findings.length).padStart(9),
    ].join(' '),
  );
  for (const { what, detail, bytes } of findings) say(`  ${what}: ${detail}\n  ${toHex(bytes)}`);
  broken += findings.length;
  if (values.keep) say(`  ${keep(name, report)} cases kept`);
}
process.exit(broken === 0 ? 0 : 1);

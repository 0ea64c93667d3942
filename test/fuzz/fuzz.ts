/**
 * `npx tsx test/fuzz/fuzz.ts --target NAME|all --runs N --seed S [--seconds T | --results FILE] [--keep]`
 * Fuzzes parsers by mutation; the same seed runs the same cases. `--keep` writes the shortest case of every answer into
 * the corpus. `--results` runs in parts of a million with seeds counted up from S, writes each part down as it ends, and
 * leaves out what the file already has. Ends with 1 when a parser broke a promise, and prints the case.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { toHex } from '@cccd-kiosk/emrtd/bytes';
import { parsers } from './parsers.ts';
import { casesInPart, keepPart, partsIn, summed, type Part } from './results.ts';
import { runTarget, type TargetReport } from './run-target.ts';
import { corpusFile, corpusFolder, keptCases, mintedSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'all' },
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    keep: { type: 'boolean', default: false },
    results: { type: 'string' },
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

/** As many cases as are asked for, in parts: what is in `results` already is not run again. */
function runInParts(name: string, path: string): Part[] {
  const wanted = Number(values.runs);
  const done = partsIn(path).filter(({ target }) => target === name);
  for (let seed = Number(values.seed); summed(done).runs < wanted; seed++) {
    if (done.some((part) => part.seed === seed)) continue;
    const left = wanted - summed(done).runs;
    const report = run(name, { runs: Math.min(casesInPart, left), seed });
    const { answers, findings, ...counts } = report;
    const part = { target: name, seed, ...counts, answers: [...answers.keys()], findings: findings.length };
    keepPart(path, part);
    done.push(part);
    if (findings.length > 0) break;
  }
  return done;
}

function run(name: string, order: { readonly runs: number; readonly seed: number; readonly seconds?: number }) {
  const target = parsers[name];
  if (target === undefined) throw new RangeError(`no such target: ${name}`);
  const report = runTarget(target, [...(minted.get(name) ?? []), ...keptCases(name)], order);
  for (const { what, detail, bytes } of report.findings) say(`  ${name} ${what}: ${detail}\n  ${toHex(bytes)}`);
  if (values.keep) say(`  ${keep(name, report)} cases kept`);
  return report;
}

function oneRun(name: string) {
  const report = run(name, {
    runs: Number(values.runs),
    seed: Number(values.seed),
    ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
  });
  return { ...report, answers: report.answers.size, findings: report.findings.length };
}

say('target                     runs   per second  slowest ms  most octets  answers  findings');
let broken = 0;
for (const name of names) {
  const row = values.results === undefined ? oneRun(name) : summed(runInParts(name, values.results));
  const { runs, seconds, slowest, mostOctets, answers, findings } = row;
  say(
    [
      name.padEnd(20),
      String(runs).padStart(10),
      String(Math.round(runs / seconds)).padStart(12),
      slowest.toFixed(2).padStart(11),
      String(mostOctets).padStart(12),
      String(answers).padStart(8),
      String(findings).padStart(9),
    ].join(' '),
  );
  broken += findings;
}
process.exit(broken === 0 ? 0 : 1);

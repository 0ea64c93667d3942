/** `npm run bench [-- --json] [--readings N]`: what a reading costs, beside what physics allows. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureDocuments } from './documents.ts';
import { measureMathematics } from './mathematics.ts';
import { measureOperations } from './operations.ts';
import { measureReading, type ReadingMeasure } from './measure-reading.ts';
import { scenarios } from './scenarios.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, readings: { type: 'string', default: '40' } } });
const count = Number(values.readings);
if (!Number.isInteger(count) || count < 1) {
  console.error('--readings takes a whole number');
  process.exit(64);
}
const warmUp = Math.min(30, count);

const readings: ReadingMeasure[] = [];
for (const scenario of scenarios) readings.push(await measureReading(scenario, warmUp, count));
const operations = await measureOperations(Math.min(5, count), count);
const mathematics = await measureMathematics(Math.min(5, count), count);
const documents = await measureDocuments(Math.min(3, count), Math.min(20, count));
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cpus: cpus().length };

if (values.json === true) console.log(JSON.stringify({ readings, operations, mathematics, documents, machine }));
else {
  console.log(
    `A full reading (20 KB portrait), ${count} times after ${warmUp} to warm up; ${machine.node}, ${machine.cpu}`,
  );
  show('What it costs', readings, ({ apdus, bytes, hostMs, cpuMs, waitedMs, meanwhileMs }) => ({
    APDUs: apdus,
    octets: bytes,
    'host ms': hostMs.median,
    p95: hostMs.p95,
    'processor ms': cpuMs.median,
    'waited for': waitedMs.median,
    'while the card is busy': meanwhileMs.median,
  }));
  show('The least that the air interface needs, ms; and host and floor together, in floors', readings, (each) => ({
    ...prefixed('floor', each.floorMs),
    ...prefixed('×', each.toFloor),
  }));
  show('Host ms by phase', readings, ({ phaseMs }) => phaseMs);
  show('Host side of its parts, ms', operations, ({ ms }) => ms);
  show('Protocol mathematics, ms', mathematics, ({ ms }) => ms);
  show('Filled forms, ms', documents, ({ ms, octets, toLightest }) => ({
    ...ms,
    octets,
    'to the lightest': toLightest,
  }));
}

function show<T extends { readonly name: string }>(title: string, rows: readonly T[], row: (each: T) => object): void {
  console.log(`\n${title}`);
  console.table(Object.fromEntries(rows.map((each) => [each.name, row(each)])));
}

function prefixed(prefix: string, byKbit: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(byKbit).map(([kbit, value]) => [`${prefix} ${kbit} kbit/s`, value]));
}

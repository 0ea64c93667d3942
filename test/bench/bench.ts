/** `npm run bench [-- --json] [--readings N]`: what a reading costs, beside what physics allows. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureOperations } from './operations.ts';
import { measureReading, type ReadingMeasure } from './measure-reading.ts';
import { scenarios } from './scenarios.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, readings: { type: 'string', default: '40' } } });
const count = Number(values.readings);
if (!Number.isInteger(count) || count < 1) {
  console.error('--readings takes a whole number');
  process.exit(64);
}
const warmUp = Math.min(10, count);

const readings: ReadingMeasure[] = [];
for (const scenario of scenarios) readings.push(await measureReading(scenario, warmUp, count));
const operations = await measureOperations(Math.min(5, count), count);
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cpus: cpus().length };

if (values.json === true) console.log(JSON.stringify({ readings, operations, machine }));
else {
  console.log(
    `A full reading (20 KB portrait), ${count} times after ${warmUp} to warm up; ${machine.node}, ${machine.cpu}`,
  );
  console.table(
    Object.fromEntries(
      readings.map(({ name, apdus, bytes, hostMs, floorMs }) => [
        name,
        { APDUs: apdus, octets: bytes, 'host ms': hostMs.median, p95: hostMs.p95, ...floors(floorMs) },
      ]),
    ),
  );
  console.log('Host side of its parts, ms');
  console.table(Object.fromEntries(operations.map(({ name, ms }) => [name, ms])));
}

function floors(byKbit: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(byKbit).map(([kbit, ms]) => [`floor ${kbit} kbit/s`, ms]));
}

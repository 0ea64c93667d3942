/**
 * `npm run soak -- [daemon] [kills] [arrivals] [outage] [--count N] [--json]`: the long runs. All of them when none is named. Figures go
 * to standard output, progress to standard error; the exit code is 1 when a figure that must be 0 is not.
 */
import { parseArgs } from 'node:util';
import { startStack } from '../pcsc/pcsc-stack.ts';
import { runOutage } from '../server/insurance/outage-run.ts';
import { measureCheckIns } from './check-in-latency.ts';
import { soakDaemon } from './daemon.ts';
import { runServerKills } from './server-kills.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const count = values.count === undefined ? undefined : Number(values.count);
if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
  console.error('--count takes a whole number from 1 on');
  process.exit(64);
}

const every = (step: number, what: string) => (done: number) => {
  if (done % step === 0) console.error(`${what}: ${done}`);
};

/** 100 card swaps and 100 restarts of the PC/SC service, with the memory and open files of the daemon's processes. */
async function daemon() {
  const stack = await startStack();
  if (typeof stack === 'string') return { skipped: stack };
  try {
    return await soakDaemon(stack, {
      swaps: count ?? 100,
      restarts: count ?? 100,
      onProgress: (what, done) => every(10, what)(done),
    });
  } finally {
    await stack.end();
  }
}

/** kill -9 of the server, spread over the life of a check-in request. */
const kills = () => runServerKills(count ?? 1000, every(50, 'kills'));

/** 25 check-ins a second, as a morning's worth of arrivals at a large hospital: without a gateway, with it, and with it away. */
async function arrivals() {
  const each = count ?? 1500;
  return {
    none: await measureCheckIns(25, each, 'none'),
    up: await measureCheckIns(25, each, 'up'),
    away: await measureCheckIns(25, each, 'away'),
    handedOver: await measureCheckIns(25, each, 'up', ['fhir', 'hl7v2']),
  };
}

/** Four hours without the insurance gateway, on the test's own time: 20,000 check-ins and ten kills. */
const outage = () => runOutage(count ?? 20_000, every(1000, 'check-ins'));

const runs: Readonly<Record<string, () => Promise<object>>> = { daemon, kills, arrivals, outage };
const wanted = positionals.length === 0 ? Object.keys(runs) : positionals;
const unknown = wanted.filter((name) => !(name in runs));
if (unknown.length > 0) {
  console.error(`no run is called ${unknown.join(', ')}; there are ${Object.keys(runs).join(', ')}`);
  process.exit(64);
}

const report: Record<string, object> = {};
for (const name of wanted) {
  report[name] = (await runs[name]?.()) ?? {};
  if (!values.json) console.log(name, report[name]);
}
if (values.json) console.log(JSON.stringify(report));

const mustBeZero = ['lost', 'doubleNumbers', 'doubleVisits', 'refused', 'askedTwice', 'neverAsked', 'fasterThanAgreed'];
const broken = Object.values(report).some((figures) =>
  Object.entries(figures).some(([name, value]) => mustBeZero.includes(name) && value !== 0),
);
process.exit(broken ? 1 : 0);

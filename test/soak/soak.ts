/**
 * `npm run soak -- [daemon] [kills] [arrivals] [outage] [--count N] [--only VARIANT] [--json]`: the long runs. All of them
 * when none is named, and of `arrivals` every variant. Figures go to standard output, progress to standard error; the exit
 * code is 1 when a figure that must be 0 is not.
 */
import { parseArgs } from 'node:util';
import { startStack } from '../pcsc/pcsc-stack.ts';
import { runOutage } from '../server/insurance/outage-run.ts';
import { measureCheckIns, type Arrivals } from './check-in-latency.ts';
import { soakDaemon } from './daemon.ts';
import { runServerKills } from './server-kills.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
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

const variants = {
  none: { gateway: 'none' },
  up: { gateway: 'up' },
  away: { gateway: 'away' },
  'handed-over': { gateway: 'up', handOver: ['fhir', 'hl7v2'] },
} as const satisfies Record<string, Pick<Arrivals, 'gateway' | 'handOver'>>;

/** 25 check-ins a second, as a morning's worth of arrivals at a large hospital: without a gateway, with it, and with it away. */
async function arrivals() {
  const figures: Record<string, object> = {};
  for (const [name, variant] of Object.entries(variants))
    if (values.only === undefined || values.only === name)
      figures[name] = await measureCheckIns({
        ...variant,
        perSecond: 25,
        checkIns: count ?? 1500,
        onProgress: (what, done) => every(500, `${name}, ${what}`)(done),
      });
  return figures;
}

/** Four hours without the insurance gateway, on the test's own time: 20,000 check-ins and ten kills. */
const outage = () => runOutage(count ?? 20_000, every(1000, 'check-ins'));

const runs: Readonly<Record<string, () => Promise<object>>> = { daemon, kills, arrivals, outage };
const wanted = positionals.length === 0 ? Object.keys(runs) : positionals;
if (values.only !== undefined && !(values.only in variants)) {
  console.error(`--only takes ${Object.keys(variants).join(', ')}`);
  process.exit(64);
}
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

const mustBeZero = [
  ...['lost', 'doubleNumbers', 'doubleVisits', 'refused', 'askedTwice', 'neverAsked', 'notHandedOver'],
  'fasterThanAgreed',
];
/** Figures stand at any depth. */
const isBroken = (figures: object): boolean =>
  Object.entries(figures).some(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? isBroken(value) : mustBeZero.includes(name) && value !== 0,
  );
process.exit(isBroken(report) ? 1 : 0);

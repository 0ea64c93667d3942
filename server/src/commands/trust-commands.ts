import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import type { TrustContentRow, TrustPlan } from '@cccd-kiosk/contract/trust';
import type { Check } from '@cccd-kiosk/emrtd/inspection/verdict';
import { canRollBack, currentTrust } from '@cccd-kiosk/emrtd/trust/trust-history';
import { createDryRun } from '../trust/dry-run.ts';
import type { TrustOrder } from '../trust/trust-change.ts';
import { importReport } from '../trust/trust-holder.ts';
import { describeTrust } from '../trust/trust-overview.ts';
import type { TrustFile } from '../trust/trust-repository.ts';
import { badUse, now, withStore, type Command, type CommandInput } from './command.ts';

const who = 'command-line';

function filesIn(folder: string): TrustFile[] {
  return readdirSync(folder)
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => statSync(path).isFile())
    .map(({ name, path }) => ({ name, bytes: new Uint8Array(readFileSync(path)) }));
}

const contentLine = ({ kind, subject, fingerprint, anchor, until }: TrustContentRow): string =>
  `${kind === 'certificate' ? (anchor ? 'anchor' : 'certificate') : 'revocation list'}  ${subject}  ${
    until === null ? '' : `until ${until.slice(0, 10)}  `
  }${fingerprint.slice(0, 16)}`;
const checkWord = (check: Check): string => ('reason' in check ? `${check.status} (${check.reason})` : check.status);

function linesOf({ added, removed, changed, refused, readings }: Omit<TrustPlan, 'plan'>): string[] {
  return [
    ...refused.map(({ name, reason }) => `not taken: ${name}: ${reason}`),
    ...added.map((row) => `+ ${contentLine(row)}`),
    ...removed.map((row) => `- ${contentLine(row)}`),
    ...changed.map(({ before, after }) => `~ ${contentLine(before)}  ->  ${contentLine(after)}`),
    `${readings.judged} of ${readings.kept} readings of the last ${readings.days} days judged again; ${readings.groups.reduce(
      (sum, { count }) => sum + count,
      0,
    )} would change.`,
    ...readings.groups.flatMap(({ count, before, after, checks }) => [
      `${count} ×  ${before} -> ${after}`,
      ...checks.map((row) => `      ${row.check}: ${checkWord(row.before)} -> ${checkWord(row.after)}`),
    ]),
  ];
}

async function change({ config, options, say }: CommandInput, order: TrustOrder): Promise<number> {
  return withStore(config, async ({ trust, readings, audit, stations }) => {
    const prepared = trust.prepare(order);
    if (options['dry-run'] === true) {
      const dryRun = createDryRun({
        ...{ trust, readings, audit, now, profile: cccdProfile(), simulation: config.simulation },
        stationName: (id) => stations.find(id)?.name ?? id,
      });
      for (const line of linesOf(await dryRun(prepared, who))) say(line);
      say('Nothing was changed.');
      return 0;
    }
    if (order.kind === 'import') {
      const { anchors, lists, refused } = importReport(prepared.report);
      say(`${anchors} certificates, ${lists} revocation lists taken.`);
      for (const { name, reason } of refused) say(`not taken: ${name}: ${reason}`);
      // An empty folder in place of everything would leave nobody trusted.
      if (anchors + lists === 0) return 1;
    }
    const version = trust.take(prepared, who);
    say(version === prepared.base ? `Nothing new: still version ${version}.` : `Version ${version} is in use.`);
    return 0;
  });
}

const importTrust: Command = (input) => {
  const [folder] = input.operands;
  if (folder === undefined) return badUse;
  return change(input, { kind: 'import', add: filesIn(folder), remove: input.options.replace === true ? 'all' : [] });
};

const rollBackTrust: Command = async (input) => {
  const possible = withStore(input.config, ({ trust }) => canRollBack(trust.history()));
  if (possible) return change(input, { kind: 'rollback' });
  input.say('There is nothing to go back from.');
  return 1;
};

const trustHistory: Command = ({ config, say }) => {
  withStore(config, ({ trust, staff }) => {
    const members = staff.all(now());
    const { history } = describeTrust(trust, (by) => members.find(({ id }) => by === `staff:${id}`)?.account ?? by);
    for (const { version, kind, at, by, added, removed } of history) {
      say(`${version}  ${at}  ${kind}  ${by}`);
      for (const name of added) say(`      + ${name}`);
      for (const name of removed) say(`      - ${name}`);
    }
    say(`${currentTrust(trust.history())?.length ?? 0} files are in use.`);
  });
  return 0;
};

/** Everything that the administrator's page does with the trust store, from the command line. */
export const trustCommands: Readonly<Record<string, Command>> = {
  'import-trust': importTrust,
  'roll-back-trust': rollBackTrust,
  'trust-history': trustHistory,
};

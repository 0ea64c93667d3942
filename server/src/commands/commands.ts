import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { roles } from '@cccd-kiosk/contract/staff';
import { verifyAudit } from '../audit/verify-audit.ts';
import type { ServerConfig } from '../config.ts';
import { anchorFileOf, keyFileOf } from '../config.ts';
import { rotateKey } from '../crypto/rotate-key.ts';
import { startServer } from '../start-server.ts';
import { createSignIn } from '../staff/sign-in.ts';
import type { Store } from '../store.ts';
import { openStore } from '../store.ts';
import type { CommandOptions } from './settings.ts';

export interface CommandInput {
  readonly config: ServerConfig;
  readonly operands: readonly string[];
  readonly options: CommandOptions;
  readonly say: (text: string) => void;
}

/** Resolves with the exit code: 0 done, 1 not done, 64 used wrongly. */
export type Command = (input: CommandInput) => Promise<number> | number;

const now = (): Date => new Date();
const badUse = 64;

function withStore<T>(config: ServerConfig, work: (store: Store) => T): T {
  const store = openStore(config, now);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const serve: Command = async ({ config }) => {
  const server = await startServer(config);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  return 0;
};

const enrolCode: Command = ({ config, say }) => {
  say(withStore(config, ({ enrolmentCodes }) => enrolmentCodes.create(now())));
  return 0;
};

const listStations: Command = ({ config, say }) => {
  for (const { id, name, revoked } of withStore(config, ({ stations }) => stations.all()))
    say(`${id}  ${revoked ? 'revoked ' : 'enrolled'}  ${name}`);
  return 0;
};

const revokeStation: Command = ({ config, operands: [id], say }) => {
  if (id === undefined) return badUse;
  const revoked = withStore(config, ({ stations, audit }) => {
    const done = stations.revoke(id, now());
    if (done) audit.append({ actor: 'command-line', action: 'station-revoked', object: id });
    return done;
  });
  say(revoked ? 'Revoked. A running server cuts its connection within seconds.' : 'There is no such enrolled station.');
  return revoked ? 0 : 1;
};

const pairCode: Command = ({ config, operands: [id], say }) => {
  if (id === undefined) return badUse;
  return withStore(config, ({ stations, pairingCodes }) => {
    if (stations.find(id)?.revoked !== false) {
      say('There is no such enrolled station.');
      return 1;
    }
    say(pairingCodes.create(id, now()));
    return 0;
  });
};

const createStaff: Command = ({ config, operands: [account], options, say }) => {
  const role = roles.find((known) => known === options.role);
  if (account === undefined || options.name === undefined || role === undefined) return badUse;
  const { name } = options;
  // Never from an argument: those stand in the list of processes.
  const password = process.env['CCCD_KIOSK_PASSWORD'] ?? readFileSync(0, 'utf8').replace(/\r?\n$/, '');
  if (password.length < 8) {
    say('A password has at least 8 characters.');
    return 1;
  }
  withStore(config, ({ staff, audit }) =>
    createSignIn({ staff, audit, now }).create({ account, name, role, password }),
  );
  return 0;
};

const importTrust: Command = ({ config, operands: [folder], say }) => {
  if (folder === undefined) return badUse;
  const files = readdirSync(folder)
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => statSync(path).isFile())
    .map(({ name, path }) => ({ name, bytes: new Uint8Array(readFileSync(path)) }));
  const report = withStore(config, ({ trust }) => trust.importFiles(files, 'command-line'));
  say(`${report.anchors} certificates, ${report.lists} revocation lists taken.`);
  for (const { name, reason } of report.refused) say(`not taken: ${name}: ${reason}`);
  return report.anchors + report.lists > 0 ? 0 : 1;
};

const rotate: Command = ({ config, say }) => {
  const { version, fields } = withStore(config, ({ db, audit }) => {
    const result = rotateKey(db, keyFileOf(config));
    audit.append({ actor: 'command-line', action: 'key-rotated', details: { version: result.version } });
    return result;
  });
  say(`Key version ${version}; ${fields} fields sealed anew. Back up the key file now.`);
  return 0;
};

const verify: Command = ({ config, say }) => {
  const verdict = withStore(config, ({ db }) => verifyAudit(db, anchorFileOf(config)));
  say(verdict.ok ? `The chain holds: ${verdict.rows} rows.` : `Row ${verdict.row}: ${verdict.reason}.`);
  return verdict.ok ? 0 : 1;
};

export const commands: Readonly<Record<string, Command>> = {
  serve,
  'enrol-code': enrolCode,
  stations: listStations,
  'revoke-station': revokeStation,
  'pair-code': pairCode,
  'create-staff': createStaff,
  'import-trust': importTrust,
  'rotate-key': rotate,
  'verify-audit': verify,
};

import { readFileSync } from 'node:fs';
import { roles } from '@cccd-kiosk/contract/staff';
import { verifyAudit } from '../audit/verify-audit.ts';
import { anchorFileOf, keyFileOf } from '../config.ts';
import { rotateKey } from '../crypto/rotate-key.ts';
import { startServer } from '../start-server.ts';
import { createSignIn } from '../staff/sign-in.ts';
import { badUse, now, withStore, type Command } from './command.ts';
import { trustCommands } from './trust-commands.ts';

export type { Command };

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
  ...trustCommands,
  'rotate-key': rotate,
  'verify-audit': verify,
};

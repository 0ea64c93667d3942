/**
 * `npm run server -- [command]`. Settings come from the file named by `CCCD_KIOSK_SERVER_CONFIG` (JSON) or `--config`; the
 * options below go before it.
 */
import { parseArgs } from 'node:util';
import { commands } from './commands/commands.ts';
import { settingsFrom } from './commands/settings.ts';
import { StartError } from './start-error.ts';

const usage = `npm run server -- [serve]                        start the server
npm run server -- enrol-code                    a code to enrol one station
npm run server -- stations                      the enrolled stations
npm run server -- revoke-station ID             end a station's right to connect
npm run server -- pair-code ID                  a code to pair a kiosk screen with a station
npm run server -- create-staff ACCOUNT --name NAME --role ROLE   reception, cashier, counter-officer, postal-officer, administrator, auditor
                                                password from CCCD_KIOSK_PASSWORD or standard input
npm run server -- import-trust DIR              certificates and revocation lists from files, added to what is in use
                                                (--replace: in its place); --dry-run says what it would change
npm run server -- roll-back-trust               what was trusted before the last import, in one step (--dry-run)
npm run server -- trust-history                 who changed what is trusted, and when
npm run server -- rotate-key                    a new encryption key (stop the server first)
npm run server -- verify-audit                  check the audit chain against its anchor
Options: --config FILE --data DIR --host HOST --port N --simulation`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    config: { type: 'string' },
    data: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    simulation: { type: 'boolean' },
    name: { type: 'string' },
    role: { type: 'string' },
    'dry-run': { type: 'boolean' },
    replace: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const [name = 'serve', ...operands] = positionals;
const command = commands[name];
if (values.help === true || command === undefined) {
  say(usage);
  process.exitCode = values.help === true ? 0 : 64;
} else {
  try {
    process.exitCode = await command({ config: settingsFrom(values), operands, options: values, say });
  } catch (error) {
    // Start errors are written for the person at the keyboard; of anything else only the code is told.
    if (error instanceof StartError) complain(`${error.code}: ${error.message}`);
    else complain(`The command did not finish (${String((error as { code?: unknown }).code ?? 'unknown')}).`);
    process.exitCode = 1;
  }
}

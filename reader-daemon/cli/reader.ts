/** `npm run reader -- …`: one reading, one folder, one record or one list, for people and for machines. */
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { Command, Outcome } from './command.ts';
import { csca } from './csca.ts';
import { BadUse, CouldNotRead, exitCodes } from './exit-codes.ts';
import { files } from './files.ts';
import { list } from './list.ts';
import { read } from './read.ts';
import { verify } from './verify.ts';

const commands: readonly Command[] = [list, read, files, verify, csca];

const usage = (): string[] => [
  'npm run reader -- COMMAND [--json]',
  '',
  ...commands.flatMap(({ usage: words, what }) => [`  ${words}`, `      ${what}`]),
  '',
  'Exit codes: 0 genuine (or done), 1 not proven, 2 suspicious, 3 could not read, 64 bad use.',
];

/** An error as an outcome; whatever is not foreseen stays an error. */
function outcomeOf(error: unknown): Outcome {
  if (error instanceof BadUse)
    return { exitCode: exitCodes.badUse, json: { error: { code: 'bad-use' } }, lines: [error.message, '', ...usage()] };
  if (error instanceof CouldNotRead)
    return { exitCode: exitCodes.couldNotRead, json: { error: { code: error.code } }, lines: [error.message] };
  if (error instanceof EmrtdError) {
    const { code, step, statusWord } = error;
    const sw = statusWord?.toString(16).toUpperCase().padStart(4, '0');
    const where = [step && `at ${step}`, sw && `status word ${sw}`].filter(Boolean).join(', ');
    return {
      exitCode: exitCodes.couldNotRead,
      json: { error: { code, ...(step && { step }), ...(sw && { statusWord: sw }) } },
      lines: [`could not read: ${code}${where && ` (${where})`}`],
    };
  }
  throw error;
}

/** Runs one command line; resolves with the exit code. */
export async function runReader(
  argv: readonly string[],
  out: { print(text: string): void; say(line: string): void },
): Promise<number> {
  const [name = '', ...args] = argv;
  const json = args.includes('--json');
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined && (name === '' || name === 'help' || name === '--help')) {
    out.print(usage().join('\n'));
    return name === '' ? exitCodes.badUse : 0;
  }
  let outcome: Outcome;
  try {
    if (command === undefined) throw new BadUse(`there is no command ${name}`);
    outcome = await command.run(args, json ? () => undefined : out.say);
  } catch (error) {
    outcome = outcomeOf(error);
    if (json) out.print(JSON.stringify(outcome.json));
    else for (const line of outcome.lines) out.say(line);
    return outcome.exitCode;
  }
  out.print(json ? JSON.stringify(outcome.json) : outcome.lines.join('\n'));
  return outcome.exitCode;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await runReader(process.argv.slice(2), {
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (line) => void process.stderr.write(`${line}\n`),
  });
}

/** A subcommand, and how its words are read. */
import { parseArgs } from 'node:util';
import { BadUse } from './exit-codes.ts';

export interface Outcome {
  readonly exitCode: number;
  /** Printed with `--json`. Never personal data. */
  readonly json: unknown;
  /** Printed without. */
  readonly lines: readonly string[];
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly what: string;
  run(args: readonly string[], say: (line: string) => void): Promise<Outcome>;
}

export interface Words {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  required(name: string): string;
  seconds(name: string, otherwise: number): number;
  flag(name: string): boolean;
}

/** Options with a value, and flags; `--json` is known everywhere. Throws `BadUse`. */
export function readWords(
  args: readonly string[],
  known: { texts?: readonly string[]; flags?: readonly string[]; positionals?: number },
): Words {
  const options = Object.fromEntries([
    ...(known.texts ?? []).map((name) => [name, { type: 'string' as const }]),
    ...[...(known.flags ?? []), 'json'].map((name) => [name, { type: 'boolean' as const }]),
  ]);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new BadUse(error instanceof Error ? error.message : 'these words make no sense');
  }
  const due = known.positionals ?? 0;
  if (parsed.positionals.length !== due)
    throw new BadUse(`${due === 0 ? 'no' : due} file or folder is due, ${parsed.positionals.length} given`);
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    positionals: parsed.positionals,
    text,
    required(name) {
      const value = text(name);
      if (value === undefined || value === '') throw new BadUse(`--${name} is missing`);
      return value;
    },
    seconds(name, otherwise) {
      const value = text(name);
      if (value === undefined) return otherwise;
      if (!/^\d{1,5}$/.test(value)) throw new BadUse(`--${name} takes seconds`);
      return Number(value);
    },
    flag: (name) => parsed.values[name] === true,
  };
}

/**
 * For systems without any interface: the card's fields as key strokes where the cursor stands. The daemon does not touch
 * the keyboard itself: it gives one line of text to a program of the site's choice (`xdotool type --file -`), which runs
 * without a shell and gets nothing in its arguments.
 */
import { spawn } from 'node:child_process';
import type { Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import type { Log } from '../log.ts';
import type { LocalOutput } from './local-output.ts';

export const wedgeFields = ['number', 'name', 'birth-date', 'sex', 'residence', 'old-number'] as const;
export type WedgeField = (typeof wedgeFields)[number];

export const wedgeEnds = { enter: '\n', tab: '\t', none: '' } as const;

export interface WedgeOptions {
  readonly command: readonly string[];
  readonly fields: readonly WedgeField[];
  readonly end: keyof typeof wedgeEnds;
  /** Without marks: for keyboards whose Vietnamese input method would change what is typed. */
  readonly plain: boolean;
  readonly log: Log;
}

const chipField = {
  number: 'personalNumber',
  name: 'fullName',
  'birth-date': 'dateOfBirth',
  sex: 'sex',
  residence: 'placeOfResidence',
  'old-number': 'oldNumber',
} as const satisfies Record<WedgeField, keyof Dg13Fields>;

/** Digits and punctuation stay: an address is not a name. */
const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

const longest = 500;

/** Fields parted by Tab. A chip's text presses no key of its own: control characters become spaces. */
export function typedLine(fields: Dg13Fields, { fields: wanted, end, plain }: Omit<WedgeOptions, 'command' | 'log'>) {
  const values = wanted.map((field) => {
    const text = (fields[chipField[field]] ?? '')
      .normalize('NFC')
      .replace(/\p{C}+/gu, ' ')
      .slice(0, longest);
    return plain ? withoutMarks(text) : text;
  });
  return values.join('\t') + wedgeEnds[end];
}

const programMs = 10_000;

function type(line: string, command: readonly string[]): Promise<string | number | null> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], shell: false, timeout: programMs });
    child.once('error', (error) => {
      resolve(String((error as { code?: unknown }).code ?? 'failed'));
    });
    child.once('exit', resolve);
    // A program that ended early does not read: its exit code says enough.
    child.stdin.once('error', () => undefined);
    child.stdin.end(line, 'utf8');
  });
}

export function createKeyboardWedge(options: WedgeOptions): LocalOutput {
  const { command, log } = options;
  /** One card after another: two programs that type at once would mix their letters. */
  let turn: Promise<unknown> = Promise.resolve();
  return {
    cardLaid: () => undefined,
    read({ reader, fields }) {
      const line = typedLine(fields, options);
      turn = turn.then(async () => {
        const ended = await type(line, command);
        if (ended === 0) log.info('typed', { reader });
        else log.error('the typing program failed', { reader, code: String(ended) });
      });
    },
    failed: () => undefined,
    async close() {
      await turn;
    },
  };
}

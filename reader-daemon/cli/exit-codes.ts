import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';

/** What the shell learns of a command. */
export const exitCodes = { genuine: 0, notProven: 1, suspicious: 2, couldNotRead: 3, badUse: 64 } as const;

export const exitCodeOf = (overall: Overall): number =>
  ({ genuine: exitCodes.genuine, 'not-proven': exitCodes.notProven, suspicious: exitCodes.suspicious })[overall];

/** A command line that makes no sense; the message is for the person who typed it. */
export class BadUse extends Error {
  override readonly name = 'BadUse';
}

/** Something outside the terminal that keeps a command from its work: a folder, a file, the PC/SC service. */
export class CouldNotRead extends Error {
  override readonly name = 'CouldNotRead';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

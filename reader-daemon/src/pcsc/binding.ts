/**
 * Loads pcsclite. Only child processes do: a second thread that loads it aborts the process, and a transmit that hangs
 * can be ended only together with its process.
 */
import type { Context } from 'pcsclite';

export type OpenContext = () => Context;

/** `undefined` where the optional package is missing or was built for another Node. */
export async function loadBinding(): Promise<OpenContext | undefined> {
  try {
    return (await import('pcsclite')).default;
  } catch {
    return undefined;
  }
}

/** Ends the process when the parent is gone, so that no reader stays held by an orphan. */
export function dieWithParent(): void {
  process.once('disconnect', () => process.exit(0));
  // A terminal's Ctrl-C reaches the whole group; the parent decides when a child ends.
  process.on('SIGINT', () => undefined);
}

/** Tells the parent; a closed channel means that the parent is gone. */
export function tellParent(message: object): void {
  if (process.connected) process.send?.(message, () => undefined);
}

export const shareExclusive = 1;
/** Talks to the reader, whether or not the service believes that a card lies there. */
export const shareDirect = 3;
export const noProtocol = 0;
export const anyProtocol = 1 | 2;
export const leaveCard = 0;
export const resetCard = 1;
/** 65,536 octets of data, SW1 SW2 and the driver's room: the most an extended response can need. */
export const responseLength = 65_544;

export const cardPresent = 0x20;
export const cardMute = 0x200;
export const cardInUse = 0x100;
export const cardExclusive = 0x80;

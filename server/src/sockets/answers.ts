import { RefusedError, toRefusal } from '@cccd-kiosk/contract/serialize-error';
import type { Refusal } from '@cccd-kiosk/contract/error-codes';
import type { ExtendedError, Socket } from 'socket.io';
import type { Log } from '../log.ts';
import { createBucket } from './rate-limit.ts';

/** An error for a handshake: what the client reads as `connect_error.data`. */
export const refusedHandshake = (error: unknown): ExtendedError => {
  const refusal: Refusal = toRefusal(error);
  return Object.assign(new Error(refusal.code), { data: refusal });
};

type Answer = (answer: { ok: true; value?: unknown } | { ok: false; refusal: Refusal }) => void;

const isAnswer = (value: unknown): value is Answer => typeof value === 'function';

/**
 * Runs a handler and answers with its value or its refusal. Whatever else goes wrong becomes `unknown`, in the log by its
 * code alone. Never throws: an exception in a socket handler would end the process.
 */
export async function answering(log: Log, ack: unknown, work: () => unknown): Promise<void> {
  const answer: Answer = isAnswer(ack) ? ack : () => undefined;
  try {
    const value = await work();
    answer(value === undefined ? { ok: true } : { ok: true, value });
  } catch (error) {
    const refusal = toRefusal(error);
    if (!(error instanceof RefusedError) || refusal.code === 'storage-failed')
      log.error('socket request failed', { error });
    answer({ ok: false, refusal });
  }
}

/** Ends a socket that sends more than its measure. */
export function limitMessages(
  socket: Pick<Socket, 'use' | 'disconnect'>,
  now: () => Date,
  burst: number,
  perSecond: number,
): void {
  const bucket = createBucket(burst, perSecond);
  socket.use((_packet, next) => {
    if (bucket.take(now().getTime())) next();
    else socket.disconnect(true);
  });
}

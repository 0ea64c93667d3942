/**
 * The server's challenges at hand, so that a reading made while the server is away is provable when it returns. Kept on
 * disk; one that was taken is struck off before it is used, so that none is ever used twice.
 */
import { nonceSchema } from '@cccd-kiosk/contract/station';
import type { ReadingNonce } from '@cccd-kiosk/contract/station';
import { z } from 'zod';
import type { StateDir } from '../state-dir.ts';

const fileName = 'challenges.json';
const fileSchema = z.array(nonceSchema).max(1000);
/** A reading begun with a challenge must still be sent before the challenge dies. */
const marginMs = 60_000;

export class NoncePool {
  readonly #state: StateDir;
  readonly #size: number;
  readonly #now: () => Date;
  #nonces: ReadingNonce[];

  constructor(state: StateDir, size: number, now: () => Date) {
    this.#state = state;
    this.#size = size;
    this.#now = now;
    const kept = fileSchema.safeParse(state.readJson(fileName));
    this.#nonces = kept.success ? kept.data : [];
  }

  /** How many to ask the server for. */
  get wanted(): number {
    this.#dropOld();
    return Math.max(0, this.#size - this.#nonces.length);
  }

  /** How many can be taken now. */
  get count(): number {
    this.#dropOld();
    return this.#nonces.length;
  }

  add(nonces: readonly ReadingNonce[]): void {
    this.#nonces.push(...nonces);
    this.#dropOld();
    this.#keep();
  }

  /** Single use; `undefined` when the pool is dry. */
  take(): ReadingNonce | undefined {
    this.#dropOld();
    const nonce = this.#nonces.shift();
    if (nonce === undefined) return undefined;
    this.#keep();
    return nonce;
  }

  /** One that was taken and, for certain, neither shown to a chip nor sent to the server. */
  giveBack(nonce: ReadingNonce): void {
    this.#nonces.unshift(nonce);
    this.#keep();
  }

  /** Another server, or a station enrolled anew. */
  clear(): void {
    this.#nonces = [];
    this.#keep();
  }

  #dropOld(): void {
    const limit = this.#now().getTime() + marginMs;
    this.#nonces = this.#nonces.filter(({ expiresAt }) => Date.parse(expiresAt) > limit);
  }

  #keep(): void {
    this.#state.writeJson(fileName, this.#nonces);
  }
}

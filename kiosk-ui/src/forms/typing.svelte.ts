import type { Refusal, RefusalCode } from '@cccd-kiosk/contract/error-codes';
import type { CaseView } from '@cccd-kiosk/contract/forms';
import { SvelteMap } from 'svelte/reactivity';
import type { Answer } from './forms-api.ts';

/** A value that somebody typed, as `POST …/value` takes it. */
export interface TypedValue {
  readonly formId: string;
  readonly fieldId: string;
  readonly personId?: string;
  readonly value: string;
  readonly reason?: string;
}

/** Refusals that pass: the value is good, the server is not ready for it. */
const passing: readonly RefusalCode[] = ['sign-in-needed', 'too-many-requests', 'storage-failed', 'unknown'];

/**
 * What was typed and is not with the server yet, by form and field. It is sent in the order it was typed; while the server
 * is away it waits here. A value that the server did not take stays in its field with the reason.
 */
export class Typing {
  readonly waiting = new SvelteMap<string, TypedValue>();
  readonly notTaken = new SvelteMap<string, { readonly value: string; readonly refusal: Refusal }>();

  static keyOf = (formId: string, key: string): string => `${formId} ${key}`;

  put(key: string, value: TypedValue): void {
    // Behind what was typed before it.
    this.waiting.delete(key);
    this.waiting.set(key, value);
    this.notTaken.delete(key);
  }

  /** What a field shows while the server has not answered; undefined when there is nothing of the kind. */
  shownFor(key: string): string | undefined {
    const waiting = this.waiting.get(key);
    // A correction stands beside the field, not in it.
    if (waiting !== undefined && waiting.reason === undefined) return waiting.value;
    return this.notTaken.get(key)?.value;
  }

  /**
   * Sends what waits, one after the other, until all is sent or something stands in the way: the server is away or out of
   * order (all waits on), or it will never take this value (which is let go).
   */
  async flush(
    send: (value: TypedValue) => Promise<Answer<CaseView>>,
    taken: (view: CaseView) => unknown,
  ): Promise<'sent' | { readonly waits: boolean; readonly refusal: Refusal | null }> {
    for (;;) {
      const [next] = this.waiting;
      if (next === undefined) return 'sent';
      const [key, typed] = next;
      const answer = await send(typed);
      if (answer.kind === 'away') return { waits: true, refusal: null };
      if (answer.kind === 'refused' && passing.includes(answer.refusal.code))
        return { waits: true, refusal: answer.refusal };
      // Typed over while it was on its way: the newer one is still to be sent.
      const same = this.waiting.get(key) === typed;
      if (same) this.waiting.delete(key);
      if (answer.kind === 'ok') taken(answer.value);
      else if (answer.refusal.code !== 'bad-request') return { waits: false, refusal: answer.refusal };
      else if (typed.reason !== undefined) return { waits: false, refusal: answer.refusal };
      else if (same) this.notTaken.set(key, { value: typed.value, refusal: answer.refusal });
    }
  }

  clear(): void {
    this.waiting.clear();
    this.notTaken.clear();
  }
}

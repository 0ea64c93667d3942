import { EmrtdError } from '../errors.ts';
import { inconclusive, type Check } from './verdict.ts';

/** A parsed value, or why there is none. Only the terminal's own errors are caught: a bug stays loud. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: EmrtdError };

export function attempt<T>(parse: () => T): Attempt<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof EmrtdError) return { ok: false, error };
    throw error;
  }
}

/** What an error of the terminal or a parser makes of the check it interrupted. Never a failure: see ADR 2. */
export function inconclusiveBecause(error: EmrtdError): Check {
  if (error.code === 'malformed' || error.code === 'limit' || error.code === 'bad-key')
    return inconclusive('malformed');
  return inconclusive(error.code === 'unsupported' ? 'unsupported' : 'card-error');
}

import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { Refusal, RefusalCode } from './error-codes.ts';
import { refusalCodes } from './error-codes.ts';

/** An error that is meant to cross a process border: a code and a field, never a stack or a value. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;
  constructor(code: RefusalCode, field?: string, cause?: unknown) {
    super(field === undefined ? code : `${code}: ${field}`, cause === undefined ? undefined : { cause });
    this.refusal = field === undefined ? { code } : { code, field };
  }
}

/** The one serializer: anything unknown becomes `unknown`. */
export function toRefusal(error: unknown): Refusal {
  return error instanceof RefusedError ? error.refusal : { code: 'unknown' };
}

/** Reads a refusal that came over a wire; an unheard-of code becomes `unknown`. */
export function parseRefusal(value: unknown): Refusal {
  if (typeof value !== 'object' || value === null) return { code: 'unknown' };
  const { code, field } = value as { code?: unknown; field?: unknown };
  const known = refusalCodes.find((candidate) => candidate === code) ?? 'unknown';
  return typeof field === 'string' ? { code: known, field } : { code: known };
}

/** What a log may say of any error: codes, step and status word, no content. */
export function describeForLog(error: unknown): Record<string, unknown> {
  if (error instanceof EmrtdError)
    return { name: error.name, code: error.code, step: error.step, sw: error.statusWord?.toString(16) };
  if (error instanceof RefusedError) return { name: error.name, ...error.refusal };
  if (error instanceof Error) return { name: error.name, code: (error as { code?: unknown }).code };
  return { name: 'unknown' };
}

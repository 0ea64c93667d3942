import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { z } from 'zod';

/** The value in its schema's shape, unknown members dropped. Throws RefusedError `bad-request` with the field's path. */
export function parseShape<S extends z.ZodType>(schema: S, value: unknown, under?: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = (parsed.error.issues[0]?.path ?? []).map(String);
  const field = [...(under === undefined ? [] : [under]), ...path].join('.').slice(0, 120);
  throw new RefusedError('bad-request', field === '' ? undefined : field);
}

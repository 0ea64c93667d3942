import type { Request } from 'express';

/** The first value of a name in the query, which express is told not to parse; undefined without one. */
export function queryOf(request: Request, name: string): string | undefined {
  const at = request.originalUrl.indexOf('?');
  if (at < 0) return undefined;
  return new URLSearchParams(request.originalUrl.slice(at + 1)).get(name) ?? undefined;
}

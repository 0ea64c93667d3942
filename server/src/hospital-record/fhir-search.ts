import { z } from 'zod';
import { httpPost, outcomeOfStatus } from '../http/http-post.ts';
import type { HospitalRecordSettings } from './settings.ts';

/** `away` may pass; `refused` is for whoever runs the systems. `code` is stable and holds nothing of a person. */
export type Told<T> =
  { readonly outcome: 'told'; readonly value: T } | { readonly outcome: 'away' | 'refused'; readonly code: string };

/** At most twenty resources of a type, as they came. A parameter may stand there twice: both must hold. */
export type FhirSearch = (
  type: string,
  query: readonly (readonly [name: string, value: string])[],
  /** Without it the settings' time-out. */
  signal?: AbortSignal,
) => Promise<Told<unknown[]>>;

/** More than anybody looks through. */
const most = 20;
/** A resource's own id (datatypes.html#id). */
export const fhirId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
/** A text that is dropped where it is none, or too long to be one. */
export const fhirLine = z.string().max(300).optional().catch(undefined);
const bundleSchema = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  entry: z
    .array(z.object({ resource: z.looseObject({ resourceType: z.string() }) }))
    .max(1000)
    .default([]),
});

/** Nothing can be told from an answer of another shape. */
export const malformed = { outcome: 'refused', code: 'malformed' } as const satisfies Told<never>;

/** The server's base without a slash at its end. */
export const baseOf = ({ url }: Pick<HospitalRecordSettings, 'url'>): string => url.replace(/\/$/, '');

/** FHIR R4 searches by POST (http.html §3.1.0.9.4): a person's number stands in no address, and so in no access log. */
export function createFhirSearch(settings: HospitalRecordSettings, authorization: string | undefined): FhirSearch {
  return async (type, query, signal = AbortSignal.timeout(settings.timeoutMs)) => {
    const reply = await httpPost(
      `${baseOf(settings)}/${type}/_search`,
      new URLSearchParams([...query.map(([name, value]) => [name, value]), ['_count', String(most)]]).toString(),
      {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/fhir+json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      signal,
    );
    if ('outcome' in reply) return { outcome: 'away', code: reply.code };
    const bad = outcomeOfStatus(reply.status);
    if (bad !== null) return { outcome: bad.outcome === 'refused' ? 'refused' : 'away', code: bad.code };
    try {
      const bundle = bundleSchema.parse(JSON.parse(reply.text));
      const ofType = bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
      return { outcome: 'told', value: ofType.slice(0, most) };
    } catch {
      // Cut at the size that is read, or no searchset.
      return malformed;
    }
  };
}

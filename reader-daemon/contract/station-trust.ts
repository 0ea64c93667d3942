/**
 * Server → station: whom the server trusts, as a whole. Public certificates and lists, nobody's data. Asked for when a
 * station connects, when trust has changed, and once an hour.
 */
import { z } from 'zod';

const digest = z.string().regex(/^[0-9A-F]{64}$/);
/** DER. */
const der = (most: number) => z.base64().min(4).max(most);

/** Digest of what the station has; null when it has none. */
export const trustWantedSchema = digest.nullable();

export const stationTrustSchema = z.object({
  /** Over all of it: tells whether a station has the same already, and whether it came whole. */
  digest,
  certificates: z.array(der(100_000)).max(5_000),
  /** Places in `certificates` of those that are anchors though they do not sign themselves. */
  pinned: z.array(z.number().int().min(0)).max(5_000),
  revocationLists: z.array(der(20_000_000)).max(1_000),
});
export type StationTrust = z.infer<typeof stationTrustSchema>;

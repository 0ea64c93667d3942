import { z } from 'zod';

const money = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number);
const code = z.union([z.string(), z.number()]).transform(String);
const entry = z.object({ ngayVao: z.string().nullish().catch(null), tBNCCTMCCT: money, tBNCCTLuyKe: money.nullish() });
const shape = z.object({
  MaKetQua: code,
  DataCCT: z.array(entry).max(5000).nullish(),
});

/** What a person paid of their own share this year, in đồng. */
export interface CoPayment {
  readonly code: string;
  /** The sum over the entries; 0 for 204 (no card *or* no co-payment). */
  readonly paid: number;
}

/** The answer of `TraCuuTienMCCT` (annex of CV 1839/CNTT-PM); null when it is not of the documented form. */
export function parseCoPaymentReply(json: unknown): CoPayment | null {
  const parsed = shape.safeParse(json);
  if (!parsed.success) return null;
  const entries = parsed.data.DataCCT ?? [];
  const running = entries.map(({ tBNCCTLuyKe }) => tBNCCTLuyKe ?? 0);
  const sum = entries.reduce((total, { tBNCCTMCCT }) => total + tBNCCTMCCT, 0);
  // Where the gateway keeps a running total it is the one that counts.
  return { code: parsed.data.MaKetQua, paid: Math.max(sum, ...running) };
}

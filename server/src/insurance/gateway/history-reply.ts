import { z } from 'zod';

const code = z.string().max(60).nullish().catch(null);
const stay = z.object({ maHoSo: code, maCSKCB: code, ngayVao: code, ngayRa: code });
const shape = z.object({ dsLichSuKCB2025: z.array(stay).max(5000).nullish() });

/** A stay elsewhere. Diagnoses and outcomes are left in the sealed raw reply: the check-in has no use for them. */
export interface Stay {
  readonly facility: string;
  /** `yyyyMMddHHmm`. */
  readonly arrivedAt: string;
  readonly leftAt: string | null;
}

/** The answer of `Lskcb2025`, newest first; null when it is not of the documented form. */
export function parseHistoryReply(json: unknown): Stay[] | null {
  const parsed = shape.safeParse(json);
  if (!parsed.success) return null;
  return (parsed.data.dsLichSuKCB2025 ?? [])
    .flatMap(({ maCSKCB, ngayVao, ngayRa }) =>
      typeof maCSKCB !== 'string' || typeof ngayVao !== 'string'
        ? []
        : [{ facility: maCSKCB, arrivedAt: ngayVao, leftAt: ngayRa ?? null }],
    )
    .sort((a, b) => b.arrivedAt.localeCompare(a.arrivedAt));
}

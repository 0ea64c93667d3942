import type { ClerkInsurance } from '@cccd-kiosk/contract/insurance-counter';
import { parseCoPaymentReply } from './gateway/co-payment-reply.ts';
import { parseHistoryReply } from './gateway/history-reply.ts';
import { parseLookUpReply } from './gateway/look-up-reply.ts';
import type { Evidence, EvidenceCall } from './outbox/evidence-repository.ts';

/** `yyyyMMddHHmm` as `yyyy-mm-dd hh:mm`. */
const written = (stamp: string): string =>
  stamp.replace(
    /^(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?.*$/,
    (_all, y, m, d, h = '', min = '') => `${y}-${m}-${d}${h === '' ? '' : ` ${h}:${min}`}`,
  );

/** The last good reply of a kind, from what was kept; null where there is none, or retention erased it. */
function lastReply(evidence: readonly Evidence[], call: EvidenceCall): unknown {
  const raw = evidence.findLast((one) => one.call === call && one.good)?.raw ?? null;
  try {
    return raw === null ? null : (JSON.parse(raw.reveal()) as unknown);
  } catch {
    // Cut at 64 KiB when it was kept: nothing can be told from it.
    return null;
  }
}

export const coPaidOf = (evidence: readonly Evidence[]): number | null =>
  parseCoPaymentReply(lastReply(evidence, 'co-payment'))?.paid ?? null;

/** What a clerk should ask about: a stay elsewhere that has no end, another house that looked the card up today. */
export function alertsOf(
  evidence: readonly Evidence[],
  own: { readonly facilityCode: string; readonly username: string },
  today: string,
): ClerkInsurance['alerts'] {
  const stays = (parseHistoryReply(lastReply(evidence, 'history')) ?? [])
    .filter(({ leftAt, facility }) => (leftAt ?? '') === '' && facility !== own.facilityCode)
    .map(({ facility, arrivedAt }) => ({ kind: 'open-stay' as const, where: facility, at: written(arrivedAt) }));
  const day = today.replaceAll('-', '');
  const looked = (parseLookUpReply(lastReply(evidence, 'look-up'))?.lookedUpBy ?? [])
    .filter(({ who, at }) => at.startsWith(day) && who !== own.username && !who.startsWith(own.facilityCode))
    .map(({ who, at }) => ({ kind: 'looked-up-today' as const, where: who, at: written(at) }));
  return [...stays, ...looked];
}

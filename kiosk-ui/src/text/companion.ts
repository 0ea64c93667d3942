import type { CompanionStep } from '@cccd-kiosk/contract/companion';
import type { KioskTextKey } from '@cccd-kiosk/contract/text/kiosk';

/** What stands on top of each step of a companion's way, and beneath it. */
export const companionKeys = {
  card: { title: 'companion.card', lead: 'companion.day' },
  'same-card': { title: 'companion.same', lead: 'companion.card' },
  relation: { title: 'companion.relation', lead: 'companion.day' },
  'not-taken': { title: 'companion.not-taken', lead: 'companion.desk' },
} as const satisfies Record<CompanionStep, { title: KioskTextKey; lead: KioskTextKey }>;

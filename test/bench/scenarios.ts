/** What is measured: one full reading for each kind of card and reader. */
import type { KeyInput } from '@cccd-kiosk/cccd/access-keys';
import { personById, printedOf, type Person, type VariantName } from '@cccd-kiosk/fixtures/world';

export interface BenchScenario {
  readonly name: string;
  readonly what: string;
  readonly person: Person;
  readonly variant: VariantName;
  readonly key: KeyInput;
}

/** The portrait that the targets speak of: 20 KB. */
export const benchPerson: Person = { ...personById('01-khuyen'), portraitBytes: 20_000 };
const printed = printedOf(benchPerson);
const byCan: KeyInput = { kind: 'can', can: printed.can };
const byMrz: KeyInput = { kind: 'mrz', text: printed.mrz };

const scenario = (name: string, what: string, variant: VariantName, key: KeyInput = byCan): BenchScenario => ({
  name,
  what,
  person: benchPerson,
  variant,
  key,
});

export const scenarios: readonly BenchScenario[] = [
  scenario('extended-32k', 'PACE with the CAN, extended APDUs, 32 KB at once', 'standard'),
  scenario('extended-2k', 'extended APDUs, 2 KB at once', 'extended-2k'),
  scenario('short-256', 'short APDUs', 'short-256'),
  scenario('short-223', 'short APDUs, at most 223 octets at once', 'short-223'),
  scenario('bac-3des', 'Basic Access Control, extended APDUs', 'bac-only', byMrz),
  scenario('aes-256', 'PACE and Chip Authentication with AES-256 on brainpoolP512r1', 'aes-256'),
  scenario('p256', 'PACE and Chip Authentication on NIST P-256', 'p256'),
];

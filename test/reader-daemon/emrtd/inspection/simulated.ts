/** A whole inspection of a simulated card, as the tests of this folder need it. */
import { accessKeys, type KeyInput } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import { concat, uintToBytes, utf8 } from '@cccd-kiosk/emrtd/bytes';
import { inspect, type Inspection, type InspectionInput } from '@cccd-kiosk/emrtd/inspection/inspect';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import type { CardTransport, RandomSource } from '@cccd-kiosk/emrtd/transport';
import { chipTransport, makeCard, printedOf, testTrust } from '@cccd-kiosk/fixtures/world';

export const now = new Date('2026-03-02T02:00:00Z');

/** Repeatable octets: SHA-256 in counter mode over a seed. */
export function seededRandom(seed: string): RandomSource {
  let counter = 0;
  return (length) => {
    let out: Uint8Array = new Uint8Array(0);
    while (out.length < length) out = concat(out, hash('SHA-256', utf8(seed), uintToBytes(counter++, 4)));
    return out.slice(0, length);
  };
}

export const testStore = (crl: 'fresh' | 'stale' | 'none' = 'fresh'): TrustStore =>
  loadTrustAnchors(testTrust({ now, crl })).store;

export function inputFor(
  transport: CardTransport,
  key: KeyInput,
  more: Partial<InspectionInput> = {},
): InspectionInput {
  const { keys, printed } = accessKeys(key);
  return {
    transport,
    keys,
    profile: cccdProfile(printed),
    trust: testStore(),
    simulation: true,
    now,
    clock: () => performance.now(),
    random: seededRandom('inspection'),
    ...more,
  };
}

export type CardOptions = Parameters<typeof makeCard>[0];

/** What a scanner sees of it: the code printed on a card, the zone of a passport. */
export function scannedKey({ person, fault }: CardOptions): KeyInput {
  const { qr, mrz } = printedOf(person, fault);
  return qr === '' ? { kind: 'mrz', text: mrz } : { kind: 'qr', text: qr };
}

/** The card's own printed QR is the key, unless another is given. */
export async function inspectCard(
  card: CardOptions,
  more: Partial<InspectionInput> = {},
  key?: KeyInput,
): Promise<Inspection> {
  const chip = await makeCard(card);
  chip.power('on');
  return inspect(inputFor(chipTransport(chip), key ?? scannedKey(card), more));
}

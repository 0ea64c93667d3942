import { randomBytes } from 'node:crypto';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import { makeEvidence, type EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { RemoteVerifier } from '@cccd-kiosk/emrtd/inspection/remote-proof';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { chipTransport, makeCard, printedOf, testTrust, type Person } from '@cccd-kiosk/fixtures/world';

const trust = loadTrustAnchors(testTrust()).store;

/** A whole reading through the real terminal, in process: the evidence that a daemon would submit. */
export async function readCard(order: {
  person: string | Person;
  fault?: string;
  nonce?: Uint8Array;
  stationId: string;
  readingId: string;
  verifier?: RemoteVerifier;
}): Promise<EvidenceRecord> {
  const { person, fault, nonce, stationId, readingId, verifier } = order;
  const { keys, printed } = accessKeys({ kind: 'qr', text: printedOf(person, fault).qr });
  const chip = await makeCard({ person, ...(fault === undefined ? {} : { fault }) });
  chip.power('on');
  const startedAt = new Date();
  const inspection = await inspect({
    transport: chipTransport(chip),
    keys,
    profile: cccdProfile(printed),
    trust,
    simulation: true,
    now: startedAt,
    clock: () => performance.now(),
    random: (length) => new Uint8Array(randomBytes(length)),
    ...(verifier === undefined ? {} : { verifier }),
    ...(nonce === undefined ? {} : { challenge: challengeFor(nonce, stationId, readingId) }),
  });
  const identity = { stationId, readingId, startedAt, finishedAt: new Date() };
  return makeEvidence(inspection, nonce === undefined ? identity : { ...identity, nonce });
}

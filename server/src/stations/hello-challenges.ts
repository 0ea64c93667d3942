import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { helloText } from '@cccd-kiosk/contract/station';
import { minutes } from '../clock.ts';

const limit = 10_000;

/** Challenges that a station signs to connect: single use, 60 s, kept in memory (a restart only costs one more hello). */
export interface HelloChallenges {
  issue(stationId: string, now: Date): string;
  /** True once for a challenge issued to this station within a minute. */
  take(stationId: string, challenge: string, now: Date): boolean;
}

export function createHelloChallenges(): HelloChallenges {
  const open = new Map<string, { stationId: string; until: number }>();
  return {
    issue(stationId, now) {
      for (const [challenge, { until }] of open) {
        if (until > now.getTime() && open.size < limit) break;
        open.delete(challenge);
      }
      const challenge = randomBytes(32).toString('base64');
      open.set(challenge, { stationId, until: now.getTime() + minutes(1) });
      return challenge;
    },
    take(stationId, challenge, now) {
      const found = open.get(challenge);
      if (found === undefined || found.stationId !== stationId) return false;
      open.delete(challenge);
      return found.until > now.getTime();
    },
  };
}

/** Checks an Ed25519 signature over UTF-8 text; never throws. */
export function verifySignature(publicKey: Uint8Array, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    // Whatever does not even parse as a signature is not one.
    return false;
  }
}

export const signedHello = (publicKey: Uint8Array, stationId: string, challenge: string, signature: string): boolean =>
  verifySignature(publicKey, helloText(stationId, challenge), signature);

/** True for a SubjectPublicKeyInfo of an Ed25519 key: any other kind would be verified by other rules. */
export function isEd25519(publicKey: Uint8Array): boolean {
  try {
    return (
      createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }).asymmetricKeyType === 'ed25519'
    );
  } catch {
    return false;
  }
}

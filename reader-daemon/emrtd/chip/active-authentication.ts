/** Active Authentication, 9303-11 §6.1: the chip signs a challenge with a key that it cannot give away. */
import { concat, equal } from '../bytes.ts';
import { verifyEcdsa } from '../crypto/ecdsa.ts';
import { encodePoint } from '../crypto/ec.ts';
import { hash, hashLength, hashNames, type HashName } from '../crypto/hash.ts';
import { openIso9796 } from '../crypto/iso9796.ts';
import { rsaPublicKey } from '../crypto/rsa.ts';
import { EmrtdError } from '../errors.ts';
import { shortLimits } from '../iso7816/command-apdu.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { internalAuthenticate } from '../iso7816/commands.ts';
import { showStatusWord, sw } from '../iso7816/status-word.ts';
import { parseSubjectPublicKeyInfo } from '../lds/subject-public-key-info.ts';
import { oids } from '../oid.ts';
import { chipPublicKey } from './chip-public-key.ts';

/** RND.IFD, 9303-11 §6.1.2. */
export const challengeLength = 8;

export type ActiveAuthenticationAnswer =
  | { readonly verified: true; readonly algorithm: 'RSA' | 'ECDSA'; readonly hash: HashName }
  | {
      readonly verified: false;
      /** `answer-invalid` and `weak-key` speak against the chip; the others say that nothing could be decided. */
      readonly reason: 'answer-invalid' | 'weak-key' | 'malformed' | 'unsupported';
    };

export interface ActiveAuthenticationRecord {
  /** SubjectPublicKeyInfo of EF.DG15. */
  readonly publicKeyInfo: Uint8Array;
  readonly challenge: Uint8Array;
  readonly response: Uint8Array;
  /** From EF.DG14's ActiveAuthenticationInfo; names the hash where the key is an elliptic-curve one. */
  readonly signatureAlgorithm?: string;
}

/** INTERNAL AUTHENTICATE over 8 octets. Throws `status-word` where the chip refuses. */
export async function exchangeActiveAuthentication(session: CardSession, challenge: Uint8Array): Promise<Uint8Array> {
  if (challenge.length !== challengeLength) throw new RangeError('active authentication: 8 octets are due');
  // 256 octets of RSA-2048 grow past a short answer under secure messaging: extended length saves the GET RESPONSE.
  const extended = session.limits.extended === 'works';
  const le = extended ? Math.max(session.limits.answer, shortLimits.answer) : shortLimits.answer;
  const command = { ...internalAuthenticate(challenge, le), extended };
  const response = await session.send(command, 'active-authentication');
  if (response.sw === sw.ok) return response.data;
  throw new EmrtdError('status-word', `active authentication refused: ${showStatusWord(response.sw)}`, {
    step: 'active-authentication',
    statusWord: response.sw,
  });
}

/** Judges an answer; works as well on a record, long after. Never throws on octets of the card's. */
export function verifyActiveAuthentication(record: ActiveAuthenticationRecord): ActiveAuthenticationAnswer {
  try {
    const key = parseSubjectPublicKeyInfo(record.publicKeyInfo);
    return key.kind === 'rsa' ? verifyRsa(key, record) : verifyEc(record);
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    if (error.code === 'bad-key') return { verified: false, reason: 'weak-key' };
    return { verified: false, reason: error.code === 'unsupported' ? 'unsupported' : 'malformed' };
  }
}

const invalid: ActiveAuthenticationAnswer = { verified: false, reason: 'answer-invalid' };

/** ISO/IEC 9796-2 scheme 1: M = M1 ‖ challenge, M1 recovered from the signature. */
function verifyRsa(
  { modulus, exponent }: { modulus: Uint8Array; exponent: Uint8Array },
  { challenge, response }: ActiveAuthenticationRecord,
): ActiveAuthenticationAnswer {
  const key = rsaPublicKey(modulus, exponent);
  try {
    const { hash: name, digest, m1 } = openIso9796(key, response);
    const isSigned = equal(hash(name, concat(m1, challenge)), digest);
    return isSigned ? { verified: true, algorithm: 'RSA', hash: name } : invalid;
  } catch (error) {
    // Octets that do not open under the key are a wrong answer, not an unreadable one.
    if (error instanceof EmrtdError && error.code === 'malformed') return invalid;
    throw error;
  }
}

/** BSI TR-03111 §5.2.1, ecdsa-plain-SHA…: the last arc. */
const plainHashes: Readonly<Record<string, HashName>> = {
  1: 'SHA-1',
  2: 'SHA-224',
  3: 'SHA-256',
  4: 'SHA-384',
  5: 'SHA-512',
};

function verifyEc({ publicKeyInfo, challenge, response, signatureAlgorithm }: ActiveAuthenticationRecord) {
  const { curve, point } = chipPublicKey(publicKeyInfo);
  const publicKey = encodePoint(curve, point);
  const stated = statedHash(signatureAlgorithm);
  // Without a statement the longest hash that fits the curve is the likely one; a mismatch then decides nothing.
  const name = stated ?? hashNames.findLast((candidate) => hashLength(candidate) <= curve.orderLength) ?? 'SHA-1';
  // Some chips answer with the DER form in spite of the standard.
  const encoding = response.length === 2 * curve.orderLength ? 'plain' : 'der';
  if (verifyEcdsa({ curve, publicKey, hash: name, message: challenge, signature: response, encoding }))
    return { verified: true, algorithm: 'ECDSA', hash: name } as const;
  return stated === undefined ? ({ verified: false, reason: 'unsupported' } as const) : invalid;
}

/** X9.62 names of the same algorithms, which some issuers state instead. */
const x962Hashes: Readonly<Record<string, HashName>> = {
  [oids.ecdsaWithSha1]: 'SHA-1',
  [oids.ecdsaWithSha224]: 'SHA-224',
  [oids.ecdsaWithSha256]: 'SHA-256',
  [oids.ecdsaWithSha384]: 'SHA-384',
  [oids.ecdsaWithSha512]: 'SHA-512',
};

/** `undefined` where EF.DG14 says nothing; throws `unsupported` for an algorithm that is not ECDSA. */
function statedHash(signatureAlgorithm: string | undefined): HashName | undefined {
  if (signatureAlgorithm === undefined) return undefined;
  const prefix = `${oids.bsiEcdsaPlain}.`;
  const name = signatureAlgorithm.startsWith(prefix)
    ? plainHashes[signatureAlgorithm.slice(prefix.length)]
    : x962Hashes[signatureAlgorithm];
  if (name === undefined) throw new EmrtdError('unsupported', 'active authentication: signature algorithm');
  return name;
}

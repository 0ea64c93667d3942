/** EMSA-PSS verification (RFC 8017 §9.1.2) with a mask hash of its own. */
import { concat, equal, uintToBytes } from '../bytes.ts';
import { hash as digest, hashLength, type HashName } from './hash.ts';

/** MGF1, RFC 8017 §B.2.1. */
function mgf1(hash: HashName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0; counter * hashLength(hash) < length; counter++)
    blocks.push(digest(hash, seed, uintToBytes(counter, 4)));
  return concat(...blocks).subarray(0, length);
}

/** Does the encoded message EM (right-aligned in `encoded`) of `bits` bits hold `messageDigest`? */
export function encodedPssMatches(
  encoded: Uint8Array,
  bits: number,
  messageDigest: Uint8Array,
  { hash, mgfHash, saltLength }: { hash: HashName; mgfHash: HashName; saltLength: number },
): boolean {
  const length = Math.ceil(bits / 8);
  const em = encoded.subarray(encoded.length - length);
  if (encoded.subarray(0, encoded.length - length).some((octet) => octet !== 0)) return false;
  const hLength = hashLength(hash);
  const dbLength = length - hLength - 1;
  if (dbLength < saltLength + 1 || em.at(-1) !== 0xbc) return false;
  const h = em.subarray(dbLength, dbLength + hLength);
  const topMask = 0xff >>> (8 * length - bits);
  if (((em[0] ?? 0) & ~topMask) !== 0) return false;
  const mask = mgf1(mgfHash, h, dbLength);
  const db = em.slice(0, dbLength).map((octet, i) => octet ^ (mask[i] ?? 0));
  db[0] = (db[0] ?? 0) & topMask;
  const one = dbLength - saltLength - 1;
  if (db[one] !== 0x01 || db.subarray(0, one).some((octet) => octet !== 0)) return false;
  return equal(h, digest(hash, new Uint8Array(8), messageDigest, db.subarray(one + 1)));
}

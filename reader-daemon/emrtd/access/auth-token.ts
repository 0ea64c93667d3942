/** The authentication token of PACE, 9303-11 §4.4.3.4: a MAC over the other side's ephemeral public key. */
import { cmac } from '../crypto/cmac.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { pad } from '../crypto/padding.ts';
import { retailMac } from '../crypto/retail-mac.ts';
import { encodeOid } from '../oid.ts';
import { encodeTlv } from '../tlv.ts';

/** 7F49 {06 protocol, 86 point}: the public-key data object without domain parameters. */
export function tokenInput(oid: string, publicKey: Uint8Array): Uint8Array {
  return encodeTlv(0x7f49, [encodeTlv(0x06, encodeOid(oid)), encodeTlv(0x86, publicKey)]);
}

/** 8 octets. CMAC pads by itself; the retail MAC needs padding method 2. */
export function authToken(cipher: CipherName, kMac: Uint8Array, oid: string, publicKey: Uint8Array): Uint8Array {
  const input = tokenInput(oid, publicKey);
  return cipher === '3DES' ? retailMac(kMac, pad(input, 8)) : cmac(kMac, input).slice(0, 8);
}

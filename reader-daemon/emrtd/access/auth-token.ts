/** The authentication token of PACE, 9303-11 §4.4.3.4: a MAC over the other side's ephemeral public key. */
import { cmac } from '../crypto/cmac.ts';
import type { Domain } from '../crypto/domain.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { pad } from '../crypto/padding.ts';
import { retailMac } from '../crypto/retail-mac.ts';
import { encodeOid } from '../oid.ts';
import { encodeTlv } from '../tlv.ts';

type Agreement = Domain['agreement'];

/** The object of a public value, 9303-11 §9.4.3 and §9.4.4. */
const publicKeyTag: Readonly<Record<Agreement, number>> = { DH: 0x84, ECDH: 0x86 };

/** 7F49 {06 protocol, 84 or 86 key}: the public-key data object without domain parameters. */
export function tokenInput(oid: string, agreement: Agreement, publicKey: Uint8Array): Uint8Array {
  return encodeTlv(0x7f49, [encodeTlv(0x06, encodeOid(oid)), encodeTlv(publicKeyTag[agreement], publicKey)]);
}

/** `tokenInput` under K_mac, 8 octets. CMAC pads by itself; the retail MAC needs padding method 2. */
export function authToken(cipher: CipherName, kMac: Uint8Array, input: Uint8Array): Uint8Array {
  return cipher === '3DES' ? retailMac(kMac, pad(input, 8)) : cmac(kMac, input).slice(0, 8);
}

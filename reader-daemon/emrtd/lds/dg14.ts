/** EF.DG14 (9303-10 §4.7.14): the signed SecurityInfos. */
import { readOneTlv } from '../tlv.ts';
import { parseSecurityInfos, type SecurityInfos } from './security-infos.ts';

/** Throws `malformed` or `limit`. The SET's own octets are in `raw`; the hash covers the file. */
export const parseDg14 = (bytes: Uint8Array): SecurityInfos => parseSecurityInfos(readOneTlv(bytes, 0x6e).value);

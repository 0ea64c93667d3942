/** EF.CardAccess (9303-11 §9.2.8): readable before access is opened, therefore unprotected and unsigned. */
import { parseSecurityInfos, type SecurityInfos } from './security-infos.ts';

/** The file is the bare SET of SecurityInfos. Throws `malformed` or `limit`. */
export const parseCardAccess = (bytes: Uint8Array): SecurityInfos => parseSecurityInfos(bytes);

import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Draft } from './draft.ts';
import { checkInXml, signedListXml } from './xml.ts';

/** Signs for the facility (CHUKYDONVI). Formats are the portal's and not public: every site brings its own adapter. */
export interface FacilitySignature {
  /** Over the list's exact octets, UTF-8; what is put between the CHUKYDONVI tags. */
  sign(list: Uint8Array, signal: AbortSignal): Promise<string>;
}

/**
 * A whole message, signed, UTF-8. Throws RefusedError `bad-request` that names the first field that is missing or does not
 * fit: an incomplete message never leaves.
 */
export async function signedMessage(
  draft: Draft,
  signature: FacilitySignature,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const fault = draft.faults[0]?.field ?? draft.missing[0];
  if (fault !== undefined) throw new RefusedError('bad-request', fault);
  const list = Buffer.from(signedListXml(draft.fields), 'utf8');
  const signed = await signature.sign(new Uint8Array(list), signal);
  return Buffer.from(checkInXml(draft.fields, signed), 'utf8');
}

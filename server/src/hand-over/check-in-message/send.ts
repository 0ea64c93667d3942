import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Draft } from './draft.ts';
import { checkInXml, signedListXml } from './xml.ts';

/** Signs for the facility (CHUKYDONVI). Formats are the portal's and not public: every site brings its own adapter. */
export interface FacilitySignature {
  /** Over the list's exact octets, UTF-8; what is put between the CHUKYDONVI tags. */
  sign(list: Uint8Array): Promise<string>;
}

/** The insurance portal's receipt of a check-in message. Implemented beside the gateway's other calls. */
export interface CheckInTransport {
  /** Resolves with the portal's transaction number (maGiaoDich); rejects as the gateway's calls do. */
  sendCheckIn(xml: string): Promise<{ readonly transaction: string }>;
}

/**
 * Signs and sends a whole message. Throws RefusedError `bad-request` that names the first field that is missing or does
 * not fit: an incomplete message never leaves.
 */
export async function sendCheckIn(
  draft: Draft,
  parts: { readonly signature: FacilitySignature; readonly transport: CheckInTransport },
): Promise<{ readonly transaction: string }> {
  const fault = draft.faults[0]?.field ?? draft.missing[0];
  if (fault !== undefined) throw new RefusedError('bad-request', fault);
  const list = Buffer.from(signedListXml(draft.fields), 'utf8');
  const signature = await parts.signature.sign(new Uint8Array(list));
  return parts.transport.sendCheckIn(checkInXml(draft.fields, signature));
}

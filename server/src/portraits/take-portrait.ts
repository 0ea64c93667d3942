import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import type { PortraitDecoder } from './decoder.ts';
import type { PortraitStore } from './portrait-store.ts';

/** From a proven DG2 to a portrait in memory; true when there is one. Follows the check-in and never harms it. */
export function createTakePortrait(parts: {
  decoder: PortraitDecoder;
  portraits: PortraitStore;
  now: () => Date;
}): (visitId: string, dg2: Uint8Array) => Promise<boolean> {
  const { decoder, portraits, now } = parts;
  return async (visitId, dg2) => {
    let face;
    try {
      face = parseDg2(dg2).faces[0];
    } catch {
      // Signed but not understood: the card has no photo for us.
      return false;
    }
    const jpeg = face === undefined ? null : await decoder.decode(face);
    if (jpeg !== null) portraits.put(visitId, jpeg, now());
    return jpeg !== null;
  };
}

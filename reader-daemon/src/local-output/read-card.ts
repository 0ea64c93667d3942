/** A card that was read, as programs on the same computer are told of it. */
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import type { Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';

export interface ReadCard {
  readonly reader: string;
  /** The station's own verdict. */
  readonly overall: Overall;
  readonly fields: Dg13Fields;
  /** The picture as the chip has it, JPEG or JPEG 2000. */
  readonly portrait: Uint8Array | null;
  /** As they came. Wiped soon after: an output copies what it needs. */
  readonly files: ReadonlyMap<FileName, Uint8Array>;
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof EmrtdError) return null;
    throw error;
  }
}

/** Null for a card without the citizen's fields (DG13): what hangs on these outputs knows no other. */
export function readCardOf(
  reader: string,
  overall: Overall,
  files: ReadonlyMap<FileName, Uint8Array>,
): ReadCard | null {
  const [dg2, dg13] = [files.get('DG2'), files.get('DG13')];
  const fields = dg13 === undefined ? null : orNull(() => parseDg13(dg13));
  if (fields === null || fields.personalNumber === null) return null;
  const portrait = dg2 === undefined ? null : orNull(() => parseDg2(dg2).faces[0]?.image ?? null);
  return { reader, overall, fields, portrait, files };
}

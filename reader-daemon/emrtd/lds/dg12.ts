/** EF.DG12 (9303-10 §4.7.12): additional document details, each of them optional. */
import { readOneTlv, readTlvs } from '../tlv.ts';
import { field, present, readDate, readDateTime, readName, readTagList, readText, repeated } from './text-field.ts';
import type { FieldName, Present } from './text-field.ts';

interface Details {
  readonly issuingAuthority: string | undefined;
  /** `YYYYMMDD`. */
  readonly dateOfIssue: string | undefined;
  readonly endorsements: string | undefined;
  readonly taxOrExitRequirements: string | undefined;
  /** Pictures of the document, never decoded here. */
  readonly frontImage: Uint8Array | undefined;
  readonly rearImage: Uint8Array | undefined;
  /** `YYYYMMDDhhmmss`. */
  readonly personalisedAt: string | undefined;
  readonly personalisationSystem: string | undefined;
}

export type Dg12 = Present<Details> & {
  readonly otherPersons: readonly FieldName[];
  /** Tags that the file's own list promises. */
  readonly tags: readonly number[];
  readonly bytes: Uint8Array;
};

const maxOtherPersons = 16;

/** Throws `malformed` or `limit`. Unknown fields are left alone. */
export function parseDg12(bytes: Uint8Array): Dg12 {
  const items = readTlvs(readOneTlv(bytes, 0x6c).value);
  return {
    ...present<Details>({
      issuingAuthority: field(items, 0x5f19, readText),
      dateOfIssue: field(items, 0x5f26, readDate),
      endorsements: field(items, 0x5f1b, readText),
      taxOrExitRequirements: field(items, 0x5f1c, readText),
      frontImage: field(items, 0x5f1d, (value) => value),
      rearImage: field(items, 0x5f1e, (value) => value),
      personalisedAt: field(items, 0x5f55, readDateTime),
      personalisationSystem: field(items, 0x5f56, readText),
    }),
    otherPersons: repeated(items, 0x5f1a, maxOtherPersons).map(readName),
    tags: field(items, 0x5c, readTagList) ?? [],
    bytes,
  };
}

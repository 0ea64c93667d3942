/** EF.DG11 (9303-10 §4.7.11): additional personal details, each of them optional. */
import { readOneTlv, readTlvs } from '../tlv.ts';
import { field, present, readDate, readName, readParts, readTagList, readText, repeated } from './text-field.ts';
import type { FieldName, Present } from './text-field.ts';

interface Details {
  /** Full name in national characters. */
  readonly fullName: FieldName | undefined;
  readonly personalNumber: string | undefined;
  /** `YYYYMMDD`. */
  readonly dateOfBirth: string | undefined;
  readonly placeOfBirth: readonly string[] | undefined;
  readonly permanentAddress: readonly string[] | undefined;
  readonly telephone: string | undefined;
  readonly profession: string | undefined;
  readonly title: string | undefined;
  readonly personalSummary: string | undefined;
  /** A picture, never decoded here. */
  readonly proofOfCitizenship: Uint8Array | undefined;
  readonly otherDocumentNumbers: readonly string[] | undefined;
  readonly custody: string | undefined;
}

export type Dg11 = Present<Details> & {
  readonly otherNames: readonly FieldName[];
  /** Tags that the file's own list promises. */
  readonly tags: readonly number[];
  readonly bytes: Uint8Array;
};

const maxOtherNames = 16;

/** Throws `malformed` or `limit`. Unknown fields are left alone. */
export function parseDg11(bytes: Uint8Array): Dg11 {
  const items = readTlvs(readOneTlv(bytes, 0x6b).value);
  return {
    ...present<Details>({
      fullName: field(items, 0x5f0e, readName),
      personalNumber: field(items, 0x5f10, readText),
      dateOfBirth: field(items, 0x5f2b, readDate),
      placeOfBirth: field(items, 0x5f11, readParts),
      permanentAddress: field(items, 0x5f42, readParts),
      telephone: field(items, 0x5f12, readText),
      profession: field(items, 0x5f13, readText),
      title: field(items, 0x5f14, readText),
      personalSummary: field(items, 0x5f15, readText),
      proofOfCitizenship: field(items, 0x5f16, (value) => value),
      otherDocumentNumbers: field(items, 0x5f17, readParts),
      custody: field(items, 0x5f18, readText),
    }),
    otherNames: repeated(items, 0x5f0f, maxOtherNames).map(readName),
    tags: field(items, 0x5c, readTagList) ?? [],
    bytes,
  };
}

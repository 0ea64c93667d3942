/** EF.DG16 (9303-10 §4.7.16): persons to notify. */
import { EmrtdError } from '../errors.ts';
import { readOneTlv, readTlvs } from '../tlv.ts';
import { field, present, readDate, readName, readParts, readText, type FieldName, type Present } from './text-field.ts';

interface Details {
  /** When it was recorded, `YYYYMMDD`. */
  readonly recordedOn: string | undefined;
  readonly name: FieldName | undefined;
  readonly telephone: string | undefined;
  readonly address: readonly string[] | undefined;
}

export type PersonToNotify = Present<Details>;

export interface Dg16 {
  readonly persons: readonly PersonToNotify[];
  readonly bytes: Uint8Array;
}

/** One template per person, `A1` to at most `AE`: one octet of tag holds no more. */
const [firstTemplate, lastTemplate] = [0xa1, 0xae];

/** Throws `malformed` or `limit`. The count that precedes the templates is not believed over the templates. */
export function parseDg16(bytes: Uint8Array): Dg16 {
  const templates = readTlvs(readOneTlv(bytes, 0x70).value).filter(
    ({ tag }) => tag >= firstTemplate && tag <= lastTemplate,
  );
  if (templates.length > lastTemplate - firstTemplate + 1)
    throw new EmrtdError('limit', 'DG16: too many persons', { step: 'parse' });
  const persons = templates.map((template) => {
    const items = readTlvs(template.value);
    return present<Details>({
      recordedOn: field(items, 0x5f50, readDate),
      name: field(items, 0x5f51, readName),
      telephone: field(items, 0x5f52, readText),
      address: field(items, 0x5f53, readParts),
    });
  });
  return { persons, bytes };
}

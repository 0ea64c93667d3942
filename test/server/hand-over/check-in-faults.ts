import { validateXML } from 'xmllint-wasm';
import { checkInSchema } from '@cccd-kiosk/server/src/hand-over/check-in-message/schema';

/** What xmllint says of a check-in message against the schema made from the 26 fields; nothing when it is whole. */
export async function faultsOfCheckIn(xml: string): Promise<string[]> {
  const { valid, errors } = await validateXML({
    xml: [{ fileName: 'message.xml', contents: xml }],
    schema: [{ fileName: 'schema.xsd', contents: checkInSchema() }],
  });
  return valid ? [] : errors.map(({ message }) => message);
}

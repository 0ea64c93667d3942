/** EF.CVCA (TR-03110-1 v1.11, A.1.2): the references of the one or two CVCA keys that the chip trusts. */
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { readBinary, readBinaryBySfi, selectFile } from '../iso7816/commands.ts';
import { treatmentOf } from '../iso7816/quirks.ts';
import { showStatusWord, sw, type StatusWord } from '../iso7816/status-word.ts';
import { readTlv } from '../tlv.ts';
import { readReference } from './cv-certificate.ts';

const [fid, sfi] = [0x011c, 0x1c];
/** Two references of 16 characters with their headers; shorter ones are filled up with zeros. */
const fileLength = 36;

/** The most recent reference first. Throws `malformed`. */
export function parseCvca(bytes: Uint8Array): readonly string[] {
  const references: string[] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] !== 0x00 && references.length < 2) {
    const { tlv, next } = readTlv(bytes, at);
    if (tlv.tag !== 0x42) throw malformed();
    references.push(readReference(tlv.value));
    at = next;
  }
  if (references.length === 0 || bytes.subarray(at).some((octet) => octet !== 0)) throw malformed();
  return references;
}

const malformed = (): EmrtdError => new EmrtdError('malformed', 'EF.CVCA: not references', { step: 'parse' });
const wasRead = (status: StatusWord): boolean => status === sw.ok || treatmentOf('read', status) === 'take-data';

/** Reads the file of the selected application, inside the channel. Throws `status-word`, `malformed`. */
export async function readCvca(session: CardSession): Promise<readonly string[]> {
  const step = 'terminal-authentication';
  let response = await session.send(readBinaryBySfi(sfi, 0, fileLength), step);
  if (!wasRead(response.sw)) {
    // Some chips know the file by its identifier alone.
    const selected = await session.send(selectFile(fid), step);
    if (selected.sw === sw.ok) response = await session.send(readBinary(0, fileLength), step);
  }
  if (wasRead(response.sw)) return parseCvca(response.data);
  throw new EmrtdError('status-word', `EF.CVCA refused: ${showStatusWord(response.sw)}`, {
    step,
    statusWord: response.sw,
  });
}

/**
 * Files that a reading leaves alone unless it is asked for them: the least is read (9303-10 §4.7.7, §4.7.11, §4.7.12,
 * §4.7.16; §3.11 for the two of the master file).
 */
import { concat } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { readBinary, selectFile } from '../iso7816/commands.ts';
import { treatmentOf } from '../iso7816/quirks.ts';
import { sw, type StatusWord } from '../iso7816/status-word.ts';
import { efAtrInfoFile, parseAtrInfo } from '../lds/ef-atr-info.ts';
import { efDirFile, parseDir } from '../lds/ef-dir.ts';
import type { FileRefusal } from './file-refusal.ts';

/** Unsigned, outside every channel, readable by anybody. */
export const masterFileNames = ['ATR/INFO', 'DIR'] as const;
export type MasterFileName = (typeof masterFileNames)[number];

/** Signature or usual mark, further personal details, further details of the document, persons to notify. */
export const furtherDataGroups = ['DG7', 'DG11', 'DG12', 'DG16'] as const;
export type FurtherDataGroup = (typeof furtherDataGroups)[number];

export const furtherFiles = [...masterFileNames, ...furtherDataGroups] as const;
export type FurtherFile = (typeof furtherFiles)[number];

export const isFurtherFile = (name: string): name is FurtherFile => furtherFiles.some((known) => known === name);
export const isMasterFile = (name: string): name is MasterFileName => masterFileNames.some((known) => known === name);

/** The file as the chip gave it, padding included; or why it is not there. */
export type MasterFile = Uint8Array | FileRefusal;

/** Both are a handful of octets; whoever gives more is cut off. */
const maxBytes = 0x800;
/** One short answer: whether the card takes more is not known to hold for these files. */
const chunk = 0x100;

const whereAndHow = {
  'ATR/INFO': { fid: efAtrInfoFile.fid, parse: parseAtrInfo },
  DIR: { fid: efDirFile.fid, parse: parseDir },
} as const;

/**
 * Several data objects and padding, so that no outermost length says where the file ends: it is read until the card
 * gives less than was asked for. Throws only what ends the sitting: a lost card.
 */
export async function readMasterFile(session: CardSession, name: MasterFileName): Promise<MasterFile> {
  const { fid, parse } = whereAndHow[name];
  const selected = await session.send(selectFile(fid), 'read-file');
  if (selected.sw !== sw.ok) return refusalOf(selected.sw);
  let bytes: Uint8Array = new Uint8Array(0);
  while (bytes.length < maxBytes) {
    const { sw: status, data } = await session.send(readBinary(bytes.length, chunk), 'read-file');
    const isData = status === sw.ok || treatmentOf('read', status) === 'take-data';
    if (!isData && bytes.length === 0) return refusalOf(status);
    bytes = concat(bytes, isData ? data : new Uint8Array(0));
    if (!isData || data.length < chunk) return parsed(bytes, parse);
  }
  return 'malformed';
}

function refusalOf(status: StatusWord): FileRefusal {
  const treatment = treatmentOf('file', status);
  return treatment === 'absent' || treatment === 'denied' ? treatment : 'card-error';
}

function parsed(bytes: Uint8Array, parse: (bytes: Uint8Array) => unknown): MasterFile {
  try {
    parse(bytes);
    return bytes;
  } catch (error) {
    if (error instanceof EmrtdError) return 'malformed';
    throw error;
  }
}

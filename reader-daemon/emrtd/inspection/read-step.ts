import { EmrtdError } from '../errors.ts';
import { readFile } from '../iso7816/read-file.ts';
import { equal } from '../bytes.ts';
import { fileNamed, type FileName } from '../lds/files.ts';
import type { FileRefusal } from './file-refusal.ts';
import type { Phase } from './progress.ts';
import type { ReadingMemory } from './reading-memory.ts';
import type { Sitting } from './sitting.ts';
import { failed, passed } from './verdict.ts';

/** No file of a travel document comes near this; a portrait is asked to stay under 64 KB. */
const maxFileBytes = 0x2_0000;
/** All files of one card (TR-03110 readers agree on less). */
const maxCardBytes = 0x10_0000;

const phaseOf = (file: FileName): Phase => (file === 'DG2' ? 'portrait' : 'data');

/** Without the machine readable zone there is nobody to speak of. */
const indispensable: FileName = 'DG1';

/** A file's own fault, which leaves the rest readable; anything else ends the sitting. */
function refusalOf(error: unknown, file: FileName): FileRefusal {
  if (error instanceof EmrtdError && file !== indispensable) {
    if (error.code === 'malformed' || error.code === 'limit') return 'malformed';
    if (error.code === 'status-word') return 'card-error';
  }
  throw error;
}

async function readOrRefuse(sitting: Sitting, file: FileName): Promise<Uint8Array | FileRefusal> {
  const held = [...sitting.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const prefix = sitting.partial.get(file);
  try {
    const result = await readFile(sitting.session, fileNamed(file), {
      maxBytes: Math.max(0, Math.min(maxFileBytes, maxCardBytes - held)),
      ...(prefix && { prefix }),
      onBytes: (soFar, total) => {
        sitting.partial.set(file, soFar);
        sitting.advance(phaseOf(file), file, soFar.length, total);
      },
    });
    sitting.partial.delete(file);
    return result.status === 'read' ? result.bytes : result.status;
  } catch (error) {
    const refusal = refusalOf(error, file);
    sitting.partial.delete(file);
    return refusal;
  }
}

/** One file: into `files`, or into `refusals` with its reason. Held ones are passed over. */
export async function readStep(
  sitting: Sitting,
  file: FileName,
  onFile?: (file: FileName, bytes: Uint8Array) => void,
): Promise<void> {
  if (sitting.files.has(file) || sitting.refusals.has(file)) return;
  sitting.advance(phaseOf(file), file);
  const got = await readOrRefuse(sitting, file);
  if (typeof got === 'string') {
    sitting.refusals.set(file, got);
    return;
  }
  sitting.files.set(file, got);
  sitting.advance(phaseOf(file), file, got.length, got.length);
  onFile?.(file, got);
}

/** After EF.SOD was read on a resumed reading: the same octets, the same card (ADR: what "same card" means). */
export function recogniseCard(sitting: Sitting, memory: ReadingMemory): void {
  const sod = sitting.files.get('SOD');
  if (sod !== undefined && sitting.expectedSod !== undefined && equal(sod, sitting.expectedSod)) sitting.recall(memory);
}

/**
 * EF.COM right after Chip Authentication: whatever the protected answer says, that it came through the new channel
 * proves that the chip holds the private key. It is read again for that when it is held from an earlier sitting.
 */
export async function readComAsProof(
  sitting: Sitting,
  onFile?: (file: FileName, bytes: Uint8Array) => void,
): Promise<void> {
  if (!sitting.channelUnproven) return readStep(sitting, 'COM', onFile);
  sitting.files.delete('COM');
  sitting.refusals.delete('COM');
  try {
    await readStep(sitting, 'COM', onFile);
    sitting.proofs['chip-authentication'] = passed;
  } catch (error) {
    if (!(error instanceof EmrtdError) || error.code !== 'channel-lost') throw error;
    sitting.proofs['chip-authentication'] = failed('channel-not-opened');
    sitting.channelClosed = true;
  }
  sitting.channelUnproven = false;
}

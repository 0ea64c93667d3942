import type { DocumentProfile } from '@cccd-kiosk/emrtd/inspection/document-profile';
import type { Standards } from '@cccd-kiosk/emrtd/inspection/judge';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { readFolder } from './folders.ts';
import type { Words } from './command.ts';

export const standardWords = { texts: ['trust'], flags: ['simulation'] } as const;

/** `--trust DIR` and `--simulation`. An empty folder trusts nobody. */
export async function standardsFrom(words: Words, profile: DocumentProfile): Promise<Standards> {
  const { store } = loadTrustAnchors(await readFolder(words.required('trust')));
  return { profile, trust: store, simulation: words.flag('simulation'), now: new Date() };
}

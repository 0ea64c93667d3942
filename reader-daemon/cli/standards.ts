import type { DocumentProfile } from '@cccd-kiosk/emrtd/inspection/document-profile';
import type { Standards } from '@cccd-kiosk/emrtd/inspection/judge';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { readFolder } from './folders.ts';
import type { Words } from './command.ts';

export const standardWords = { texts: ['trust'], flags: ['simulation'] } as const;

/** `--trust DIR` and `--simulation`. An empty folder trusts nobody; what could not be used is said. */
export async function standardsFrom(
  words: Words,
  profile: DocumentProfile,
  say: (line: string) => void,
): Promise<Standards> {
  const { store, report } = loadTrustAnchors(await readFolder(words.required('trust')));
  for (const { name, reason } of report) if (reason !== undefined) say(`trust: ${name} left out: ${reason}`);
  say(`trust: ${store.certificates.length} certificates, ${store.revocationLists.length} revocation lists`);
  return { profile, trust: store, simulation: words.flag('simulation'), now: new Date() };
}

import type { Db } from '../db/open-database.ts';
import { StartError } from '../start-error.ts';
import type { FieldCipher, Place } from './field-cipher.ts';
import { createFieldCipher } from './field-cipher.ts';
import type { KeyRing } from './key-file.ts';
import { firstRing, readKeyFile, writeKeyFile } from './key-file.ts';

const known = 'cccd-kiosk key check';
const placeOf = (version: number): Place => ({ table: 'key_checks', column: 'sealed', row: String(version) });

/** Keeps a known text sealed under the ring's current key, so that a wrong key is noticed at the start. */
export function recordKeyCheck(db: Db, cipher: FieldCipher): void {
  const version = cipher.currentVersion;
  db.prepare('INSERT OR REPLACE INTO key_checks (version, sealed) VALUES (?, ?)').run(
    version,
    cipher.seal(placeOf(version), known),
  );
}

function opensEveryCheck(db: Db, cipher: FieldCipher): boolean {
  const checks = db.prepare('SELECT version, sealed FROM key_checks').all() as {
    version: number;
    sealed: Uint8Array;
  }[];
  try {
    return checks.every(({ version, sealed }) => cipher.openText(placeOf(version), sealed) === known);
  } catch {
    // A key that is absent or does not fit both mean: not this database's key file.
    return false;
  }
}

/**
 * The key ring of this database. A new database makes its key file; one with data and no key file, or with another
 * database's, refuses to start: a new key would make every sealed field unreadable for good. Which of several keys is the
 * current one is the database's word, so that a rotation cut short at any point goes on with the one its rows are sealed
 * and looked up with. Throws StartError.
 */
export function keysOfDatabase(db: Db, keyFile: string): { ring: KeyRing; cipher: FieldCipher } {
  const inUse = db.prepare('SELECT max(version) FROM key_checks').pluck().get() as number | null;
  const found = readKeyFile(keyFile);
  if (found === null && inUse !== null)
    throw new StartError(
      'key-missing',
      `The key file ${keyFile} is missing, and the database holds fields sealed with it. Put the file back from its backup (mode 0600) and start again. Without it those fields cannot be read; to begin anew, move the database away.`,
    );
  const wrong = new StartError(
    'key-wrong',
    `The key file ${keyFile} belongs to another database. Put the right one back from its backup.`,
  );
  const stored = found ?? firstRing();
  const ring = { ...stored, current: inUse ?? stored.current };
  if (!ring.keys.has(ring.current)) throw wrong;
  const cipher = createFieldCipher(ring);
  if (!opensEveryCheck(db, cipher)) throw wrong;
  if (found === null) writeKeyFile(keyFile, ring);
  if (inUse === null) recordKeyCheck(db, cipher);
  return { ring, cipher };
}

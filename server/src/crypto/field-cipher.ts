import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-file.ts';

/** Where a sealed value lives. It is bound to that place: moved to another row or column it no longer opens. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/**
 * Seals fields one by one with AES-256-GCM. Layout: key version (2 octets, big endian) ‖ nonce (12) ‖ tag (16) ‖
 * ciphertext; associated data = version, table, column and row.
 */
export interface FieldCipher {
  readonly currentVersion: number;
  seal(place: Place, plain: string | Uint8Array): Uint8Array;
  /** Throws when the value was moved or altered, or its key is gone. */
  open(place: Place, sealed: Uint8Array): Uint8Array;
  openText(place: Place, sealed: Uint8Array): string;
  /** A keyed hash to find a value by without storing it; different for each purpose. */
  lookup(purpose: string, value: string): string;
}

export const versionOf = (sealed: Uint8Array): number => ((sealed[0] ?? 0) << 8) | (sealed[1] ?? 0);

const derive = (master: Uint8Array, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, '', `cccd-kiosk/1/${use}`, 32));

const associated = (version: number, { table, column, row }: Place): Buffer =>
  Buffer.from(JSON.stringify([version, table, column, row]));

export function createFieldCipher(ring: KeyRing): FieldCipher {
  const sealing = new Map([...ring.keys].map(([version, master]) => [version, derive(master, 'seal')]));
  const current = ring.keys.get(ring.current);
  if (current === undefined) throw new RangeError('the current key is missing');
  const looking = derive(current, 'lookup');
  const keyOf = (version: number): Buffer => {
    const key = sealing.get(version);
    if (key === undefined) throw new RangeError(`no key of version ${version}`);
    return key;
  };
  const open = (place: Place, sealed: Uint8Array): Uint8Array => {
    const version = versionOf(sealed);
    const decipher = createDecipheriv('aes-256-gcm', keyOf(version), sealed.subarray(2, 14), { authTagLength: 16 });
    decipher.setAAD(associated(version, place));
    decipher.setAuthTag(sealed.subarray(14, 30));
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(30)), decipher.final()]));
  };
  return {
    currentVersion: ring.current,
    seal(place, plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(ring.current), nonce, { authTagLength: 16 });
      cipher.setAAD(associated(ring.current, place));
      const content = Buffer.concat([
        typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
        cipher.final(),
      ]);
      const version = Buffer.from([ring.current >> 8, ring.current & 255]);
      return new Uint8Array(Buffer.concat([version, nonce, cipher.getAuthTag(), content]));
    },
    open,
    openText: (place, sealed) => Buffer.from(open(place, sealed)).toString('utf8'),
    lookup: (purpose, value) =>
      createHmac('sha256', looking)
        .update(JSON.stringify([purpose, value]))
        .digest('base64url'),
  };
}

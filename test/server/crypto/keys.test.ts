import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig, keyFileOf, databaseFile } from '@cccd-kiosk/server/src/config';
import { createFieldCipher, versionOf } from '@cccd-kiosk/server/src/crypto/field-cipher';
import { firstRing, readKeyFile, withNewKey, writeKeyFile } from '@cccd-kiosk/server/src/crypto/key-file';
import { rotateKey, sealedColumns } from '@cccd-kiosk/server/src/crypto/rotate-key';
import { openStore } from '@cccd-kiosk/server/src/store';
import { temporaryFolder } from '../test-server.ts';

const now = () => new Date('2026-03-02T01:00:00Z');
let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});
const config = () => readConfig({ dataDir });
const holder = { fullName: 'Nguyễn Thị Mẫu', number: '001190999999', birthDate: '1990-02-15', sex: 'female' } as const;

function addVisit(store: ReturnType<typeof openStore>): void {
  const publicKey = new Uint8Array(44);
  const station = store.stations.add({ name: 'K01', publicKey }, now());
  store.visits.add({
    ...{ id: 'visit-0001', serviceDay: '2026-03-02', lane: 'card', holder, overall: 'genuine', basis: 'proven' },
    ...{
      priority: false,
      desk: false,
      stationId: station.id,
      reason: null,
      consentVersion: '1',
      at: now().toISOString(),
    },
  });
}

describe('AES-256-GCM by field', () => {
  const cipher = createFieldCipher(firstRing());
  const place = { table: 'visits', column: 'full_name', row: 'a' };

  it('opens what it sealed, and seals the same text differently each time', () => {
    const [one, two] = [cipher.seal(place, 'Mẫu'), cipher.seal(place, 'Mẫu')];
    expect(cipher.openText(place, one)).toBe('Mẫu');
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
  });

  it.each([
    ['another row', { ...place, row: 'b' }],
    ['another column', { ...place, column: 'sex' }],
    ['another table', { ...place, table: 'readings' }],
  ])('does not open in %s', (_where, elsewhere) => {
    const sealed = cipher.seal(place, 'Mẫu');
    expect(() => cipher.open(elsewhere, sealed)).toThrow();
  });

  it('does not open with any octet altered', () => {
    const sealed = cipher.seal(place, 'Mẫu');
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => cipher.open(place, altered)).toThrow();
    }
  });

  it('looks up by a keyed hash, different for each purpose and key', () => {
    const other = createFieldCipher(firstRing());
    expect(cipher.lookup('person', '1')).toBe(cipher.lookup('person', '1'));
    expect(cipher.lookup('person', '1')).not.toBe(cipher.lookup('code', '1'));
    expect(cipher.lookup('person', '1')).not.toBe(other.lookup('person', '1'));
  });
});

describe('the key file', () => {
  it('lies outside the database, for its owner alone', () => {
    openStore(config(), now).close();
    expect(statSync(keyFileOf(config())).mode & 0o777).toBe(0o600);
    const key = readKeyFile(keyFileOf(config()))?.keys.get(1);
    expect(readFileSync(databaseFile(config())).includes(Buffer.from(key ?? []))).toBe(false);
  });

  it('missing beside existing data: refuses to start and says how to restore', () => {
    openStore(config(), now).close();
    rmSync(keyFileOf(config()));
    expect(() => openStore(config(), now)).toThrowError(
      expect.objectContaining({ code: 'key-missing', message: expect.stringContaining('backup') as string }),
    );
  });

  it('of another database: refuses to start', () => {
    openStore(config(), now).close();
    writeKeyFile(keyFileOf(config()), firstRing());
    expect(() => openStore(config(), now)).toThrowError(expect.objectContaining({ code: 'key-wrong' }));
  });

  it('readable by others, or damaged: refuses to start', () => {
    openStore(config(), now).close();
    chmodSync(keyFileOf(config()), 0o644);
    expect(() => openStore(config(), now)).toThrowError(expect.objectContaining({ code: 'key-exposed' }));
  });
});

describe('a new key', () => {
  it('seals every field anew, renews the look-ups and leaves no old key behind', () => {
    const store = openStore(config(), now);
    addVisit(store);
    const before = store.cipher.lookup('person', holder.number);
    expect(rotateKey(store.db, keyFileOf(config()))).toEqual({ version: 2, fields: 4 });
    store.close();

    expect([...(readKeyFile(keyFileOf(config()))?.keys.keys() ?? [])]).toEqual([2]);
    const again = openStore(config(), now);
    expect(again.visits.findOfPerson(holder.number, '2026-03-02', 'card')?.holder?.reveal()).toEqual(holder);
    expect(again.cipher.lookup('person', holder.number)).not.toBe(before);
    again.close();
  });

  it('interrupted between file and database: goes on with the key the database is sealed with', () => {
    const store = openStore(config(), now);
    addVisit(store);
    const lookup = store.cipher.lookup('person', holder.number);
    store.close();
    const ring = readKeyFile(keyFileOf(config()));
    if (ring === null) throw new Error('no key file');
    writeKeyFile(keyFileOf(config()), withNewKey(ring));
    const again = openStore(config(), now);
    expect(again.visits.find('visit-0001')?.holder?.reveal().fullName).toBe(holder.fullName);
    expect(again.cipher.lookup('person', holder.number)).toBe(lookup);
    expect(rotateKey(again.db, keyFileOf(config())).version).toBe(3);
    again.close();
  });

  it('interrupted between database and file: the file still names the old key as current', () => {
    const store = openStore(config(), now);
    addVisit(store);
    const old = readKeyFile(keyFileOf(config()));
    rotateKey(store.db, keyFileOf(config()));
    store.close();
    const rotated = readKeyFile(keyFileOf(config()));
    if (old === null || rotated === null) throw new Error('no key file');
    writeKeyFile(keyFileOf(config()), { current: 1, keys: new Map([...old.keys, ...rotated.keys]) });
    const again = openStore(config(), now);
    expect(again.visits.findOfPerson(holder.number, '2026-03-02', 'card')?.id).toBe('visit-0001');
    again.close();
  });

  it('knows every sealed column of the schema', () => {
    openStore(config(), now).close();
    const db = new Database(databaseFile(config()), { readonly: true });
    const notSealed = [
      'stations.public_key',
      'key_checks.sealed',
      'staff.salt',
      'staff.password_hash',
      'trust_files.bytes',
    ];
    const blobs = (db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]).flatMap(
      (table) =>
        (db.pragma(`table_info(${table})`) as { name: string; type: string }[])
          .filter(({ type }) => type === 'BLOB')
          .map(({ name }) => `${table}.${name}`),
    );
    db.close();
    const sealed = sealedColumns.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));
    expect(blobs.filter((name) => !notSealed.includes(name)).sort()).toEqual(sealed.sort());
    expect(versionOf(Uint8Array.of(1, 2))).toBe(258);
  });
});

import { readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile, readConfig } from '@cccd-kiosk/server/src/config';
import { migrate } from '@cccd-kiosk/server/src/db/migrate';
import { migrations } from '@cccd-kiosk/server/src/db/migrations/index';
import { openStore, type Store } from '@cccd-kiosk/server/src/store';
import { createWorkItems } from '@cccd-kiosk/server/src/work-items/work-item-log';
import type { NewWorkItem } from '@cccd-kiosk/server/src/work-items/work-items';
import { temporaryFolder } from '../test-server.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 1, minute));
let dataDir: string;
let store: Store;
beforeEach(() => {
  dataDir = temporaryFolder();
  store = openStore(readConfig({ dataDir }), () => at(0));
  const station = store.stations.add({ name: 'K01', publicKey: new Uint8Array(44) }, at(0));
  store.visits.add({
    ...{ id: 'visit-0001', serviceDay: '2026-03-02', lane: 'card', holder: null, overall: 'genuine', basis: 'proven' },
    ...{
      priority: false,
      desk: false,
      stationId: station.id,
      reason: null,
      consentVersion: '1',
      at: at(0).toISOString(),
    },
  });
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const mismatch: NewWorkItem = {
  kind: 'mismatch',
  severity: 'needs-look',
  visitId: 'visit-0001',
  field: 'full-name',
  code: '060',
  values: { chip: 'Trần Thị Hòa Mẫu', insurance: 'TRẦN THỊ HOA MẪU', hospital: undefined },
};

describe('work items are kept', () => {
  it('one open item for one trouble; its values are renewed', () => {
    const { workItems } = store;
    const id = workItems.open(mismatch, at(1)) ?? '';
    expect(workItems.open({ ...mismatch, severity: 'blocking' }, at(2))).toBeUndefined();
    expect(workItems.open({ ...mismatch, field: 'birth-date', code: '070' }, at(0))).toBeDefined();
    expect(workItems.allOpen().map(({ code }) => code)).toEqual(['070', '060']);
    expect(workItems.find(id)).toMatchObject({ severity: 'blocking', beforePayment: false, ownerId: null });
    expect(workItems.find(id)?.values?.reveal()).toEqual({ chip: 'Trần Thị Hòa Mẫu', insurance: 'TRẦN THỊ HOA MẪU' });
  });

  it('troubles without a visit are told apart by their scope', () => {
    const alarm = { kind: 'alarm', severity: 'blocking', code: 'look-ups' } as const;
    store.workItems.open({ ...alarm, scope: 'staff-a' }, at(1));
    store.workItems.open({ ...alarm, scope: 'staff-b' }, at(1));
    store.workItems.open({ ...alarm, scope: 'staff-b' }, at(2));
    expect(store.workItems.allOpen()).toHaveLength(2);
  });

  it('insurance is settled before payment, unless said otherwise', () => {
    const item = { kind: 'insurance', severity: 'needs-look', code: 'expired' } as const;
    store.workItems.open(item, at(1));
    store.workItems.open({ ...item, code: '050', beforePayment: false }, at(2));
    expect(store.workItems.allOpen().map(({ beforePayment }) => beforePayment)).toEqual([true, false]);
  });

  it('nothing of a person stands in the open, and retention erases it', () => {
    const id = store.workItems.open(mismatch, at(1)) ?? '';
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    expect(readFileSync(databaseFile(readConfig({ dataDir }))).includes('MẪU')).toBe(false);
    expect(store.workItems.erasePersonal(at(1).toISOString())).toBe(0);
    expect(store.workItems.erasePersonal(at(2).toISOString())).toBe(1);
    expect(store.workItems.find(id)?.values).toBeNull();
  });

  it('a matching read closes them; the audit knows, and whoever watches hears of it', async () => {
    const log = createWorkItems({ items: store.workItems, audit: store.audit });
    const heard = new Promise<void>((resolve) => log.watch(resolve));
    log.open(mismatch, at(1));
    log.open({ ...mismatch, field: 'sex', code: 'sex' }, at(1));
    log.settle('visit-0001', 'mismatch', 'matching-read', at(2), { field: 'full-name' });
    await heard;
    expect(store.workItems.allOpen().map(({ field }) => field)).toEqual(['sex']);
    const rows = store.db.prepare(`SELECT action, details FROM audit WHERE action LIKE 'work-item%'`).all();
    expect(rows).toMatchObject([{}, {}, { action: 'work-item-closed', details: '{"by":"matching-read"}' }]);
    expect(JSON.stringify(rows)).not.toContain('Hòa');
  });

  it('counts by kind, for the administrator', () => {
    store.workItems.open(mismatch, at(1));
    store.workItems.open({ ...mismatch, code: '070', severity: 'blocking' }, at(2));
    expect(store.workItems.counts()).toEqual([
      { kind: 'mismatch', open: 2, taken: 0, blocking: 1, oldestAt: at(1).toISOString() },
    ]);
  });
});

describe('step 7', () => {
  it('keeps accounts and their sessions, and takes the new roles', () => {
    const db = new Database(':memory:');
    db.pragma('foreign_keys = ON');
    migrate(
      db,
      migrations.filter(({ number }) => number < 7),
      at(0),
    );
    db.exec(`INSERT INTO staff VALUES ('s1', 'quay1', 'Cán bộ', 'auditor', x'00', x'01', '2026', NULL);
             INSERT INTO staff_sessions VALUES ('hash', 's1', '2027')`);
    migrate(db, migrations, at(0));
    expect(db.prepare('SELECT staff_id, role FROM staff_sessions JOIN staff ON staff.id = staff_id').get()).toEqual({
      staff_id: 's1',
      role: 'auditor',
    });
    db.exec(`UPDATE staff SET role = 'cashier'`);
    expect(() => db.exec(`UPDATE staff SET role = 'king'`)).toThrow();
    expect(() => db.exec(`INSERT INTO staff_sessions VALUES ('other', 'nobody', '2027')`)).toThrow();
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });
});

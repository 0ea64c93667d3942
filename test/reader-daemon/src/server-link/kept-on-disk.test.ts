import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlreadyRunning, takeInstanceLock } from '@cccd-kiosk/reader-daemon/src/instance-lock';
import { RefusedConfig } from '@cccd-kiosk/reader-daemon/src/refused-config';
import { keepIdentity, loadIdentity, newStationKey } from '@cccd-kiosk/reader-daemon/src/server-link/identity';
import { NoncePool } from '@cccd-kiosk/reader-daemon/src/server-link/nonce-pool';
import { Sequence } from '@cccd-kiosk/reader-daemon/src/server-link/sequence';
import { StateDir } from '@cccd-kiosk/reader-daemon/src/state-dir';

let folder: string;
let state: StateDir;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-test-'));
  state = new StateDir(join(folder, 'made'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = new Date('2026-03-01T08:00:00Z');
const nonce = (n: number, hours = 24) => ({
  nonce: Buffer.alloc(32, n).toString('base64'),
  expiresAt: new Date(now.getTime() + hours * 3600_000).toISOString(),
});

describe('the pool of challenges (decision 8)', () => {
  it('gives each once, also over a restart', () => {
    const pool = new NoncePool(state, 3, () => now);
    expect(pool.wanted).toBe(3);
    pool.add([nonce(1), nonce(2), nonce(3)]);
    expect(pool.wanted).toBe(0);
    const taken = pool.take();
    const reopened = new NoncePool(state, 3, () => now);
    const rest = [reopened.take(), reopened.take(), reopened.take()];
    expect([taken, ...rest].map((each) => each?.nonce)).toEqual([
      nonce(1).nonce,
      nonce(2).nonce,
      nonce(3).nonce,
      undefined,
    ]);
  });

  it('drops those that would die before they are sent', () => {
    let time = now;
    const pool = new NoncePool(state, 2, () => time);
    pool.add([nonce(1, 1), nonce(2, 24)]);
    time = new Date(now.getTime() + 3600_000 - 30_000);
    expect(pool.wanted).toBe(1);
    expect(pool.take()?.nonce).toBe(nonce(2).nonce);
  });

  it('takes back one that nobody has seen', () => {
    const pool = new NoncePool(state, 2, () => now);
    pool.add([nonce(1), nonce(2)]);
    const taken = pool.take();
    if (taken) pool.giveBack(taken);
    expect(pool.wanted).toBe(0);
  });

  it('is readable by this user alone', () => {
    new NoncePool(state, 2, () => now).add([nonce(1)]);
    expect(statSync(state.file('challenges.json')).mode & 0o777).toBe(0o600);
  });
});

describe('the sequence', () => {
  it('rises strictly, over restarts too', () => {
    const first = new Sequence(state);
    const numbers = [first.next(), first.next()];
    numbers.push(new Sequence(state).next());
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('does not start again at one when its file was damaged', () => {
    new Sequence(state).next();
    writeFileSync(state.file('sequence.json'), '{"last":', { mode: 0o600 });
    expect(() => new Sequence(state)).toThrow(RefusedConfig);
    writeFileSync(state.file('sequence.json'), '{"last":-4}', { mode: 0o600 });
    expect(() => new Sequence(state)).toThrow(RefusedConfig);
  });
});

describe('the station’s key', () => {
  it('is kept for one server and signs the same after a restart', () => {
    const key = newStationKey();
    const kept = keepIdentity(state, 'https://a.example', 'station-1', key);
    const loaded = loadIdentity(state, 'https://a.example');
    expect(loaded?.stationId).toBe('station-1');
    expect(loaded?.sign('text')).toBe(kept.sign('text'));
    expect(() => loadIdentity(state, 'https://b.example')).toThrow(RefusedConfig);
    expect(statSync(state.file('station.json')).mode & 0o777).toBe(0o600);
  });

  it('that others could read is not used', () => {
    keepIdentity(state, 'https://a.example', 'station-1', newStationKey());
    chmodSync(state.file('station.json'), 0o644);
    expect(() => loadIdentity(state, 'https://a.example')).toThrow(RefusedConfig);
  });

  it('is unknown before enrolment', () => {
    expect(loadIdentity(state, 'https://a.example')).toBeUndefined();
  });
});

describe('the lock (fault 34)', () => {
  it('is held by one, and free after', () => {
    const path = state.file('daemon.lock');
    const release = takeInstanceLock(path);
    expect(() => takeInstanceLock(path)).toThrow(AlreadyRunning);
    release();
    takeInstanceLock(path)();
  });

  it('left by a killed daemon is taken over, also when its number lives on as another process', () => {
    const path = state.file('daemon.lock');
    const { pid } = spawnSync('true');
    writeFileSync(path, `${pid} 12345`);
    takeInstanceLock(path)();
    writeFileSync(path, `${process.pid} 1`);
    takeInstanceLock(path);
    expect(readFileSync(path, 'utf8')).toContain(String(process.pid));
  });
});

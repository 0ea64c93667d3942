import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { testTrust } from '@cccd-kiosk/fixtures/world';
import { createLog, type Log } from '@cccd-kiosk/reader-daemon/src/log';
import { ServerTrust } from '@cccd-kiosk/reader-daemon/src/server-link/station-trust';
import { StateDir } from '@cccd-kiosk/reader-daemon/src/state-dir';
import { createTrustForStations } from '@cccd-kiosk/server/src/trust/trust-for-stations';

const { store } = loadTrustAnchors(testTrust());
const sent = createTrustForStations(() => store)(null);
if (sent === null) throw new Error('no trust');

let folder: string;
let logged: string[];
let log: Log;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'station-trust-'));
  logged = [];
  log = createLog({ level: 'info', to: { write: (line: string) => void logged.push(line) } });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const opened = () => new ServerTrust(new StateDir(folder), log);

describe('trust that came from the server', () => {
  it('is nobody before the first time, then what the server has, and is there after a restart', () => {
    const trust = opened();
    expect([trust.digest, trust.store.certificates]).toEqual([null, []]);
    trust.take(sent);
    const again = opened();
    for (const one of [trust, again]) {
      expect(one.digest).toBe(sent.digest);
      expect(one.store.certificates.map(({ bytes }) => bytes)).toEqual(store.certificates.map(({ bytes }) => bytes));
      expect(one.store.revocationLists.length).toBe(store.revocationLists.length);
    }
    expect(createTrustForStations(() => store)(again.digest)).toBeNull();
  });

  const [first = ''] = sent.certificates;
  it.each([
    ['nothing', undefined],
    ['another digest', { ...sent, digest: '0'.repeat(64) }],
    ['one certificate less than the digest is of', { ...sent, certificates: sent.certificates.slice(1) }],
    ['no base64', { ...sent, certificates: ['<script>'] }],
    ['a place that is none', { ...sent, pinned: [-1] }],
    ['more than anybody trusts', { ...sent, certificates: Array.from({ length: 5001 }, () => first) }],
  ])('%s is not taken: what was there stays', (_what, wrong) => {
    const trust = opened();
    trust.take(sent);
    trust.take(wrong);
    expect(trust.digest).toBe(sent.digest);
    expect(trust.store.certificates).toHaveLength(store.certificates.length);
    expect(opened().digest).toBe(sent.digest);
    expect(logged.filter((line) => line.includes('"level":50'))).toHaveLength(1);
  });

  it('a file that somebody changed on the disk is not believed; the server is asked for all of it', () => {
    opened().take(sent);
    const file = join(folder, 'trust.json');
    const { certificates, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as typeof sent;
    writeFileSync(file, JSON.stringify({ ...rest, certificates: certificates.slice(1) }), { mode: 0o600 });
    const trust = opened();
    expect([trust.digest, trust.store.certificates]).toEqual([null, []]);
    trust.take(sent);
    expect(opened().digest).toBe(sent.digest);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { takeInstanceLock } from '@cccd-kiosk/reader-daemon/src/instance-lock';
import { describeSettings } from '@cccd-kiosk/reader-daemon/src/settings';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = (args: string[], environment: Record<string, string> = {}) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'reader-daemon/src/main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CCCD_KIOSK_LOG_LEVEL: 'silent', ...environment },
  });

describe('npm run daemon', () => {
  it('prints its settings', () => {
    const { status, stdout } = run(['--settings']);
    expect(status).toBe(0);
    for (const { environment } of describeSettings()) expect(stdout).toContain(environment);
  });

  it.each([
    ['no server', {}, 'serverUrl'],
    [
      'plain http to another machine',
      { CCCD_KIOSK_SERVER_URL: 'http://10.0.0.7', CCCD_KIOSK_STATE_DIR: '/tmp/none' },
      'serverUrl',
    ],
  ])('%s: ends with 78 and names the setting', (_title, environment, setting) => {
    const { status, stderr } = run([], environment as Record<string, string>);
    expect(status).toBe(78);
    expect(stderr).toContain(setting);
    expect(stderr).not.toContain('at ');
  });

  it('a second daemon on the same state folder ends with 75 and a reason (fault 34)', () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'main-test-'));
    const release = takeInstanceLock(join(stateDir, 'daemon.lock'));
    const config = join(stateDir, 'daemon.json');
    writeFileSync(config, JSON.stringify({ serverUrl: 'http://127.0.0.1:9', stateDir, enrolmentCode: 'ABCDEFGH' }));
    const { status, stderr } = run(['--config', config]);
    release();
    expect(status).toBe(75);
    expect(stderr).toContain(String(process.pid));
  });

  it('the documentation has every setting', () => {
    const page = readFileSync(join(root, 'docs/daemon.md'), 'utf8');
    for (const { setting, environment, what } of describeSettings()) {
      expect(page).toContain(`| \`${setting}\` | \`${environment}\` |`);
      expect(page).toContain(what);
    }
  });
});

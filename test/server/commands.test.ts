import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testTrust } from '@cccd-kiosk/fixtures/world';
import { commands } from '@cccd-kiosk/server/src/commands/commands';
import { settingsFrom, type CommandOptions } from '@cccd-kiosk/server/src/commands/settings';
import { root } from '../habits/source-files.ts';
import { startTestServer, until, type TestServer } from './test-server.ts';
import { TestCounter } from './test-pages.ts';
import { TestStation } from './test-station.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => {
  await server.end();
});

/** A command as another process would run it: with its own connection to the same data. */
async function run(
  name: string,
  operands: string[] = [],
  options: CommandOptions = {},
): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const config = settingsFrom({ data: server.dataDir, ...options }, {});
  const code = await commands[name]?.({ config, operands, options, say: (text) => void said.push(text) });
  return { code: code ?? -1, said: said.join('\n') };
}

describe('npm run server -- … beside a running server', () => {
  it('enrol-code and pair-code give codes that the server takes', async () => {
    const { said: code } = await run('enrol-code');
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
    const station = await TestStation.enrol({ ...server, api: { ...server.api, createEnrolmentCode: () => code } });
    expect(await run('pair-code', [station.id])).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^\w{8}$/) as string,
    });
    expect((await run('stations')).said).toContain(station.id);
    expect((await run('pair-code', ['nobody'])).code).toBe(1);
    expect((await run('pair-code')).code).toBe(64);
  });

  it('revoke-station cuts a connection within 10 s (E38)', async () => {
    const station = await TestStation.enrol(server);
    const socket = await station.connect();
    expect((await run('revoke-station', [station.id])).code).toBe(0);
    await until(() => !socket.connected, 10_000);
    expect((await run('revoke-station', [station.id])).code).toBe(1);
  });

  it('import-trust is in force for the next reading, and says what it did not take', async () => {
    const folder = join(server.dataDir, 'trust-files');
    mkdirSync(folder);
    for (const { name, bytes } of testTrust()) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, 'notes.txt'), 'nothing');
    const { code, said } = await run('import-trust', [folder]);
    expect(code).toBe(0);
    expect(said).toContain('notes.txt');
  });

  it('a dry run changes nothing, --replace takes the place of all, and roll-back-trust is one step', async () => {
    const station = await TestStation.enrol(server);
    await station.connect();
    await station.checkIn('01-khuyen');
    const folder = join(server.dataDir, 'trust-files');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'nothing');
    expect(await run('import-trust', [folder], { replace: true, simulation: true })).toMatchObject({ code: 1 });
    writeFileSync(join(folder, 'only.crl'), testTrust({ crl: 'stale' })[1]?.bytes ?? '');
    const dry = await run('import-trust', [folder], { replace: true, simulation: true, 'dry-run': true });
    expect(dry.said).toMatch(/^- anchor {2}C=VN/m);
    expect(dry.said).toContain('1 of 1 readings of the last 7 days judged again; 1 would change.');
    expect(dry.said).toContain('1 ×  genuine -> not-proven');
    expect(dry.said).toContain('Nothing was changed.');
    expect((await run('trust-history')).said).toMatch(/^1 .*import {2}test\n(.*\n)+2 files are in use\.$/);
    expect((await run('import-trust', [folder], { replace: true, simulation: true })).said).toContain(
      'Version 2 is in use.',
    );
    // The running server judges by it at once.
    expect(await station.submit(station.envelope(await station.read('04-mau')))).toMatchObject({ ok: true });
    expect((await run('roll-back-trust')).said).toBe('Version 3 is in use.');
    expect((await run('trust-history')).said).toContain('- only.crl');
    expect((await run('roll-back-trust')).code).toBe(0);
    expect(await run('roll-back-trust')).toEqual({ code: 1, said: 'There is nothing to go back from.' });
    station.close();
  });

  it('create-staff takes its password from the environment, never from an argument', async () => {
    process.env['CCCD_KIOSK_PASSWORD'] = 'mật khẩu dài';
    try {
      expect((await run('create-staff', ['quay9'], { name: 'Cán bộ', role: 'reception' })).code).toBe(0);
      expect((await run('create-staff', ['quay9'], { name: 'Cán bộ', role: 'king' })).code).toBe(64);
    } finally {
      delete process.env['CCCD_KIOSK_PASSWORD'];
    }
    await expect(TestCounter.signIn(server, 'quay9', 'mật khẩu dài')).resolves.toBeDefined();
  });

  it('verify-audit holds with two writers, and rotate-key keeps everything readable', async () => {
    const station = await TestStation.enrol(server);
    await station.connect();
    const { visitId } = await station.checkIn('01-khuyen');
    station.close();
    await server.close();
    expect(await run('rotate-key')).toMatchObject({
      code: 0,
      said: expect.stringContaining('Key version 2; 5 fields') as string,
    });
    expect((await run('verify-audit')).code).toBe(0);
    server = await startTestServer({}, {}, server.dataDir);
    const again = station.at(server);
    await again.connect();
    expect((await again.checkIn('01-khuyen')).visitId).toBe(visitId);
    again.close();
  });
});

describe('the program itself', () => {
  const start = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', join(root, 'server/src/main.ts'), ...args], { encoding: 'utf8' });

  it('says how it is used, with exit code 64 for what it does not know', () => {
    const { status, stdout } = start('dance');
    expect(status).toBe(64);
    expect(stdout).toContain('enrol-code');
  });

  it('says in words why it does not start', () => {
    rmSync(join(server.dataDir, 'keys'), { recursive: true });
    const { status, stderr } = start('serve', '--data', server.dataDir, '--port', '0');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^key-missing: .*backup/);
    expect(stderr).not.toContain('    at ');
  });
});

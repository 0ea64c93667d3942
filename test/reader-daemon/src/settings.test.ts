import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '@cccd-kiosk/reader-daemon/src/config';
import { createLog } from '@cccd-kiosk/reader-daemon/src/log';
import type { LogFields } from '@cccd-kiosk/reader-daemon/src/log';
import { RefusedConfig } from '@cccd-kiosk/reader-daemon/src/refused-config';
import { describeSettings, environmentName, settingNames } from '@cccd-kiosk/reader-daemon/src/settings';

const least = { serverUrl: 'https://a.example', stateDir: '/var/lib/station' };

describe('settings', () => {
  it('have defaults for all but two', () => {
    expect(parseConfig(least)).toMatchObject({
      noncePool: 8,
      silenceMs: 3000,
      resumeSeconds: 15,
      keySeconds: 60,
      simulation: false,
    });
  });

  it.each([
    [{ ...least, noncePool: 0 }, 'noncePool'],
    [{ ...least, enrolmentCode: 'short' }, 'enrolmentCode'],
    [{ stateDir: '/x' }, 'serverUrl'],
    [{ ...least, simulatoin: true }, 'simulatoin'],
  ])('%j names what is wrong', (input, setting) => {
    expect(() => parseConfig(input)).toThrowError(RefusedConfig);
    try {
      parseConfig(input);
    } catch (error) {
      expect((error as RefusedConfig).setting).toBe(setting);
    }
  });

  it('the environment goes before the file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-test-')), 'daemon.json');
    writeFileSync(file, JSON.stringify({ ...least, noncePool: 4, silenceMs: 2000 }));
    const config = loadConfig(
      {
        CCCD_KIOSK_NONCE_POOL: '16',
        CCCD_KIOSK_SAM_SLOTS: 'SAM A, SAM B',
        CCCD_KIOSK_SCANNERS: '/dev/ttyACM0=Reader 1,/dev/ttyACM1',
        CCCD_KIOSK_SIMULATION: 'true',
        CCCD_KIOSK_ENROLMENT_CODE: '',
      },
      file,
    );
    expect(config).toMatchObject({
      noncePool: 16,
      silenceMs: 2000,
      samSlots: ['SAM A', 'SAM B'],
      scanners: [{ path: '/dev/ttyACM0', reader: 'Reader 1' }, { path: '/dev/ttyACM1' }],
      simulation: true,
    });
    expect(config.enrolmentCode).toBeUndefined();
  });

  it('a file that is not there, or not JSON, is said', () => {
    expect(() => loadConfig({}, '/nowhere/daemon.json')).toThrow(RefusedConfig);
  });

  it('every one has its environment name and a sentence for the documentation', () => {
    const table = describeSettings();
    expect(table.map(({ setting }) => setting)).toEqual(settingNames);
    for (const row of table) expect(row.what.length).toBeGreaterThan(20);
    expect(environmentName('resumeSeconds')).toBe('CCCD_KIOSK_RESUME_SECONDS');
    expect(new Set(table.map(({ environment }) => environment)).size).toBe(table.length);
  });
});

describe('the log', () => {
  it('writes named fields with plain values, and nothing else', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'trace', to: { write: (line: string) => void lines.push(line) } });
    const smuggled = { reader: 'R', fullName: 'Ai Đó', holder: { name: 'Ai Đó' }, code: { toString: () => 'Ai Đó' } };
    log.info('event', smuggled as unknown as LogFields);
    expect(lines.join('')).toContain('"reader":"R"');
    expect(lines.join('')).not.toContain('Ai Đó');
  });
});

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personById } from '@cccd-kiosk/fixtures/world';
import { parseConfig } from '@cccd-kiosk/reader-daemon/src/config';
import { typedLine } from '@cccd-kiosk/reader-daemon/src/local-output/keyboard-wedge';
import { openOutputs } from '@cccd-kiosk/reader-daemon/src/local-output/open-outputs';
import { silentLog } from '@cccd-kiosk/reader-daemon/src/log';
import { StationBench } from '../station-bench.ts';
import { until } from '../stand-in-server.ts';

const least = { serverUrl: 'https://a.example', stateDir: '/var/lib/station' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wedge-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the keyboard wedge', () => {
  const line = (fullName: string, plain = false) =>
    typedLine(
      { personalNumber: '001190999904', fullName, dateOfBirth: '07/04/1990', placeOfResidence: null } as never,
      { fields: ['number', 'name', 'birth-date', 'residence'], end: 'enter', plain },
    );

  it('types what was asked for, parted by Tab; a chip’s text presses no key of its own', () => {
    expect(line('Nguyễn Thị Đào')).toBe('001190999904\tNguyễn Thị Đào\t07/04/1990\t\n');
    expect(line('Nguyễn\tThị\r\nĐào\u001b[A')).toBe('001190999904\tNguyễn Thị Đào [A\t07/04/1990\t\n');
    expect(line('Nguyễn Thị Đào', true)).toBe('001190999904\tNguyen Thi Dao\t07/04/1990\t\n');
  });

  it('gives a genuine card to the program’s standard input, and a suspicious one to nobody', async () => {
    const typed = join(folder, 'typed');
    const program = join(folder, 'type.mjs');
    writeFileSync(
      program,
      `process.stdin.pipe((await import('node:fs')).createWriteStream(${JSON.stringify(typed)}, { flags: 'a' }));`,
    );
    const config = parseConfig({ ...least, wedgeCommand: [process.execPath, program], wedgeFields: 'number,name' });
    const bench = await new StationBench().start({ outputs: await openOutputs(config, silentLog) });
    await bench.settled();
    await bench.lay('01-khuyen', { fault: 'cloned' });
    await until('a reading', () => bench.server.submissions[0]);
    bench.lift();
    await bench.lay('02-nghiem');
    const { number, name } = personById('02-nghiem');
    await until('the line', () => existsSync(typed) && readFileSync(typed, 'utf8').endsWith('\n'));
    expect(readFileSync(typed, 'utf8')).toBe(`${number}\t${name}\n`);
    await bench.stop();
  });
});

describe('local outputs', () => {
  it('are off unless asked for', async () => {
    expect(await openOutputs(parseConfig(least), silentLog)).toEqual([]);
  });

  it.each([
    ['missing', undefined, 0o600],
    ['short', 'short', 0o600],
    ['open to others', 'mot-chuoi-bi-mat-dai', 0o644],
  ])('a token file that is %s is refused by its name', async (_how, content, mode) => {
    const file = join(folder, 'token');
    if (content !== undefined) writeFileSync(file, content);
    if (content !== undefined) chmodSync(file, mode);
    const config = parseConfig({ ...least, hn212Port: 0, hn212TokenFile: file });
    await expect(openOutputs(config, silentLog)).rejects.toMatchObject({ setting: 'hn212TokenFile' });
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mrzOf, people, qrOf } from '@cccd-kiosk/fixtures/world';
import { DeviceScanner } from '@cccd-kiosk/reader-daemon/src/key-scanner/device-scanner';
import { ScanLines } from '@cccd-kiosk/reader-daemon/src/key-scanner/scan-lines';
import { silentLog } from '@cccd-kiosk/reader-daemon/src/log';
import { offeredKey, offerOf } from '@cccd-kiosk/reader-daemon/src/reading-session/offered-key';
import { until } from '../stand-in-server.ts';

const person = people[0];
if (person === undefined) throw new Error('nobody to scan');
const qr = qrOf(person);
const mrz = mrzOf(person);
const zone = [mrz.slice(0, 30), mrz.slice(30, 60), mrz.slice(60, 90)];

describe('lines from a scanner', () => {
  it.each([
    ['one line', `${qr}\r\n`, [qr]],
    ['CR alone', `${qr}\r`, [qr]],
    ['two at once, with empty lines', `\n\n123456\r\n\r\n${qr}\n`, ['123456', qr]],
    ['no end yet', qr, []],
    ['a machine readable zone', `${zone.join('\r\n')}\r\n`, [mrz]],
    ['a zone in one line', `${mrz}\n`, [mrz]],
    ['far too long', `${'x'.repeat(5000)}\n123456\n`, ['123456']],
  ])('%s', (_title, characters, texts) => {
    expect(new ScanLines().feed(characters, 0)).toEqual(texts);
  });

  it('octet by octet', () => {
    const lines = new ScanLines();
    expect([...`${qr}\n`].flatMap((character) => lines.feed(character, 0))).toEqual([qr]);
  });

  it('endless without an end of line: forgotten, and the next code is read', () => {
    const lines = new ScanLines();
    for (let i = 0; i < 100; i++) expect(lines.feed('y'.repeat(1000), i)).toEqual([]);
    expect(lines.feed('y\n123456\n', 100)).toEqual(['123456']);
  });

  it('half a zone is not joined to one scanned later', () => {
    const lines = new ScanLines();
    lines.feed(`${zone[0]}\n${zone[1]}\n`, 0);
    expect(lines.feed(`${zone.join('\n')}\n`, 60_000)).toEqual([mrz]);
  });
});

describe('what a text is', () => {
  it.each([
    ['six digits', '123456', 'can'],
    ['the card’s code', qr, 'qr'],
    ['a zone', mrz, 'mrz'],
    ['a zone with line ends', zone.join('\n'), 'mrz'],
  ])('%s', (_title, text, kind) => {
    expect(offerOf(text).kind).toBe(kind);
    expect(offeredKey(offerOf(text))).toBeDefined();
  });

  it.each(['https://example.vn/menu', '8934563138165', '', '12345', 'x'.repeat(1500)])('%s is no key', (text) => {
    expect(offeredKey(offerOf(text))).toBeUndefined();
  });

  it('equal keys have equal marks, and a mark does not tell its key', () => {
    const one = offeredKey({ kind: 'can', can: '123456' });
    expect(offeredKey({ kind: 'can', can: '123456' })?.mark).toBe(one?.mark);
    expect(offeredKey({ kind: 'can', can: '123457' })?.mark).not.toBe(one?.mark);
    expect(JSON.stringify(one)).not.toContain('123456');
  });
});

describe('a scanner’s device', () => {
  let stop: (() => void) | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'scanner-test-'));
  afterEach(() => {
    stop?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it('plugged in late, and read without its name being known to anybody else', async () => {
    const path = join(folder, 'scanner');
    const texts: string[] = [];
    stop = new DeviceScanner({ path, reader: 'R', log: silentLog }).watch(({ text, reader }) =>
      texts.push(`${reader} ${text.reveal()}`),
    );
    spawnSync('mkfifo', [path]);
    await new Promise((resolve) => setTimeout(resolve, 2300));
    const pipe = await open(path, 'r+');
    await pipe.write(`${qr}\r\n`);
    await until('the code', () => texts.length === 1);
    await pipe.close();
    expect(texts).toEqual([`R ${qr}`]);
  });
});

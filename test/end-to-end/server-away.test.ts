/** Flow H12: the server goes away, the kiosk goes on from its own computer, and everything is there when it is back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testTrust, printedOf, makeCard, chipTransport } from '@cccd-kiosk/fixtures/world';
import { startDaemon, type Daemon } from '@cccd-kiosk/reader-daemon/src/daemon';
import { ManualScanner } from '@cccd-kiosk/reader-daemon/src/key-scanner/key-scanner';
import { InProcessReaders } from '@cccd-kiosk/reader-daemon/src/readers/in-process-readers';
import { startServer, type RunningServer } from '@cccd-kiosk/server/src/start-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing, picture, seriousFindings } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

const reader = 'Reader One';
const patience = { timeout: 60_000 };

describe.skipIf(browserMissing !== undefined)('the server goes away, in Chromium', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'server-away-'));
  const readers = new InProcessReaders([reader]);
  const scanner = new ManualScanner();
  let browser: Browser;
  let server: RunningServer;
  let daemon: Daemon;
  let page: Page;

  const serve = (port: number) =>
    startServer({ dataDir: join(folder, 'server'), simulation: true, port }, { logTo: { write: () => undefined } });
  async function lay(who: string): Promise<void> {
    const chip = await makeCard({ person: who });
    readers.lay(reader, {
      atr: chip.atr,
      connect() {
        chip.power('on');
        return chipTransport(chip);
      },
    });
    scanner.scan(printedOf(who).qr, reader);
  }
  const address = (): string => new URL(page.url()).origin;

  beforeAll(async () => {
    browser = await openBrowser();
    server = await serve(0);
    server.api.importTrust(testTrust(), 'test');
    server.api.createStaff({ account: 'quay', password: 'mat-khau-de-thu', role: 'reception', name: 'Quầy 1' });
    daemon = await startDaemon({
      config: {
        ...{ serverUrl: server.url, stateDir: join(folder, 'station'), stationName: 'K07', simulation: true },
        ...{ enrolmentCode: server.api.createEnrolmentCode(), localPort: 0 },
      },
      ...{ readers, scanner, backoff: { firstMs: 100, maxMs: 500 } },
    });
    page = await (await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: 'vi-VN' })).newPage();
  }, 60_000);
  afterAll(async () => {
    await daemon.stop();
    await server.close();
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a tap ends in a number of the kiosk’s own, in both languages, and the person is there when it is back', async () => {
    const code = server.api.createPairingCode(daemon.stationId ?? '');
    await page.goto(`${server.url}/kiosk/#pair=${code}`);
    await page.getByText('Máy sẵn sàng').first().waitFor(patience);

    const { port } = new URL(server.url);
    const home = address();
    await server.close();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/kiosk\/$/, patience);
    await page.waitForFunction((from) => location.origin !== from, home, patience);
    await page.getByText('Máy sẵn sàng').first().waitFor(patience);
    // The secret has left the address bar.
    expect(page.url()).not.toContain('pair=');
    await lay('01-khuyen');
    await page.getByText('K07-001').first().waitFor(patience);
    await page.getByText('Chụp lại số này').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-alone-vi');
    readers.lift(reader);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('This machine is on its own for now').first().waitFor(patience);
    await picture(page, 'kiosk-alone-en');
    await page.getByRole('button', { name: /^Done/ }).click();

    server = await serve(Number(port));
    await page.waitForFunction((from) => location.origin === from, home, patience);
    await page.getByText('Máy sẵn sàng').first().waitFor(patience);
    const counter = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    await counter.goto(`${server.url}/counter/`);
    await counter.getByLabel('Tài khoản').fill('quay');
    await counter.getByLabel('Mật khẩu').fill('mat-khau-de-thu');
    await counter.keyboard.press('Enter');
    await counter.getByText('K07-001').first().waitFor(patience);
    await counter.getByText('Chip thật').first().waitFor(patience);
  });
});

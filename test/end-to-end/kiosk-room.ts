/** The whole simulated system with a browser in front of it: what a person, an officer and a developer see. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Simulation } from '@cccd-kiosk/fixtures/start/start-simulation';
import { startSimulation } from '@cccd-kiosk/fixtures/start/start-simulation';
import type { Browser, Page } from 'playwright-core';
import { timing } from '@cccd-kiosk/kiosk-ui/src/flow/timing';
import { chromiumPath } from './gallery-pages.ts';

export const reader = 'Đầu đọc ảo K07';
export const browserMissing = existsSync(chromiumPath) ? undefined : 'browser tests skipped: chromium is not installed';

export interface KioskRoom {
  readonly simulation: Simulation;
  /** Where the stand-in for the form printer lays its papers. */
  readonly printed: string;
  openKiosk(size?: { width: number; height: number }): Promise<Page>;
  openCounter(): Promise<Page>;
  openCards(): Promise<Page>;
  close(): Promise<void>;
}

/** The browser is the caller's: one serves many rooms. */
export async function kioskRoom(
  browser: Browser,
  options: { latency?: boolean; oneStop?: boolean } = {},
): Promise<KioskRoom> {
  const stateDir = mkdtempSync(join(tmpdir(), 'kiosk-room-'));
  const pages: Page[] = [];
  const simulation = await startSimulation({
    port: 0,
    stateDir,
    latency: options.latency ?? false,
    oneStop: options.oneStop ?? false,
    logTo: { write: () => undefined },
    staffPassword: 'mat-khau-de-thu',
  });
  const open = async (url: string, viewport: { width: number; height: number }) => {
    const page = await (await browser.newContext({ viewport, locale: 'vi-VN' })).newPage();
    pages.push(page);
    await page.goto(url);
    return page;
  };
  return {
    simulation,
    printed: join(stateDir, 'printed'),
    async openKiosk(size = { width: 1080, height: 1920 }) {
      const code = simulation.server.api.createPairingCode(simulation.daemon.stationId ?? '');
      const page = await open(`${simulation.url}/kiosk/#pair=${code}`, size);
      await page.getByText('Máy sẵn sàng').first().waitFor();
      return page;
    },
    openCards: () => open(simulation.links.cards, { width: 1680, height: 1050 }),
    openCounter: () => open(simulation.links.counter, { width: 1680, height: 1050 }),
    async close() {
      for (const page of pages) await page.context().close();
      await simulation.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** On the screen's own keys, by a calm finger: the same key twice is two touches, not one that trembled. */
export async function touchDigits(page: Page, digits: string): Promise<void> {
  for (const [at, digit] of [...digits].entries()) {
    if (digit === digits[at - 1]) await page.waitForTimeout(timing.tremor + 20);
    await page.getByRole('button', { name: new RegExp(`^(Số|Digit) ${digit}$`) }).click();
  }
}

/** Serious and critical findings of axe on what is on the page now, as `rule: target`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Keeps a picture where `docs/` shows it, when PICTURES names the folder; a test never depends on it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

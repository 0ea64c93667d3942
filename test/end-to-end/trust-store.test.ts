import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testCsca } from '@cccd-kiosk/fixtures/issuer/authority';
import { mintRevocationList } from '@cccd-kiosk/fixtures/issuer/revocation-list';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { TestStation } from '../server/test-station.ts';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing, picture, seriousFindings } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

const password = 'mật khẩu dài';
/** A list that revokes every signer of the simulated issuer. */
function revokingEverybody(): Uint8Array {
  const thisUpdate = new Date(Date.now() + 60_000);
  return mintRevocationList({
    ...{ issuer: testCsca.name, key: testCsca.key, number: 1, thisUpdate },
    nextUpdate: new Date(thisUpdate.getTime() + 30 * 86_400_000),
    revoked: Array.from({ length: 160 }, (_, period) => ({ serial: 100 + period, date: thisUpdate })),
  });
}

describe.skipIf(browserMissing !== undefined)('the trust store in an administrator’s browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-store-'));
  const file = join(folder, 'danh-sach-thu-hoi-csca-viet-nam-ban-thang-muoi-mot-nam-2026.crl');
  let server: TestServer;
  let station: TestStation;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    writeFileSync(file, revokingEverybody());
    writeFileSync(join(folder, 'notes.txt'), 'nothing');
    [server, browser] = await Promise.all([startTestServer(), openBrowser()]);
    server.api.createStaff({ account: 'quantri', password, role: 'administrator', name: 'Nguyễn Quản Trị' });
    station = await TestStation.enrol(server, 'K07');
    await station.connect();
    for (const person of ['01-khuyen', '03-hbluk']) await station.checkIn(person);
    const context = await browser.newContext({ viewport: { width: 1680, height: 1050 }, locale: 'vi-VN' });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}/admin/`);
    await page.fill('input[name=account]', 'quantri');
    await page.fill('input[name=password]', password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('heading', { name: 'Kho chứng thư' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    station.close();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const button = (name: string) => page.getByRole('button', { name });
  /** What the server said of the last reading. */
  function lastVerdict(): unknown {
    const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
    const overall = db.prepare('SELECT overall FROM readings ORDER BY received_at DESC LIMIT 1').pluck().get();
    db.close();
    return overall;
  }

  it('files are chosen, tried, seen in both languages and applied', async () => {
    await page.setInputFiles('input[type=file]', [file, join(folder, 'notes.txt')]);
    await button('Chạy thử').click();
    const shown = page.getByRole('region', { name: 'Nếu áp dụng' });
    await shown.waitFor();
    const text = (await shown.textContent()) ?? '';
    for (const words of [
      'Chưa nhận notes.txt',
      'Đổi 1',
      'Xét lại 2 trong 2 lượt',
      '2 lượt',
      'Chip thật',
      'Cần xem lại',
    ])
      expect(text).toContain(words);
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('#trust').scrollIntoViewIfNeeded();
    await picture(page, 'admin-1-trust-vi');
    await button('English').click();
    await page.getByText('If it is applied').waitFor();
    await picture(page, 'admin-1-trust-en');
    await button('Tiếng Việt').click();
    await button('Áp dụng').click();
    await page.getByText('Bản 2 đang dùng').waitFor();
    await station.checkIn('04-mau');
    expect(lastVerdict()).toBe('suspicious');
    expect(server.api.verifyAudit().ok).toBe(true);
  });

  it('and taken back, as it was shown', async () => {
    await button('Trở lại bản trước').click();
    const shown = page.getByRole('region', { name: 'Nếu trở lại bản trước' });
    await shown.waitFor();
    expect(await shown.textContent()).toContain('3 lượt');
    await shown.getByRole('button', { name: 'Trở lại bản trước' }).click();
    await page.getByText('Bản 3 đang dùng').waitFor();
    expect(await page.locator('#trust').textContent()).toContain('quantri');
    await station.checkIn('07-pham');
    expect(lastVerdict()).toBe('genuine');
    expect(complaints).toEqual([]);
  });
});

/** H9: a chip that does not answer, from the tray to the desk, through the real daemon. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personById } from '@cccd-kiosk/fixtures/world';
import { openBrowser } from './gallery-pages.ts';
import { settled } from './kiosk-walk.ts';
import { browserMissing, kioskRoom, picture, reader, seriousFindings, type KioskRoom } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

describe.skipIf(browserMissing !== undefined)('a chip that does not answer, in Chromium', () => {
  let browser: Browser;
  let room: KioskRoom;
  const person = personById('04-mau');
  beforeAll(async () => {
    browser = await openBrowser();
    room = await kioskRoom(browser);
  });
  afterAll(async () => {
    await room.close();
    await browser.close();
  });

  it('one press for a number; the desk begins with what is printed, looks, and saves: the insurance is asked', async () => {
    const kiosk = await room.openKiosk();
    kiosk.setDefaultTimeout(30_000);
    await room.simulation.world.lay({ reader, personId: person.id, scanQr: true, fault: 'mute' });
    await kiosk.getByText('Chưa đọc được chip').first().waitFor();
    await picture(kiosk, 'kiosk-unreadable-vi');
    expect(await seriousFindings(kiosk)).toEqual([]);
    // Nothing of what is printed is on the screen: nobody has proven that it is theirs.
    expect(await kiosk.getByText(person.name).count()).toBe(0);
    await kiosk.waitForTimeout(settled);
    await kiosk.getByRole('button', { name: /^Lấy số/ }).click();
    await kiosk.getByText('quầy 1').first().waitFor();

    const page = await room.openCounter();
    page.setDefaultTimeout(20_000);
    await page.getByLabel('Tài khoản').fill(room.simulation.links.counterAccount);
    await page.getByLabel('Mật khẩu').fill(room.simulation.links.counterPassword);
    await page.keyboard.press('Enter');
    await page.getByText('1 người').waitFor();
    await page.keyboard.press('F2');
    await page.getByText('mã QR in trên thẻ, chưa kiểm tra').waitFor();
    expect(await page.getByLabel('Họ, chữ đệm và tên').inputValue()).toBe(person.name);
    expect(await page.getByLabel('Số định danh (12 số) hoặc mã BHYT').inputValue()).toBe(person.number);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'counter-printed-code-vi');
    await page.getByRole('button', { name: 'Ghi và tra bảo hiểm' }).click();
    await page.getByRole('heading', { name: person.name }).waitFor();
    await page.getByText('Thẻ BHYT chính xác').first().waitFor();
    await picture(page, 'counter-printed-code-saved-vi');
  });
});

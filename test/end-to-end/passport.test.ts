/** H15: a foreigner's passport, from the tray to the paper, through the real daemon. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './gallery-pages.ts';
import { settled } from './kiosk-walk.ts';
import { browserMissing, kioskRoom, picture, reader, seriousFindings, type KioskRoom } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

describe.skipIf(browserMissing !== undefined)('a foreign passport, in Chromium', () => {
  let browser: Browser;
  let room: KioskRoom;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await kioskRoom(browser);
  });
  afterAll(async () => {
    await room.close();
    await browser.close();
  });

  it('English, the passport on the tray, a department, a number: two presses, no photo, nothing asked of the insurance', async () => {
    const kiosk = await room.openKiosk();
    kiosk.setDefaultTimeout(30_000);
    await kiosk.getByRole('button', { name: 'English' }).click();
    await room.simulation.world.lay({ reader, personId: '04-mau', scanQr: true, fault: 'foreign-passport' });
    await kiosk.getByText('ERIKSSON ANNA MARIA').waitFor();
    await kiosk.getByText('Insurance: tell the desk if you have any').waitFor();
    await kiosk.getByText('Document UTO').waitFor();
    expect(await kiosk.getByText('L898902C3').count()).toBe(0);
    expect(await kiosk.locator('section img').count()).toBe(0);
    await kiosk.waitForTimeout(settled);
    expect(await seriousFindings(kiosk)).toEqual([]);
    await picture(kiosk, 'kiosk-passport-en');
    await kiosk.getByRole('radio', { name: 'Cardiology' }).click();
    await kiosk.waitForTimeout(settled);
    await kiosk.getByRole('button', { name: /^Get number/ }).click();
    const number = kiosk.getByText(/^B \d{3}$/).first();
    await number.waitFor();
    const shown = (await number.innerText()).trim();
    await room.simulation.world.lift(reader);
    await expect
      .poll(() => room.simulation.server.api.lastTicketPictures().some((one) => one.number === shown), {
        timeout: 20_000,
      })
      .toBe(true);
    expect(room.simulation.bhxh.questions).toEqual([]);

    const page = await room.openCounter();
    page.setDefaultTimeout(20_000);
    await page.getByLabel('Tài khoản').fill(room.simulation.links.counterAccount);
    await page.getByLabel('Mật khẩu').fill(room.simulation.links.counterPassword);
    await page.keyboard.press('Enter');
    await page.getByText('1 người').waitFor();
    await page.keyboard.press('F2');
    await page.getByText('ERIKSSON ANNA MARIA').first().waitFor();
    await page.getByText('nơi cấp chưa có trong kho').waitFor();
    await picture(page, 'counter-passport-vi');
  });
});

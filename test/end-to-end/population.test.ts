import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneStopAccount } from '@cccd-kiosk/fixtures/start/start-simulation';
import { people, personById, type Person } from '@cccd-kiosk/fixtures/world';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing, kioskRoom, picture, reader, seriousFindings, type KioskRoom } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

describe.skipIf(browserMissing !== undefined)('the population service at the counter, in Chromium', () => {
  let browser: Browser;
  let room: KioskRoom;
  const person = personById('05-tran');
  beforeAll(async () => {
    browser = await openBrowser();
    room = await kioskRoom(browser);
  });
  afterAll(async () => {
    (people as Person[]).splice(
      people.findIndex(({ id }) => id === person.id),
      1,
      person,
    );
    await room.close();
    await browser.close();
  });
  const signedIn = async (account: string) => {
    const page = await room.openCounter();
    page.setDefaultTimeout(15_000);
    await page.getByLabel('Tài khoản').fill(account);
    await page.getByLabel('Mật khẩu').fill(room.simulation.links.counterPassword);
    await page.keyboard.press('Enter');
    return page;
  };

  it('a counter officer asks about who laid a card down: agreement, then a difference as a task; nobody else may', async () => {
    await room.simulation.world.lay({ reader, personId: person.id, scanQr: true });
    const page = await signedIn(oneStopAccount);
    // A one-stop counter begins with its forms.
    await page.getByText('Chưa có hồ sơ nào hôm nay').waitFor({ timeout: 30_000 });
    await page.keyboard.press('F1');
    await page.getByText('1 người').waitFor();
    await page.keyboard.press('F2');
    const button = page.getByRole('button', { name: 'Đối chiếu CSDL dân cư' });
    await button.click();
    await expect.poll(() => page.getByText('Khớp với chip').count()).toBe(4);

    const spelled: Person = { ...person, name: person.name.normalize('NFD').replace(/\p{M}/gu, ''), sex: 'Nam' };
    (people as Person[]).splice(
      people.findIndex(({ id }) => id === person.id),
      1,
      spelled,
    );
    await button.click();
    await page.locator('.outcome li.differs').first().waitFor();
    await page.locator('.outcome').getByText(person.name, { exact: true }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'counter-4-population-vi');
    await page.keyboard.press('F9');
    await page.getByRole('button', { name: 'Check against the population database' }).waitFor();
    await picture(page, 'counter-4-population-en');
    await page.keyboard.press('F9');
    await page.keyboard.press('F10');
    await page.getByText('Họ tên trên thẻ và CSDL dân cư chưa giống nhau').waitFor();

    room.simulation.population.setMood('down');
    await page.keyboard.press('F10');
    await button.click();
    await page.getByText('kết nối bị ngắt giữa chừng').waitFor();
    await picture(page, 'counter-5-population-away-vi');

    const reception = await signedIn(room.simulation.links.counterAccount);
    await reception.getByText('1 người').waitFor();
    await reception.keyboard.press('F2');
    await reception.getByText('Chip thật').first().waitFor();
    expect(await reception.getByRole('button', { name: 'Đối chiếu CSDL dân cư' }).count()).toBe(0);
  });
});

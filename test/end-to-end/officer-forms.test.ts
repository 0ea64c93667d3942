import { PDFDocument } from 'pdf-lib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './gallery-pages.ts';
import type { KioskRoom } from './kiosk-room.ts';
import { browserMissing, kioskRoom, picture, reader, seriousFindings } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

/** The officer's hands, counted: keys that are no letter of a free text and not the Enter that ends one. */
class Hands {
  readonly #page: Page;
  keys = 0;
  /** What a screen reader says at each stop. */
  readonly heard: string[] = [];
  constructor(page: Page) {
    this.#page = page;
  }
  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.#page.keyboard.press(key);
  }
  async letters(text: string): Promise<void> {
    this.keys += text.length;
    await this.#page.keyboard.type(text);
  }
  /** A free text in the field with the cursor, and Enter. */
  async say(text: string): Promise<void> {
    this.heard.push(await this.#page.locator(':focus').ariaSnapshot());
    await this.#page.keyboard.type(text);
    await this.#page.keyboard.press('Enter');
  }
  cursorIn(id: RegExp): Promise<unknown> {
    return this.#page.waitForFunction(
      (pattern) => new RegExp(pattern).test(document.activeElement?.id ?? ''),
      id.source,
    );
  }
}

describe.skipIf(browserMissing !== undefined)('the officer’s forms, in Chromium', () => {
  let browser: Browser;
  let room: KioskRoom;
  /** The officer's screen: the second test goes on where the first ends. */
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await kioskRoom(browser);
  });
  afterAll(async () => {
    await room.close();
    await browser.close();
  });
  const lay = (personId: string) => room.simulation.world.lay({ reader, personId, scanQr: true });

  it('CT01 for a household of five: five taps, ten keys besides what only people know; shown, printed, finished', async () => {
    const kiosk = await room.openKiosk();
    page = await room.openCounter();
    page.setDefaultTimeout(10_000);
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(`${message.text()} ${message.location().url}`);
    });
    await page.getByLabel('Tài khoản').fill(room.simulation.links.counterAccount);
    await page.getByLabel('Mật khẩu').fill(room.simulation.links.counterPassword);
    await page.keyboard.press('Enter');
    await page.getByText('Chưa có ai').waitFor();
    // By hand: a key that is pressed while a loaded machine still wires the page is heard by nobody.
    await page.getByRole('button', { name: 'Hồ sơ', exact: true }).first().click();
    await page.getByText('Chưa có hồ sơ nào hôm nay').waitFor({ timeout: 30_000 });
    refused.length = 0;

    const hands = new Hands(page);
    const began = performance.now();
    await hands.press('F2');
    await page.getByText('Mời đặt thẻ lên máy K07: Người kê khai').waitFor();
    await lay('01-khuyen');
    await page.getByText('Chip thật').first().waitFor();
    await page.getByAltText(/^Ảnh trong chip của Công Tằng/).waitFor();
    await hands.letters('ct01');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await hands.press('Enter');
    await hands.cursorIn(/^f-to$/);
    expect(await page.getByLabel(/^3\. Giới tính/).innerText()).toBe('Nữ');

    await hands.press('F4');
    await page.getByText('Mời đặt thẻ lên máy K07: Chủ hộ').waitFor();
    await lay('02-nghiem');
    await page
      .getByRole('textbox', { name: /chủ hộ$/ })
      .filter({ hasText: /Khánh Nghiêm/ })
      .waitFor();
    await hands.press('F4');
    const rows = page.locator('tbody tr');
    await page.getByText(/Mời đặt thẻ lên máy K07: (?!Chủ hộ)/).waitFor();
    for (const [index, personId] of ['03-hbluk', '05-tran', '06-ly'].entries()) {
      await lay(personId);
      await rows.nth(index).waitFor();
    }
    // The cursor has stayed in the first field that nobody has filled.
    await hands.cursorIn(/^f-to$/);
    await hands.say('Công an phường An Sen');
    await hands.cursorIn(/^f-phone$/);
    await hands.say('0900000013');
    await hands.cursorIn(/^f-relation$/);
    await hands.say('Mẹ');
    await hands.cursorIn(/^f-request$/);
    await hands.say('Đăng ký thường trú theo con, vào hộ gia đình');
    for (const relation of ['Con dâu', 'Cháu', 'Cháu']) {
      await hands.cursorIn(/m-relation$/);
      await hands.say(relation);
    }
    await hands.cursorIn(/^f-:review$|^f-dwelling$/);
    await page.getByText('Đã đủ. Có thể hoàn tất').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'counter-2-form-vi');

    await hands.press('F8');
    await kiosk.getByRole('button', { name: 'Đúng cả' }).waitFor();
    // The kiosk is deaf for a moment after it changed.
    await kiosk.waitForTimeout(900);
    await kiosk.getByRole('button', { name: 'Đúng cả' }).click();
    await page.getByText(/Người dân đã đọc và thấy đúng/).waitFor();
    await hands.press('Control+Enter');
    await page
      .getByText(/HS-\d{8}-\d{4}/)
      .first()
      .waitFor();
    const seconds = (performance.now() - began) / 1000;

    expect(hands.heard.map((line) => line.replace(/:.*/s, ''))).toEqual([
      '- textbox "Kính gửi"',
      '- textbox "5. Số điện thoại liên hệ"',
      '- textbox "8. Mối quan hệ với chủ hộ"',
      '- textbox "10. Nội dung đề nghị"',
      ...[1, 2, 3].map((row) => `- textbox "Mối quan hệ với chủ hộ, Dòng ${row}"`),
    ]);
    expect(hands.keys).toBeLessThanOrEqual(10);
    expect(seconds).toBeLessThan(90);
    expect(refused).toEqual([]);
  });

  it('the preview is the paper itself: drawn in the page, one sheet a page at the printer', async () => {
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printing', '');
    });
    await page.getByRole('button', { name: /^Xem và in:/ }).click();
    const paper = page.locator('.paper canvas').first();
    await paper.waitFor();
    const ink = await paper.evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let dark = 0;
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 100) dark += 1;
      return dark;
    });
    expect(ink).toBeGreaterThan(3_000);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'counter-3-paper-vi');
    const drawn = await page.locator('.paper').count();
    await page.keyboard.press('Control+p');
    await page.locator('body[data-printing] > .print-sheet').waitFor({ state: 'attached' });
    const printed = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true }));
    expect(printed.getPageCount()).toBe(drawn);
    const { width, height } = printed.getPage(0).getSize();
    expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
    await page.keyboard.press('Escape');
    await page.locator('.print-sheet').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'In biên nhận' }).click();
    await page.locator('.paper canvas').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Thống kê' }).click();
    await page.getByText('Chữ đỡ phải gõ').first().waitFor();
    const sheet = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lưu XLSX' }).click();
    expect((await sheet).suggestedFilename()).toMatch(/^\d{4}-\d{2}-\d{2}\.xlsx$/);
  });
});

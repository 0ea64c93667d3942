import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './gallery-pages.ts';
import type { KioskRoom } from './kiosk-room.ts';
import { browserMissing, kioskRoom, picture, reader, seriousFindings, touchDigits } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

const words = {
  vi: {
    other: 'English',
    name: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
    insurance: 'Thẻ BHYT còn giá trị đến 31/12/2027',
    department: 'Tim mạch',
    take: /Lấy số khám Tim mạch/,
    keypad: /6 số/,
    wrong: /chưa khớp/,
    lifted: /Đặt lại/,
    desk: /quầy 1/i,
  },
  en: {
    other: 'Tiếng Việt',
    name: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
    insurance: 'Your insurance is valid until 31/12/2027',
    department: 'Cardiology',
    take: /Cardiology/,
    keypad: /6 digits/,
    wrong: /do not match/i,
    lifted: /Put it back/i,
    desk: /desk 1/i,
  },
} as const;
const idle = 'Máy sẵn sàng';
/** A screen is deaf for 600 ms after it changed, so that nobody presses what was not there a moment ago. */
const settled = 900;
type Language = keyof typeof words;

describe.skipIf(browserMissing !== undefined)('tap to ticket, in Chromium', () => {
  let browser: Browser;
  let room: KioskRoom;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    room = await kioskRoom(browser, { latency: true });
  });
  afterEach(() => room.close());
  afterAll(() => browser.close());

  const lay = (personId: string, more: { fault?: string; scanQr?: boolean } = {}) =>
    room.simulation.world.lay({ reader, personId, scanQr: more.scanQr ?? true, fault: more.fault });

  const printed = () => room.simulation.server.api.lastTicketPictures().length;

  async function openIn(language: Language): Promise<Page> {
    const page = await room.openKiosk();
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
    await page.waitForTimeout(settled);
    return page;
  }

  it.each(['vi', 'en'] as const)('a card becomes a ticket (%s)', async (language) => {
    const text = words[language];
    const page = await openIn(language);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `kiosk-1-idle-${language}`);

    const before = printed();
    await lay('01-khuyen');
    await page.getByRole('progressbar').waitFor();
    await page.getByText(text.name).first().waitFor();
    await picture(page, `kiosk-2-reading-${language}`);

    const take = page.getByRole('radio', { name: text.department });
    await take.waitFor();
    await page.getByText(text.insurance).first().waitFor();
    await page.locator('img').first().waitFor();
    await page.waitForTimeout(settled);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `kiosk-3-greeting-${language}`);

    await take.click();
    await page.getByRole('button', { name: text.take }).click();
    await page
      .getByText(/[A-Z] \d{3}/)
      .first()
      .waitFor();
    await page.waitForTimeout(settled);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `kiosk-4-ticket-${language}`);
    const shown = await page.locator('body').innerText();
    expect(shown).not.toContain('046148999917');

    await room.simulation.world.lift(reader);
    await expect.poll(() => printed() - before, { timeout: 10_000 }).toBe(1);
    // The next person finds the first language again.
    await page.getByText(idle).first().waitFor({ timeout: 20_000 });
    const after = await page.content();
    expect(after).not.toContain('Khuyên');
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });

  it('without a scan the keypad asks, and six wrong digits may be mended', async () => {
    const page = await openIn('vi');
    await lay('02-nghiem', { scanQr: false });
    await page.getByText(words.vi.keypad).first().waitFor();
    await page.waitForTimeout(settled);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-5-keypad-vi');
    await touchDigits(page, '102030');
    await page.getByText(words.vi.wrong).first().waitFor({ timeout: 15_000 });
    await page.waitForTimeout(settled);
    await touchDigits(page, '999952');
    await page.getByText('Nguyễn Phước Bảo Trường Khánh Nghiêm').first().waitFor({ timeout: 20_000 });
  });

  it('a card lifted too early goes on where it stopped', async () => {
    const page = await openIn('vi');
    await lay('05-tran', { fault: 'torn@14' });
    await page.getByText(words.vi.lifted).first().waitFor({ timeout: 15_000 });
    await page.waitForTimeout(settled);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-6-lifted-vi');
    const states = room.simulation.daemon.state().map(({ readingId }) => readingId);
    await lay('05-tran', { scanQr: false });
    await page.getByText('Trần Văn Mẫu').first().waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: /Lấy số/ }).waitFor({ timeout: 15_000 });
    expect(room.simulation.daemon.state().map(({ readingId }) => readingId)).toEqual(states);
  });

  it.each([
    ['cloned', '04-mau', words.vi.desk, 'kiosk-7-desk-vi'],
    ['swapped-portrait', '10-vu', words.vi.desk, undefined],
    ['revoked-signer', '11-ho', words.vi.desk, undefined],
  ])('a doubtful card (%s) leads to a desk, calmly and with a number', async (fault, person, desk, name) => {
    const page = await openIn('vi');
    await lay(person, { fault });
    await page.getByText(desk).first().waitFor({ timeout: 15_000 });
    await page.waitForTimeout(settled);
    const shown = await page.locator('body').innerText();
    expect(shown).toMatch(/[A-Z] ?\d{3}/);
    expect(shown).not.toMatch(/Mẫu|giả|lỗi|thất bại/);
    expect(await page.locator('img').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    if (name !== undefined) await picture(page, name);
  });

  it('an unknown issuer changes nothing for the person', async () => {
    const page = await openIn('vi');
    await lay('07-pham', { fault: 'unknown-signer' });
    await page.getByRole('button', { name: /Lấy số/ }).waitFor({ timeout: 15_000 });
  });

  it('a bank card is told apart within moments', async () => {
    const page = await openIn('vi');
    await lay('09-do', { fault: 'not-emrtd' });
    await page
      .getByText(/chưa phải thẻ căn cước/)
      .first()
      .waitFor({ timeout: 5_000 });
    await page.waitForTimeout(settled);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-8-not-an-id-card-vi');
  });

  it('a second tap shows the same number', async () => {
    const page = await openIn('vi');
    await lay('12-y-ayun');
    const take = page.getByRole('button', { name: /Lấy số/ });
    await take.waitFor({ timeout: 15_000 });
    await page.waitForTimeout(settled);
    await take.click();
    await page.waitForTimeout(settled);
    const first = /[A-Z] \d{3}/.exec(await page.locator('body').innerText())?.[0] ?? 'no number';
    await room.simulation.world.lift(reader);
    await page.getByText(idle).first().waitFor({ timeout: 20_000 });
    await lay('12-y-ayun');
    await page
      .getByText(new RegExp(`đã có số ${first}`))
      .first()
      .waitFor({ timeout: 15_000 });
  });

  it('nobody leaves without a card and without a ticket', async () => {
    const page = await openIn('vi');
    await page.getByRole('button', { name: /không mang thẻ/ }).click();
    await page.waitForTimeout(settled);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-9-no-card-vi');
    await page.getByRole('button', { name: /số/ }).first().click();
    await page
      .getByText(/[A-Z] ?\d{3}/)
      .first()
      .waitFor({ timeout: 10_000 });
  });

  it('the counter sees who arrived, with photo and verdict, and records the face', async () => {
    const counter = await room.openCounter();
    expect(await seriousFindings(counter)).toEqual([]);
    await counter.getByLabel('Tài khoản').fill(room.simulation.links.counterAccount);
    await counter.getByLabel('Mật khẩu').fill(room.simulation.links.counterPassword);
    await counter.getByRole('button', { name: 'Đăng nhập' }).click();
    await counter.getByText('Chưa có ai').waitFor();
    await lay('03-hbluk');
    const row = counter.getByText(/H'Blŭk Êban Niê K/).first();
    await row.waitFor({ timeout: 15_000 });
    expect(await counter.locator('body').innerText()).not.toContain('066190999908');
    await row.click();
    await counter.keyboard.press('Enter');
    await counter.getByText('Chip thật').first().waitFor({ timeout: 10_000 });
    await counter.locator('img').first().waitFor();
    await counter.getByText('không thay').first().waitFor();
    expect(await seriousFindings(counter)).toEqual([]);
    await picture(counter, 'counter-1-arrival-vi');
    await counter.keyboard.press('F6');
    await counter.getByText(/Giống, .* ghi lúc/).waitFor();
    expect(room.simulation.server.api.verifyAudit()).toMatchObject({ ok: true });
  });

  it('the table of cards lays, lifts and shows commands without content', async () => {
    const cards = await room.openCards();
    await cards.getByText('Công Tằng Tôn Nữ Thị Phương Khuyên').first().waitFor();
    await cards
      .getByRole('button', { name: /Khuyên/ })
      .first()
      .click();
    await cards.getByText('chọn ứng dụng').first().waitFor({ timeout: 10_000 });
    await cards.getByText('DG13').first().waitFor({ timeout: 10_000 });
    await cards.waitForTimeout(3000);
    expect(await seriousFindings(cards)).toEqual([]);
    await picture(cards, 'cards-1-table-vi');
    await cards.getByRole('button', { name: /Nhấc/ }).first().click();
    await expect.poll(() => room.simulation.daemon.state()[0]?.state).toBe('empty');
    const population = cards.getByRole('radiogroup', { name: 'CSDL dân cư' });
    await population.getByRole('radio', { name: 'Mất kết nối' }).click();
    await expect.poll(() => room.simulation.population.mood()).toBe('down');
    await population.getByRole('radio', { name: 'Mất kết nối', checked: true }).waitFor();
  });
});

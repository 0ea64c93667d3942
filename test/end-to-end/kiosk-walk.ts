/** A kiosk with somebody in front of it: its screen in Chromium, real readings at its reader, and their presses counted. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { Language } from '@cccd-kiosk/contract/text/language';
import type { Person } from '@cccd-kiosk/fixtures/world';
import { until, type TestServer } from '../server/test-server.ts';
import { newReadingId, TestStation } from '../server/test-station.ts';
import { touchDigits } from './kiosk-room.ts';

/** A screen is deaf for 600 ms after it changed. */
export const settled = 650;
const reader = 'reader 1';
/** A machine with much to do may take its time; a person is not kept waiting by a test's limit. */
const patience = 30_000;

export class KioskWalk {
  readonly page: Page;
  readonly station: TestStation;
  readonly #server: TestServer;
  readonly #language: Language;

  private constructor(page: Page, station: TestStation, server: TestServer, language: Language) {
    this.page = page;
    this.station = station;
    this.#server = server;
    this.#language = language;
  }

  static async open(browser: Browser, server: TestServer, name: string, language: Language = 'vi') {
    const station = await TestStation.enrol(server, name);
    await station.connect();
    const page = await (
      await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: 'vi-VN' })
    ).newPage();
    page.setDefaultTimeout(patience);
    await page.addInitScript(() => {
      // What a finger does, seen from outside the program: digits apart from everything else, as the flows count them.
      const counted = { taps: 0, digits: 0 };
      Object.assign(globalThis, { counted });
      addEventListener(
        'click',
        ({ isTrusted, target }) => {
          const button = isTrusted && target instanceof Element ? target.closest('button') : null;
          if (button === null) return;
          if (/^(Số|Digit) \d$/.test(button.ariaLabel ?? '')) counted.digits += 1;
          else counted.taps += 1;
        },
        true,
      );
    });
    await page.goto(`${server.url}/kiosk/#pair=${server.api.createPairingCode(station.id)}`);
    const walk = new KioskWalk(page, station, server, language);
    walk.lift();
    await walk.idle();
    return walk;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    this.station.close();
  }

  see(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor();
  }
  /** The machine waits for the next person, in its first language. */
  idle(): Promise<void> {
    return this.see('Máy sẵn sàng');
  }
  /** The page was looked at; what is pressed now counts. */
  async begin(): Promise<void> {
    if (this.#language === 'en') {
      await this.page.getByRole('button', { name: 'English' }).click();
      await this.see('Ready, nothing to press');
    }
    await this.page.evaluate(() => Object.assign((globalThis as unknown as Counting).counted, { taps: 0, digits: 0 }));
  }
  presses(): Promise<Counted> {
    return this.page.evaluate(() => ({ ...(globalThis as unknown as Counting).counted }));
  }

  /** A card is laid down and read; the visit it made. */
  async lay(person: Person, fault?: string): Promise<string> {
    // A daemon dials again by itself; where the making of many cards held this process up, the line may have ended.
    if (this.station.socket?.connected !== true) await this.station.connect();
    const readingId = newReadingId();
    this.station.emit('reader', { reader, state: 'reading', readingId });
    const record = await this.station.read(person, { readingId, ...(fault === undefined ? {} : { fault }) });
    const answer = await this.station.submit(this.station.envelope(record));
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value.visitId ?? '';
  }
  lift(): void {
    this.station.emit('reader', { reader, state: 'empty' });
  }

  /** Waits until a button stands there and the screen listens. */
  async #ready(name: RegExp, role: 'button' | 'radio'): Promise<Locator> {
    const button = this.page.getByRole(role, { name }).first();
    await button.waitFor();
    await this.page.waitForTimeout(settled);
    return button;
  }
  async press(name: RegExp): Promise<void> {
    await (await this.#ready(name, 'button')).click();
  }
  async choose(name: RegExp): Promise<void> {
    await (await this.#ready(name, 'radio')).click();
  }
  /** On the screen's own keys. */
  async type(digits: string): Promise<void> {
    await this.page.getByRole('button', { name: /^(Số|Digit) 0$/ }).waitFor();
    await this.page.waitForTimeout(settled);
    await touchDigits(this.page, digits);
  }

  /** The card is lifted and the paper comes; the number on it, and whose visit it is. */
  async ticket(): Promise<{ visitId: string; number: string }> {
    const number = this.page.getByText(/^[A-Z] \d{3}$/).first();
    await number.waitFor();
    const shown = (await number.innerText()).trim();
    this.lift();
    const paper = await until(
      () => this.#server.api.lastTicketPictures().find((picture) => picture.number === shown),
      patience,
    );
    return { visitId: paper.visitId, number: paper.number };
  }
  /** Done: the next person finds the machine as it was. A ticket that has lain there long enough went by itself. */
  async leave(): Promise<void> {
    const done = this.page.getByRole('button', { name: /^(Xong|Done)$/ });
    await this.page.waitForTimeout(settled);
    await done.click({ timeout: 5000 }).catch(() => undefined);
    await this.idle();
  }
}

interface Counted {
  /** Presses on anything but the keys of a number. */
  readonly taps: number;
  readonly digits: number;
}
interface Counting {
  counted: Counted;
}

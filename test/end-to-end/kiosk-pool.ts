import type { Browser } from 'playwright-core';
import type { Language } from '@cccd-kiosk/contract/text/language';
import type { TestServer } from '../server/test-server.ts';
import { KioskWalk } from './kiosk-walk.ts';

/** Kiosks of one server beside each other: people mostly wait for screens, and one at a time is slow. */
export class KioskPool {
  readonly #free: Record<Language, KioskWalk[]> = { vi: [], en: [] };
  readonly #waiting: Record<Language, ((walk: KioskWalk) => void)[]> = { vi: [], en: [] };
  readonly #all: KioskWalk[] = [];

  static async open(browser: Browser, server: TestServer, counts: Readonly<Record<Language, number>>) {
    const pool = new KioskPool();
    for (const language of ['vi', 'en'] as const)
      for (let place = 0; place < counts[language]; place += 1) {
        const walk = await KioskWalk.open(browser, server, `K-${language}-${place}`, language);
        pool.#free[language].push(walk);
        pool.#all.push(walk);
      }
    return pool;
  }

  /** Somebody stands at a kiosk that speaks their language until their flow has ended; the others wait for one. */
  async at<T>(language: Language, flow: (walk: KioskWalk) => Promise<T>): Promise<T> {
    const walk =
      this.#free[language].pop() ?? (await new Promise<KioskWalk>((turn) => this.#waiting[language].push(turn)));
    try {
      return await flow(walk);
    } finally {
      const first = this.#waiting[language].shift();
      if (first === undefined) this.#free[language].push(walk);
      else first(walk);
    }
  }

  async close(): Promise<void> {
    for (const walk of this.#all) await walk.close();
  }
}

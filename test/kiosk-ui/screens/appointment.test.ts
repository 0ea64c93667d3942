import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openKiosk } from '../open-kiosk.ts';
import { stages } from '../views.ts';

let page: ReturnType<typeof openKiosk>;
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  document.body.replaceChildren();
  page = openKiosk();
  page.show(stages.reading());
  page.show(stages.greeting());
  page.wait(1000);
});
afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
});

const checked = (): string[] =>
  [...document.querySelectorAll('[role="radio"][aria-checked="true"]')].map((tile) => tile.textContent.trim());
const button = (): string =>
  [...document.querySelectorAll('button')].find((one) => /^\s*(Lấy số|Get )/.test(one.textContent))?.textContent ?? '';

describe('an appointment on the greeting', () => {
  it('is said in the place of the question, its tile is marked, and the button goes there', () => {
    page.show(stages.appointed());
    page.wait(1000);
    expect(document.querySelector('h2')?.textContent.trim()).toBe('Lịch hẹn hôm nay lúc 08:30, Khoa eye');
    expect(checked()).toEqual(['Khoa eye']);
    expect(button()).toContain('Lấy số khám Khoa eye');
    // Whoever listens to the tiles still hears what they are for.
    expect(document.querySelector('[role="radiogroup"]')?.ariaLabel).toBe('Bà muốn khám ở đâu?');
    page.click(/English/);
    expect(document.querySelector('h2')?.textContent.trim()).toBe('Appointment today at 08:30, Dept eye');
    page.click(/^\s*Get number: Dept eye/);
    expect(page.outside.send.mock.calls).toEqual([
      [{ action: 'choose-department', visitId: 'visit-0001', departmentId: 'eye' }],
    ]);
  });

  it('that comes when the person has chosen is said, and their choice stays', () => {
    page.click(/Khoa bone/);
    page.show(stages.appointed());
    expect(document.querySelector('h2')?.textContent).toContain('08:30');
    expect(checked()).toEqual(['Khoa bone']);
    expect(button()).toContain('Khoa bone');
  });

  it('is not said aloud, gives way to the question when the person blurs, and is gone with them', () => {
    page.show(stages.appointed());
    flushSync();
    expect(document.querySelector('p.unseen')?.textContent ?? '').not.toContain('08:30');
    expect(document.querySelector('h2')?.textContent).toContain('08:30');
    page.wait(15_200);
    expect(document.querySelector('h2')?.textContent.trim()).toBe('Bà muốn khám ở đâu?');
    page.wait(1000);
    expect(document.documentElement.outerHTML).not.toContain('08:30');
    page.wait(40_000);
    expect(page.kiosk.screen.name).toBe('idle');
    expect(JSON.stringify(page.kiosk.state)).not.toContain('08:30');
  });
});

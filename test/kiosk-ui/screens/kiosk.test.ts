import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openKiosk } from '../open-kiosk.ts';
import { stages } from '../views.ts';

let page: ReturnType<typeof openKiosk>;
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
  page = openKiosk();
});
afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
});

const personal = /Khuyên|0461|B 042|blob:/;

describe('the kiosk page', () => {
  it('greets, takes the number once however often it is pressed, and shows the ticket', () => {
    page.show(stages.reading());
    expect(document.body.textContent).toContain('Công Tằng Tôn Nữ Thị Phương Khuyên');
    page.show(stages.greeting());
    page.kiosk.dispatch({ type: 'photo', visitId: 'visit-0001', url: 'blob:portrait' });
    page.wait(1000);
    expect(document.querySelector('img')?.getAttribute('src')).toBe('blob:portrait');
    expect(document.body.textContent).toContain('Bà muốn khám ở đâu?');
    page.click(/Khoa eye/);
    page.click(/Lấy số khám Khoa eye/);
    page.click(/Đang lấy số/);
    expect(page.outside.send.mock.calls).toEqual([
      [{ action: 'choose-department', visitId: 'visit-0001', departmentId: 'eye' }],
    ]);
    page.show(stages.ticket());
    expect(document.body.textContent).toContain('B 042');
    expect(document.body.textContent).not.toContain('Khuyên');
  });

  it('56: after the wipe nothing of the person is left in the document, in storage or in memory’s photo', () => {
    page.show(stages.greeting());
    page.kiosk.dispatch({ type: 'photo', visitId: 'visit-0001', url: 'blob:portrait' });
    page.wait(1000);
    page.show(stages.ticket());
    expect(document.documentElement.outerHTML).toMatch(personal);
    page.wait(6000);
    expect(page.kiosk.screen.name).toBe('idle');
    expect(document.documentElement.outerHTML).not.toMatch(personal);
    expect(page.outside.revoke).toHaveBeenCalledWith('blob:portrait');
    expect(JSON.stringify(page.kiosk.state)).not.toMatch(personal);
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, '']);
    expect(page.outside.send).toHaveBeenLastCalledWith({ action: 'finish' });
  });

  it('56: somebody walks off from the greeting: asked, then wiped', () => {
    page.show(stages.greeting());
    page.wait(31_000);
    expect(document.querySelector('[role="alertdialog"]')?.textContent).toContain('Bà còn ở đó không?');
    page.wait(20_000);
    expect(document.documentElement.outerHTML).not.toMatch(personal);
  });

  it('a photo is not drawn while the person is not proven', () => {
    const stage = stages.greeting();
    if (stage.stage !== 'greeting') throw new Error('greeting expected');
    page.show({ ...stage, person: { ...stage.person, proven: false } });
    page.kiosk.dispatch({ type: 'photo', visitId: 'visit-0001', url: 'blob:portrait' });
    flushSync();
    expect(document.querySelector('img')).toBeNull();
    expect(document.body.textContent).toContain('Bạn muốn khám ở đâu?');
  });

  it('switches the document’s language in the middle of a step', () => {
    page.show(stages.keyNeeded());
    page.wait(1000);
    page.click(/^Số 4$/);
    page.click(/English/);
    expect(document.documentElement.lang).toBe('en');
    expect(document.body.textContent).toContain('Type the 6 digits');
    expect(page.kiosk.state.digits).toBe('4');
    page.wait(1000);
    page.click(/Tiếng Việt/);
    expect(document.documentElement.lang).toBe('vi');
  });

  it('TH11: a name is text, whatever it holds', () => {
    const stage = stages.greeting();
    if (stage.stage !== 'greeting') throw new Error('greeting expected');
    const name = '<img src=x onerror=alert(1)> =HYPERLINK("x") \u202Egnp';
    page.show({ ...stage, person: { ...stage.person, name } });
    expect(document.querySelector('img[src="x"]')).toBeNull();
    expect(document.querySelector('h1 bdi')?.textContent).toBe(name);
  });

  it('the verdict is never on a kiosk', () => {
    for (const stage of [stages.greeting(), stages.ticket(), stages.goToDesk(), stages.reading()]) {
      page.show(stage);
      expect(document.body.textContent).not.toMatch(/Chip thật|Cần xem lại|giả|genuine|suspicious/i);
    }
  });

  it('every walk to a desk looks the same', () => {
    page.show(stages.goToDesk('visit-0002'));
    const first = document.querySelector('main')?.textContent;
    page.show(stages.goToDesk('visit-0003'));
    expect(document.querySelector('main')?.textContent).toBe(first);
    expect(first).toContain('S-01');
  });

  it('B0.9: every problem has its headline, its remedy and its small code', () => {
    for (const [problem, code] of [
      ['two-cards', 'T-03'],
      ['not-an-id-card', 'T-04'],
      ['chip-unreadable', 'T-05'],
      ['weak-signal', 'T-02'],
    ] as const) {
      page.show(stages.problem(problem));
      page.wait(6200);
      expect(document.body.textContent).toContain(code);
      expect(document.querySelectorAll('main h1')).toHaveLength(1);
    }
  });
});

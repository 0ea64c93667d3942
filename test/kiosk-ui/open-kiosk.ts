import KioskScreen from '@cccd-kiosk/kiosk-ui/src/kiosk/Kiosk.svelte';
import { flushSync, mount, unmount } from 'svelte';
import { vi } from 'vitest';
import { Kiosk } from '../../kiosk-ui/src/flow/kiosk.svelte.ts';
import type { Outside } from '../../kiosk-ui/src/flow/kiosk.svelte.ts';
import { view } from './views.ts';

/** The kiosk as a page: the state machine with its components, in a document. */
export function openKiosk() {
  let now = 0;
  let revision = 0;
  const outside = {
    now: () => now,
    send: vi.fn<Outside['send']>(),
    play: vi.fn<Outside['play']>(),
    speak: vi.fn<Outside['speak']>(),
    hush: vi.fn<Outside['hush']>(),
    revoke: vi.fn<Outside['revoke']>(),
  };
  const kiosk = new Kiosk(outside);
  const component = mount(KioskScreen, { target: document.body, props: { kiosk } });
  kiosk.dispatch({ type: 'link', link: 'up' });
  return {
    kiosk,
    outside,
    wait(milliseconds: number) {
      for (let passed = 0; passed < milliseconds; passed += 200) {
        now += 200;
        kiosk.dispatch({ type: 'tick' });
      }
      flushSync();
    },
    show(stage: Parameters<typeof view>[1], more: Parameters<typeof view>[2] = {}) {
      kiosk.dispatch({ type: 'view', view: view(++revision, stage, more), first: false });
      flushSync();
    },
    click(name: RegExp) {
      const buttons = [...document.querySelectorAll('button')];
      const found = buttons.find((button) => name.test(button.textContent ?? '') || name.test(button.ariaLabel ?? ''));
      if (found === undefined) throw new Error(`no button ${name}`);
      found.dispatchEvent(new Event('pointerdown', { bubbles: true }));
      found.click();
      flushSync();
    },
    close: () => unmount(component),
  };
}

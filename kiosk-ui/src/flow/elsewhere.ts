import { localPagePattern } from '@cccd-kiosk/contract/local-page';
import { standsAlone } from './screen.ts';
import type { KioskState } from './state.ts';
import { timing } from './timing.ts';

/**
 * Where this browser goes on: to the page on this computer while the server is away, and from there back to the server's.
 * A number that stands on the screen stays there a while longer; nobody is taken away from it.
 */
export function elsewhereOf({ view, link, linkSince, now }: KioskState): string | undefined {
  if (view === null) return undefined;
  if (link === 'up') return view.serverPage;
  const patience = standsAlone(view.stage) ? timing.numberStays : timing.goesElsewhere;
  if (link !== 'down' || now - linkSince < patience) return undefined;
  const { localPage } = view;
  return localPage !== undefined && localPagePattern.test(localPage) ? localPage : undefined;
}

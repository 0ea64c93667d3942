import type { PortalFill } from '@cccd-kiosk/contract/forms';
import { portalTexts } from '@cccd-kiosk/contract/text/portal';
import { fillPage } from './fill-page.ts';
import { wipePage } from './wipe-page.ts';

/** Before the values in the clipboard, so that nothing else is ever taken for them. */
export const clipboardMark = 'cccd-kiosk/portal-fill/1';

/** What the officer's "copy for the portal" puts into the clipboard. */
export const clipboardText = (fill: PortalFill): string =>
  `${clipboardMark}\n${JSON.stringify({ hosts: fill.hosts, controls: fill.controls })}`;

const words = {
  nothing: portalTexts['nothing-copied'].vi,
  elsewhere: portalTexts['other-site'].vi,
  done: portalTexts['filled'].vi,
  left: portalTexts['left'].vi,
  paste: portalTexts['paste'].vi,
};

/**
 * The two programs as text of a bookmark. The values come through the clipboard, once: it is emptied afterwards. Nothing
 * is fetched, nothing is sent, and a page of another site than the form's portal gets nothing.
 */
export const fillBookmarklet = (): string =>
  `javascript:${encodeURIComponent(`(async()=>{
const words=${JSON.stringify(words)},mark=${JSON.stringify(clipboardMark)};
let text='';
try{text=await navigator.clipboard.readText()}catch{text=prompt(words.paste)??''}
if(!text.startsWith(mark)){alert(words.nothing);return}
const {hosts,controls}=JSON.parse(text.slice(mark.length));
if(!hosts.some((host)=>location.hostname===host||location.hostname.endsWith('.'+host))){alert(words.elsewhere);return}
const report=(${fillPage.toString()})(document,controls);
try{await navigator.clipboard.writeText('')}catch{}
alert(words.done.replace('{count}',report.filled.length)+(report.left.length?'\\n'+words.left+'\\n• '+report.left.join('\\n• '):''));
})()`)}`;

export const wipeBookmarklet = (): string =>
  `javascript:${encodeURIComponent(`(()=>{(${wipePage.toString()})(document);location.replace(location.origin)})()`)}`;

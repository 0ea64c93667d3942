import '../theme/kiosk.css';
import { mount } from 'svelte';
import { Kiosk } from '../flow/kiosk.svelte.ts';
import { elsewhereOf } from '../flow/elsewhere.ts';
import { pairingCode } from '../link/pairing.ts';
import { ScreenLink } from '../link/screen-link.ts';
import { play } from '../sound/notes.ts';
import { canSpeak, hush, onVoices, speak } from '../sound/voice.ts';
import App from './App.svelte';

/** The code leaves the address bar before anything else happens. */
function takeCode(): string | undefined {
  const code = pairingCode(location.hash);
  if (code !== undefined) history.replaceState(null, '', location.pathname);
  return code;
}

const link = new ScreenLink(takeCode());
const kiosk: Kiosk = new Kiosk({
  now: () => performance.now(),
  send: (action) => link.send(action),
  play,
  speak: (text, language) => speak(text, language, () => kiosk.dispatch({ type: 'spoken' })),
  hush,
  revoke: (url) => URL.revokeObjectURL(url),
});

const checkVoice = (): void => kiosk.dispatch({ type: 'voice', available: canSpeak(kiosk.language) });
let language = kiosk.language;
/** Asked for once: the browser takes its time to go. */
let goingTo: string | undefined;
onVoices(checkVoice);
setInterval(() => {
  kiosk.dispatch({ type: 'tick' });
  const elsewhere = elsewhereOf(kiosk.state);
  if (elsewhere !== undefined && elsewhere !== goingTo) {
    goingTo = elsewhere;
    location.replace(elsewhere);
  }
  if (kiosk.language !== language) {
    language = kiosk.language;
    checkVoice();
  }
}, 200);

addEventListener('hashchange', () => {
  const code = takeCode();
  if (code !== undefined) link.pairWith(code);
});

mount(App, { target: document.body, props: { kiosk } });
link.start(kiosk);

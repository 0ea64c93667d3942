import type { Language } from '@cccd-kiosk/contract/text/language';

const synthesis = (): SpeechSynthesis | undefined =>
  typeof speechSynthesis === 'undefined' ? undefined : speechSynthesis;
const voiceFor = (language: Language): SpeechSynthesisVoice | undefined =>
  synthesis()
    ?.getVoices()
    .find(({ lang, localService }) => localService && lang.toLowerCase().startsWith(language));

/** True when this machine can read the language aloud by itself; a voice in some cloud does not count. */
export const canSpeak = (language: Language): boolean => voiceFor(language) !== undefined;

/** Calls back now and whenever the list of voices changes. */
export function onVoices(changed: () => void): void {
  changed();
  synthesis()?.addEventListener('voiceschanged', changed);
}

/** Reads one text at 0.9 of the usual pace. */
export function speak(text: string, language: Language, ended: () => void): void {
  const voice = voiceFor(language);
  if (voice === undefined) return ended();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = 0.9;
  utterance.addEventListener('end', ended);
  utterance.addEventListener('error', ended);
  hush();
  synthesis()?.speak(utterance);
}

export const hush = (): void => synthesis()?.cancel();

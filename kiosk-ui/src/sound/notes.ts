import type { Sound } from '../flow/state.ts';

/** One note: hertz, start and length in seconds, loudness 0–1. */
interface Note {
  readonly hertz: number;
  readonly from: number;
  readonly length: number;
  readonly loud: number;
}

/** Seen: one note. Done: up. Put back: twice, soft. Card left: a chime. No buzzer. */
export const notes: Readonly<Record<Sound, readonly Note[]>> = {
  seen: [{ hertz: 880, from: 0, length: 0.08, loud: 0.5 }],
  done: [
    { hertz: 660, from: 0, length: 0.12, loud: 0.5 },
    { hertz: 880, from: 0.12, length: 0.12, loud: 0.5 },
  ],
  'put-back': [
    { hertz: 440, from: 0, length: 0.14, loud: 0.3 },
    { hertz: 440, from: 0.24, length: 0.14, loud: 0.3 },
  ],
  chime: [
    { hertz: 880, from: 0, length: 0.16, loud: 0.45 },
    { hertz: 1320, from: 0.12, length: 0.34, loud: 0.3 },
  ],
};

let context: AudioContext | undefined;

/** Plays one of the kiosk's sounds; silent where the browser has no audio or has not been touched yet. */
export function play(sound: Sound): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  // A browser without the kiosk's autoplay setting holds sound back until the first touch.
  if (context.state === 'suspended') void context.resume();
  const now = context.currentTime;
  for (const { hertz, from, length, loud } of notes[sound]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0, now + from);
    gain.gain.linearRampToValueAtTime(loud, now + from + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.001, now + from + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(now + from);
    oscillator.stop(now + from + length);
  }
}

import type { Address } from '@cccd-kiosk/contract/text/address';
import { addressValues } from '@cccd-kiosk/contract/text/address';
import type { KioskTextKey } from '@cccd-kiosk/contract/text/kiosk';
import { kioskTexts } from '@cccd-kiosk/contract/text/kiosk';
import type { Language, Values, Words } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import type { ScreenAction } from '@cccd-kiosk/contract/screen';
import type { KioskEvent, Press } from './events.ts';
import { next } from './next.ts';
import type { Screen } from './screen.ts';
import { isBlurred, screenOf, showsOutage } from './screen.ts';
import type { KioskState, Sound } from './state.ts';
import { initialState } from './state.ts';
import { spokenText } from '../text/speech.ts';

/** Where the flow's effects go: the server, the loudspeaker. */
export interface Outside {
  now(): number;
  send(action: ScreenAction): void;
  play(sound: Sound): void;
  speak(text: string, language: Language): void;
  hush(): void;
  revoke(url: string): void;
}

type Unstamped<E> = E extends KioskEvent ? Omit<E, 'at'> : never;

/** Who a screen speaks to, from proven sex and age; *bạn* otherwise. */
export function addressOf(screen: Screen): Address {
  if (!('stage' in screen) || !('person' in screen.stage)) return 'ban';
  const { person } = screen.stage;
  return person?.proven === true ? person.address : 'ban';
}

/** The state machine as the components see it: reactive, with words in the language that was chosen. */
export class Kiosk {
  readonly #outside: Outside;
  #state = $state.raw<KioskState>(initialState(0));
  readonly screen = $derived(screenOf(this.#state));
  readonly blurred = $derived(isBlurred(this.#state));
  readonly outage = $derived(showsOutage(this.#state));
  readonly address = $derived(addressOf(this.screen));

  constructor(outside: Outside, state: KioskState = initialState(outside.now())) {
    this.#outside = outside;
    this.#state = state;
  }

  get state(): KioskState {
    return this.#state;
  }
  get language(): Language {
    return this.#state.language;
  }
  /** Server time in milliseconds. */
  get serverNow(): number {
    return this.#state.now + this.#state.skew;
  }

  dispatch(event: Unstamped<KioskEvent>): void {
    const { state, effects } = next(this.#state, { ...event, at: this.#outside.now() } as KioskEvent);
    this.#state = state;
    for (const effect of effects) {
      if (effect.effect === 'send') this.#outside.send(effect.action);
      else if (effect.effect === 'sound') this.#outside.play(effect.sound);
      else if (effect.effect === 'hush') this.#outside.hush();
      else if (effect.effect === 'revoke-photo') this.#outside.revoke(effect.url);
      else this.#outside.speak(spokenText(screenOf(state), state.language), state.language);
    }
  }

  press(press: Press): void {
    this.dispatch({ type: 'press', press });
  }

  /** A key of the pad on the screen. A click that no pointer made comes from a keyboard, which does not tremble. */
  touchKey(press: Press, { detail }: Pick<MouseEvent, 'detail'>): void {
    this.dispatch({ type: 'press', press, keyed: detail === 0 });
  }

  /** A key of a keyboard. */
  typeKey(press: Press): void {
    this.dispatch({ type: 'press', press, keyed: true });
  }

  /** A text of the kiosk, addressed to the person on screen. */
  t(key: KioskTextKey, values: Values = {}): string {
    return this.say(kioskTexts[key], values);
  }

  say(words: Words, values: Values = {}): string {
    return say(words, this.language, { ...addressValues(this.address, this.language), ...values });
  }
}

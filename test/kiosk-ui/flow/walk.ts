import type { KioskEvent } from '@cccd-kiosk/kiosk-ui/src/flow/events';
import { next } from '@cccd-kiosk/kiosk-ui/src/flow/next';
import { initialState } from '@cccd-kiosk/kiosk-ui/src/flow/state';
import type { Effect, KioskState } from '@cccd-kiosk/kiosk-ui/src/flow/state';
import type { Stage } from '@cccd-kiosk/contract/screen';
import { view } from '../views.ts';

type Unstamped = KioskEvent extends infer Event ? (Event extends KioskEvent ? Omit<Event, 'at'> : never) : never;

/** Drives the state machine by hand: a clock that is moved, and every effect kept. */
export class Walk {
  state: KioskState = initialState(0, true);
  effects: Effect[] = [];
  private revision = 0;
  private now = 0;

  do(event: Unstamped): this {
    const step = next(this.state, { ...event, at: this.now } as KioskEvent);
    this.state = step.state;
    this.effects.push(...step.effects);
    return this;
  }

  /** Lets time pass in ticks of 100 ms. */
  wait(milliseconds: number): this {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      this.now += 100;
      this.do({ type: 'tick' });
    }
    return this;
  }

  up(): this {
    return this.do({ type: 'link', link: 'up' });
  }

  show(stage: Stage, more: Parameters<typeof view>[2] = {}, first = false): this {
    return this.do({ type: 'view', view: view(++this.revision, stage, more), first });
  }

  press(
    button: Extract<KioskEvent, { type: 'press' }>['press']['button'],
    rest: { digit?: string; id?: string } = {},
  ): this {
    return this.do({ type: 'press', press: { button, ...rest } as Extract<KioskEvent, { type: 'press' }>['press'] });
  }

  /** Actions sent to the server so far. */
  get sent(): string[] {
    return this.effects.flatMap((effect) => (effect.effect === 'send' ? [effect.action.action] : []));
  }
  get sounds(): string[] {
    return this.effects.flatMap((effect) => (effect.effect === 'sound' ? [effect.sound] : []));
  }
}

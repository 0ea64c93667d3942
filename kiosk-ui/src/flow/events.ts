import type { CompanionRelation } from '@cccd-kiosk/contract/companion';
import type { StationView } from '@cccd-kiosk/contract/screen';
import type { LinkState } from './state.ts';

/** Buttons that stand at the same place on every screen. */
export const helpButtons = ['language', 'large-text', 'low-reach', 'listen', 'call-staff', 'emergency'] as const;
export const plainButtons = [
  ...helpButtons,
  'no-card',
  'back',
  'desk-number',
  'open-notice',
  'close-notice',
  'decline-notice',
  'more-time',
  'leave',
  'take-number',
  'print-again',
  'enter-insurance-number',
  'self-pay',
  'insurance-staff',
  'for-child',
  'companion',
  'child-without-number',
  'form-right',
  'form-wrong',
  'form-next',
  'find-form',
  'form-back',
  'form-send',
  'form-print',
  'only-number',
  'done',
  'delete',
] as const;
export type PlainButton = (typeof plainButtons)[number];

export type Press =
  | { readonly button: PlainButton }
  | { readonly button: 'digit'; readonly digit: string }
  | { readonly button: 'department'; readonly id: string }
  | { readonly button: 'relation'; readonly relation: CompanionRelation }
  | { readonly button: 'form-pick'; readonly code: string }
  | { readonly button: 'form-choice'; readonly value: string }
  | { readonly button: 'form-edit'; readonly at: number }
  | { readonly button: 'letter'; readonly letter: string };

/** Everything that can happen to a kiosk screen. `at` is the screen's own clock in milliseconds. */
export type KioskEvent = { readonly at: number } & (
  | { readonly type: 'tick' }
  /** Any touch or key, wherever it lands. */
  | { readonly type: 'touch' }
  /** `keyed`: by a key of a keyboard, not by a finger. */
  | { readonly type: 'press'; readonly press: Press; readonly keyed?: boolean }
  | { readonly type: 'link'; readonly link: LinkState }
  /** `first` after each connection: revisions of an earlier connection no longer count. */
  | { readonly type: 'view'; readonly view: StationView; readonly first: boolean }
  | { readonly type: 'photo'; readonly visitId: string; readonly url: string }
  /** The server's answer to an action: not accepted. */
  | { readonly type: 'refused' }
  | { readonly type: 'voice'; readonly available: boolean }
  | { readonly type: 'spoken' }
);

import type { RegisteredVisit } from './registered-visit.ts';

/** One message for one destination. */
export interface Message {
  /** The same for every try: 20 characters, base64url. Whoever receives it twice does it once. */
  readonly key: string;
  readonly visit: RegisteredVisit;
  /** Of this try. */
  readonly now: Date;
}

/** What the other side says of the person it put the visit on, as far as it says anything. */
export interface PatientTold {
  readonly patientId: string | null;
  readonly number: string | null;
  readonly fullName: string | null;
  readonly birthDate: string | null;
}

/**
 * What came of one try. `unreachable` and `busy` are tried again, `refused` is for a person: the same message would be
 * refused again, until somebody has put it right. `by-hand` is for a person too, but the message itself is done with: the
 * language has no words for it, and later ones need not wait. `code` is short and stable and holds nothing of a person.
 */
export type Outcome =
  | { readonly outcome: 'taken'; readonly patient: PatientTold | null }
  | { readonly outcome: 'unreachable'; readonly code: string }
  | { readonly outcome: 'busy'; readonly code: string }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'by-hand'; readonly code: string };

/** A destination: a language over a transport. `deliver` does not throw for anything the other side does. */
export interface Destination {
  readonly name: string;
  readonly kind: string;
  deliver(message: Message, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

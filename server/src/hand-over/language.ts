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
 * language has no words for it, and later ones need not wait. `not-yet` lacks something that another system will tell.
 * `not-due` is nothing to this destination, and done with. `uncertain` may have been taken without our knowing: only a
 * person sends it again. `code` is short and stable and holds nothing of a person.
 */
export type Outcome =
  | { readonly outcome: 'taken'; readonly patient: PatientTold | null }
  | { readonly outcome: 'unreachable'; readonly code: string }
  | { readonly outcome: 'busy'; readonly code: string }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'by-hand'; readonly code: string }
  | { readonly outcome: 'not-yet'; readonly code: string }
  | { readonly outcome: 'not-due' }
  | { readonly outcome: 'uncertain'; readonly code: string };

/** What a destination may ask of the outbox while it delivers. */
export interface Delivery {
  /**
   * To be awaited before a message leaves, where a second try could do harm: if the server dies from there on, the message
   * is uncertain and not sent again.
   */
  leaving(): Promise<void>;
  /** The visit as this destination took it last; null when it never did. */
  before(): RegisteredVisit | null;
}

/** A destination: a language over a transport. `deliver` does not throw for anything the other side does. */
export interface Destination {
  readonly name: string;
  readonly kind: string;
  /** The destination whose number of the patient is used here; its own when left out. */
  readonly patientFrom?: string;
  deliver(message: Message, signal: AbortSignal, delivery: Delivery): Promise<Outcome>;
  close(): Promise<void>;
}

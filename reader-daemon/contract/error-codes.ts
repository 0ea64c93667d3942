/**
 * Every problem a person or an officer can be told of. `public` is the small code on the screen; the texts (sentence and
 * remedy, Vietnamese and English) stand in `text/`, one for each key, enforced by a test.
 * Families are never mixed on one screen (B0.8): technical = the machine's trouble, desk = walk to a desk with no reason
 * shown, person = something the person can do now.
 */
export const problems = {
  'card-lifted-early': { public: 'T-01', family: 'person' },
  'weak-signal': { public: 'T-02', family: 'person' },
  'two-cards': { public: 'T-03', family: 'person' },
  'not-an-id-card': { public: 'T-04', family: 'person' },
  'chip-unreadable': { public: 'T-05', family: 'person' },
  'key-needed': { public: 'T-06', family: 'person' },
  'wrong-key': { public: 'T-07', family: 'person' },
  'reader-out-of-service': { public: 'T-10', family: 'technical' },
  'server-away': { public: 'N-02', family: 'technical' },
  'go-to-desk': { public: 'S-01', family: 'desk' },
  'already-checked-in': { public: 'A-01', family: 'person' },
  'out-of-paper': { public: 'P-01', family: 'technical' },
  'form-not-printed': { public: 'P-02', family: 'technical' },
} as const satisfies Record<string, { public: string; family: 'person' | 'technical' | 'desk' }>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** Codes of refusals between daemon, server and screens. Each has its two sentences and a remedy in `text/` too. */
export const refusalCodes = [
  'bad-request', // a field is missing or out of shape; `field` names it
  'not-found',
  'not-allowed', // signed in, but not for this
  'sign-in-needed',
  'officer-not-bound', // the account has no personal number that a state service could be told
  'card-not-proven', // wants a visit of today with a proven ID card
  'too-many-requests',
  'station-unknown',
  'station-revoked',
  'signature-invalid', // an envelope not signed by the station it names
  'clock-skew', // signed outside ±120 s of the server's time
  'replayed', // a sequence number, nonce or record seen before
  'nonce-unknown', // a challenge that this server did not give this station
  'evidence-invalid', // the record does not parse or does not hold together
  'enrolment-code-invalid',
  'pairing-code-invalid',
  'trust-plan-outdated', // the trust store has changed since the dry run
  'form-expired', // `field` names the version in force
  'form-incomplete', // `field` names the first that is missing
  'value-locked', // the chip's own word: a correction needs its reason
  'case-closed', // finished or erased: nothing changes any more
  'storage-failed', // nothing was kept; try again
  'unknown',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  readonly code: RefusalCode;
  /** The offending field's path, where there is one. Never its value. */
  readonly field?: string;
}

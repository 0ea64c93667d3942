/**
 * What can go wrong while talking to a card. A code is stable and is what programs branch on; the message is for logs
 * and never carries card content.
 */
export const emrtdErrorCodes = [
  'card-lost', // removed, reset, or an empty answer
  'card-silent', // no answer within the transport's time-out
  'reader-failed', // the reader or its driver
  'aborted', // the caller's signal
  'not-emrtd', // the application is not on this card
  'access-denied', // BAC or PACE refused for a reason other than the password
  'wrong-password', // 63Cx or 6300, or a token/MAC that only a wrong password explains
  'no-access-protocol', // nothing that the policy allows
  'status-word', // an unexpected status word
  'channel-lost', // unprotected answer, wrong MAC or counter inside a secure channel
  'token-mismatch', // PACE mutual authentication, chip's side
  'bad-key', // a public key off the curve, identical ephemeral keys, an unsupported domain
  'malformed', // bytes that do not parse
  'limit', // longer, deeper or more rounds than allowed
  'unsupported', // legal, but not implemented
] as const;

export type EmrtdErrorCode = (typeof emrtdErrorCodes)[number];

/** Where in a reading it happened. */
export const steps = [
  'connect',
  'card-access',
  'pace',
  'bac',
  'select-application',
  'read-file',
  'chip-authentication',
  'active-authentication',
  'terminal-authentication',
  'parse',
  'verify',
] as const;

export type Step = (typeof steps)[number];

export class EmrtdError extends Error {
  override readonly name = 'EmrtdError';
  readonly code: EmrtdErrorCode;
  readonly step: Step | undefined;
  /** SW1 SW2 as a number 0x0000–0xFFFF, where a card's answer is the reason. */
  readonly statusWord: number | undefined;

  constructor(
    code: EmrtdErrorCode,
    message: string,
    details: { step?: Step; statusWord?: number; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.step = details.step;
    this.statusWord = details.statusWord;
  }
}

/** True for failures after which the same card, laid down again, can go on where it stopped. */
export function isResumable(error: unknown): boolean {
  return (
    error instanceof EmrtdError &&
    (error.code === 'card-lost' || error.code === 'card-silent' || error.code === 'reader-failed')
  );
}

import type { FindingCode, GatewayCode } from '@cccd-kiosk/contract/insurance-codes';

/**
 * How sure it is that the question did not count: `not-sent` may be asked again, `answered` got a definite reply that is no
 * answer, `uncertain` may have been answered without our knowing and is never asked again by itself.
 */
export type Certainty = 'not-sent' | 'answered' | 'uncertain';

/** An exchange with the gateway that gave no usable answer. The message carries codes alone. */
export class GatewayFault extends Error {
  override readonly name = 'GatewayFault';
  readonly code: FindingCode | GatewayCode;
  readonly certainty: Certainty;
  readonly ms: number;
  readonly status: number | null;
  /** What came back, for the evidence. Personal: never into a log. */
  readonly raw: string;

  constructor(
    code: FindingCode | GatewayCode,
    certainty: Certainty,
    more: { ms?: number; status?: number | null; raw?: string; cause?: unknown } = {},
  ) {
    super(`${code} (${certainty})`, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.certainty = certainty;
    this.ms = more.ms ?? 0;
    this.status = more.status ?? null;
    this.raw = more.raw ?? '';
  }

  /** The same finding about something that was not the question itself: the question has not left. */
  beforeTheQuestion(): GatewayFault {
    const { code, ms, status, cause } = this;
    return new GatewayFault(code, 'not-sent', { ms, status, cause });
  }
}

/** Whatever else was thrown on the way: nobody knows how far the question came. */
export const asGatewayFault = (error: unknown): GatewayFault =>
  error instanceof GatewayFault ? error : new GatewayFault('interrupted', 'uncertain', { cause: error });

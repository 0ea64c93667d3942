import type { PopulationCode } from '@cccd-kiosk/contract/population';

export type PopulationFaultCode = Exclude<PopulationCode, 'found' | 'confirmed' | 'no-match'>;

/** An exchange with the population service that gave no usable answer. The message carries the code alone. */
export class PopulationFault extends Error {
  override readonly name = 'PopulationFault';
  readonly code: PopulationFaultCode;
  readonly status: number | null;
  readonly ms: number;
  /** What came back, for the evidence. Personal: never into a log. */
  readonly raw: string;

  constructor(
    code: PopulationFaultCode,
    more: { status?: number | null; ms?: number; raw?: string; cause?: unknown } = {},
  ) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.status = more.status ?? null;
    this.ms = more.ms ?? 0;
    this.raw = more.raw ?? '';
  }
}

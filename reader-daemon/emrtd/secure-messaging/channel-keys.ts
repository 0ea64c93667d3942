import type { CipherSuite } from './cipher-suite.ts';

/** A channel between two commands, as a value. */
export interface Channel {
  readonly suite: CipherSuite;
  readonly kEnc: Uint8Array;
  readonly kMac: Uint8Array;
  /** Send sequence counter, as long as the suite's block. Raised before each command and before each response. */
  readonly ssc: Uint8Array;
}

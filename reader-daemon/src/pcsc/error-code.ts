/**
 * The binding tells a PC/SC error only inside its text, as `… error: …(0x80100069)`. This is the one place that reads
 * it; everybody else sees a name (PC/SC part 5, pcsclite.h).
 */
const names = {
  0x80100002: 'cancelled',
  0x80100003: 'invalid-handle',
  0x80100009: 'unknown-reader',
  0x8010000a: 'timeout',
  0x8010000b: 'sharing-violation',
  0x8010000c: 'no-smartcard',
  0x8010000f: 'protocol-mismatch',
  0x80100010: 'not-ready',
  0x80100013: 'communication-error',
  0x80100016: 'not-transacted',
  0x80100017: 'reader-unavailable',
  0x8010001d: 'no-service',
  0x8010001e: 'service-stopped',
  0x8010002e: 'no-readers-available',
  0x8010002f: 'communication-data-lost',
  0x80100066: 'unresponsive-card',
  0x80100067: 'unpowered-card',
  0x80100068: 'reset-card',
  0x80100069: 'removed-card',
} as const;

export type PcscErrorName = (typeof names)[keyof typeof names] | 'other';
export const pcscErrorNames: readonly PcscErrorName[] = [...Object.values(names), 'other'];

export function pcscErrorName(error: unknown): PcscErrorName {
  const digits = /\(0x([0-9a-f]{8,16})\)/i.exec(error instanceof Error ? error.message : String(error))?.[1];
  if (digits === undefined) return 'other';
  // LONG is 64 bits wide on Linux and the text may carry the sign extension.
  const code = Number(BigInt(`0x${digits}`) & 0xffffffffn);
  return (names as Readonly<Record<number, PcscErrorName>>)[code] ?? 'other';
}

/** What a PC/SC error means to a reading. */
export function transportCode(name: PcscErrorName): 'card-lost' | 'card-silent' | 'reader-failed' {
  switch (name) {
    case 'no-smartcard':
    case 'removed-card':
    case 'reset-card':
    case 'unpowered-card':
    case 'not-transacted':
    case 'communication-error':
    case 'communication-data-lost':
      return 'card-lost';
    case 'unresponsive-card':
    case 'timeout':
      return 'card-silent';
    default:
      return 'reader-failed';
  }
}

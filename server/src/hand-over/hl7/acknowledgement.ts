import type { Outcome } from '../language.ts';

export interface Acknowledgement {
  /** MSA-1: AA, AE, AR, and in enhanced mode CA, CE, CR. */
  readonly code: string;
  /** MSA-2: the control id it answers. */
  readonly controlId: string;
}

/** Null for anything that is no acknowledgement. Its own field separator (MSH-1) counts. */
export function parseAcknowledgement(message: string): Acknowledgement | null {
  const segments = message.split(/\r\n?|\n/);
  const separator = message.startsWith('MSH') ? message.charAt(3) : '';
  if (separator === '') return null;
  const msa = segments.find((line) => line.startsWith(`MSA${separator}`));
  const [, code, controlId] = msa?.split(separator) ?? [];
  return code === undefined || controlId === undefined ? null : { code: code.trim(), controlId: controlId.trim() };
}

/**
 * §2.9.2: AE is about the content and comes again for the same content; AR is for reasons that may pass (a system down,
 * a queue full).
 */
export function outcomeOf({ code }: Acknowledgement): Outcome {
  switch (code) {
    case 'AA':
    case 'CA':
      return { outcome: 'taken', patient: null };
    case 'AE':
    case 'CE':
      return { outcome: 'refused', code };
    case 'AR':
    case 'CR':
      return { outcome: 'busy', code };
    default:
      return { outcome: 'refused', code: 'unknown-acknowledgement' };
  }
}

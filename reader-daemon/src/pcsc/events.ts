/** What the PC/SC side tells a log. Names of readers and errors, never what went over the wire. */
import type { PcscErrorName } from './error-code.ts';

export type PcscEvent =
  | { readonly event: 'service-away'; readonly error: PcscErrorName }
  | { readonly event: 'service-up'; readonly readers: number }
  | { readonly event: 'binding-missing' }
  | { readonly event: 'watcher-ended' }
  | {
      readonly event: 'reader-process-started' | 'reader-process-ended' | 'reader-process-killed';
      readonly reader: string;
    }
  | { readonly event: 'reader-refused'; readonly reader: string; readonly error: PcscErrorName };

/** What a reading tells while it runs. Carries no card content. */
export const phases = ['access', 'data', 'chip-proof', 'portrait', 'verdict'] as const;
export type Phase = (typeof phases)[number];

export interface Progress {
  readonly phase: Phase;
  /** File under way, as `COM`, `SOD`, `DG1` …; absent outside file reading. */
  readonly file?: string;
  /** Octets of all files read so far. */
  readonly bytesRead: number;
  /** Octets of all files: measured where a file's header is in, typical before that; never below `bytesRead`. */
  readonly bytesTotal: number;
}

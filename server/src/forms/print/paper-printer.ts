/** What became of a paper. `out-of-paper`: somebody has to fill the tray; `failed`: everything else. */
export type PaperResult = 'printed' | 'out-of-paper' | 'failed';

export interface PaperJob {
  readonly pdf: Uint8Array;
  /** Names the paper in the printer's own list: never a person. */
  readonly name: string;
}

/** A printer for sheets. Never throws: trouble is a result that reaches the screen. */
export interface PaperPrinter {
  /** Settles when the paper is out, or will not come: nothing of it waits in the printer for the next person. */
  print(job: PaperJob): Promise<PaperResult>;
}

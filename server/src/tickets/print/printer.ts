import type { Raster } from './raster.ts';

export type PrintResult = 'printed' | 'out-of-paper' | 'failed';

/** A drawn ticket on its way to paper. */
export interface PrintJob {
  readonly visitId: string;
  readonly number: string;
  readonly png: Uint8Array;
  readonly raster: Raster;
}

/** Paper. Never throws: trouble is a result that reaches the screen. */
export interface Printer {
  print(job: PrintJob): Promise<PrintResult>;
}

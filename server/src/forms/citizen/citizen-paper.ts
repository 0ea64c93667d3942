import type { FormView } from '@cccd-kiosk/contract/forms';
import type { CitizenPaper } from '@cccd-kiosk/contract/citizen-form';
import { PDFDocument } from 'pdf-lib';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Papers } from '../documents/papers.ts';
import type { PaperPrinter } from '../print/paper-printer.ts';
import type { CitizenPrintSettings } from '../settings.ts';

export type PaperOutcome = Extract<CitizenPaper, 'printed' | 'out-of-paper' | 'failed' | 'too-long'>;

/** A printer and the stations that stand beside it. */
export interface StandingPrinter {
  readonly stations: readonly string[];
  readonly printer: PaperPrinter;
}

/** A citizen's form on paper, at the kiosk. */
export interface CitizenPapers {
  /** Whether a person at this station may print this form, now, who has printed it `times` before. */
  offers(stationName: string, code: string, times: number): boolean;
  /**
   * Renders and prints; the PDF is in memory alone and goes to no screen. Leaves an audit row whatever comes of it, and
   * never throws.
   */
  print(station: { id: string; name: string }, caseId: string, form: FormView): Promise<PaperOutcome>;
}

export function createCitizenPapers(parts: {
  settings: CitizenPrintSettings;
  printers: readonly StandingPrinter[];
  papers: Papers;
  audit: AuditLog;
  /** The service day; the sheets are counted by it, in memory. */
  today: () => string;
}): CitizenPapers {
  const { settings, printers, papers, audit, today } = parts;
  const sheets = new Map<string, number>();
  let counted = '';

  const printerOf = (station: string): PaperPrinter | undefined =>
    printers.find(({ stations }) => stations.length === 0 || stations.includes(station))?.printer;
  function sheetsOf(station: string): number {
    const day = today();
    if (day !== counted) sheets.clear();
    counted = day;
    return sheets.get(station) ?? 0;
  }

  async function onPaper(
    printer: PaperPrinter,
    station: string,
    caseId: string,
    form: FormView,
  ): Promise<{ outcome: PaperOutcome; pages: number }> {
    const pdf = await papers.form(caseId, form, 'pdf');
    const pages = (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount();
    if (pages > settings.sheetsAtOnce) return { outcome: 'too-long', pages };
    const outcome = await printer.print({ pdf, name: form.code });
    if (outcome === 'printed') sheets.set(station, sheetsOf(station) + pages);
    return { outcome, pages };
  }

  return {
    offers: (station, code, times) =>
      printerOf(station) !== undefined &&
      (settings.forms === undefined || settings.forms.includes(code)) &&
      times < settings.times &&
      sheetsOf(station) < settings.sheetsADay,
    async print({ id, name }, caseId, form) {
      const printer = printerOf(name);
      let done: { outcome: PaperOutcome; pages: number } = { outcome: 'failed', pages: 0 };
      try {
        if (printer !== undefined) done = await onPaper(printer, name, caseId, form);
      } catch {
        // A form that cannot be drawn, or is gone: an officer has it, or nobody needs it.
      }
      audit.append({
        actor: `station:${id}`,
        action: 'form-printed-at-kiosk',
        object: caseId,
        details: { form: form.code, outcome: done.outcome, sheets: done.pages },
      });
      return done.outcome;
    },
  };
}

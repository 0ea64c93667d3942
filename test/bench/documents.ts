/** What a filled form costs as PDF and as DOCX, each with its longest values, and how that stands to the lightest of them. */
import { renderDocx } from '@cccd-kiosk/server/src/forms/documents/render-docx';
import { renderPdf } from '@cccd-kiosk/server/src/forms/documents/render-pdf';
import { fillFromCards, shipped } from '../server/forms/filled-forms.ts';
import { measure, timed, type OperationMeasure } from './timed.ts';

export interface DocumentMeasure extends OperationMeasure {
  readonly octets: number;
  /** Median, in medians of the lightest. */
  readonly toLightest: number;
}

export async function measureDocuments(warmUp: number, runs: number): Promise<DocumentMeasure[]> {
  const octets = new Map<string, number>();
  const samples: [string, () => Promise<number>][] = [];
  for (const form of shipped) {
    const { model } = await fillFromCards(form);
    for (const [kind, render] of [['PDF', renderPdf] as const, ['DOCX', renderDocx] as const]) {
      const name = `${form.code} ${form.version}: ${kind}`;
      octets.set(name, (await render(model)).length);
      samples.push([name, () => timed(() => render(model))]);
    }
  }
  const measured = await measure(samples, warmUp, runs);
  const lightest = Math.min(...measured.map(({ ms }) => ms.median));
  return measured.map((each) => ({
    ...each,
    octets: octets.get(each.name) ?? 0,
    toLightest: Math.round((each.ms.median / lightest) * 10) / 10,
  }));
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readAnswer, writeRequest } from '@cccd-kiosk/server/src/forms/print/ipp-message';
import { createIppPrinter, httpOf } from '@cccd-kiosk/server/src/forms/print/ipp-printer';
import ipp from '@sealsystems/ipp';
import { standingPrinter, type PrinterMood, type StandingPrinter } from './standing-printer.ts';

const pdf = Buffer.from('%PDF-1.7 tờ khai %%EOF');
const times = { patienceMs: 300, answerMs: 2000, pollMs: 1 };

async function printed(mood: PrinterMood): Promise<{ result: string; printer: StandingPrinter }> {
  const printer = await standingPrinter(mood);
  try {
    const result = await createIppPrinter({ url: printer.url, ...times }).print({ pdf, name: 'CT01' });
    return { result, printer };
  } finally {
    await printer.close();
  }
}

describe('a printer that speaks IPP', () => {
  it('gets the PDF as it is, one copy on A4, under a name that is no person’s; the paper is out when the job is', async () => {
    const { result, printer } = await printed({ job: ['pending', 'processing', 'completed'] });
    expect(result).toBe('printed');
    expect(printer.document()).toEqual(pdf);
    expect(printer.told).toMatchObject({
      'printer-uri': printer.url,
      'requesting-user-name': 'kiosk',
      'job-name': 'CT01',
      'document-format': 'application/pdf',
      copies: 1,
      sides: 'one-sided',
      media: 'iso_a4_210x297mm',
    });
    expect(printer.asked.slice(0, 2)).toEqual(['Get-Printer-Attributes', 'Print-Job']);
    expect(printer.asked).not.toContain('Cancel-Job');
  });

  it('a warning or a report stops nothing', async () => {
    const reasons = ['media-low-warning', 'toner-low-report', 'media-empty-report'];
    expect((await printed({ printer: { reasons } })).result).toBe('printed');
  });

  it.each<[string, string, PrinterMood]>([
    ['an empty tray', 'out-of-paper', { printer: { reasons: ['toner-low-warning', 'media-empty-error'] } }],
    ['a missing tray', 'out-of-paper', { printer: { state: 'stopped', reasons: 'media-needed' } }],
    ['a stopped printer', 'failed', { printer: { state: 'stopped', reasons: 'paused' } }],
    ['a closed queue', 'failed', { printer: { accepting: false } }],
    ['a printer that cannot read PDF', 'failed', { printer: { formats: 'application/postscript' } }],
  ])('%s is seen before it gets anything', async (_what, result, mood) => {
    const { result: got, printer } = await printed(mood);
    expect(got).toBe(result);
    expect(printer.asked).toEqual(['Get-Printer-Attributes']);
  });

  it.each<[string, string, PrinterMood]>([
    ['runs out of paper', 'out-of-paper', { job: ['processing'], then: { reasons: 'media-empty-error' } }],
    ['stops', 'failed', { job: ['processing', 'processing-stopped'] }],
    ['gives the job up', 'failed', { job: ['aborted'] }],
    ['never ends', 'failed', { job: ['processing'] }],
  ])('a printer that %s leaves nothing to come out later', async (_what, result, mood) => {
    const { result: got, printer } = await printed(mood);
    expect(got).toBe(result);
    expect(printer.asked.at(-1)).toBe('Cancel-Job');
    expect(printer.told['job-id']).toBe(7);
  });

  it('a job that is not taken is nothing to call back', async () => {
    const { result, printer } = await printed({ takes: 'client-error-document-format-not-supported' });
    expect(result).toBe('failed');
    expect(printer.asked.at(-1)).toBe('Print-Job');
  });

  it('what answers with a page, or not at all, is no printer', async () => {
    const page = createServer((_request, response) => response.end('<html>mật khẩu?</html>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    expect(await createIppPrinter({ url, ...times }).print({ pdf, name: 'CT01' })).toBe('failed');
    page.closeAllConnections();
    await new Promise((resolve) => page.close(resolve));
    expect(await createIppPrinter({ url, ...times }).print({ pdf, name: 'CT01' })).toBe('failed');
  });

  it('RFC 8010 §4.2: ipp is HTTP on port 631', () => {
    expect(httpOf('ipp://in.phuong.example/printers/A4')).toBe('http://in.phuong.example:631/printers/A4');
    expect(httpOf('ipps://10.0.0.7:443/ipp/print')).toBe('https://10.0.0.7:443/ipp/print');
    expect(httpOf('http://localhost:631/printers/A4')).toBe('http://localhost:631/printers/A4');
  });
});

describe('an answer', () => {
  const answer = ipp.serialize({
    id: 1,
    statusCode: 'successful-ok',
    'operation-attributes-tag': { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en' },
    'printer-attributes-tag': { 'printer-state': 'idle', 'printer-state-reasons': ['none', 'paused'] },
  });
  it('is read with all values of an attribute', () => {
    expect(readAnswer(answer).values.get('printer-state-reasons')).toEqual(['none', 'paused']);
    expect(readAnswer(answer).values.get('printer-state')).toEqual([3]);
  });
  it('that ends early, anywhere, is none', () => {
    for (let length = 0; length < answer.length; length += 1)
      expect(() => readAnswer(answer.subarray(0, length)), String(length)).toThrow(RangeError);
  });
  it('with a collection, whose members have no names of their own, is stepped over', () => {
    const member = Buffer.from([
      0x34, 0, 1, 0x61, 0, 0, 0x4a, 0, 0, 0, 1, 0x62, 0x21, 0, 0, 0, 4, 0, 0, 0, 9, 0x37, 0, 0, 0, 0,
    ]);
    const with_ = Buffer.concat([answer.subarray(0, -1), member, answer.subarray(-1)]);
    expect(readAnswer(with_).values.get('printer-state')).toEqual([3]);
  });
});

describe('a request', () => {
  it('is what another program reads it as', () => {
    const bytes = writeRequest({ operation: 'cancelJob', id: 77, about: [['job-id', 'integer', 2_000_000_000]] });
    expect(ipp.parse(bytes)).toMatchObject({
      version: '1.1',
      operation: 'Cancel-Job',
      id: 77,
      'operation-attributes-tag': {
        'attributes-charset': 'utf-8',
        'attributes-natural-language': 'en',
        'job-id': 2_000_000_000,
      },
    });
  });
});

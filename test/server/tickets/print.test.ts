import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { people } from '@cccd-kiosk/fixtures/world';
import { maskedName } from '@cccd-kiosk/cccd/masking';
import { escposOf, isOutOfPaper } from '@cccd-kiosk/server/src/tickets/print/escpos';
import { createEscposTcpPrinter } from '@cccd-kiosk/server/src/tickets/print/escpos-tcp-printer';
import { familyFor } from '@cccd-kiosk/server/src/tickets/print/fonts';
import { printable } from '@cccd-kiosk/server/src/tickets/print/printable';
import { drawTicket } from '@cccd-kiosk/server/src/tickets/print/raster';
import { ticketSvg, type TicketPaper } from '@cccd-kiosk/server/src/tickets/print/ticket-paper';

const paper: TicketPaper = {
  site: 'Bệnh viện Đa khoa Sen Trắng',
  number: 'B 042',
  department: { vi: 'Tim mạch', en: 'Cardiology' },
  room: '205',
  floor: '2',
  peopleAhead: 3,
  priority: false,
  insurancePending: true,
  companion: true,
  maskedName: 'Nguyễn Thị M***',
  time: '07:42',
  date: '02/03/2026',
  qr: 'CK1-0123456789abcdefghijkl',
  reprint: false,
  simulation: false,
};

describe('a ticket on 80 mm paper', () => {
  it('names the desk to go to first, and no reason', () => {
    const svg = ticketSvg({ ...paper, insurancePending: false, deskFirst: '1' });
    expect(svg).toContain('Mời đến quầy 1 trước');
    expect(svg).toContain('Go to desk 1 first');
    expect(svg).toContain('Phòng 205');
    expect(svg).not.toMatch(/BHYT|nsurance/);
    expect(ticketSvg(paper)).not.toContain('quầy');
  });

  it('is 576 dots wide, in one bit', async () => {
    const { raster, png } = await drawTicket(ticketSvg(paper));
    expect(raster.width).toBe(576);
    expect(raster.rows.length).toBe(72 * raster.height);
    expect(raster.rows.some((octet) => octet !== 0)).toBe(true);
    expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
  });

  it('has its words in both languages, and a place instead of a room on the way to a desk', () => {
    const svg = ticketSvg(paper);
    for (const text of [
      'B 042',
      'Tim mạch',
      'Phòng 205',
      'Tầng 2',
      'Còn 3 người chờ trước bạn',
      '3 people ahead of you',
      'BHYT',
    ])
      expect(svg).toContain(text);
    expect(svg).not.toContain('SIMULATION');
    expect(ticketSvg({ ...paper, desk: '1' })).toContain('Quầy 1');
    expect(ticketSvg({ ...paper, desk: '1' })).not.toContain('Tim mạch');
    expect(ticketSvg({ ...paper, simulation: true })).toContain('SIMULATION');
  });

  it.each(people.map(({ id, name }) => [id, name]))('%s: every letter of the name has a glyph', (_id, name) => {
    const masked = maskedName(name);
    expect(ticketSvg({ ...paper, maskedName: masked })).toContain(`font-family="${familyFor(masked)}"`);
  });

  it.each([
    ['Nguyễn Thị Hường', 'Be Vietnam Pro'],
    ['Ksŏr', 'Noto Sans'],
    ['H’Bĭng', 'Noto Sans'],
    ['Ƀlŭk', 'Noto Sans'],
  ])('%s is set wholly in %s', (name, family) => {
    expect(familyFor(name)).toBe(family);
  });

  it.each([
    ['a printer’s command', '\u001b@Mẫu\u001d\u0056', '@Mẫu V'],
    ['a direction mark', 'a\u202eb', 'a b'],
    ['an invisible letter', 'a\u200bb', 'a b'],
    ['a line break', 'a\nb', 'a b'],
    ['letters apart from their marks', 'Mẫu'.normalize('NFD'), 'Mẫu'],
  ])('%s does not reach the paper', (_what, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('a name that is markup stays text', () => {
    expect(ticketSvg({ ...paper, maskedName: '<image href="file:///etc/passwd"/>' })).not.toContain('<image');
  });
});

describe('ESC/POS', () => {
  it('is a reset, bands of GS v 0 that add up to the picture, and a cut', () => {
    const rows = new Uint8Array(72 * 300).fill(0xaa);
    const bytes = escposOf({ width: 576, height: 300, rows });
    expect([...bytes.subarray(0, 10)]).toEqual([0x1b, 0x40, 0x1d, 0x76, 0x30, 0, 72, 0, 128, 0]);
    expect(bytes.length).toBe(2 + 3 * 8 + rows.length + 4);
    expect([...bytes.subarray(-4)]).toEqual([0x1d, 0x56, 66, 0]);
  });

  it.each([
    [0x12, false],
    [0x72, true],
    [0x32, true],
  ])('status %s: out of paper %s', (status, out) => {
    expect(isOutOfPaper(status)).toBe(out);
  });
});

describe('a printer on TCP', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });
  const raster = { width: 8, height: 1, rows: Uint8Array.of(0xff) };
  const job = { visitId: 'visit-0001', number: 'B 042', png: new Uint8Array(), raster };

  async function fakePrinter(status: number | null): Promise<{ port: number; received: () => Buffer }> {
    const parts: Buffer[] = [];
    server = createServer((socket) => {
      socket.on('data', (data) => {
        parts.push(data);
        if (data.subarray(0, 3).equals(Buffer.from([0x10, 4, 4])) && status !== null)
          socket.write(Buffer.from([status]));
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, received: () => Buffer.concat(parts) };
  }

  it.each<[string, number | null, string]>([
    ['with paper', 0x12, 'printed'],
    ['that tells no status', null, 'printed'],
    ['without paper', 0x72, 'out-of-paper'],
  ])('%s', async (_what, status, result) => {
    const { port, received } = await fakePrinter(status);
    const printer = createEscposTcpPrinter({ host: '127.0.0.1', port, statusMs: 100 });
    expect(await printer.print(job)).toBe(result);
    expect(received().length > 3).toBe(result === 'printed');
  });

  it('that is not there: failed, never thrown', async () => {
    const { port } = await fakePrinter(0x12);
    await new Promise((resolve) => server?.close(resolve));
    expect(await createEscposTcpPrinter({ host: '127.0.0.1', port }).print(job)).toBe('failed');
  });
});

import { addressWords } from '@cccd-kiosk/contract/text/address';
import { fill } from '@cccd-kiosk/contract/text/language';
import { ticketTexts } from '@cccd-kiosk/contract/text/ticket';
import { encode } from 'uqr';
import { familyFor } from './fonts.ts';
import { escapeXml, printable } from './printable.ts';

/** What a paper ticket carries: no full number, no reason for the visit, a masked name or none. */
export interface TicketPaper {
  readonly site: string;
  readonly number: string;
  readonly department: { readonly vi: string; readonly en: string };
  readonly room: string;
  readonly floor: string;
  /** Set for the way to a desk: the paper says "Quầy" instead of a room. */
  readonly desk?: string;
  readonly peopleAhead: number;
  readonly priority: boolean;
  readonly insurancePending: boolean;
  readonly companion: boolean;
  /** The desk to go to before the room. */
  readonly deskFirst?: string;
  /** `NGUYỄN THỊ H***`. */
  readonly maskedName?: string;
  /** hh:mm and dd/mm/yyyy, site time. */
  readonly time: string;
  readonly date: string;
  readonly issuedEarlierAt?: string;
  readonly qr: string;
  readonly reprint: boolean;
  readonly simulation: boolean;
}

/** Dots of an 80 mm roll at 203 dpi. */
export const paperWidth = 576;

interface Line {
  readonly text: string;
  readonly size: number;
  readonly weight: 500 | 700 | 800;
  /** Digits and capitals alone: no room for stacked marks. */
  readonly capitals?: boolean;
  /** White on black. */
  readonly inverse?: boolean;
}

/** The largest size at which the text fits its line; letters are about 0.62 em wide on average. */
const fitted = (text: string, size: number): number =>
  Math.min(size, Math.floor((paperWidth - 32) / ([...text].length * 0.62)));

type Words = { readonly vi: string; readonly en: string };

/** One sentence in both languages, a line each. */
const both = (words: Words, size: number, weight: 500 | 700, values: Record<string, string | number> = {}): Line[] => [
  { text: fill(words.vi, values), size, weight },
  { text: fill(words.en, values), size: size - 4, weight: 500 },
];

/** `Còn 3 người chờ trước bạn`: paper speaks to everybody as "bạn". */
function aheadWords(count: number): Words {
  if (count === 0) return ticketTexts['nobody-ahead'];
  const people = count === 1 ? ticketTexts['one-ahead'] : ticketTexts['people-ahead'];
  const before = ticketTexts['before-you'];
  const sentence = (language: 'vi' | 'en'): string =>
    fill(`${people[language]} ${before[language]}`, { count, xh: addressWords.ban[language] });
  return { vi: sentence('vi'), en: sentence('en') };
}

function lines(paper: TicketPaper): (Line | 'rule' | 'qr')[] {
  const { desk, room, floor, time, date, issuedEarlierAt } = paper;
  const place = (language: 'vi' | 'en'): string =>
    desk === undefined
      ? `${fill(ticketTexts.room[language], { room })} · ${fill(ticketTexts.floor[language], { floor })}`
      : fill(ticketTexts.desk[language], { desk });
  const { simulation, priority } = ticketTexts;
  const inverse = (words: Words, size: number, values: Record<string, string> = {}): Line[] =>
    both(words, size, 700, values).map((line) => ({ ...line, inverse: true }));
  return [
    ...(paper.simulation ? inverse(simulation, 24) : []),
    { text: paper.site, size: 26, weight: 700 },
    ...(paper.reprint ? both(ticketTexts.reprint, 24, 500) : []),
    'rule',
    { text: paper.number, size: 150, weight: 800, capitals: true },
    ...(paper.maskedName === undefined ? [] : [{ text: paper.maskedName, size: 32, weight: 700 } as const]),
    ...(paper.priority ? inverse(priority, 28) : []),
    'rule',
    ...(desk === undefined ? both(paper.department, 40, 700) : []),
    ...(paper.deskFirst === undefined ? [] : inverse(ticketTexts['desk-first'], 30, { desk: paper.deskFirst })),
    { text: place('vi'), size: 44, weight: 700 },
    { text: place('en'), size: 28, weight: 500 },
    ...both(aheadWords(paper.peopleAhead), 28, 700),
    ...(paper.insurancePending ? both(ticketTexts['insurance-pending'], 28, 700) : []),
    ...(paper.companion ? both(ticketTexts.companion, 26, 500) : []),
    'qr',
    ...(issuedEarlierAt === undefined ? [] : both(ticketTexts['issued-earlier'], 26, 700, { time: issuedEarlierAt })),
    ...both(ticketTexts.issued, 24, 500, { time, date }),
    ...both(ticketTexts.keep, 24, 500),
  ];
}

function textAt(line: Line, top: number): { svg: string; height: number } {
  const text = printable(line.text);
  const size = fitted(text, line.size);
  // Stacked marks (Ệ, Ữ) need room above the capitals.
  const height = Math.ceil(size * (line.capitals === true ? 1.12 : 1.36));
  const colour = line.inverse === true ? '#fff' : '#000';
  const ground = line.inverse === true ? `<rect x="8" y="${top}" width="${paperWidth - 16}" height="${height}"/>` : '';
  return {
    svg: `${ground}<text x="${paperWidth / 2}" y="${top + Math.round(size * (line.capitals === true ? 0.93 : 1.04))}" font-size="${size}" font-weight="${line.weight}" font-family="${familyFor(text)}" text-anchor="middle" fill="${colour}">${escapeXml(text)}</text>`,
    height: height + 6,
  };
}

function qrAt(text: string, top: number): { svg: string; height: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const dot = 6;
  const left = Math.round((paperWidth - size * dot) / 2);
  const dots = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${left + x * dot} ${top + 14 + y * dot}h${dot}v${dot}h-${dot}z`] : [])),
  );
  return { svg: `<path d="${dots.join('')}"/>`, height: size * dot + 28 };
}

/** The ticket as an SVG, 576 wide and as long as it needs. */
export function ticketSvg(paper: TicketPaper): string {
  let top = 20;
  const parts: string[] = [];
  for (const line of lines(paper)) {
    if (line === 'rule') {
      parts.push(`<rect x="24" y="${top + 6}" width="${paperWidth - 48}" height="2"/>`);
      top += 16;
      continue;
    }
    const { svg, height } = line === 'qr' ? qrAt(paper.qr, top) : textAt(line, top);
    parts.push(svg);
    top += height;
  }
  const height = top + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${paperWidth}" height="${height}" viewBox="0 0 ${paperWidth} ${height}"><rect width="${paperWidth}" height="${height}" fill="#fff"/>${parts.join('')}</svg>`;
}

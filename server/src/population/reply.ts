import { parseXml, XmlError, type XmlElement } from '../xml/parse-xml.ts';
import type { PopulationFaultCode } from './fault.ts';
import type { PopulationOperation } from './request.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const answerNamespace = 'http://www.mic.gov.vn/dancu/1.0';
/** A number, a name and a birth date fit few people; more is no answer to this question. */
const mostPeople = 20;
const longestValue = 200;

/** What the service tells of a person, as far as it is held against a chip. Null: not told. */
export interface PopulationRecord {
  readonly personalNumber: string | null;
  readonly fullName: string | null;
  /** yyyy-mm-dd, or yyyy. */
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
}

export type PopulationReply =
  | { readonly kind: 'people'; readonly people: readonly PopulationRecord[] }
  | { readonly kind: 'exists'; readonly exists: boolean }
  | { readonly kind: 'fault'; readonly code: Extract<PopulationFaultCode, 'request-refused' | 'service-fault'> };

const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => {
  const found = element?.children.filter((one) => one.name === name) ?? [];
  // Twice the same member: which of the two would count?
  if (found.length > 1) throw new XmlError('member');
  return found[0];
};

function value(element: XmlElement | undefined, name: string): string | null {
  const text = child(element, name)?.text.normalize('NFC').replace(/\s+/g, ' ').trim() ?? '';
  if (text.length > longestValue) throw new XmlError('value');
  return text === '' ? null : text;
}

function birthDate(element: XmlElement | undefined): string | null {
  const whole = /^(\d{4})(\d{2})(\d{2})$/.exec(value(element, 'NgayThangNam') ?? '');
  if (whole !== null) return whole.slice(1).join('-');
  const year = value(element, 'Nam');
  return year !== null && /^\d{4}$/.test(year) ? year : null;
}

/** Of the codes of sexes, only these two are certain. */
const sexes: Readonly<Record<string, 'male' | 'female'>> = { '1': 'male', '2': 'female' };

function personIn(element: XmlElement): PopulationRecord {
  const name = child(element, 'HoVaTen');
  const parts = ['Ho', 'ChuDem', 'Ten'].map((part) => value(name, part)).filter((part) => part !== null);
  return {
    personalNumber: value(element, 'SoDinhDanh'),
    fullName: parts.length === 0 ? null : parts.join(' '),
    birthDate: birthDate(child(element, 'NgayThangNamSinh')),
    sex: sexes[value(element, 'GioiTinh') ?? ''] ?? null,
  };
}

/** What stands in the envelope, in the form that the operation answers in. Throws XmlError for any other. */
export function parseReply(xml: string, operation: PopulationOperation): PopulationReply {
  const root = parseXml(xml);
  if (root.name !== 'Envelope' || root.namespace !== soap) throw new XmlError('Envelope');
  const body = child(root, 'Body');
  const [content, ...more] = body?.children ?? [];
  if (body?.namespace !== soap || content === undefined || more.length > 0) throw new XmlError('Body');
  if (content.namespace === soap && content.name === 'Fault') {
    const blamed = /^(?:[\w.-]+:)?Server(?:\.|$)/.test(value(content, 'faultcode') ?? '');
    return { kind: 'fault', code: blamed ? 'service-fault' : 'request-refused' };
  }
  if (content.namespace !== answerNamespace) throw new XmlError('namespace');
  if (operation === 'XacThucThongTinCongDan') {
    const exists = content.name === 'KetQuaXacThuc' ? value(content, 'TonTai') : null;
    if (exists !== 'true' && exists !== 'false') throw new XmlError('TonTai');
    return { kind: 'exists', exists: exists === 'true' };
  }
  const people = content.children;
  if (content.name !== 'CongdanCollection' || people.some(({ name }) => name !== 'CongDan'))
    throw new XmlError('CongdanCollection');
  if (people.length > mostPeople) throw new XmlError('size');
  return { kind: 'people', people: people.map(personIn) };
}

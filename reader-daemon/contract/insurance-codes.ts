/**
 * What an insurance look-up can come to, as staff and the evidence name it. Each has its sentences and a remedy in
 * `text/insurance.ts`, enforced by a test. Never on a kiosk.
 */

/** `maKetQua` of the gateway: Công văn 1923/BHXH-CNTT, annex 03 section 4; 003.1, 080, 090 and 501 are older ones still met. */
export const gatewayCodes = [
  '000',
  '001',
  '002',
  '003',
  '003.1',
  '004',
  '010',
  '050',
  '051',
  '052',
  '053',
  '054',
  '055',
  '060',
  '061',
  '070',
  '080',
  '090',
  '100',
  '101',
  '110',
  '120',
  '121',
  '122',
  '123',
  '124',
  '130',
  '205',
  '401',
  '501',
] as const;
export type GatewayCode = (typeof gatewayCodes)[number];

/** What the server itself finds about an exchange or an answer. */
export const findingCodes = [
  'unreachable', // nothing reached the gateway: may be asked again freely
  'timed-out', // asked, no whole answer in time: uncertain
  'cut-off', // asked, and the connection ended: uncertain
  'interrupted', // this server ended while it asked: uncertain
  'bad-status', // an HTTP status that is no answer
  'not-json', // a page of HTML, an empty body, another content type
  'redirected', // never followed
  'oversized',
  'malformed', // JSON, but not of the agreed form
  'unknown-code', // a maKetQua that no table has, none at all, or one of another type
  'another-person', // name or birth date of the answer are not those of the chip: discarded
  'dates-disagree', // a good answer whose own dates contradict it
  'given-up', // asked as often as the site allows without an answer
] as const;
export type FindingCode = (typeof findingCodes)[number];

export const insuranceCodes = [...gatewayCodes, ...findingCodes] as const;
export type InsuranceCode = (typeof insuranceCodes)[number];

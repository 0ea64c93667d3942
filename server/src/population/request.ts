import { create } from 'xmlbuilder2';
import { writable } from '../xml/writable.ts';

/** `XacThuc…` only says whether such a person exists; `TraCuu…` tells the record. A unit may be granted one of them. */
export const populationOperations = ['TraCuuThongTinCongDan', 'XacThucThongTinCongDan'] as const;
export type PopulationOperation = (typeof populationOperations)[number];

export const requestNamespace = 'http://dancuquocgia.bca';
const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

export interface PopulationQuestion {
  /** MaYeuCau: ours, new for every question. */
  readonly id: string;
  /** MaDVC, MaTichHop, MaDonVi, SoDienThoai: the unit's, as agreed with the service. */
  readonly serviceCode: string;
  readonly integrationCode: string;
  readonly unit: string;
  readonly phone: string;
  /** MaCanBo: the officer's own 12 digits. */
  readonly officerNumber: string;
  /** TaiKhoan. */
  readonly account: string;
  readonly personalNumber: string;
  readonly fullName: string;
  /** yyyy-mm-dd, yyyy-mm or yyyy. */
  readonly birthDate: string;
}

/** A whole date as `NgayThangNam`; of one that is known in part only the year goes. */
function birth(date: string): Readonly<Record<string, string>> {
  const whole = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return whole === null ? { Nam: date.slice(0, 4) } : { NgayThangNam: whole.slice(1).join('') };
}

/** SOAP 1.1, members in the order in which the service reads them. */
export function requestXml(operation: PopulationOperation, question: PopulationQuestion): string {
  const members = {
    MaYeuCau: question.id,
    MaDVC: question.serviceCode,
    MaTichHop: question.integrationCode,
    MaCanBo: question.officerNumber,
    MaDonVi: question.unit,
    TaiKhoan: question.account,
    SoDienThoai: question.phone,
    SoDinhDanh: question.personalNumber,
    HoVaTen: question.fullName,
  };
  const call = create({ version: '1.0', encoding: 'UTF-8' })
    .ele(soap, 'soapenv:Envelope')
    .ele(soap, 'soapenv:Body')
    .ele(requestNamespace, `dc:${operation}`);
  for (const [name, value] of Object.entries(members)) call.ele('', name).txt(writable(value));
  const parts = call.ele('', 'NgayThangNamSinh');
  for (const [name, value] of Object.entries(birth(question.birthDate))) parts.ele('', name).txt(value);
  return call.end();
}

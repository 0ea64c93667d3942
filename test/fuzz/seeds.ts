/** What the parsers' fuzzer begins from: files of simulated cards, worked examples, and the cases that were kept. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { concat, fromHex, uintToBytes, utf8 } from '@cccd-kiosk/emrtd/bytes';
import { parseSod } from '@cccd-kiosk/emrtd/lds/ef-sod';
import { parseDg15 } from '@cccd-kiosk/emrtd/lds/dg15';
import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { children, readDer } from '@cccd-kiosk/emrtd/der';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { comFiles, dg11File, dg16File, dg1Files } from '@cccd-kiosk/fixtures/doc9303/elementary-files';
import { specimens } from '@cccd-kiosk/fixtures/doc9303/machine-readable-zones';
import { testCvca } from '@cccd-kiosk/fixtures/issuer/cvca/inspection-system';
import { cardFiles, printedOf, testInspectionSystem, testTrust } from '@cccd-kiosk/fixtures/world';

/** One file per target, one case per line, in hexadecimal. */
export const corpusFolder = join(dirname(fileURLToPath(import.meta.url)), 'corpus');
export const corpusFile = (target: string): string => join(corpusFolder, `${target}.hex`);

/** Cases that were kept because a parser answered them as it had answered none before. */
export function keptCases(target: string): Uint8Array[] {
  const path = corpusFile(target);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(fromHex);
}

const people = ['04-mau', '01-khuyen'] as const;
const pem = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** Good files by target, made by the simulated world. Targets without a row begin from their kept cases. */
export async function mintedSeeds(): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
  const cards = await Promise.all(people.map((person) => cardFiles({ person })));
  const of = (name: string): Uint8Array[] => cards.flatMap((files) => files.get(name) ?? []);
  const trust = testTrust({ now: new Date('2026-03-01T00:00:00Z') }).map(({ bytes }) => bytes);
  const [csca = new Uint8Array(0), crl = new Uint8Array(0)] = trust;
  const sods = of('EF_SOD');
  const certificates = [csca, ...sods.flatMap((sod) => parseSod(sod).signedData.certificates)];
  const keys = [
    ...certificates.map((each) => parseCertificate(each).publicKeyInfo),
    ...of('EF_DG15').map((file) => parseDg15(file).publicKey),
  ];
  const names = certificates.map((each) => children(children(readDer(each))[0] ?? readDer(each))[3]?.bytes ?? each);
  const printed = people.map((person) => printedOf(person));
  const zones = [...printed.map(({ mrz }) => mrz), ...specimens.map(({ lines }) => lines.join('\n'))].map(utf8);
  const ldif = utf8(
    `dn: c=VN\nuserCertificate;binary:: ${Buffer.from(csca).toString('base64').replace(/.{70}/g, '$&\n ')}\n`,
  );
  const systems = (['ecdsa-sha256', 'rsa-pss-sha256'] as const).map((algorithm) => ({
    own: testCvca(algorithm),
    ...testInspectionSystem({ algorithm, link: true }),
  }));
  const cvCertificates = systems.flatMap(({ own, certificates: chain }) => [own, ...chain]);
  const reference = (name: string): Uint8Array => encodeTlv(0x42, utf8(name));
  const everything = cards.flatMap((files) => [...files.values()]).filter(({ length }) => length < 4000);
  const pair = (a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array[] =>
    a && b ? [concat(uintToBytes(a.length, 2), a, b)] : [];
  return new Map<string, readonly Uint8Array[]>([
    ['tlv', everything],
    ['der', [...certificates, ...everything]],
    ['ber', [...sods.map((sod) => sod.subarray(4)), ...certificates]],
    ['oid', ['2A864886F70D010702', '04007F0007020204020202', '671B01010101'].map(fromHex)],
    ['com', [...of('EF_COM'), ...comFiles.map(({ bytes }) => fromHex(bytes))]],
    ['sod', sods],
    ['card-access', of('EF_CardAccess')],
    ['card-security', of('EF_CardSecurity')],
    ['atr-info', [fromHex('4301B84703C001C07F660802020800020280009000')]],
    ['dir', [fromHex('61094F07A000000247100161094F07A000000247200150025649')]],
    ['dg1', [...of('EF_DG1'), ...dg1Files.map(({ bytes }) => fromHex(bytes))]],
    ['dg2', of('EF_DG2')],
    ['dg7', [fromHex('670E0201025F4303FFD8FF5F4302FF4F')]],
    ['dg11', [fromHex(dg11File)]],
    ['dg12', [fromHex('6C265C065F195F265F555F1903564E4D5F260420210701A00A0201015F1A04413C3C425F550720210701083000')]],
    ['dg13', of('EF_DG13')],
    ['dg14', of('EF_DG14')],
    ['dg15', of('EF_DG15')],
    ['dg16', [fromHex(dg16File)]],
    ['cvca', [concat(reference('VNTESTCVCA00002'), reference('VNTESTCVCA00001'), new Uint8Array(2))]],
    ['mrz', zones],
    ['public-key-info', keys],
    ['public-key', keys],
    ['image-header', of('EF_DG2').flatMap((file) => parseDg2(file).faces.map(({ image }) => image.slice(0, 2000)))],
    ['certificate', certificates],
    ['distinguished-name', names],
    ['revocation-list', [crl]],
    ['cv-certificate', cvCertificates],
    ['trust-file', [csca, crl, utf8(pem(csca)), ldif]],
    ['pem', [utf8(pem(csca))]],
    ['ldif', [ldif]],
    ['qr', printed.map(({ qr }) => utf8(qr))],
    ['access-keys', [...printed.flatMap(({ qr, can }) => [utf8(qr), utf8(can)]), ...zones]],
    ['personal-number', printed.map(({ number }) => utf8(number))],
    ['dates', ['15/02/1990', '15021990', '900215', '991231', '00/00/1990'].map(utf8)],
    ['names', ['Nguyễn Thị Mậu', 'Đỗ Ý', 'H’Bluk Niê'].map(utf8)],
    ['files-compared', cards.flatMap((files) => pair(files.get('EF_DG1'), files.get('EF_DG13')))],
  ]);
}

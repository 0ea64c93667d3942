/** Real, public data: found through CCCD_CONFORMANCE_DATA, never part of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { plain } from '@cccd-kiosk/emrtd/bytes';
import { inspectFiles } from '@cccd-kiosk/emrtd/inspection/inspect-files';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import { parseSod } from '@cccd-kiosk/emrtd/lds/ef-sod';
import { parseCertificate, type Certificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';

const folder = process.env['CCCD_CONFORMANCE_DATA'];
export const germanList = 'DE_ML_2024-08-07.ml';
export const hasConformanceData =
  folder !== undefined && [germanList, 'bsi2008'].every((path) => existsSync(join(folder, path)));
export const conformanceFile = (...path: string[]): Uint8Array => plain(readFileSync(join(folder ?? '', ...path)));

const specimenFiles = ['COM', 'DG1', 'DG11', 'DG12', 'DG14', 'DG15', 'SOD'] as const;
/** The certificate of the specimen's signer, which its EF.SOD holds. */
export function specimenSigner(): readonly Certificate[] {
  return parseSod(conformanceFile('bsi2008', 'EF_SOD.bin')).signedData.certificates.map(parseCertificate);
}

/** The specimen's files, judged with the German list as on 2026-01-01. */
export function judgeSpecimen() {
  const files = new Map(
    specimenFiles.map((name): [FileName, Uint8Array] => [name, conformanceFile('bsi2008', `EF_${name}.bin`)]),
  );
  const { store } = loadTrustAnchors([{ name: germanList, bytes: conformanceFile(germanList) }]);
  const now = new Date('2026-01-01T00:00:00Z');
  return inspectFiles(files, { trust: store, simulation: false, now, profile: cccdProfile() });
}

import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import {
  writeInteger,
  writeOctetString,
  writeOid,
  writePrintableString,
  writeSequence,
} from '@cccd-kiosk/emrtd/der-write';
import { parseDg15 } from '@cccd-kiosk/emrtd/lds/dg15';
import { parseCom } from '@cccd-kiosk/emrtd/lds/ef-com';
import { parseLdsSecurityObject, parseSod } from '@cccd-kiosk/emrtd/lds/ef-sod';
import {
  dataGroupFile,
  dataGroupNumbers,
  dataGroupOfTag,
  elementaryFiles,
  fileNamed,
} from '@cccd-kiosk/emrtd/lds/files';
import { cardFiles } from '@cccd-kiosk/fixtures/world';
import { codeOf } from '../code-of.ts';
import { fuzz } from '../mutations.ts';

const sod = (await cardFiles({ person: '04-mau' })).get('EF_SOD') ?? new Uint8Array(0);

describe('the table of files, 9303-10 §4.6', () => {
  it.each([
    ['COM', 0x60, 0x011e, 0x1e],
    ['SOD', 0x77, 0x011d, 0x1d],
    ['CardAccess', undefined, 0x011c, 0x1c],
    ['DG1', 0x61, 0x0101, 0x01],
    ['DG2', 0x75, 0x0102, 0x02],
    ['DG3', 0x63, 0x0103, 0x03],
    ['DG13', 0x6d, 0x010d, 0x0d],
    ['DG14', 0x6e, 0x010e, 0x0e],
    ['DG15', 0x6f, 0x010f, 0x0f],
    ['DG16', 0x70, 0x0110, 0x10],
  ] as const)('%s', (name, tag, fid, sfi) => {
    const { tag: ownTag, fid: ownFid, sfi: ownSfi } = fileNamed(name);
    expect([ownTag, ownFid, ownSfi]).toEqual([tag, fid, sfi]);
  });

  it('every data group is found by its number and by its tag', () => {
    for (const n of dataGroupNumbers) expect(dataGroupOfTag(dataGroupFile(n).tag ?? 0)).toBe(n);
    expect(new Set(elementaryFiles.map(({ tag }) => tag).filter(Boolean)).size).toBe(18);
    expect(dataGroupOfTag(0x60)).toBeUndefined();
  });
});

describe('EF.COM, 9303-10 §4.6.1', () => {
  const com = fromHex('60 18 5F01 04 30313037 5F36 06 303430303030 5C 06 61 75 63 6D 6E 6F');

  it('lists what is on the chip, in numbers and ascending', () => {
    expect(parseCom(com)).toMatchObject({
      ldsVersion: '0107',
      unicodeVersion: '040000',
      dataGroups: [1, 2, 3, 13, 14, 15],
    });
    expect(parseCom(fromHex('60 05 5C 03 6E 61 42'))).toMatchObject({ dataGroups: [1, 14], tags: [0x6e, 0x61, 0x42] });
  });

  it.each([
    ['no list', '60 00', 'malformed'],
    ['another tag', '61 03 5C 01 61', 'malformed'],
    ['65 tags', '60 43 5C 41' + '61'.repeat(65), 'limit'],
  ])('refuses %s', (_, hex, code) => {
    expect(codeOf(() => parseCom(fromHex(hex)))).toBe(code);
  });

  it('whatever the octets, parsing ends', () => {
    fuzz(parseCom, [com]);
    fuzz(parseDg15, [fromHex('6F 07 3005 3000 0301 00')]);
  });
});

describe('EF.SOD, 9303-10 §4.6.2', () => {
  const entry = (n: number, hash: Uint8Array): Uint8Array => writeSequence(writeInteger(n), writeOctetString(hash));
  const object = (version: number, entries: Uint8Array[], more: Uint8Array[] = []): Uint8Array =>
    writeSequence(
      writeInteger(version),
      writeSequence(writeOid('2.16.840.1.101.3.4.2.1')),
      writeSequence(...entries),
      ...more,
    );
  const hash = new Uint8Array(32).fill(7);

  it('version 0 lists hashes; version 1 says for which LDS', () => {
    expect(parseLdsSecurityObject(object(0, [entry(1, hash), entry(13, hash)]))).toEqual({
      version: 0,
      hashAlgorithm: '2.16.840.1.101.3.4.2.1',
      dataGroupHashes: new Map([
        [1, hash],
        [13, hash],
      ]),
    });
    const versions = writeSequence(writePrintableString('0108'), writePrintableString('040000'));
    expect(parseLdsSecurityObject(object(1, [entry(1, hash)], [versions]))).toMatchObject({
      ldsVersion: '0108',
      unicodeVersion: '040000',
    });
  });

  it.each([
    ['a data group twice', object(0, [entry(1, hash), entry(1, hash)]), 'malformed'],
    ['data group 17', object(0, [entry(17, hash)]), 'malformed'],
    ['data group 0', object(0, [entry(0, hash)]), 'malformed'],
    ['version 2', object(2, [entry(1, hash)]), 'unsupported'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => parseLdsSecurityObject(bytes))).toBe(code);
  });

  it('a Vietnamese card: six hashes, SHA-256, one signer, one certificate', () => {
    const { signedData, ldsSecurityObject } = parseSod(sod);
    expect([...ldsSecurityObject.dataGroupHashes.keys()]).toEqual([1, 2, 3, 13, 14, 15]);
    expect([signedData.version, signedData.signers.length, signedData.certificates.length]).toEqual([3, 1, 1]);
  });

  it('whatever the octets, parsing ends and names its reason', () => {
    fuzz(parseSod, [sod], 600);
  });
});

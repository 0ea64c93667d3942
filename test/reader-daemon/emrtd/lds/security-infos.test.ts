import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import { writeInteger, writeOctetString, writeOid, writeSequence, writeSet } from '@cccd-kiosk/emrtd/der-write';
import { parseDg14 } from '@cccd-kiosk/emrtd/lds/dg14';
import { parseCardAccess } from '@cccd-kiosk/emrtd/lds/ef-card-access';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { codeOf } from '../code-of.ts';
import { fuzz } from '../mutations.ts';

const vietnamese = fromHex(`31 34 300D060804007F0007020202020101 300F060A04007F00070202030202020101
  3012060A04007F0007020204020202010202010D`);

describe('SecurityInfos, 9303-11 §9.2', () => {
  it('EF.CardAccess of the Vietnamese card', () => {
    const infos = parseCardAccess(vietnamese);
    expect(infos.paceInfos).toEqual([{ oid: '0.4.0.127.0.7.2.2.4.2.2', version: 2, parameterId: 13 }]);
    expect(infos.chipAuthenticationInfos).toEqual([{ oid: '0.4.0.127.0.7.2.2.3.2.2', version: 1 }]);
    expect(infos.terminalAuthenticationInfos).toEqual([{ version: 1 }]);
    expect(infos.raw).toBe(vietnamese);
  });

  it('§9.2.4 to §9.2.6: keys with identifiers, Active Authentication, and infos nobody knows', () => {
    const spki = writeSequence(writeSequence(writeOid('1.2.840.10045.2.1')), writeOctetString(fromHex('04')));
    const set = writeSet(
      writeSequence(writeOid('0.4.0.127.0.7.2.2.1.2'), spki, writeInteger(0x8000_0001n)),
      writeSequence(writeOid('0.4.0.127.0.7.2.2.3.2.4'), writeInteger(1), writeInteger(7)),
      writeSequence(writeOid('2.23.136.1.1.5'), writeInteger(1), writeOid('0.4.0.127.0.7.1.1.4.1.3')),
      writeSequence(writeOid('0.4.0.127.0.7.2.2.4.2'), writeSequence(writeOid('1.2.3')), writeInteger(13)),
      writeSequence(writeOid('1.2.3.4'), writeOctetString(fromHex('FF'))),
    );
    const infos = parseDg14(encodeTlv(0x6e, set));
    expect(infos.chipAuthenticationPublicKeys).toEqual([
      { oid: '0.4.0.127.0.7.2.2.1.2', publicKey: spki, keyId: 0x8000_0001n },
    ]);
    expect(infos.chipAuthenticationInfos).toEqual([{ oid: '0.4.0.127.0.7.2.2.3.2.4', version: 1, keyId: 7n }]);
    expect(infos.activeAuthenticationInfo).toEqual({ version: 1, signatureAlgorithm: '0.4.0.127.0.7.1.1.4.1.3' });
    expect(infos.paceDomainParameters.map(({ parameterId }) => parameterId)).toEqual([13]);
    expect(infos.infos).toHaveLength(5);
  });

  it.each([
    ['another outer tag', '30 00'],
    ['an info without data', '31 05 3003 0601 2A'],
    ['a version that is no number', '31 10 300E 060A04007F00070202040202 0400'],
    ['octets behind the SET', '31 00 00'],
  ])('refuses %s', (_, hex) => {
    expect(codeOf(() => parseSecurityInfos(fromHex(hex)))).toBe('malformed');
  });

  it('whatever the octets, parsing ends and names its reason', () => {
    fuzz(parseCardAccess, [vietnamese]);
    fuzz(parseDg14, [encodeTlv(0x6e, vietnamese)]);
  });
});

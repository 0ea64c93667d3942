import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import { paceOffers, supportedPace } from '@cccd-kiosk/emrtd/access/pace-info';
import { writeInteger, writeOid, writeSequence, writeSet } from '@cccd-kiosk/emrtd/der-write';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { oids } from '@cccd-kiosk/emrtd/oid';

const paceInfo = (arcs: string, parameterId?: number, version = 2): Uint8Array =>
  writeSequence(
    writeOid(`${oids.pace}.${arcs}`),
    writeInteger(version),
    ...(parameterId === undefined ? [] : [writeInteger(parameterId)]),
  );
const infos = (...items: Uint8Array[]) => parseSecurityInfos(writeSet(...items));

describe('9303-11 §9.2.1 PACEInfo', () => {
  it('the Vietnamese EF.CardAccess: generic mapping, AES-128, brainpoolP256r1', () => {
    const vietnamese = parseSecurityInfos(
      fromHex(
        '3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D',
      ),
    );
    expect(supportedPace(vietnamese, ['GM'])).toMatchObject([
      { oid: '0.4.0.127.0.7.2.2.4.2.2', mapping: 'GM', cipher: 'AES-128', parameterId: 13, isAmbiguous: false },
    ]);
  });

  const table = [
    ['1.1', 'DH', 'GM', '3DES'],
    ['2.2', 'ECDH', 'GM', 'AES-128'],
    ['3.3', 'DH', 'IM', 'AES-192'],
    ['4.4', 'ECDH', 'IM', 'AES-256'],
    ['6.2', 'ECDH', 'CAM', 'AES-128'],
  ] as const;
  it.each(table)('id-PACE.%s is %s-%s-%s', (arcs, agreement, mapping, cipher) => {
    expect(paceOffers(infos(paceInfo(arcs, 13)))).toMatchObject([{ agreement, mapping, cipher }]);
  });

  it('unknown arcs are no offer', () => {
    expect(paceOffers(infos(paceInfo('5.1', 13), paceInfo('2.9', 13), paceInfo('7.2', 13)))).toEqual([]);
  });

  it('what cannot be run is not supported: DH, other mappings, version 1, proprietary or unknown parameters', () => {
    const offered = infos(
      paceInfo('1.2', 2),
      paceInfo('4.2', 13),
      paceInfo('6.2', 13),
      paceInfo('2.2', 13, 1),
      paceInfo('2.2'),
      paceInfo('2.2', 7),
      paceInfo('2.2', 40),
    );
    expect(paceOffers(offered)).toHaveLength(7);
    expect(supportedPace(offered, ['GM'])).toEqual([]);
  });

  it('AES before 3DES, whatever the order', () => {
    const offered = infos(paceInfo('2.1', 13), paceInfo('2.3', 14), paceInfo('2.2', 13));
    expect(supportedPace(offered, ['GM']).map(({ cipher }) => cipher)).toEqual(['AES-192', 'AES-128', '3DES']);
  });

  it('one protocol with two sets of parameters is ambiguous', () => {
    const offered = infos(paceInfo('2.2', 12), paceInfo('2.2', 13), paceInfo('2.4', 17));
    expect(supportedPace(offered, ['GM']).map(({ isAmbiguous }) => isAmbiguous)).toEqual([true, true, false]);
  });
});

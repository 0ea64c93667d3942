import { describe, expect, it } from 'vitest';
import { fromHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { curveByParameterId } from '@cccd-kiosk/emrtd/crypto/curves';
import { dhGroupByParameterId } from '@cccd-kiosk/emrtd/crypto/dh-groups';
import { encodePoint } from '@cccd-kiosk/emrtd/crypto/ec';
import { paceOffers, supportedPace } from '@cccd-kiosk/emrtd/access/pace-info';
import { writeInteger, writeOctetString, writeOid, writeSequence, writeSet } from '@cccd-kiosk/emrtd/der-write';
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

  it('what cannot be run is not supported: other mappings, version 1, missing, reserved or unfit parameters', () => {
    const offered = infos(
      paceInfo('4.2', 13),
      paceInfo('6.2', 13),
      paceInfo('2.2', 13, 1),
      paceInfo('2.2'),
      paceInfo('2.2', 7),
      paceInfo('2.2', 40),
      paceInfo('2.2', 2),
      paceInfo('1.2', 13),
    );
    expect(paceOffers(offered)).toHaveLength(8);
    expect(supportedPace(offered, ['GM'])).toEqual([]);
  });

  it('§9.5.1: secp224r1 has no integrated mapping; §9.2.3: chip-authentication mapping has no 3DES', () => {
    const offered = infos(paceInfo('4.2', 10), paceInfo('6.1', 13), paceInfo('2.2', 10));
    expect(supportedPace(offered, ['CAM', 'GM', 'IM']).map(({ mapping }) => mapping)).toEqual(['GM']);
  });

  it.each([0, 1, 2])('DH: the MODP group of id %i', (id) => {
    const [choice] = supportedPace(infos(paceInfo('1.3', id), paceInfo('3.3', id)), ['GM']);
    expect(choice).toMatchObject({ mapping: 'GM', cipher: 'AES-192', domain: { agreement: 'DH', parameterId: id } });
  });

  it('curves before primes, then the mappings in the order asked for', () => {
    const offered = infos(
      paceInfo('1.2', 2),
      paceInfo('3.2', 2),
      paceInfo('2.2', 13),
      paceInfo('4.2', 13),
      paceInfo('6.2', 13),
    );
    const order = (mappings: Parameters<typeof supportedPace>[1]) =>
      supportedPace(offered, mappings).map(({ mapping, domain }) => `${domain.agreement} ${mapping}`);
    expect(order(['CAM', 'GM', 'IM'])).toEqual(['ECDH CAM', 'ECDH GM', 'ECDH IM', 'DH GM', 'DH IM']);
    expect(order(['IM', 'GM'])).toEqual(['ECDH IM', 'ECDH GM', 'DH IM', 'DH GM']);
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

describe('9303-11 §9.2.2 PACEDomainParameterInfo: explicit parameters, only where they are standardized ones', () => {
  const domainInfo = (arc: string, algorithm: Uint8Array, parameterId?: number): Uint8Array =>
    writeSequence(
      writeOid(`${oids.pace}.${arc}`),
      algorithm,
      ...(parameterId === undefined ? [] : [writeInteger(parameterId)]),
    );
  const group = dhGroupByParameterId(1);
  const curve = curveByParameterId(13);
  if (group === undefined || curve === undefined) throw new Error('domains');
  const dh = (g: bigint): Uint8Array =>
    writeSequence(
      writeOid(oids.dhPublicNumber),
      writeSequence(writeInteger(group.p), writeInteger(g), writeInteger(group.q)),
    );
  const ec = (b: bigint): Uint8Array =>
    writeSequence(
      writeOid(oids.ecPublicKey),
      writeSequence(
        writeInteger(1),
        writeSequence(writeOid(oids.primeField), writeInteger(curve.p)),
        writeSequence(
          writeOctetString(uintToBytes(curve.a, curve.fieldLength)),
          writeOctetString(uintToBytes(b, curve.fieldLength)),
        ),
        writeOctetString(encodePoint(curve, { x: curve.gx, y: curve.gy })),
        writeInteger(curve.n),
        writeInteger(curve.h),
      ),
    );
  const supported = (...items: Uint8Array[]) => supportedPace(infos(...items), ['GM']);

  it('DH and ECDH, with an id of the chip’s own, which MSE then names', () => {
    expect(supported(paceInfo('1.2', 40), domainInfo('1', dh(group.g), 40))).toMatchObject([
      { parameterId: 40, domain: { agreement: 'DH', parameterId: 1 } },
    ]);
    expect(supported(paceInfo('2.2', 0x1234), domainInfo('2', ec(curve.b), 0x1234))).toMatchObject([
      { parameterId: 0x1234, domain: { agreement: 'ECDH', parameterId: 13 } },
    ]);
  });

  it('a single set needs no id', () => {
    const [choice] = supported(paceInfo('2.2'), domainInfo('2', ec(curve.b)));
    expect(choice).toMatchObject({ domain: { parameterId: 13 } });
    expect(choice).not.toHaveProperty('parameterId');
  });

  it.each([
    ['another generator', [paceInfo('1.2', 40), domainInfo('1', dh(group.g * group.g), 40)]],
    ['another coefficient', [paceInfo('2.2', 40), domainInfo('2', ec(curve.b + 1n), 40)]],
    ['another id', [paceInfo('2.2', 40), domainInfo('2', ec(curve.b), 41)]],
    ['another protocol', [paceInfo('2.2', 40), domainInfo('4', ec(curve.b), 40)]],
    ['the other agreement', [paceInfo('2.2', 40), domainInfo('2', dh(group.g), 40)]],
    ['two of one id', [paceInfo('2.2', 40), domainInfo('2', ec(curve.b), 40), domainInfo('2', ec(curve.b + 1n), 40)]],
    ['a reserved id', [paceInfo('2.2', 20), domainInfo('2', ec(curve.b), 20)]],
    ['no parameters at all', [paceInfo('2.2', 40), domainInfo('2', writeSequence(writeOid(oids.ecPublicKey)), 40)]],
    [
      'an algorithm of another kind',
      [paceInfo('2.2', 40), domainInfo('2', writeSequence(writeOid(oids.rsaPss), writeInteger(1)), 40)],
    ],
  ])('%s: not supported', (_, items) => {
    expect(supported(...items)).toEqual([]);
  });
});

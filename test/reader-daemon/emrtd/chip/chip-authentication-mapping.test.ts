import { describe, expect, it } from 'vitest';
import { fromHex, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { mappingStaticKey, verifyChipAuthenticationMapping } from '@cccd-kiosk/emrtd/chip/chip-authentication-mapping';
import { dhGroups } from '@cccd-kiosk/emrtd/crypto/dh-groups';
import { domains } from '@cccd-kiosk/emrtd/crypto/domains';
import { writeBitString, writeInteger, writeOid, writeSequence, writeSet } from '@cccd-kiosk/emrtd/der-write';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { paceChipAuthenticationMapping as example } from '@cccd-kiosk/fixtures/doc9303/pace-chip-authentication-mapping';

const standardized = (parameterId: number, key: Uint8Array): Uint8Array =>
  writeSequence(
    writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(parameterId)),
    writeBitString(key),
  );
const infos = parseSecurityInfos(writeSet(fromHex(example.chipAuthenticationPublicKeyInfo)));
const staticPublicKey = mappingStaticKey(infos, example.parameterId) ?? new Uint8Array(0);
const record = {
  ecad: fromHex(example.chipAuthenticationData),
  mappingPublicKey: fromHex(example.chipMappingPublicKey),
  staticPublicKey,
};

describe('9303-11 App. I and §4.4.3.5.2', () => {
  it('CA_IC · PK_IC is the mapping key', () => {
    expect(toHex(staticPublicKey)).toContain(example.chipStaticPublicKey);
    expect(verifyChipAuthenticationMapping(record)).toEqual({ verified: true });
  });

  it('§9.2.1: the key is the one whose id is the parameter id', () => {
    expect(mappingStaticKey(infos, 12)).toBeUndefined();
  });

  const flipped = (octets: Uint8Array): Uint8Array =>
    octets.map((octet, i) => (i === octets.length - 1 ? octet ^ 1 : octet));
  const n = domains.find(({ parameterId }) => parameterId === 13)?.order ?? 0n;
  const long = BigInt(`0x${example.chipAuthenticationData}`) + n;
  it.each([
    ['another number', { ecad: flipped(record.ecad) }, 'answer-invalid'],
    ['zero', { ecad: new Uint8Array(32) }, 'answer-invalid'],
    ['nothing', { ecad: new Uint8Array(0) }, 'answer-invalid'],
    ['§4.4.5.6: without its leading octets', { ecad: record.ecad.slice(1) }, 'answer-invalid'],
    ['a residue not reduced', { ecad: uintToBytes(long, 33) }, 'answer-invalid'],
    ['another mapping key', { mappingPublicKey: fromHex(example.terminalMappingPublicKey) }, 'answer-invalid'],
    ['another static key', { staticPublicKey: standardized(13, record.mappingPublicKey) }, 'answer-invalid'],
    ['a static key off the curve', { staticPublicKey: standardized(13, flipped(record.mappingPublicKey)) }, 'weak-key'],
    [
      'a static key of reserved parameters',
      { staticPublicKey: standardized(20, record.mappingPublicKey) },
      'unsupported',
    ],
    [
      'a static key modulo a prime',
      { staticPublicKey: standardized(0, writeInteger(dhGroups[0]?.g ?? 0n)) },
      'unsupported',
    ],
    ['octets that are no key', { staticPublicKey: new Uint8Array(3) }, 'malformed'],
  ])('%s', (_, change, reason) => {
    expect(verifyChipAuthenticationMapping({ ...record, ...change })).toEqual({ verified: false, reason });
  });

  it.each(domains.filter(({ agreement }) => agreement === 'ECDH'))('$name: made as a chip makes it', (domain) => {
    // SK_Map = CA · SK, so any two of the three give the third.
    const [sk, ca] = [0x0123_4567_89abn, domain.order - 0xfedc_ba98n];
    const { publicKey } = domain.keyPairFromPrivate(sk);
    const mappingPublicKey = domain.keyPairFromPrivate((sk * ca) % domain.order).publicKey;
    const made = { ecad: uintToBytes(ca, domain.orderLength), mappingPublicKey };
    const keyOn = standardized(domain.parameterId, publicKey);
    expect(verifyChipAuthenticationMapping({ ...made, staticPublicKey: keyOn })).toEqual({ verified: true });
  });
});

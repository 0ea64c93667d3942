import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
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
    ['the order itself', { ecad: uintToBytes(n, 32) }, 'answer-invalid'],
    ['an octet in front', { ecad: concat(Uint8Array.of(0), record.ecad) }, 'answer-invalid'],
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

  it('§4.4.3.5.2: CA_IC is below the order, whatever would come out the same', () => {
    const domain = domains.find(({ parameterId }) => parameterId === 13);
    if (domain === undefined) throw new Error('domain');
    const [sk, ca] = [0x0123_4567_89abn, 5n];
    const own = {
      mappingPublicKey: domain.keyPairFromPrivate(sk * ca).publicKey,
      staticPublicKey: standardized(13, domain.keyPairFromPrivate(sk).publicKey),
    };
    const judge = (scalar: bigint) => verifyChipAuthenticationMapping({ ...own, ecad: uintToBytes(scalar, 32) });
    expect(judge(ca)).toEqual({ verified: true });
    expect(judge(ca + domain.order)).toEqual({ verified: false, reason: 'answer-invalid' });
    const one = { ...own, mappingPublicKey: domain.keyPairFromPrivate(sk).publicKey, ecad: uintToBytes(1n, 32) };
    expect(verifyChipAuthenticationMapping(one)).toEqual({ verified: true });
  });

  it('§9.2.1: a key of the same id for another agreement, and other keys before it, are passed over', () => {
    const info = (oid: string, keyId: number | undefined, key: Uint8Array): Uint8Array =>
      writeSequence(writeOid(oid), standardized(13, key), ...(keyId === undefined ? [] : [writeInteger(keyId)]));
    const all = parseSecurityInfos(
      writeSet(
        info(oids.publicKeyDh, 13, Uint8Array.of(1)),
        info(oids.publicKeyEcdh, undefined, Uint8Array.of(2)),
        info(oids.publicKeyEcdh, 12, Uint8Array.of(3)),
        info(oids.publicKeyEcdh, 13, Uint8Array.of(4)),
      ),
    );
    expect(mappingStaticKey(all, 13)).toEqual(standardized(13, Uint8Array.of(4)));
    expect(mappingStaticKey(all, 11)).toBeUndefined();
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

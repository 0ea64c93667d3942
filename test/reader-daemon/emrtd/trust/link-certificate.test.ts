import { describe, expect, it } from 'vitest';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { parseCertificate, type Certificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { keepsName, linkPool, pathToAnchor } from '@cccd-kiosk/emrtd/trust/link-certificate';
import { createTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { certificate, ecKey, extension, name, type Key, type Plan } from './mint.ts';

const keys: readonly Key[] = Array.from({ length: 11 }, () => ecKey('secp384r1', 'sha384'));
const keyOf = (i: number): Key => keys[i] ?? ecKey();
const root = name('UT', 'CSCA Utopia');
const made = (plan: Plan): Certificate => parseCertificate(certificate(plan));
const nameChange = extension(oids.nameChange, write.writeNull());

describe('9303-12 §7.1.1: a link keeps its country, and its name unless it says so', () => {
  const nameless = write.writeSequence(
    write.writeSet(write.writeSequence(write.writeOid(oids.commonName), write.writePrintableString('CSCA'))),
  );
  const named = (subject: Uint8Array, more: Uint8Array[] = []): Certificate =>
    made({ subject, key: keyOf(0), ca: true, more });

  it.each([
    ['one name', root, root, [], true],
    ['another name', name('UT', 'CSCA Utopia 2'), root, [], false],
    ['another name, announced', name('UT', 'CSCA Utopia 2'), root, [nameChange], true],
    ['another country', name('VN', 'CSCA Utopia'), root, [], false],
    ['another country, announced', name('VN', 'CSCA Utopia'), root, [nameChange], false],
    ['no country on either side, one name', nameless, nameless, [], false],
    ['no country on either side, announced', nameless, nameless, [nameChange], false],
    ['a country lost', nameless, root, [nameChange], false],
    ['a country won', root, nameless, [nameChange], false],
  ])('%s', (_, link, parent, more, due) => {
    expect(keepsName(named(link, more), named(parent))).toBe(due);
  });
});

describe('how far a path is followed', () => {
  /** Key i vouches for key i + 1. */
  const link = (i: number): Certificate =>
    made({ subject: root, key: keyOf(i + 1), issuerKey: keyOf(i), ca: true, serial: i + 2 });
  const anchor = made({ subject: root, key: keyOf(0), ca: true });
  const chain = Array.from({ length: 9 }, (_, i) => link(i));
  const at = (n: number): Certificate => chain[n - 1] ?? anchor;

  it('eight links are followed, the ninth is not', () => {
    const pool = linkPool(createTrustStore({ certificates: [anchor, ...chain] }));
    expect(pathToAnchor(at(8), pool)?.map(({ serialNumber }) => Number(serialNumber))).toEqual([
      9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
    expect(pathToAnchor(at(9), pool)).toBeUndefined();
  });

  it('an anchor is its own path; a link without the one before it has none', () => {
    const pool = linkPool(createTrustStore({ certificates: [anchor, at(2)] }));
    expect(pathToAnchor(anchor, pool)).toEqual([anchor]);
    expect(pathToAnchor(at(2), pool)).toBeUndefined();
  });

  it.each([
    ['a link of another country', {}, { subject: name('VN', 'CSCA Utopia') }],
    ['a link of another name, unannounced', {}, { subject: name('UT', 'CSCA Utopia 2') }],
    ['a link that the key did not sign', {}, { issuerKey: { ...keyOf(0), sign: keyOf(10).sign } }],
    ['a parent that may not issue', { usage: [6] }, {}],
    ['a parent whose time was over', { notBefore: '2010-01-01', notAfter: '2019-12-31' }, {}],
    ['a parent whose time had not begun', { notBefore: '2020-01-02' }, {}],
  ])('%s leads nowhere', (_, parent: Partial<Plan>, child: Partial<Plan>) => {
    const base = made({ subject: root, key: keyOf(0), ca: true, ...parent });
    const first = made({
      subject: root,
      issuer: root,
      key: keyOf(1),
      issuerKey: keyOf(0),
      ca: true,
      serial: 2,
      ...child,
    });
    expect(pathToAnchor(first, linkPool(createTrustStore({ certificates: [base, first] })))).toBeUndefined();
  });

  it('of two ways the shorter', () => {
    const short = made({ subject: root, key: keyOf(3), issuerKey: keyOf(0), ca: true, serial: 20 });
    const twin = made({ subject: root, key: keyOf(4), issuerKey: keyOf(3), ca: true, serial: 21 });
    const pool = linkPool(createTrustStore({ certificates: [anchor, at(1), at(2), at(3), short] }));
    expect(pathToAnchor(twin, pool)?.map(({ serialNumber }) => Number(serialNumber))).toEqual([21, 20, 1]);
  });

  it('of the certificates that came with a document, sixteen are looked at', () => {
    const strangers = Array.from({ length: 16 }, (_, i) =>
      made({ subject: name('UT', `Stranger ${i}`), key: keyOf(10), ca: true }),
    );
    const store = createTrustStore({ certificates: [anchor] });
    const brought = (others: number) => linkPool(store, [...strangers.slice(0, others), at(1)]);
    expect(pathToAnchor(at(2), brought(15))).toEqual([at(2), at(1), anchor]);
    expect(pathToAnchor(at(2), brought(16))).toBeUndefined();
  });
});

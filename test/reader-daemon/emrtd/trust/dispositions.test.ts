import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { csca, cscaKey, cscaName } from './country.ts';
import { disposeOf, type Disposition } from './dispositions.ts';
import { certificate, ecKey, extension, name, rsaKey, type Plan } from './mint.ts';

const pem = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`;

describe('what becomes of every certificate of a list', () => {
  const link = (plan: Partial<Plan> = {}): Uint8Array =>
    certificate({
      subject: cscaName,
      issuer: cscaName,
      issuerKey: cscaKey,
      key: ecKey(),
      ca: true,
      serial: 9,
      ...plan,
    });
  const old = ecKey();
  const oldRoot = certificate({
    subject: name('UT', 'Old'),
    key: old,
    ca: true,
    notBefore: '2010-01-01',
    notAfter: '2019-12-31',
  });
  const signs = ecKey();
  const mayNot = certificate({ subject: name('UT', 'Lists'), key: signs, ca: true, usage: [6] });
  const orphan = ecKey();
  const orphanLink = link({
    issuer: name('UT', 'Gone'),
    issuerKey: ecKey(),
    subject: name('UT', 'Orphan'),
    key: orphan,
  });
  const under = (subject: string, issuerKey: typeof old, plan: Partial<Plan> = {}): Uint8Array =>
    link({ subject: name('UT', subject), issuer: name('UT', subject), issuerKey, ...plan });
  const list: [Disposition, Uint8Array][] = [
    ['anchor', csca],
    ['duplicate', csca],
    ['malformed', fromHex('3003020101')],
    ['weak-key', certificate({ subject: name('UT', 'Weak'), key: rsaKey(768), ca: true })],
    ['unknown-curve', certificate({ subject: name('UT', 'Koblitz'), key: ecKey('secp256k1'), ca: true })],
    ['linked', link()],
    ['linked', link({ subject: name('UT', 'New'), more: [extension(oids.nameChange, write.writeNull())] })],
    ['no-issuer', orphanLink],
    ['other-key', link({ issuerKey: ecKey() })],
    ['another-country', link({ subject: name('VN', 'CSCA Utopia') })],
    ['name-changed', link({ subject: name('UT', 'New') })],
    ['anchor', oldRoot],
    ['outside-validity', under('Old', old)],
    ['anchor', mayNot],
    ['issuer-may-not-issue', under('Lists', signs)],
    ['issuer-unlinked', under('Orphan', orphan)],
  ];
  const disposed = disposeOf('list', utf8(list.map(([, bytes]) => pem(bytes)).join('')));

  it.each(list.map(([due], i) => [due, i] as const))('%s', (due, i) => {
    expect(disposed[i]?.disposition).toBe(due);
  });

  it('none is left out, and a key that a root has is told', () => {
    expect(disposed).toHaveLength(list.length);
    const again = link({ key: cscaKey, issuer: name('UT', 'Gone'), issuerKey: ecKey() });
    const [root, renewed] = disposeOf('two', utf8(pem(csca) + pem(again)));
    expect([root?.keyInRoot, renewed?.keyInRoot, renewed?.disposition]).toEqual([true, true, 'no-issuer']);
    expect(disposed[7]).toMatchObject({ keyInRoot: false, country: 'UT', subject: 'C=UT, CN=Orphan' });
  });
});

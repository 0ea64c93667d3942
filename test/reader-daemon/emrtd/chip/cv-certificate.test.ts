import { describe, expect, it } from 'vitest';
import { concat, equal, fromHex } from '@cccd-kiosk/emrtd/bytes';
import { parseCvCertificate, type CvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { isSignedByHolder, verifyCvChain } from '@cccd-kiosk/emrtd/chip/cv-chain';
import { parseCvca, readCvca } from '@cccd-kiosk/emrtd/chip/ef-cvca';
import { chainFor } from '@cccd-kiosk/emrtd/chip/terminal-authentication';
import { terminalAlgorithm } from '@cccd-kiosk/emrtd/chip/terminal-authentication-algorithm';
import { curveByParameterId } from '@cccd-kiosk/emrtd/crypto/curves';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv, readOneTlv, readTlvs } from '@cccd-kiosk/emrtd/tlv';
import { codeOf } from '../code-of.ts';
import { scriptedSession } from '../iso7816/scripted-card.ts';
import { makeCvCertificate, makeCvKey, signAs, type CvKey, type CvTemplate } from './cv-mint.ts';

const curve = curveByParameterId(13);
if (curve === undefined) throw new Error('curve');
const today = '2026-06-15';
const keysOf = (arcs: string, isRsa = false): Record<'cvca' | 'next' | 'dv' | 'terminal', CvKey> => ({
  cvca: makeCvKey('ZZTESTCVCA00001', arcs, isRsa ? undefined : curve),
  next: makeCvKey('ZZTESTCVCA00002', arcs, isRsa ? undefined : curve),
  dv: makeCvKey('ZZTESTDV00001', arcs, isRsa ? undefined : curve),
  terminal: makeCvKey('ZZTESTIS00001', arcs, isRsa ? undefined : curve),
});
const keys = keysOf('2.3');
const made = (template: CvTemplate): CvCertificate => parseCvCertificate(makeCvCertificate(template));
const chainOf = ({ cvca, dv, terminal }: typeof keys) => ({
  trustPoint: made({ issuer: cvca, holder: cvca, rights: 'C3' }),
  chain: [made({ issuer: cvca, holder: dv, rights: '83' }), made({ issuer: dv, holder: terminal, rights: '01' })],
});

describe('9303-12 §7.2: a CV certificate', () => {
  it('value by value', () => {
    const bytes = makeCvCertificate({
      issuer: keys.cvca,
      holder: keys.dv,
      rights: '83',
      effective: '260228',
      expires: '280229',
    });
    expect(parseCvCertificate(bytes)).toMatchObject({
      authorityReference: 'ZZTESTCVCA00001',
      holderReference: 'ZZTESTDV00001',
      algorithm: { kind: 'ecdsa', hash: 'SHA-256' },
      role: 'DV-domestic',
      rights: fromHex('83'),
      terminalType: '0.4.0.127.0.7.3.1.2.1',
      effective: '2026-02-28',
      expires: '2028-02-29',
      publicKey: { kind: 'ec' },
    });
    const cvca = made({ issuer: keys.cvca, holder: keys.cvca, rights: 'C3' });
    expect(cvca.publicKey).toMatchObject({ curve: { p: curve.p, a: curve.a, b: curve.b, n: curve.n, h: 1n } });
  });

  it.each([
    ['C3', 'CVCA'],
    ['83', 'DV-domestic'],
    ['43', 'DV-foreign'],
    ['03', 'terminal'],
  ])('§7.2.2.5: rights %s are of a %s', (rights, role) => {
    expect(made({ issuer: keys.cvca, holder: keys.dv, rights }).role).toBe(role);
  });

  it.each([
    ['1.1', 'rsa-pkcs1', 'SHA-1'],
    ['1.4', 'rsa-pss', 'SHA-256'],
    ['1.6', 'rsa-pss', 'SHA-512'],
    ['2.2', 'ecdsa', 'SHA-224'],
    ['2.5', 'ecdsa', 'SHA-512'],
  ])('9303-11 §7.1.4: id-TA.%s', (arcs, kind, hash) => {
    expect(terminalAlgorithm(`${oids.terminalAuthentication}.${arcs}`)).toEqual({ kind, hash });
  });

  const good = makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83' });
  const inner = good.slice(4);
  it.each([
    ['nothing', new Uint8Array(0), 'malformed'],
    ['octets behind it', Uint8Array.of(...good, 0), 'malformed'],
    ['one part', encodeTlv(0x7f21, encodeTlv(0x7f4e, new Uint8Array(0))), 'malformed'],
    ['without its frame', inner, 'malformed'],
    ['too long', new Uint8Array(5000), 'limit'],
    [
      'another profile',
      makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83', profile: '01' }),
      'unsupported',
    ],
    [
      '31 April',
      makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83', effective: '260431' }),
      'malformed',
    ],
    [
      'month 13',
      makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83', expires: '261301' }),
      'malformed',
    ],
    [
      'a date of five digits',
      makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83', expires: '26130' }),
      'malformed',
    ],
    [
      'a reference too short',
      makeCvCertificate({ issuer: { ...keys.cvca, reference: 'ZZ00001' }, holder: keys.dv, rights: '83' }),
      'malformed',
    ],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(() => parseCvCertificate(bytes))).toBe(code);
  });

  const [body = good, signature = good] = readTlvs(readOneTlv(good, 0x7f21).value).map(({ bytes }) => bytes);
  it.each([
    [
      'a body of another tag',
      encodeTlv(0x7f21, [encodeTlv(0x7f4f, readOneTlv(body, 0x7f4e).value), signature]),
      'malformed',
    ],
    [
      'a signature of another tag',
      encodeTlv(0x7f21, [body, encodeTlv(0x5f38, readOneTlv(signature, 0x5f37).value)]),
      'malformed',
    ],
    ['a third part', encodeTlv(0x7f21, [body, signature, signature]), 'malformed'],
    ['the parts in the other order', encodeTlv(0x7f21, [signature, body]), 'malformed'],
    [
      'a date of seven digits',
      makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83', effective: '2602280' }),
      'malformed',
    ],
    [
      'a profile of two octets',
      makeCvCertificate({ issuer: keys.cvca, holder: keys.dv, rights: '83', profile: '0000' }),
      'unsupported',
    ],
    ['4,097 octets', new Uint8Array(4097), 'limit'],
    ['4,096 octets', new Uint8Array(4096), 'malformed'],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(() => parseCvCertificate(bytes))).toBe(code);
  });

  it.each([0x81, 0x82, 0x83, 0x84, 0x85])(
    '9303-11 §9.4.4: curve parameters of which only one is there (%i) are none',
    (tag) => {
      const only = (withParameters: boolean): Uint8Array =>
        withParameters
          ? concat(encodeTlv(tag, Uint8Array.of(1)), keys.cvca.publicObjects(false))
          : keys.cvca.publicObjects(false);
      const cvca = { ...keys.cvca, publicObjects: only };
      const bytes = makeCvCertificate({ issuer: cvca, holder: cvca, rights: 'C3' });
      expect(codeOf(() => parseCvCertificate(bytes))).toBe('malformed');
    },
  );

  it('references of 8 to 16 characters', () => {
    const named = (length: number) => () =>
      parseCvCertificate(
        makeCvCertificate({ issuer: { ...keys.cvca, reference: 'Z'.repeat(length) }, holder: keys.dv, rights: '83' }),
      );
    expect([7, 8, 16, 17].map((length) => codeOf(named(length)))).toEqual([
      'malformed',
      undefined,
      undefined,
      'malformed',
    ]);
  });

  it('any octet changed or cut: an error of ours, or another certificate', () => {
    for (let i = 0; i < good.length; i++) {
      const changed = good.map((octet, at) => (at === i ? octet ^ 0x41 : octet));
      const outcome = codeOf(() => parseCvCertificate(changed));
      expect([undefined, 'malformed', 'unsupported', 'limit']).toContain(outcome);
      expect(codeOf(() => parseCvCertificate(good.slice(0, i)))).toBe('malformed');
    }
  });
});

describe('9303-11 §7.1.4.3: the chain', () => {
  it.each([
    ['ECDSA with SHA-256', keys],
    ['ECDSA with SHA-512', keysOf('2.5')],
    ['RSA-PSS with SHA-256', keysOf('1.4', true)],
    ['RSA PKCS #1 v1.5 with SHA-1', keysOf('1.1', true)],
  ])('%s', (_, own) => {
    expect(verifyCvChain({ ...chainOf(own), today })).toEqual({
      valid: true,
      authorization: { rights: fromHex('01'), mayReadFingerprints: true, mayReadIrises: false },
    });
  });

  it('§7.1.4.3.2: a link certificate, though expired, leads to the next key', () => {
    const link = made({ issuer: keys.cvca, holder: keys.next, rights: 'C2', effective: '200101', expires: '210101' });
    const dv = made({ issuer: keys.next, holder: keys.dv, rights: '43' });
    const terminal = made({ issuer: keys.dv, holder: keys.terminal, rights: '03' });
    const { trustPoint } = chainOf(keys);
    expect(verifyCvChain({ trustPoint, chain: [link, dv, terminal], today })).toMatchObject({
      authorization: { mayReadFingerprints: false, mayReadIrises: true },
    });
  });

  it('§7.1.4.3.2: a link certificate brings its own rights; below it they only shrink', () => {
    const narrow = made({ issuer: keys.cvca, holder: keys.cvca, rights: 'C1' });
    const link = made({ issuer: keys.cvca, holder: keys.next, rights: 'C3' });
    const below = [
      made({ issuer: keys.next, holder: keys.dv, rights: '83' }),
      made({ issuer: keys.dv, holder: keys.terminal, rights: '03' }),
    ];
    expect(verifyCvChain({ trustPoint: narrow, chain: [link, ...below], today })).toMatchObject({
      authorization: { rights: fromHex('03'), mayReadFingerprints: true, mayReadIrises: true },
    });
    const direct = chainOf(keys).chain;
    expect(verifyCvChain({ trustPoint: narrow, chain: direct, today })).toMatchObject({
      authorization: { rights: fromHex('01') },
    });
  });

  it.each([
    ['C0FF', '80FF', '00C1', '00C1'],
    ['C3FF', '83', '03FF', '03'],
    ['C3', '83FF', '03FF', '03'],
    ['C000000003', '8000000003', '0000000001', '0000000001'],
  ])('§7.2.2.5: rights %s, %s and %s together are %s', (authority, verifier, own, due) => {
    const trustPoint = made({ issuer: keys.cvca, holder: keys.cvca, rights: authority });
    const chain = [
      made({ issuer: keys.cvca, holder: keys.dv, rights: verifier }),
      made({ issuer: keys.dv, holder: keys.terminal, rights: own }),
    ];
    expect(verifyCvChain({ trustPoint, chain, today })).toMatchObject({ authorization: { rights: fromHex(due) } });
  });

  it.each([
    ['ECDSA', keys],
    ['RSA', keysOf('1.4', true)],
  ])('%s: whether a key is that of the chain’s holder', (_, own) => {
    const given = chainOf(own);
    const text = fromHex('0102');
    expect(isSignedByHolder(given, text, signAs(own.terminal, text))).toBe(true);
    expect(isSignedByHolder(given, text, signAs(own.dv, text))).toBe(false);
    expect(isSignedByHolder(given, fromHex('0103'), signAs(own.terminal, text))).toBe(false);
  });

  const { trustPoint, chain } = chainOf(keys);
  const [dv, terminal] = chain;
  if (dv === undefined || terminal === undefined) throw new Error('chain');
  const stranger = makeCvKey('ZZTESTDV00001', '2.3', curve);
  const flip = (body: Uint8Array): Uint8Array => body.map((octet, i) => (i === body.length - 1 ? octet ^ 1 : octet));
  const faults: [string, CvCertificate[], string, number][] = [
    ['empty', [], 'chain-broken', 0],
    ['without its terminal', [dv], 'chain-broken', 1],
    ['without its document verifier', [terminal], 'chain-broken', 0],
    [
      'a terminal signed by the CVCA',
      [made({ issuer: keys.cvca, holder: keys.terminal, rights: '03' })],
      'role-not-allowed',
      0,
    ],
    [
      'a document verifier signed by another',
      [dv, made({ issuer: keys.dv, holder: stranger, rights: '83' })],
      'role-not-allowed',
      1,
    ],
    [
      'a certificate behind the terminal’s',
      [dv, terminal, made({ issuer: keys.terminal, holder: keys.dv, rights: '03' })],
      'role-not-allowed',
      2,
    ],
    [
      'signed by a stranger of the same name',
      [dv, made({ issuer: stranger, holder: keys.terminal, rights: '03' })],
      'signature-invalid',
      1,
    ],
    [
      'changed after signing',
      [made({ issuer: keys.cvca, holder: keys.dv, rights: '83', corrupt: flip }), terminal],
      'signature-invalid',
      0,
    ],
    [
      'expired yesterday',
      [dv, made({ issuer: keys.dv, holder: keys.terminal, rights: '01', expires: '260614' })],
      'expired',
      1,
    ],
    [
      'effective tomorrow',
      [made({ issuer: keys.cvca, holder: keys.dv, rights: '83', effective: '260616' }), terminal],
      'not-yet-effective',
      0,
    ],
  ];
  it.each(faults)('%s', (_, given, fault, at) => {
    expect(verifyCvChain({ trustPoint, chain: given, today })).toEqual({ valid: false, fault, at });
  });

  it('the first and the last day are inside', () => {
    const edge = made({ issuer: keys.dv, holder: keys.terminal, rights: '01', effective: '260615', expires: '260615' });
    expect(verifyCvChain({ trustPoint, chain: [dv, edge], today }).valid).toBe(true);
  });

  it('a trust point that is none, and one on a curve of its own', () => {
    expect(verifyCvChain({ trustPoint: dv, chain: [terminal], today })).toMatchObject({ fault: 'role-not-allowed' });
    if (trustPoint.publicKey.kind !== 'ec' || trustPoint.publicKey.curve === undefined) throw new Error('key');
    const own = { ...trustPoint.publicKey.curve, b: trustPoint.publicKey.curve.b + 1n };
    const odd = { ...trustPoint, publicKey: { ...trustPoint.publicKey, curve: own } };
    expect(verifyCvChain({ trustPoint: odd, chain, today })).toMatchObject({ fault: 'key-unsupported', at: 0 });
  });
});

describe('TR-03110-1 v1.11, A.1.2: EF.CVCA', () => {
  const name = (reference: string): string =>
    `42${reference.length.toString(16).padStart(2, '0')}${Buffer.from(reference).toString('hex')}`;
  const file = `${name('ZZTESTCVCA00002')}${name('ZZTESTCVCA00001')}`.padEnd(72, '0');
  const references = ['ZZTESTCVCA00002', 'ZZTESTCVCA00001'];

  it('one or two references, filled up with zeros', () => {
    expect(parseCvca(fromHex(file))).toEqual(references);
    expect(parseCvca(fromHex(name('ZZTESTCVCA00001').padEnd(72, '0')))).toEqual(['ZZTESTCVCA00001']);
    for (const odd of ['', '00', '4302AAAA', `${name('ZZTESTCVCA00001')}0001`, '4201'])
      expect(codeOf(() => parseCvca(fromHex(odd)))).toBe('malformed');
  });

  it('a third reference is no filling', () => {
    const three = ['ZZCA0001', 'ZZCA0002', 'ZZCA0003'].map(name).join('');
    expect(codeOf(() => parseCvca(fromHex(three.padEnd(72, '0'))))).toBe('malformed');
  });

  it('by short identifier, or else by file identifier', async () => {
    const first = { command: '00B09C0024', response: `${file}9000` };
    expect(await readCvca(scriptedSession([first]).session)).toEqual(references);
    const byFid = [
      { ...first, response: '6A82' },
      { command: '00A4020C02011C', response: '9000' },
      { command: '00B0000024', response: `${file}6282` },
    ];
    expect(await readCvca(scriptedSession(byFid).session)).toEqual(references);
    const denied = [
      { ...first, response: '6982' },
      { command: '00A4020C02011C', response: '6A82' },
    ];
    await expect(readCvca(scriptedSession(denied).session)).rejects.toThrow(
      expect.objectContaining({ code: 'status-word', statusWord: 0x6982 }),
    );
  });

  it('the part of the chain that the chip can check', () => {
    const link = made({ issuer: keys.cvca, holder: keys.next, rights: 'C3' });
    const dv = made({ issuer: keys.next, holder: keys.dv, rights: '83' });
    const terminal = made({ issuer: keys.dv, holder: keys.terminal, rights: '01' });
    const chain = [link, dv, terminal];
    expect(chainFor(references, chain)).toEqual([dv, terminal]);
    expect(chainFor(['ZZTESTCVCA00001'], chain)).toEqual(chain);
    expect(chainFor(['ZZTESTCVCA00009'], chain)).toBeUndefined();
    expect(chainFor(['ZZTESTCVCA00009', 'ZZTESTCVCA00001'], chain)).toEqual(chain);
    expect(chainFor([], chain)).toBeUndefined();
    expect(equal(link.body, chain[0]?.body ?? new Uint8Array(0))).toBe(true);
  });
});

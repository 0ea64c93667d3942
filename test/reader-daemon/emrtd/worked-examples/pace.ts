/** 9303-11 App. G, H and I: PACE with every mapping over ECDH and DH. */
import { bytesToBigInt, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { authToken, tokenInput } from '@cccd-kiosk/emrtd/access/auth-token';
import { decryptChipAuthenticationData } from '@cccd-kiosk/emrtd/access/chip-authentication-mapping';
import { mapGenerator } from '@cccd-kiosk/emrtd/access/generic-mapping';
import { mapGeneratorIntegrated, pseudoRandom } from '@cccd-kiosk/emrtd/access/integrated-mapping';
import { runPace } from '@cccd-kiosk/emrtd/access/pace';
import type { Mapping } from '@cccd-kiosk/emrtd/access/pace-info';
import { pacePassword, pacePasswordKey, type AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { mappingStaticKey, verifyChipAuthenticationMapping } from '@cccd-kiosk/emrtd/chip/chip-authentication-mapping';
import { agreementPublicKey } from '@cccd-kiosk/emrtd/chip/chip-public-key';
import { aesDecrypt, aesEncrypt, aesEncryptBlock } from '@cccd-kiosk/emrtd/crypto/aes';
import type { Domain } from '@cccd-kiosk/emrtd/crypto/domain';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { invertModulo } from '@cccd-kiosk/emrtd/crypto/ec';
import type { CipherName } from '@cccd-kiosk/emrtd/crypto/kdf';
import { writeInteger, writeOid, writeSequence, writeSet } from '@cccd-kiosk/emrtd/der-write';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { channelFromSecret } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { paceChipAuthenticationMapping } from '@cccd-kiosk/fixtures/doc9303/pace-chip-authentication-mapping';
import { paceGenericMapping } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping';
import { paceGenericMappingDh } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping-dh';
import { paceIntegratedMapping, paceIntegratedMappingDh } from '@cccd-kiosk/fixtures/doc9303/pace-integrated-mapping';
import { choiceFor, mrzKey, randomFor } from '../access/pace-script.ts';
import { preparedRandom } from '../iso7816/scripted-card.ts';
import { answeringCard, conversation } from './answering-card.ts';
import type { Computation, Given, WorkedExample } from './worked-example.ts';

const cipher = 'AES-128';
const zeros = new Uint8Array(16);

export function domainOf(parameterId: number): Domain {
  const domain = domainByParameterId(parameterId);
  if (domain === undefined) throw new RangeError('parameter id');
  return domain;
}

/** What runs before the mapping is the same for all. */
function opening(given: Given, key: AccessKey) {
  const [oid, parameterId] = [given.text('oid'), Number(given.text('parameterId'))];
  const info = writeSequence(writeOid(oid), writeInteger(2), writeInteger(parameterId));
  const domain = domainOf(parameterId);
  const kPi = pacePasswordKey(key, cipher);
  const nonce = aesDecrypt(kPi, zeros, given.octets('encryptedNonceZ'));
  const computations: Computation[] = [
    ...(domain.agreement === 'ECDH' ? [{ by: 'domainByParameterId', values: { curve: domain.name } }] : []),
    { by: 'der-write', values: { paceInfo: toHex(info), efCardAccess: toHex(writeSet(info)) } },
    { by: 'pacePasswordKey', values: { kPi: toHex(kPi) } },
    { by: 'aesDecrypt', values: { nonceS: toHex(nonce) } },
  ];
  return { oid, parameterId, domain, key, nonce, computations };
}
type Opening = ReturnType<typeof opening>;

/** Generic mapping, by both sides' keys. */
export function genericMapping(given: Given, domain: Domain, nonce: Uint8Array) {
  const own = domain.keyPairFromPrivate(given.number('terminalMappingPrivateKey') % domain.order);
  const chip = domain.keyPairFromPrivate(given.number('chipMappingPrivateKey') % domain.order);
  const base = mapGenerator(domain, nonce, own, chip.publicKey);
  const h = domain.multiply(chip.privateKey, own.publicKey);
  const computations: Computation[] = [
    {
      by: 'Domain.keyPairFromPrivate',
      values: { terminalMappingPublicKey: toHex(own.publicKey), chipMappingPublicKey: toHex(chip.publicKey) },
    },
    { by: 'Domain.multiply', values: { mappingSharedSecretH: toHex(h) } },
    { by: 'mapGenerator', values: { mappedGenerator: toHex(base) } },
  ];
  return { base, own, chip, computations };
}

/** From the mapped generator to the tokens; the chip's key is given where the example keeps its private part. */
export function agreement(
  given: Given,
  { oid, domain, cipher = 'AES-128' }: { readonly oid: string; readonly domain: Domain; readonly cipher?: CipherName },
  base: Uint8Array,
  chipKey?: Uint8Array,
) {
  const own = domain.keyPairFromPrivate(given.number('terminalEphemeralPrivateKey') % domain.order, base);
  const chip =
    chipKey ?? domain.keyPairFromPrivate(given.number('chipEphemeralPrivateKey') % domain.order, base).publicKey;
  const secret = domain.sharedSecret(own.privateKey, chip);
  const { kEnc, kMac } = channelFromSecret(cipher, secret);
  const inputs = [chip, own.publicKey].map((key) => tokenInput(oid, domain.agreement, key));
  const [terminalInput = zeros, chipInput = zeros] = inputs;
  const tokens = { terminal: authToken(cipher, kMac, terminalInput), chip: authToken(cipher, kMac, chipInput) };
  const computations: Computation[] = [
    {
      by: 'Domain.keyPairFromPrivate',
      values: {
        terminalEphemeralPublicKey: toHex(own.publicKey),
        ...(chipKey === undefined && { chipEphemeralPublicKey: toHex(chip) }),
      },
    },
    { by: 'Domain.sharedSecret', values: { sharedSecret: toHex(secret) } },
    { by: 'tokenInput', values: { terminalTokenInput: toHex(terminalInput), chipTokenInput: toHex(chipInput) } },
    { by: 'authToken', values: { terminalToken: toHex(tokens.terminal), chipToken: toHex(tokens.chip) } },
    { by: 'channelFromSecret', values: { ksEnc: toHex(kEnc), ksMac: toHex(kMac) } },
  ];
  return { chipKey: chip, kEnc, kMac, tokens, computations };
}

const answer = (...objects: Uint8Array[]): string => `${toHex(encodeTlv(0x7c, objects))}9000`;

interface RunPlan {
  readonly mapping: Mapping;
  /** The chip's answer to the mapping. */
  readonly mapped: Uint8Array;
  readonly agreed: ReturnType<typeof agreement>;
  readonly random: (length: number) => Uint8Array;
  /** Behind the chip's token. */
  readonly more?: Uint8Array;
}

/** The whole conversation, by `runPace` against the chip's side of the example. */
async function run(given: Given, { oid, parameterId, key }: Opening, plan: RunPlan) {
  const { mapping, mapped, agreed, random, more = new Uint8Array(0) } = plan;
  const answers = [
    '9000',
    answer(encodeTlv(0x80, given.octets('encryptedNonceZ'))),
    answer(encodeTlv(0x82, mapped)),
    answer(encodeTlv(0x84, agreed.chipKey)),
    answer(encodeTlv(0x86, agreed.tokens.chip), more),
  ];
  const { session, commands } = answeringCard(answers);
  const outcome = await runPace(session, { choice: choiceFor({ oid, cipher, parameterId }, mapping), key, random });
  return { answers, commands, outcome };
}

const ephemeral = (given: Given, parameterId: number) =>
  randomFor(parameterId, given.text('terminalEphemeralPrivateKey'));
const mappingAndEphemeral = (given: Given, parameterId: number) =>
  randomFor(parameterId, given.text('terminalMappingPrivateKey'), given.text('terminalEphemeralPrivateKey'));

/** Where the password is the zone, its reference stands in the first command. */
const zoneGiven = ['oid', 'parameterId', 'mrzInformation', 'encryptedNonceZ', 'terminalEphemeralPrivateKey'];
const zoneValues = (key: AccessKey, [first = '']: readonly string[]): Computation[] => [
  { by: 'pacePassword', values: { k: toHex(pacePassword(key)) } },
  { by: 'runPace, MSE:Set AT', values: { passwordReference: Number(`0x${first.slice(-2)}`) } },
];

const generic = (source: string, table: object, words: readonly string[]): WorkedExample => ({
  source,
  title: `PACE, generic mapping over ${source.endsWith('1') ? 'ECDH' : 'DH'}`,
  table,
  given: [
    ...zoneGiven,
    'terminalMappingPrivateKey',
    'chipMappingPrivateKey',
    'chipEphemeralPrivateKey',
    ...(source.endsWith('2') ? ['apdus.4.responseVariant'] : []),
  ],
  words,
  async compute(given) {
    const begun = opening(given, mrzKey(given.text('mrzInformation')));
    const { domain, parameterId } = begun;
    const mapping = genericMapping(given, domain, begun.nonce);
    const agreed = agreement(given, begun, mapping.base);
    const plan = { mapping: 'GM' as const, mapped: mapping.chip.publicKey, agreed };
    const random = () => mappingAndEphemeral(given, parameterId);
    const { commands, answers, outcome } = await run(given, begun, { ...plan, random: random() });
    if (source.endsWith('2')) {
      // The other printing's last answer: an object 87 behind the token is none of PACE's business.
      const variant = given.octets('apdus.4.responseVariant');
      const other = await run(given, begun, { ...plan, random: random(), more: variant.slice(12, -2) });
      if (other.answers[4] !== toHex(variant)) throw new RangeError('variant');
      if (toHex(other.outcome.channel.kMac) !== toHex(outcome.channel.kMac)) throw new RangeError('variant');
    }
    return [
      ...begun.computations,
      ...zoneValues(begun.key, commands),
      ...mapping.computations,
      ...agreed.computations,
      { by: 'runPace', values: conversation(commands, answers) },
    ];
  },
});

/** R(s, t) block by block (9303-11 §4.4.3.3.2), beside `pseudoRandom`, which does it at once. */
function blocks(s: Uint8Array, t: Uint8Array, count: number): Record<string, string> {
  const [c0, c1] = [fromHex('A668892A7C41E3CA739F40B057D85904'), fromHex('A4E136AC725F738B01C1F60217C188AD')];
  const values: Record<string, string> = {};
  let key = aesEncrypt(t, zeros, s);
  for (let i = 0; i < count; i++) {
    values[`prfK${i}`] = toHex(key);
    values[`prfX${i + 1}`] = toHex(aesEncrypt(key, zeros, c1));
    key = aesEncrypt(key, zeros, c0);
  }
  return values;
}

const integrated = (source: string, table: object, words: readonly string[]): WorkedExample => ({
  source,
  title: `PACE, integrated mapping over ${source.endsWith('1') ? 'ECDH' : 'DH'}`,
  table,
  given: [
    'oid',
    'parameterId',
    'can',
    'encryptedNonceZ',
    'nonceT',
    'terminalEphemeralPrivateKey',
    'chipEphemeralPrivateKey',
  ],
  words,
  async compute(given) {
    const begun = opening(given, { kind: 'can', can: given.text('can') });
    const { domain, parameterId, nonce } = begun;
    const t = given.octets('nonceT');
    const r = pseudoRandom(cipher, nonce, t, domain.prime);
    const base = mapGeneratorIntegrated(domain, cipher, nonce, t);
    const agreed = agreement(given, begun, base);
    const [nonces, keys] = [preparedRandom(t), ephemeral(given, parameterId)];
    let drawn = 0;
    const random = (length: number): Uint8Array => (drawn++ === 0 ? nonces(length) : keys(length));
    const { commands, answers } = await run(given, begun, { mapping: 'IM', mapped: new Uint8Array(0), agreed, random });
    const reduced = (bytesToBigInt(r) % domain.prime).toString(16).toUpperCase();
    return [
      ...begun.computations,
      { by: 'aesEncrypt', values: blocks(nonce, t, r.length / 16) },
      {
        by: 'pseudoRandom',
        values: { prfR: toHex(r), prfRp: reduced.padStart(domain.prime.toString(16).length, '0') },
      },
      { by: 'mapGeneratorIntegrated', values: { mappedGenerator: toHex(base) } },
      ...agreed.computations,
      // The appendix names no password, and so gives no MSE:Set AT.
      { by: 'runPace', values: conversation(commands.slice(1), answers.slice(1)) },
    ];
  },
});

const chipAuthenticationMapping: WorkedExample = {
  source: 'Doc 9303-11 App. I',
  title: 'PACE, chip-authentication mapping over ECDH',
  table: paceChipAuthenticationMapping,
  given: [
    ...zoneGiven,
    'terminalMappingPrivateKey',
    'chipMappingPrivateKey',
    'chipEphemeralPublicKey',
    'chipAuthenticationPublicKeyInfo',
    'encryptedChipAuthenticationData',
  ],
  words: ['passwordType'],
  async compute(given) {
    const begun = opening(given, mrzKey(given.text('mrzInformation')));
    const { domain, parameterId } = begun;
    const mapping = genericMapping(given, domain, begun.nonce);
    const agreed = agreement(given, begun, mapping.base, given.octets('chipEphemeralPublicKey'));
    const encrypted = given.octets('encryptedChipAuthenticationData');
    const { commands, answers, outcome } = await run(given, begun, {
      mapping: 'CAM',
      mapped: mapping.chip.publicKey,
      agreed,
      random: mappingAndEphemeral(given, parameterId),
      more: encodeTlv(0x8a, encrypted),
    });
    const data = decryptChipAuthenticationData(agreed.kEnc, encrypted);
    const iv = aesEncryptBlock(
      agreed.kEnc,
      zeros.map(() => 0xff),
    );
    const infos = parseSecurityInfos(writeSet(given.octets('chipAuthenticationPublicKeyInfo')));
    const staticKey = mappingStaticKey(infos, parameterId) ?? zeros;
    const { publicKey } = agreementPublicKey(staticKey);
    const ca = bytesToBigInt(data);
    const staticPrivate = (mapping.chip.privateKey * invertModulo(ca, domain.order)) % domain.order;
    const seen = outcome.chipAuthenticationMapping;
    const verified =
      seen &&
      verifyChipAuthenticationMapping({
        ecad: seen.chipAuthenticationData,
        mappingPublicKey: seen.mappingPublicKey,
        staticPublicKey: staticKey,
      }).verified;
    if (verified !== true) throw new RangeError('mapping');
    // The static private key that follows must be that of the static public key.
    if (toHex(domain.keyPairFromPrivate(staticPrivate).publicKey) !== toHex(publicKey))
      throw new RangeError('static key');
    return [
      ...begun.computations,
      ...zoneValues(begun.key, commands),
      ...mapping.computations,
      ...agreed.computations,
      { by: 'mappingStaticKey, agreementPublicKey', values: { chipStaticPublicKey: toHex(publicKey) } },
      {
        by: 'aesEncryptBlock, aesDecrypt',
        values: { iv: toHex(iv), chipAuthenticationDataPadded: toHex(aesDecrypt(agreed.kEnc, iv, encrypted)) },
      },
      { by: 'decryptChipAuthenticationData', values: { chipAuthenticationData: toHex(data) } },
      { by: 'Domain.multiply', values: { checkCaIcTimesStaticPublicKey: toHex(domain.multiply(ca, publicKey)) } },
      {
        by: 'invertModulo',
        values: { chipStaticPrivateKey: staticPrivate.toString(16).toUpperCase().padStart(64, '0') },
      },
      { by: 'runPace', values: conversation(commands, answers) },
    ];
  },
};

export const pace: readonly WorkedExample[] = [
  generic('Doc 9303-11 App. G.1', paceGenericMapping, ['passwordType']),
  generic('Doc 9303-11 App. G.2', paceGenericMappingDh, ['group', 'passwordType']),
  integrated('Doc 9303-11 App. H.1', paceIntegratedMapping, ['passwordType']),
  integrated('Doc 9303-11 App. H.2', paceIntegratedMappingDh, ['group', 'passwordType']),
  chipAuthenticationMapping,
];

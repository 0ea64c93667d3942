/** Lists of vectors in the public collection, each value computed from what its row gives. */
import { checkPrimeSync } from 'node:crypto';
import { toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { pacePassword, pacePasswordKey, type AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { aesEncrypt, aesEncryptBlock } from '@cccd-kiosk/emrtd/crypto/aes';
import { cmac, cmacSubkeys } from '@cccd-kiosk/emrtd/crypto/cmac';
import { curveByParameterId, curves } from '@cccd-kiosk/emrtd/crypto/curves';
import { tripleDesEncrypt } from '@cccd-kiosk/emrtd/crypto/des';
import { dhGroupByParameterId } from '@cccd-kiosk/emrtd/crypto/dh-groups';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { encodePoint, generator, isOnCurve } from '@cccd-kiosk/emrtd/crypto/ec';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import { keyPurpose, type CipherName } from '@cccd-kiosk/emrtd/crypto/kdf';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import { retailMac } from '@cccd-kiosk/emrtd/crypto/retail-mac';
import { checkDigit } from '@cccd-kiosk/emrtd/lds/check-digit';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseCom } from '@cccd-kiosk/emrtd/lds/ef-com';
import { parseMrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { encodeOid } from '@cccd-kiosk/emrtd/oid';
import { findTlv, readOneTlv, readTlvs, type Tlv } from '@cccd-kiosk/emrtd/tlv';
import { mrzKey } from '../access/pace-script.ts';
import { agreement, genericMapping } from './pace.ts';
import { dataFile, type Json } from './data-files.ts';
import type { Given } from './worked-example.ts';

type Values = Record<string, string | number>;
export interface ListRow {
  /** Names of a row's values that it starts from. */
  readonly given: readonly string[];
  /** Names that say something about the row. */
  readonly words?: readonly string[];
  compute(given: Given): Values;
}

const number = (value: bigint, length: number): string => toHex(uintToBytes(value, length));
const isPrime = (value: bigint): string => String(checkPrimeSync(value));

const cmacRow: ListRow = {
  given: ['key', ...[0, 1, 2, 3].map((i) => `macs.${i}.message`)],
  words: ['algorithm'],
  compute(given) {
    const key = given.octets('key');
    const { k1, k2 } = cmacSubkeys(key);
    const values: Values = {
      'subkeys.0': toHex(aesEncryptBlock(key, new Uint8Array(16))),
      'subkeys.1': toHex(k1),
      'subkeys.2': toHex(k2),
    };
    for (const i of [0, 1, 2, 3]) {
      const mac = toHex(cmac(key, given.octets(`macs.${i}.message`)));
      values[`macs.${i}.mac`] = mac;
      values[`macs.${i}.mac_truncated_8`] = mac.slice(0, 16);
    }
    return values;
  },
};

const retailMacRow = (padded: boolean): ListRow => ({
  given: ['key', 'message'],
  compute(given) {
    const message = given.octets('message');
    const input = padded ? pad(message, 8) : message;
    return { padded: toHex(input), mac: toHex(retailMac(given.octets('key'), input)) };
  },
});

const paddingRow: ListRow = {
  given: ['data'],
  compute(given) {
    const data = given.octets('data');
    return { padded_8: toHex(pad(data, 8)), padded_16: toHex(pad(data, 16)) };
  },
};

const groupRow: ListRow = {
  given: ['parameter_id', 'example.x_a', 'example.x_b'],
  words: ['checks.equal_to_an_independent_implementation'],
  compute(given) {
    const id = Number(given.text('parameter_id'));
    const [group, domain] = [dhGroupByParameterId(id), domainByParameterId(id)];
    if (!group || !domain) throw new RangeError('group');
    const { p, g, q, fieldLength } = group;
    const a = domain.keyPairFromPrivate(given.number('example.x_a'));
    const b = domain.keyPairFromPrivate(given.number('example.x_b'));
    return {
      p: number(p, fieldLength),
      g: number(g, fieldLength),
      q: number(q, domain.orderLength),
      'checks.p_prime': isPrime(p),
      'checks.q_prime': isPrime(q),
      'checks.q_divides_p_minus_1': String((p - 1n) % q === 0n),
      // Refused where it is not.
      'checks.g_has_order_q': String(domain.decode(uintToBytes(g, fieldLength)).length === fieldLength),
      'example.y_a': toHex(a.publicKey),
      'example.y_b': toHex(b.publicKey),
      'example.z': toHex(domain.sharedSecret(a.privateKey, b.publicKey)),
    };
  },
};

const curveRow: ListRow = {
  given: ['parameter_id'],
  words: ['checks.two_implementations_agree'],
  compute(given) {
    const id = Number(given.text('parameter_id'));
    const [curve, domain] = [curveByParameterId(id), domainByParameterId(id)];
    if (!curve || !domain) throw new RangeError('curve');
    const base = encodePoint(curve, generator(curve));
    const opposite = domain.multiply(curve.n - 1n, base);
    return {
      object_identifier: curve.oid,
      field_octets: curve.fieldLength,
      p: number(curve.p, curve.fieldLength),
      a: number(curve.a, curve.fieldLength),
      b: number(curve.b, curve.fieldLength),
      g: toHex(base),
      n: number(curve.n, curve.orderLength),
      h: String(curve.h),
      'checks.p_prime': isPrime(curve.p),
      'checks.n_prime': isPrime(curve.n),
      'checks.g_on_curve': String(isOnCurve(curve, generator(curve))),
      'checks.g_has_order_n': String(
        toHex(opposite.slice(1, 1 + curve.fieldLength)) === number(curve.gx, curve.fieldLength),
      ),
      'checks.p_mod_4': String(curve.p % 4n),
      'checks.integrated_mapping_possible': String(domain.canEncodeNumbers),
    };
  },
};

const ecdhRow: ListRow = {
  given: ['curve', 'd_a', 'd_b'],
  compute(given) {
    const name = given.text('curve').replace(/^P-(\d+)$/, 'secp$1r1');
    const domain = domainByParameterId(curves.find((each) => each.name === name)?.parameterId ?? -1);
    if (!domain) throw new RangeError('curve');
    const a = domain.keyPairFromPrivate(given.number('d_a'));
    const b = domain.keyPairFromPrivate(given.number('d_b'));
    const z = domain.sharedSecret(a.privateKey, b.publicKey);
    if (toHex(domain.sharedSecret(b.privateKey, a.publicKey)) !== toHex(z)) throw new RangeError('two secrets');
    return { q_a: toHex(a.publicKey), q_b: toHex(b.publicKey), z: toHex(z) };
  },
};

const latin = (value: Uint8Array): string => String.fromCharCode(...value);
const hexTag = (tag: number): string => tag.toString(16).toUpperCase().padStart(2, '0');
const texts = (objects: readonly Tlv[], path: string): Values =>
  Object.fromEntries(
    objects.filter(({ tag }) => tag !== 0x5c).map(({ tag, value }) => [`${path}${hexTag(tag)}`, latin(value)]),
  );

/** Elementary files, by their own tag. */
const fileRow: ListRow = {
  given: ['value'],
  compute(given) {
    const bytes = given.octets('value');
    switch (bytes[0]) {
      case 0x60: {
        const com = parseCom(bytes);
        const tags = findTlv(readTlvs(readOneTlv(bytes, 0x60).value), 0x5c)?.value ?? new Uint8Array(0);
        return {
          'fields.lds_version': com.ldsVersion,
          'fields.unicode_version': com.unicodeVersion,
          ...Object.fromEntries([...tags].map((tag, i) => [`fields.tags.${i}`, hexTag(tag)])),
        };
      }
      case 0x61:
        return Object.fromEntries(parseDg1(bytes).mrz.lines.map((line, i) => [`fields.mrz.${i}`, line]));
      case 0x6b:
        return texts(readTlvs(readOneTlv(bytes, 0x6b).value), 'fields.');
      case 0x70: {
        const people = readTlvs(readOneTlv(bytes, 0x70).value).filter(({ tag }) => tag >= 0xa1);
        return Object.assign({}, ...people.map(({ value }, i) => texts(readTlvs(value), `fields.persons.${i}.`)));
      }
      default: {
        const { paceInfos, infos } = parseSecurityInfos(bytes);
        const [info] = paceInfos;
        // The two of BSI's example come without fields.
        if (info === undefined || infos.length > 1) return {};
        const { oid, version, parameterId = '' } = info;
        return { 'fields.pace_oid': oid, 'fields.version': version, 'fields.parameter_id': parameterId };
      }
    }
  },
};

const digitRow: ListRow = {
  given: ['input'],
  words: ['line'],
  compute: (given) => ({ check_digit: checkDigit(given.text('input')) ?? '' }),
};

const specimenRow = (lines: number): ListRow => {
  const given = Array.from({ length: lines }, (_, i) => `lines.${i}`);
  return {
    given,
    compute: ({ text }) => ({ check_digits_recomputed: String(parseMrz(given.map(text).join('\n')).valid) }),
  };
};

/** PACE for every curve, cipher and password; made for the collection. */
const syntheticRow = (password: 'can' | 'mrz_information'): ListRow => ({
  given: [
    ...['parameter_id', 'cipher', 'oid', password, 'nonce_s', 'terminal_mapping_private_key'],
    ...['chip_mapping_private_key', 'terminal_ephemeral_private_key', 'chip_ephemeral_private_key'],
  ],
  words: ['id', 'curve', 'password_type', 'password_reference'],
  compute(given) {
    const cipher = given.text('cipher') as CipherName;
    const [oid, domain] = [given.text('oid'), domainByParameterId(Number(given.text('parameter_id')))];
    if (!domain) throw new RangeError('curve');
    const secret = given.text(password);
    const key: AccessKey = password === 'can' ? { kind: 'can', can: secret } : mrzKey(secret);
    const kPi = pacePasswordKey(key, cipher);
    const nonce = given.octets('nonce_s');
    const encrypted =
      cipher === '3DES' ? tripleDesEncrypt(kPi, new Uint8Array(8), nonce) : aesEncrypt(kPi, new Uint8Array(16), nonce);
    const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const named: Given = {
      text: (name) => given.text(snake(name)),
      octets: (name) => given.octets(snake(name)),
      number: (name) => given.number(snake(name)),
    };
    const mapping = genericMapping(named, domain, nonce);
    const agreed = agreement(named, { oid, domain, cipher }, mapping.base);
    const computed = [...mapping.computations, ...agreed.computations].flatMap(({ values }) => Object.entries(values));
    const k = pacePassword(key);
    const raw = hash('SHA-1', k, uintToBytes(keyPurpose.password, 4)).slice(0, 16);
    return {
      ...Object.fromEntries(computed.map(([name, value]) => [snake(name), value])),
      oid_octets: toHex(encodeOid(oid)),
      k: toHex(k),
      k_pi: toHex(kPi),
      encrypted_nonce_z: toHex(encrypted),
      ...(cipher === '3DES' && { k_pi_before_parity: toHex(raw) }),
    };
  },
});

export interface VectorList {
  readonly file: string;
  readonly list: string;
  rule(row: Json): ListRow;
}

/** Every list of the collection, with the computation of its rows. */
export const vectorLists: readonly VectorList[] = [
  { file: 'aes_cmac_rfc4493', list: 'vectors', rule: () => cmacRow },
  {
    file: 'iso9797_1_mac_alg3',
    list: 'mac_algorithm_3',
    rule: (row) => retailMacRow(!JSON.stringify(row).includes('without padding')),
  },
  { file: 'iso9797_1_mac_alg3', list: 'padding_method_2', rule: () => paddingRow },
  { file: 'dh_groups_rfc5114', list: 'groups', rule: () => groupRow },
  { file: 'ec_curves_and_ecdh', list: 'curves', rule: () => curveRow },
  { file: 'ec_curves_and_ecdh', list: 'ecdh', rule: () => ecdhRow },
  { file: 'lds_examples', list: 'files', rule: () => fileRow },
  { file: 'mrz_check_digits', list: 'check_digits', rule: () => digitRow },
  {
    file: 'mrz_check_digits',
    list: 'specimens',
    rule: (row) => specimenRow((row as { lines: string[] }).lines.length),
  },
  {
    file: 'synthetic_pace_gm_ecdh',
    list: 'vectors',
    rule: (row) => syntheticRow(JSON.stringify(row).includes('"can":') ? 'can' : 'mrz_information'),
  },
];

export const rowsOf = ({ file, list }: VectorList): readonly Json[] => dataFile(file)[list] as readonly Json[];

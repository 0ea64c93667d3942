/** 9303-11 App. D.1 to D.3. */
import { concat, toHex, uintToBytes, xor } from '@cccd-kiosk/emrtd/bytes';
import { runBac } from '@cccd-kiosk/emrtd/access/bac';
import { bacSeed, mrzInformation, pacePassword, type MrzKey } from '@cccd-kiosk/emrtd/access/password';
import { tripleDesDecrypt, tripleDesEncrypt } from '@cccd-kiosk/emrtd/crypto/des';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import { deriveKey, keyPurpose } from '@cccd-kiosk/emrtd/crypto/kdf';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import { retailMac } from '@cccd-kiosk/emrtd/crypto/retail-mac';
import { unknownLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { checkDigit } from '@cccd-kiosk/emrtd/lds/check-digit';
import { parseMrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { keyDerivation, mrzKeys, mutualAuthentication } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { preparedRandom } from '../iso7816/scripted-card.ts';
import { answeringCard, conversation } from './answering-card.ts';
import type { WorkedExample } from './worked-example.ts';

const zeros = new Uint8Array(8);

const d1: WorkedExample = {
  source: 'Doc 9303-11 App. D.1',
  title: '3DES keys from a key seed',
  table: keyDerivation,
  given: ['kSeed'],
  compute(given) {
    const seed = given.octets('kSeed');
    const values = (['kEnc', 'kMac'] as const).map((name) => {
      const purpose = name === 'kEnc' ? keyPurpose.encryption : keyPurpose.mac;
      const input = concat(seed, uintToBytes(purpose, 4));
      const digest = hash('SHA-1', input);
      return {
        key: { [name]: toHex(deriveKey(seed, purpose, '3DES')) },
        steps: {
          [`${name}HashInput`]: toHex(input),
          [`${name}Sha1`]: toHex(digest),
          [`${name}KaBeforeParity`]: toHex(digest.slice(0, 8)),
          [`${name}KbBeforeParity`]: toHex(digest.slice(8, 16)),
        },
      };
    });
    return Promise.resolve([
      { by: 'keyPurpose, hash', values: Object.assign({}, ...values.map(({ steps }) => steps)) },
      { by: 'deriveKey', values: Object.assign({}, ...values.map(({ key }) => key)) },
    ]);
  },
};

const d2 = mrzKeys.map((table): WorkedExample => {
  const lines = table.mrzLines.map((_, i) => `mrzLines.${i}`);
  return {
    source: 'Doc 9303-11 App. D.2',
    title: `keys from the zone: ${table.format}`,
    table,
    given: lines,
    compute(given) {
      const zone = parseMrz(lines.map(given.text).join(''));
      const key: MrzKey = { kind: 'mrz', ...zone };
      const seed = bacSeed(key);
      const number = zone.documentNumber.padEnd(9, '<');
      return Promise.resolve([
        {
          by: 'parseMrz',
          values: { documentNumber: number, dateOfBirth: zone.dateOfBirth, dateOfExpiry: zone.dateOfExpiry },
        },
        {
          by: 'checkDigit',
          values: {
            documentNumberCheckDigit: checkDigit(number) ?? '',
            dateOfBirthCheckDigit: checkDigit(zone.dateOfBirth) ?? '',
            dateOfExpiryCheckDigit: checkDigit(zone.dateOfExpiry) ?? '',
          },
        },
        { by: 'mrzInformation', values: { mrzInformation: mrzInformation(key) } },
        { by: 'pacePassword', values: { sha1: toHex(pacePassword(key)) } },
        { by: 'bacSeed', values: { kSeed: toHex(seed) } },
        {
          by: 'deriveKey',
          values: {
            kEnc: toHex(deriveKey(seed, keyPurpose.encryption, '3DES')),
            kMac: toHex(deriveKey(seed, keyPurpose.mac, '3DES')),
          },
        },
      ]);
    },
  };
});

const d3: WorkedExample = {
  source: 'Doc 9303-11 App. D.3',
  title: 'authentication and session keys',
  table: mutualAuthentication,
  given: ['kEnc', 'kMac', 'rndIc', 'rndIfd', 'kIfd', 'kIc'],
  async compute(given) {
    const [kEnc, kMac, rndIc, rndIfd] = [
      given.octets('kEnc'),
      given.octets('kMac'),
      given.octets('rndIc'),
      given.octets('rndIfd'),
    ];
    const [kIfd, kIc] = [given.octets('kIfd'), given.octets('kIc')];
    const s = concat(rndIfd, rndIc, kIfd);
    const eIfd = tripleDesEncrypt(kEnc, zeros, s);
    const mIfd = retailMac(kMac, pad(eIfd, 8));
    const r = concat(rndIc, rndIfd, kIc);
    const eIc = tripleDesEncrypt(kEnc, zeros, r);
    const mIc = retailMac(kMac, pad(eIc, 8));
    const answers = [`${toHex(rndIc)}9000`, `${toHex(concat(eIc, mIc))}9000`];
    const { session, commands } = answeringCard(answers, { ...unknownLimits, extended: 'works' });
    // The zone of App. D.2 whose keys these are.
    const key: MrzKey = {
      kind: 'mrz',
      documentNumber: 'L898902C',
      dateOfBirth: '690806',
      dateOfExpiry: '940623',
    };
    const channel = await runBac(session, key, preparedRandom(rndIfd, kIfd));
    return [
      {
        by: 'tripleDesEncrypt, tripleDesDecrypt',
        values: {
          s: toHex(s),
          eIfd: toHex(eIfd),
          r: toHex(r),
          eIc: toHex(eIc),
          rDecrypted: toHex(tripleDesDecrypt(kEnc, zeros, eIc)),
        },
      },
      { by: 'pad', values: { mIfdInputPadded: toHex(pad(eIfd, 8)) } },
      {
        by: 'retailMac',
        values: {
          mIfd: toHex(mIfd),
          mIc: toHex(mIc),
          cmdData: toHex(concat(eIfd, mIfd)),
          respData: toHex(concat(eIc, mIc)),
        },
      },
      { by: 'xor', values: { kSeed: toHex(xor(kIfd, kIc)) } },
      {
        by: 'runBac',
        values: {
          ...conversation(commands, answers),
          ksEnc: toHex(channel.kEnc),
          ksMac: toHex(channel.kMac),
          ssc: toHex(channel.ssc),
        },
      },
    ];
  },
};

export const basicAccess: readonly WorkedExample[] = [d1, ...d2, d3];

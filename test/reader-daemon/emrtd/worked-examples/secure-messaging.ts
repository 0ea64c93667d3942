/** 9303-11 App. D.4. */
import { concat, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import { retailMac } from '@cccd-kiosk/emrtd/crypto/retail-mac';
import { encodeCommand, header, type CommandApdu } from '@cccd-kiosk/emrtd/iso7816/command-apdu';
import { readBinary, selectFile } from '@cccd-kiosk/emrtd/iso7816/commands';
import type { Channel } from '@cccd-kiosk/emrtd/secure-messaging/channel-keys';
import { protect, unprotect } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { cipherSuites } from '@cccd-kiosk/emrtd/secure-messaging/cipher-suite';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { secureMessaging } from '@cccd-kiosk/fixtures/doc9303/secure-messaging';
import type { Computation, WorkedExample } from './worked-example.ts';

const suite = cipherSuites['3DES'];
const none = new Uint8Array(0);
const commands: readonly CommandApdu[] = [selectFile(0x011e), readBinary(0, 4), readBinary(4, 18)];
const statusObject = fromHex('99029000');

const encryptedObject = ({ kEnc, ssc }: Channel, data: Uint8Array | undefined) => {
  if (data === undefined || data.length === 0) return undefined;
  const padded = pad(data, 8);
  const encrypted = suite.encrypt(kEnc, ssc, padded);
  return { padded, encrypted, object: encodeTlv(0x87, [Uint8Array.of(1), encrypted]) };
};

/** One exchange, from the channel before it to the one behind it. */
function exchange(channel: Channel, command: CommandApdu, response: Uint8Array, at: string) {
  const [asking, sent] = protect(channel, command);
  const headerPadded = pad(header({ ...command, cla: command.cla | 0x0c }), 8);
  const do87 = encryptedObject(asking, command.data);
  const do97 = command.le === undefined ? undefined : encodeTlv(0x97, Uint8Array.of(command.le));
  const m = concat(headerPadded, do87?.object ?? none, do97 ?? none);
  const n = pad(concat(asking.ssc, m), 8);
  const cc = retailMac(channel.kMac, n);

  const [answered, { data }] = unprotect(asking, response);
  const answerObject = encryptedObject(answered, data);
  const k = pad(concat(answered.ssc, answerObject?.object ?? none, statusObject), 8);
  const named = (values: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${at}${name}`, value]));
  const computations: Computation[] = [
    { by: 'encodeCommand', values: named({ plainCommand: toHex(encodeCommand(command)) }) },
    {
      by: 'protect',
      values: named({ command: toHex(sent), sscCommand: toHex(asking.ssc) }),
    },
    { by: 'unprotect', values: named({ data: toHex(data), sscResponse: toHex(answered.ssc) }) },
    {
      by: 'header, pad',
      values: named({
        commandHeaderPadded: toHex(headerPadded),
        ...(do87 && { dataPadded: toHex(do87.padded) }),
      }),
    },
    {
      by: 'cipherSuites.3DES',
      values: named({
        ...(do87 && { encryptedData: toHex(do87.encrypted) }),
        ...(answerObject && { responseEncryptedData: toHex(answerObject.encrypted) }),
      }),
    },
    {
      by: 'encodeTlv',
      values: named({
        ...(do87 && { do87: toHex(do87.object) }),
        ...(do97 && { do97: toHex(do97) }),
        ...(answerObject && { responseDo87: toHex(answerObject.object) }),
        m: toHex(m),
        n: toHex(n),
        responseK: toHex(k),
        do8e: toHex(encodeTlv(0x8e, cc)),
      }),
    },
    { by: 'retailMac', values: named({ cc: toHex(cc), responseCc: toHex(retailMac(channel.kMac, k)) }) },
  ];
  return { channel: answered, data, computations };
}

const d4: WorkedExample = {
  source: 'Doc 9303-11 App. D.4',
  title: 'secure messaging: SELECT EF.COM and two READ BINARY',
  table: secureMessaging,
  given: ['ksEnc', 'ksMac', 'ssc', ...commands.map((_, i) => `exchanges.${i}.response`)],
  compute(given) {
    let channel: Channel = {
      suite,
      kEnc: given.octets('ksEnc'),
      kMac: given.octets('ksMac'),
      ssc: given.octets('ssc'),
    };
    const computations: Computation[] = [];
    const parts: Uint8Array[] = [];
    for (const [i, command] of commands.entries()) {
      const at = `exchanges.${i}.`;
      const done = exchange(channel, command, given.octets(`${at}response`), at);
      channel = done.channel;
      parts.push(done.data);
      computations.push(...done.computations);
    }
    computations.push({ by: 'unprotect', values: { efCom: toHex(concat(...parts)), sscAfter: toHex(channel.ssc) } });
    return Promise.resolve(computations);
  },
};

export const secureMessagingExamples: readonly WorkedExample[] = [d4];

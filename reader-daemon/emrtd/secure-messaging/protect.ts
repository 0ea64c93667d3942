/** Protecting a command, 9303-11 §9.8.4: DO 87 (85 for odd INS), 97 and 8E, CLA with the secure-messaging bits. */
import { concat, uintToBytes } from '../bytes.ts';
import { pad } from '../crypto/padding.ts';
import {
  encodeCommand,
  extendedLimits,
  header,
  isExtended,
  shortLimits,
  type CommandApdu,
} from '../iso7816/command-apdu.ts';
import { encodeTlv } from '../tlv.ts';
import type { Channel } from './channel-keys.ts';
import type { CipherSuite } from './cipher-suite.ts';

const secureMessagingBits = 0x0c;
const paddingIndicator = Uint8Array.of(0x01);
/** Octets of DO 99 and DO 8E in an answer. */
const answerOverhead = 4 + 10;

/** The protected APDU; `channel` holds the counter for this very command. */
export function protectCommand(channel: Channel, command: CommandApdu): Uint8Array {
  const { suite, kMac, ssc } = channel;
  const secured = { ...command, cla: command.cla | secureMessagingBits };
  const objects = concat(encryptedData(channel, command), expectedLength(command));
  const mac = suite.mac(kMac, concat(ssc, pad(header(secured), suite.blockSize), objects));
  const data = concat(objects, encodeTlv(0x8e, mac));
  const extended = isExtended(command) || data.length > shortLimits.data;
  return encodeCommand({ ...secured, data, extended, le: extended ? extendedLimits.answer : shortLimits.answer });
}

/** DO 87 carries a padding indicator; with an odd INS the data is BER-TLV and goes without one into DO 85. */
function encryptedData({ suite, kEnc, ssc }: Channel, { ins, data }: CommandApdu): Uint8Array {
  if (data === undefined || data.length === 0) return new Uint8Array(0);
  const encrypted = suite.encrypt(kEnc, ssc, pad(data, suite.blockSize));
  return ins % 2 === 1 ? encodeTlv(0x85, encrypted) : encodeTlv(0x87, [paddingIndicator, encrypted]);
}

function expectedLength({ le }: CommandApdu): Uint8Array {
  if (le === undefined) return new Uint8Array(0);
  const octets = le > shortLimits.answer ? 2 : 1;
  return encodeTlv(0x97, uintToBytes(le % 0x100 ** octets, octets));
}

/** Most octets of plain data whose protected answer has at most `octets` octets of data (223 in 256 with AES, 231 with 3DES). */
export function dataWithin({ blockSize }: CipherSuite, octets: number): number {
  const room = octets - answerOverhead;
  const size = (blocks: number): number => encodedLength(1 + blocks * blockSize);
  let blocks = Math.max(0, Math.floor(room / blockSize));
  while (blocks > 0 && size(blocks) > room) blocks--;
  return Math.max(0, blocks * blockSize - 1);
}

/** Octets of a one-octet tag, the shortest length, and `length` octets of value. */
function encodedLength(length: number): number {
  const lengthOctets = length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x1_0000 ? 3 : 4;
  return 1 + lengthOctets + length;
}

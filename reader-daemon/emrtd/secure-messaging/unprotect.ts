/** Checking and opening a protected answer, 9303-11 §9.8.5. The MAC is verified on errors, too. */
import { concat, equal } from '../bytes.ts';
import { unpad } from '../crypto/padding.ts';
import { EmrtdError } from '../errors.ts';
import { decodeResponse, type ResponseApdu } from '../iso7816/response-apdu.ts';
import { findTlv, readTlvs, type Tlv } from '../tlv.ts';
import type { Channel } from './channel-keys.ts';

const lost = (why: string, details: { statusWord?: number; cause?: unknown } = {}): EmrtdError =>
  new EmrtdError('channel-lost', `secure messaging: ${why}`, details);

/** The plain answer; `channel` holds the counter for this very answer. Throws `channel-lost` or `card-lost`. */
export function unprotectResponse(channel: Channel, bytes: Uint8Array): ResponseApdu {
  const { data, sw } = decodeResponse(bytes);
  const objects = readObjects(data);
  const mac = findTlv(objects, 0x8e);
  if (mac === undefined) throw lost('answer without a MAC', { statusWord: sw });
  verifyMac(channel, objects, mac);
  const status = findTlv(objects, 0x99);
  if (status === undefined || !equal(status.value, bytes.subarray(-2))) throw lost('status word not the protected one');
  return { data: readData(channel, objects), sw };
}

function readObjects(data: Uint8Array): readonly Tlv[] {
  try {
    return readTlvs(data);
  } catch (cause) {
    throw lost('answer does not parse', { cause });
  }
}

/** Everything in front of the MAC is covered by it, nothing may follow it. */
function verifyMac({ suite, kMac, ssc }: Channel, objects: readonly Tlv[], mac: Tlv): void {
  if (objects.at(-1) !== mac) throw lost('MAC is not the last object');
  const covered = objects.slice(0, -1).map((object) => object.bytes);
  if (!equal(suite.mac(kMac, concat(ssc, ...covered)), mac.value)) throw lost('wrong MAC');
}

function readData({ suite, kEnc, ssc }: Channel, objects: readonly Tlv[]): Uint8Array {
  const [first] = objects;
  if (first?.tag !== 0x87 && first?.tag !== 0x85) return new Uint8Array(0);
  if (first.tag === 0x87 && first.value[0] !== 0x01) throw lost('padding indicator');
  const encrypted = first.tag === 0x87 ? first.value.subarray(1) : first.value;
  if (encrypted.length === 0 || encrypted.length % suite.blockSize !== 0) throw lost('data is not whole blocks');
  try {
    return unpad(suite.decrypt(kEnc, ssc, encrypted), suite.blockSize);
  } catch (cause) {
    throw lost('data without padding', { cause });
  }
}

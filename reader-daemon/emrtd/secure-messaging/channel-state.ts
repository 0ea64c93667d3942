/** A channel as a value that can travel: JSON, its octets in hexadecimal. It holds session keys: never log it. */
import { fromHex, toHex } from '../bytes.ts';
import { cipherNames, type CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';
import type { Channel } from './channel-keys.ts';
import { cipherSuites } from './cipher-suite.ts';

export interface ChannelState {
  readonly cipher: CipherName;
  readonly kEnc: string;
  readonly kMac: string;
  readonly ssc: string;
}

export const saveChannel = ({ suite, kEnc, kMac, ssc }: Channel): ChannelState => ({
  cipher: suite.name,
  kEnc: toHex(kEnc),
  kMac: toHex(kMac),
  ssc: toHex(ssc),
});

const keyLengths: Readonly<Record<CipherName, number>> = { '3DES': 16, 'AES-128': 16, 'AES-192': 24, 'AES-256': 32 };

/** Throws `malformed` for anything that `saveChannel` would not have written. */
export function restoreChannel({ cipher, kEnc, kMac, ssc }: ChannelState): Channel {
  if (!cipherNames.includes(cipher)) throw malformed();
  const suite = cipherSuites[cipher];
  const keyLength = keyLengths[cipher];
  return {
    suite,
    kEnc: octets(kEnc, keyLength),
    kMac: octets(kMac, keyLength),
    ssc: octets(ssc, suite.blockSize),
  };
}

function octets(hex: unknown, length: number): Uint8Array {
  if (typeof hex !== 'string' || hex.length !== 2 * length || !/^[0-9A-F]*$/.test(hex)) throw malformed();
  return fromHex(hex);
}

const malformed = (): EmrtdError => new EmrtdError('malformed', 'channel state', { step: 'parse' });

/** The state of secure messaging as an immutable value (9303-11 §9.8). */
import type { CommandApdu } from '../iso7816/command-apdu.ts';
import type { ResponseApdu } from '../iso7816/response-apdu.ts';
import type { SecureChannel } from '../iso7816/secure-channel.ts';
import { deriveKey, keyPurpose, type CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';
import type { Channel } from './channel-keys.ts';
import { cipherSuites } from './cipher-suite.ts';
import { dataWithin, protectCommand } from './protect.ts';
import { unprotectResponse } from './unprotect.ts';

/** Session keys from a shared secret (9303-11 §9.7.1); the counter starts at 0 unless given (BAC gives one). */
export function channelFromSecret(cipher: CipherName, secret: Uint8Array, ssc?: Uint8Array): Channel {
  const suite = cipherSuites[cipher];
  return {
    suite,
    kEnc: deriveKey(secret, keyPurpose.encryption, cipher),
    kMac: deriveKey(secret, keyPurpose.mac, cipher),
    ssc: ssc ?? new Uint8Array(suite.blockSize),
  };
}

/** The channel awaiting the answer, and the octets to send. */
export function protect(channel: Channel, command: CommandApdu): readonly [Channel, Uint8Array] {
  const next = withNextCounter(channel);
  return [next, protectCommand(next, command)];
}

/** The channel for the next command, and the answer. Throws `channel-lost` for anything unprotected or forged. */
export function unprotect(channel: Channel, response: Uint8Array): readonly [Channel, ResponseApdu] {
  const next = withNextCounter(channel);
  return [next, unprotectResponse(next, response)];
}

/** The channel as a card session takes it. */
export function secureChannel(channel: Channel): SecureChannel {
  return {
    protect(command) {
      const [next, bytes] = protect(channel, command);
      return [secureChannel(next), bytes];
    },
    unprotect(response) {
      const [next, opened] = unprotect(channel, response);
      return [secureChannel(next), opened];
    },
    dataWithin: (octets) => dataWithin(channel.suite, octets),
  };
}

function withNextCounter(channel: Channel): Channel {
  const ssc = channel.ssc.slice();
  for (let i = ssc.length - 1; i >= 0; i--) {
    const octet = ((ssc[i] ?? 0) + 1) & 0xff;
    ssc[i] = octet;
    if (octet !== 0) return { ...channel, ssc };
  }
  throw new EmrtdError('channel-lost', 'secure messaging: the counter is used up');
}

/**
 * Chip Authentication proven to somebody who is not at the reader. The verifier draws the ephemeral key pair, so that
 * the station cannot know the new channel, and opens the chip's first answer in it; only then does the station get the
 * channel, to read on. Between the two go three values, all JSON:
 *
 *     verifier   offerRemoteChipAuthentication    →  RemoteOffer   (keeps the RemoteSecret)
 *     station    relayRemoteChipAuthentication    →  RemoteAnswer  (the chip has left the station's channel)
 *     verifier   acceptRemoteChipAuthentication   →  ChannelState  (proven)
 *     station    continueRemoteChipAuthentication
 *
 * What is proven is that the private key of the agreement's public key answered: the verifier takes that key from an
 * EF.DG14 whose hash it has verified itself.
 */
import { fromHex, toHex } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { readBinaryBySfi } from '../iso7816/commands.ts';
import type { SecureChannel } from '../iso7816/secure-channel.ts';
import { sw } from '../iso7816/status-word.ts';
import { fileNamed } from '../lds/files.ts';
import { restoreChannel, saveChannel, type ChannelState } from '../secure-messaging/channel-state.ts';
import { channelFromSecret, protect, secureChannel, unprotect } from '../secure-messaging/channel.ts';
import type { RandomSource } from '../transport.ts';
import { sendTerminalKey, type ChipAuthenticationAgreement } from './chip-authentication.ts';

/** Verifier → station. */
export interface RemoteOffer {
  /** Dotted. */
  readonly oid: string;
  /** Decimal; absent where the chip gave its key no id. */
  readonly keyId?: string;
  /** The verifier's ephemeral public key, hexadecimal. */
  readonly terminalKey: string;
  /** The first command of the new channel, protected, hexadecimal. */
  readonly command: string;
}

/** Kept by the verifier between the two halves, nowhere else: with it the chip's answer can be forged. */
export interface RemoteSecret {
  readonly awaiting: ChannelState;
}

/** Station → verifier: the chip's answer as it came over the wire, hexadecimal. */
export interface RemoteAnswer {
  readonly response: string;
}

/** A question without personal data: the first octets of EF.SOD. Even a refusal comes under protection. */
const question = readBinaryBySfi(fileNamed('SOD').sfi, 0, 4);

/** The verifier's first half. Draw a new one for every run: an offer used twice proves nothing. */
export function offerRemoteChipAuthentication(options: {
  agreement: ChipAuthenticationAgreement;
  random: RandomSource;
}): { readonly offer: RemoteOffer; readonly secret: RemoteSecret } {
  const { domain, cipher, publicKey, oid, keyId } = options.agreement;
  const own = domain.generateKeyPair(options.random);
  const channel = channelFromSecret(cipher, domain.sharedSecret(own.privateKey, publicKey));
  const [awaiting, command] = protect(channel, question);
  return {
    offer: {
      oid,
      ...(keyId !== undefined && { keyId: keyId.toString() }),
      terminalKey: toHex(own.publicKey),
      command: toHex(command),
    },
    secret: { awaiting: saveChannel(awaiting) },
  };
}

/**
 * The station's first half, inside the channel that access opened. Afterwards the session knows no channel that the
 * chip understands, and must send nothing before `continueRemoteChipAuthentication`. Throws `status-word` where the
 * chip refuses (the old channel goes on), `malformed` for an offer that is none, and what the transport throws.
 */
export async function relayRemoteChipAuthentication(session: CardSession, offer: RemoteOffer): Promise<RemoteAnswer> {
  const { oid, keyId, terminalKey, command } = readOffer(offer);
  await sendTerminalKey(session, { oid, ...(keyId !== undefined && { keyId }) }, () => terminalKey);
  session.openChannel(sealed(command));
  const { data } = await session.send(question, 'chip-authentication');
  session.openChannel(closed);
  return { response: toHex(data) };
}

/** The verifier's second half: throws `channel-lost` unless the answer is the chip's. */
export function acceptRemoteChipAuthentication({ awaiting }: RemoteSecret, { response }: RemoteAnswer): ChannelState {
  const [next] = unprotect(restoreChannel(awaiting), octets(response, maxResponse));
  return saveChannel(next);
}

/** The station's second half. Nothing is proven to the station itself before its next answer opens. */
export function continueRemoteChipAuthentication(session: CardSession, state: ChannelState): void {
  session.openChannel(secureChannel(restoreChannel(state)));
}

/** Sends what another prepared, and hands the whole answer back unopened. */
const sealed = (command: Uint8Array): SecureChannel => ({
  protect: () => [sealed(command), command],
  unprotect: (response) => [closed, { data: response, sw: sw.ok }],
  dataWithin: () => 0,
});

const withoutChannel = (): never => {
  throw new EmrtdError('channel-lost', 'the channel is the verifier’s until it hands it over');
};
const closed: SecureChannel = { protect: withoutChannel, unprotect: withoutChannel, dataWithin: () => 0 };

/** A protected READ BINARY, and a protected answer of few octets, are far shorter. */
const [maxCommand, maxResponse] = [64, 512];
/** A prime group's key is as long as its prime: 256 octets; none is longer than a supported group's. */
const maxKey = 256;

function readOffer({ oid, keyId, terminalKey, command }: RemoteOffer) {
  const protectedCommand = octets(command, maxCommand);
  // Nothing but a protected reading command may reach the chip this way.
  const [cla, ins] = protectedCommand;
  if (typeof oid !== 'string' || cla !== 0x0c || ins !== question.ins) throw malformed('offer');
  if (keyId !== undefined && !/^\d{1,40}$/.test(keyId)) throw malformed('key id');
  return {
    oid,
    ...(keyId !== undefined && { keyId: BigInt(keyId) }),
    terminalKey: octets(terminalKey, maxKey),
    command: protectedCommand,
  };
}

function octets(hex: unknown, most: number): Uint8Array {
  if (typeof hex !== 'string' || hex.length % 2 !== 0 || hex.length > 2 * most || !/^[0-9A-F]+$/.test(hex))
    throw malformed('octets');
  return fromHex(hex);
}

const malformed = (what: string): EmrtdError => new EmrtdError('malformed', `remote chip authentication: ${what}`);

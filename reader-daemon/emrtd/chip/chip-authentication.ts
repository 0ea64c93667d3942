/** Chip Authentication version 1, 9303-11 §6.2: a new channel that only the genuine chip can follow. */
import { concat, shortestUint } from '../bytes.ts';
import type { Domain } from '../crypto/domain.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { atStep } from '../iso7816/at-step.ts';
import type { CommandApdu } from '../iso7816/command-apdu.ts';
import { generalAuthenticate, manageSecurityEnvironment } from '../iso7816/commands.ts';
import { showStatusWord, sw } from '../iso7816/status-word.ts';
import type { ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo, SecurityInfos } from '../lds/security-infos.ts';
import { encodeOid, oids } from '../oid.ts';
import { channelFromSecret, secureChannel } from '../secure-messaging/channel.ts';
import { encodeTlv } from '../tlv.ts';
import type { RandomSource } from '../transport.ts';
import { agreementPublicKey, type AgreementPublicKey } from './chip-public-key.ts';

/** One protocol and one key of the chip's that go together. */
export interface ChipAuthenticationAgreement {
  readonly oid: string;
  readonly cipher: CipherName;
  /** Only where the chip names its key. */
  readonly keyId?: bigint;
  readonly domain: Domain;
  /** The chip's static key, checked. */
  readonly publicKey: Uint8Array;
}

/** Last arc of id-CA-DH and id-CA-ECDH. */
const ciphers: Readonly<Record<string, CipherName>> = { 1: '3DES', 2: 'AES-128', 3: 'AES-192', 4: 'AES-256' };
/** Which protocols go with which kind of key, curves first. */
const families = [
  { agreement: 'ECDH', key: oids.publicKeyEcdh, protocol: oids.chipAuthenticationEcdh },
  { agreement: 'DH', key: oids.publicKeyDh, protocol: oids.chipAuthenticationDh },
] as const;
const familyOfKey = (oid: string) => families.find(({ key }) => key === oid);
const familyOfProtocol = (oid: string) => families.find(({ protocol }) => oid.startsWith(`${protocol}.`));
const cipherOf = (oid: string): CipherName | undefined => ciphers[oid.slice(oid.lastIndexOf('.') + 1)];

/**
 * Everything that could be run, from EF.DG14 or EF.CardSecurity, the best first: AES before 3DES (9303-11 §8.5), curves
 * before primes, else in the chip's order. Only the keys of those are parsed; `chooseChipAuthentication` does it.
 */
function candidates({ chipAuthenticationInfos: stated, chipAuthenticationPublicKeys: keys }: SecurityInfos) {
  const protocols = stated.length > 0 ? stated : keys.slice(0, 1).map(implied);
  const pairs = protocols.flatMap((info) => {
    const [family, cipher] = [familyOfProtocol(info.oid), cipherOf(info.oid)];
    const key = keyFor(
      info,
      keys.filter(({ oid }) => familyOfKey(oid) === family),
    );
    if (info.version !== 1 || family === undefined || cipher === undefined || key === undefined) return [];
    return [{ info, family, cipher, key }];
  });
  const rank = ({ cipher, family }: (typeof pairs)[number]): number =>
    (cipher === '3DES' ? 2 : 0) + families.indexOf(family);
  return pairs.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * What to run. A key that this terminal does not support leaves the next one to be tried. `undefined` where the chip
 * offers no Chip Authentication; throws `unsupported` where it offers none that this terminal can run, `bad-key`,
 * `malformed`.
 */
export function chooseChipAuthentication(infos: SecurityInfos): ChipAuthenticationAgreement | undefined {
  if (infos.chipAuthenticationPublicKeys.length === 0) return undefined;
  for (const { info, family, cipher, key } of candidates(infos)) {
    const parsed = supportedKey(key);
    if (parsed?.domain.agreement !== family.agreement) continue;
    const keyId = info.keyId ?? key.keyId;
    return { oid: info.oid, cipher, ...(keyId !== undefined && { keyId }), ...parsed };
  }
  throw new EmrtdError('unsupported', 'chip authentication: no protocol in common', { step: 'chip-authentication' });
}

function supportedKey({ publicKey }: ChipAuthenticationPublicKeyInfo): AgreementPublicKey | undefined {
  try {
    return agreementPublicKey(publicKey);
  } catch (error) {
    if (error instanceof EmrtdError && error.code === 'unsupported') return undefined;
    throw error;
  }
}

/** A key without a ChipAuthenticationInfo means 3DES: chips older than that object (TR-03110-1 v1.11, A.1.1.2). */
const implied = ({ oid, keyId }: ChipAuthenticationPublicKeyInfo): ChipAuthenticationInfo => ({
  oid: `${familyOfKey(oid)?.protocol ?? oid}.1`,
  version: 1,
  ...(keyId !== undefined && { keyId }),
});

/** The key of the same id; a chip with a single key may leave the id out on one side. */
function keyFor(
  { keyId }: ChipAuthenticationInfo,
  keys: readonly ChipAuthenticationPublicKeyInfo[],
): ChipAuthenticationPublicKeyInfo | undefined {
  const [only, ...others] = keys;
  const mayOmit = others.length === 0 && (keyId === undefined || only?.keyId === undefined);
  return keys.find((key) => key.keyId === keyId) ?? (mayOmit ? only : undefined);
}

/** The terminal's half of a run: Terminal Authentication signs over the key. */
export interface ChipAuthenticationExchange {
  readonly terminalKey: Uint8Array;
}

/**
 * Sends the terminal's ephemeral key and moves the session to the new channel. Nothing is proven yet: the chip has
 * shown that it holds the private key when the NEXT answer opens in that channel; any other chip's answer throws
 * `channel-lost` there. A refusal throws `status-word` and leaves the old channel in use.
 */
export async function exchangeChipAuthentication(
  session: CardSession,
  { agreement, random }: { agreement: ChipAuthenticationAgreement; random: RandomSource },
): Promise<ChipAuthenticationExchange> {
  const { domain, cipher, publicKey } = agreement;
  const own = session.meanwhile(() => domain.generateKeyPair(random));
  // Nothing of the chip's answer goes into it.
  const channel = session.meanwhile(() => channelFromSecret(cipher, domain.sharedSecret(own().privateKey, publicKey)));
  await sendTerminalKey(session, agreement, () => own().publicKey);
  session.openChannel(secureChannel(channel()));
  return { terminalKey: own().publicKey };
}

/**
 * The commands alone; the chip has changed to the new channel when this resolves. `terminalKey` may be anybody's
 * ephemeral key; it is asked for when it is sent. Throws `status-word`.
 */
export function sendTerminalKey(
  session: CardSession,
  { oid, keyId }: Pick<ChipAuthenticationAgreement, 'oid' | 'keyId'>,
  terminalKey: () => Uint8Array,
): Promise<void> {
  return atStep('chip-authentication', async () => {
    const modern = () => sendAll(session, authenticate(oid, keyId, terminalKey));
    if (cipherOf(oid) !== '3DES') return modern();
    try {
      await sendAll(session, keyAgreementTemplate(keyId, terminalKey));
    } catch (error) {
      if (!(error instanceof EmrtdError) || error.code !== 'status-word') throw error;
      // 9303-11 §8.5, note 1: some chips know 3DES by the other commands only; a refusal left the session as it was.
      await modern();
    }
  });
}

async function sendAll(session: CardSession, commands: readonly (() => CommandApdu)[]): Promise<void> {
  for (const command of commands) {
    const response = await session.send(command());
    if (response.sw === sw.ok) continue;
    throw new EmrtdError('status-word', `chip authentication refused: ${showStatusWord(response.sw)}`, {
      statusWord: response.sw,
    });
  }
}

/** 3DES: MSE:Set KAT alone, 9303-11 §6.2.4.1. */
const keyAgreementTemplate = (keyId: bigint | undefined, terminalKey: () => Uint8Array): (() => CommandApdu)[] => [
  () => manageSecurityEnvironment(0x41, 0xa6, concat(encodeTlv(0x91, terminalKey()), keyReference(keyId))),
];

/** MSE:Set AT and GENERAL AUTHENTICATE, 9303-11 §6.2.4.2. */
const authenticate = (oid: string, keyId: bigint | undefined, terminalKey: () => Uint8Array): (() => CommandApdu)[] => [
  () => manageSecurityEnvironment(0x41, 0xa4, concat(encodeTlv(0x80, encodeOid(oid)), keyReference(keyId))),
  () => generalAuthenticate([encodeTlv(0x80, terminalKey())], true),
];

/** Object 84 in the shortest form, absent where the chip gave its key no id. */
const keyReference = (keyId: bigint | undefined): Uint8Array =>
  keyId === undefined ? new Uint8Array(0) : encodeTlv(0x84, shortestUint(keyId));

/**
 * Terminal Authentication version 1 (9303-11 §7.1; TR-03110-1 v1.11): the terminal shows its certificates and signs a
 * challenge, so that the chip hands out what is behind it (EF.DG3, EF.DG4). Only for bodies that hold such
 * certificates; the private key stays with whoever signs.
 */
import { ascii, concat } from '../bytes.ts';
import { domainByParameterId } from '../crypto/domains.ts';
import { EmrtdError } from '../errors.ts';
import { atStep } from '../iso7816/at-step.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import type { CommandApdu } from '../iso7816/command-apdu.ts';
import { getChallenge, manageSecurityEnvironment, terminalSignature, verifyCertificate } from '../iso7816/commands.ts';
import { treatmentOf } from '../iso7816/quirks.ts';
import { showStatusWord, sw } from '../iso7816/status-word.ts';
import { checkDigit } from '../lds/check-digit.ts';
import { encodeTlv } from '../tlv.ts';
import { writeReference, type CvCertificate } from './cv-certificate.ts';
import type { TerminalAlgorithm } from './terminal-authentication-algorithm.ts';

/** Signs under the terminal's private key: r ‖ s, or an RSA signature as long as the modulus. */
export type TerminalSigner = (message: Uint8Array, algorithm: TerminalAlgorithm) => Promise<Uint8Array>;

const challengeLength = 8;
/** Links, document verifier, terminal: a longer chain is a mistake. */
export const maxChain = 8;

/** ID_IC after BAC: the document number as in the zone, filled up, with its check digit. Throws a `RangeError`. */
export function chipIdentifierFromZone(documentNumber: string): Uint8Array {
  const number = documentNumber.replace(/<+$/, '').padEnd(9, '<');
  const digit = checkDigit(number);
  if (digit === undefined) throw new RangeError('document number: a character cannot stand in a zone');
  return ascii(`${number}${digit}`);
}

/** Comp(): ID_IC after PACE from the chip's ephemeral key, and the form in which the terminal's own is signed. */
export function compressKey(parameterId: number, publicKey: Uint8Array): Uint8Array {
  const domain = domainByParameterId(parameterId);
  if (domain === undefined) throw new EmrtdError('unsupported', 'terminal authentication: domain parameters');
  return domain.compress(publicKey);
}

/**
 * What to send to a chip that names these CVCA keys (the newest first): the part of the chain behind the first of them
 * that occurs in it. `undefined` where the chip does not know the issuer.
 */
export function chainFor(
  references: readonly string[],
  chain: readonly CvCertificate[],
): readonly CvCertificate[] | undefined {
  for (const reference of references) {
    const start = chain.findIndex(({ authorityReference }) => authorityReference === reference);
    if (start >= 0) return chain.slice(start);
  }
  return undefined;
}

export interface TerminalAuthenticationInput {
  /** From the chip's trust point down; the last one is the terminal's. */
  readonly chain: readonly CvCertificate[];
  readonly sign: TerminalSigner;
  /** ID_IC: `chipIdentifierFromZone` after BAC, `compressKey` of the chip's key after PACE. */
  readonly chipIdentifier: Uint8Array;
  /** Comp(PK_DH,IFD) of the terminal's newest ephemeral key: of Chip Authentication, or of PACE-CAM. */
  readonly compressedTerminalKey: Uint8Array;
}

/**
 * Runs it inside the channel that the terminal's ephemeral key opened. A chip allows it once per session. Throws
 * `access-denied` where the chip takes a certificate or the signature for wrong, `status-word` for other refusals; the
 * channel goes on either way.
 */
export function exchangeTerminalAuthentication(
  session: CardSession,
  input: TerminalAuthenticationInput,
): Promise<void> {
  return atStep('terminal-authentication', () => exchange(session, input));
}

async function exchange(session: CardSession, input: TerminalAuthenticationInput): Promise<void> {
  const { chain, sign, chipIdentifier, compressedTerminalKey } = input;
  const terminal = chain.at(-1);
  if (terminal?.role !== 'terminal' || chain.length > maxChain)
    throw new RangeError('terminal authentication: the chain does not end at a terminal');
  for (const { authorityReference, body, signature } of chain) {
    await send(session, manageSecurityEnvironment(0x81, 0xb6, reference(authorityReference)));
    await send(session, verifyCertificate(concat(body, encodeTlv(0x5f37, signature))));
  }
  await send(session, manageSecurityEnvironment(0x81, 0xa4, reference(terminal.holderReference)));
  const challenge = await send(session, getChallenge(challengeLength));
  if (challenge.length !== challengeLength)
    throw new EmrtdError('malformed', `terminal authentication: challenge of ${challenge.length} octets`);
  const message = concat(chipIdentifier, challenge, compressedTerminalKey);
  await send(session, terminalSignature(await sign(message, terminal.algorithm)));
}

const reference = (name: string): Uint8Array => encodeTlv(0x83, writeReference(name));

async function send(session: CardSession, command: CommandApdu): Promise<Uint8Array> {
  const response = await session.send(command);
  if (response.sw === sw.ok) return response.data;
  // The chip's judgement; anything else is a refusal to play.
  const isJudged = treatmentOf('terminal-authentication', response.sw) === 'not-entitled';
  const code = isJudged ? 'access-denied' : 'status-word';
  throw new EmrtdError(code, `terminal authentication refused: ${showStatusWord(response.sw)}`, {
    statusWord: response.sw,
  });
}

/**
 * Terminal Authentication in a reading, at its very end: for a body that holds inspection-system certificates. Without
 * an entitlement there is no such step. What is behind it is read under an explicit policy, judged, and let go.
 */
import type { AccessResult } from '../access/open-access.ts';
import type { CvCertificate } from '../chip/cv-certificate.ts';
import { readCvca } from '../chip/ef-cvca.ts';
import {
  chainFor,
  chipIdentifierFromZone,
  compressKey,
  exchangeTerminalAuthentication,
  type TerminalSigner,
} from '../chip/terminal-authentication.ts';
import { EmrtdError } from '../errors.ts';
import { readFile } from '../iso7816/read-file.ts';
import { parseDg1 } from '../lds/dg1.ts';
import { fileNamed } from '../lds/files.ts';
import { securityInfosOf } from './offered.ts';
import type { Sitting } from './sitting.ts';
import type { TerminalOutcome } from './terminal-outcome.ts';

/**
 * `leave`: the terminal is authenticated and EF.DG3 is not asked for. `check-hash`: EF.DG3 is read, its hash compared with
 * the signed one, and its octets overwritten before the inspection returns: it stands in no file list and no evidence.
 */
export const fingerprintPolicies = ['leave', 'check-hash'] as const;
export type FingerprintPolicy = (typeof fingerprintPolicies)[number];

export interface TerminalEntitlement {
  /** Links first, the terminal's own last; the part that a chip needs is chosen by what the chip trusts. */
  readonly chain: readonly CvCertificate[];
  readonly sign: TerminalSigner;
  readonly fingerprints: FingerprintPolicy;
}

const maxFingerprintBytes = 0x2_0000;

function chipIdentifier(access: AccessResult, dg1: Uint8Array): Uint8Array {
  if (access.protocol === 'PACE') return compressKey(access.parameterId, access.chipKey);
  try {
    return chipIdentifierFromZone(parseDg1(dg1).mrz.documentNumber);
  } catch (cause) {
    // The zone's own characters are the chip's to choose.
    if (!(cause instanceof RangeError)) throw cause;
    throw new EmrtdError('malformed', 'terminal authentication: no document number', { cause });
  }
}

/**
 * Comp(PK_DH,IFD): of Chip Authentication once it has been proven; of PACE with its mapping on a chip that has no Chip
 * Authentication (9303-11 §7.1.1).
 */
function compressedKey({ access, compressedTerminalKey, proofs }: Sitting): Uint8Array | undefined {
  if (compressedTerminalKey !== undefined)
    return proofs['chip-authentication'].status === 'passed' ? compressedTerminalKey : undefined;
  const isMapped = access?.protocol === 'PACE' && access.mapping === 'CAM';
  return isMapped ? compressKey(access.parameterId, access.terminalKey) : undefined;
}

async function authenticate(sitting: Sitting, { chain, sign }: TerminalEntitlement): Promise<TerminalOutcome> {
  const { session, access } = sitting;
  const dg1 = sitting.files.get('DG1');
  const infos = securityInfosOf(sitting.files);
  if (!infos?.ok || infos.value.terminalAuthenticationInfos.length === 0) return { status: 'not-offered' };
  const compressedTerminalKey = compressedKey(sitting);
  if (compressedTerminalKey === undefined) return { status: 'no-chip-authentication' };
  if (access === undefined || dg1 === undefined) throw new RangeError('terminal authentication: nothing was opened');
  let isSigned = true;
  const signed: TerminalSigner = async (message, algorithm) => {
    isSigned = false;
    const signature = await sign(message, algorithm);
    isSigned = true;
    return signature;
  };
  try {
    const due = chainFor(await readCvca(session), chain);
    if (due === undefined) return { status: 'unknown-authority' };
    const exchange = { chain: due, sign: signed, chipIdentifier: chipIdentifier(access, dg1), compressedTerminalKey };
    await exchangeTerminalAuthentication(session, exchange);
    return { status: 'accepted' };
  } catch (error) {
    if (!isSigned) return { status: 'not-signed' };
    if (!(error instanceof EmrtdError) || !chipsOwn.includes(error.code)) throw error;
    // Everything else has been read: a chip that breaks its channel here costs nothing but this.
    if (error.code === 'channel-lost') sitting.channelClosed = true;
    const { statusWord } = error;
    return { status: 'refused', ...(statusWord !== undefined && { statusWord }) };
  }
}

/** The chip's answers to the terminal, and to what lies behind it; anything else ends the sitting. */
const chipsOwn: readonly EmrtdError['code'][] = [
  'status-word',
  'access-denied',
  'malformed',
  'limit',
  'unsupported',
  'channel-lost',
];

/** Into `sitting.fingerprints`, which `inspect` overwrites; never into files, memory or progress. */
async function readFingerprints(sitting: Sitting): Promise<void> {
  sitting.advance('data', 'DG3');
  let before: Uint8Array | undefined;
  try {
    const result = await readFile(sitting.session, fileNamed('DG3'), {
      maxBytes: maxFingerprintBytes,
      onBytes: (soFar) => {
        before?.fill(0);
        before = soFar;
      },
    });
    if (result.status === 'read') sitting.fingerprints = result.bytes;
    else sitting.refusals.set('DG3', result.status);
  } catch (error) {
    before?.fill(0);
    if (!(error instanceof EmrtdError) || !chipsOwn.includes(error.code)) throw error;
    sitting.refusals.set('DG3', error.code === 'malformed' || error.code === 'limit' ? 'malformed' : 'card-error');
  }
}

export async function terminalAuthenticationStep(sitting: Sitting, entitlement: TerminalEntitlement): Promise<void> {
  sitting.advance('chip-proof');
  const outcome = await authenticate(sitting, entitlement);
  sitting.terminal = outcome;
  if (outcome.status === 'accepted' && entitlement.fingerprints === 'check-hash') await readFingerprints(sitting);
}

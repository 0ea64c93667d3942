/** Opening the chip: the protocols a policy allows, in its order, with every fallback on record (9303-11 §4.2). */
import { EmrtdError, type EmrtdErrorCode } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { readFile } from '../iso7816/read-file.ts';
import { selectApplication } from '../iso7816/select-application.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { parseCardAccess } from '../lds/ef-card-access.ts';
import { fileNamed } from '../lds/files.ts';
import { secureChannel } from '../secure-messaging/channel.ts';
import type { RandomSource } from '../transport.ts';
import { runBac } from './bac.ts';
import type { ChipAuthenticationMapping } from './chip-authentication-mapping.ts';
import { runPace, supportedMappings } from './pace.ts';
import { paceOffers, supportedPace, type Mapping, type PaceChoice } from './pace-info.ts';
import type { AccessKey, CanKey, MrzKey } from './password.ts';

/** `bac-without-pace`: only where the chip offers no PACE at all. `bac`: also when PACE was offered and failed. */
export const accessMethods = ['pace-can', 'pace-mrz', 'bac-without-pace', 'bac'] as const;
export type AccessMethod = (typeof accessMethods)[number];

/** Methods in the order of preference. */
export type AccessPolicy = readonly AccessMethod[];

/** The Vietnamese card: its CAN is known wherever its number is; fits passports opened by their zone, too. */
export const vietnamesePolicy: AccessPolicy = ['pace-can', 'pace-mrz', 'bac-without-pace'];

/** One step down the policy that was taken although the method before it was applicable. */
export interface Fallback {
  readonly from: AccessMethod;
  readonly to: AccessMethod;
  readonly because: EmrtdErrorCode | 'not-offered';
}

export interface PaceResult {
  readonly protocol: 'PACE';
  readonly mapping: Mapping;
  readonly oid: string;
  readonly cipher: CipherName;
  /** Of the standardized domain, however the chip stated it. */
  readonly parameterId: number;
  readonly password: AccessKey['kind'];
  /** The chip's ephemeral public key: names the chip in Terminal Authentication. */
  readonly chipKey: Uint8Array;
  /** The terminal's ephemeral public key. */
  readonly terminalKey: Uint8Array;
  readonly chipAuthenticationMapping?: ChipAuthenticationMapping & {
    /** EF.CardSecurity as read inside the channel; absent where the chip would not give it whole. */
    readonly cardSecurity?: Uint8Array;
  };
}

export interface BacResult {
  readonly protocol: 'BAC';
  readonly cipher: '3DES';
  readonly password: 'mrz';
}

export type AccessResult = (PaceResult | BacResult) & { readonly fallbacks: readonly Fallback[] };

export interface AccessOptions {
  /** What is known of the document; at most one of each kind is used, the first. */
  readonly keys: readonly AccessKey[];
  readonly policy?: AccessPolicy;
  readonly random: RandomSource;
  /** EF.CardAccess as read, or `undefined` where the card has none. */
  readonly cardAccess: Uint8Array | undefined;
  /** Mappings to use, the best first; all of them unless given. */
  readonly mappings?: readonly Mapping[];
}

/** What reading a file throws for the chip's own answer. */
const unreadable: readonly EmrtdErrorCode[] = ['status-word', 'malformed', 'limit'];

/** After these the next method of the policy may still succeed. */
const mayFallBack: readonly EmrtdErrorCode[] = ['wrong-password', 'access-denied', 'unsupported'];

/**
 * EF.CardAccess, or `undefined` where the card has none. The first thing to send to a card: being outside any channel,
 * it is also what extended length is tried with. A file that is there but cannot be read throws: it must not pass for
 * a card without PACE.
 */
export async function readCardAccess(session: CardSession): Promise<Uint8Array | undefined> {
  try {
    const result = await readFile(session, fileNamed('CardAccess'), { maxBytes: 0x2000 });
    return result.status === 'read' ? result.bytes : undefined;
  } catch (error) {
    // Cards of other kinds refuse in any way they like; what they are shows when the application is selected.
    if (error instanceof EmrtdError && error.code === 'status-word') return undefined;
    throw error;
  }
}

/**
 * Opens access and selects the eMRTD application; afterwards the session's channel is open. Throws `not-emrtd`,
 * `no-access-protocol` (nothing that policy, keys and chip have in common), or what the last method tried threw.
 */
export async function openAccess(session: CardSession, options: AccessOptions): Promise<AccessResult> {
  const { cardAccess, policy = vietnamesePolicy, mappings = supportedMappings } = options;
  const infos = cardAccess === undefined ? undefined : parseCardAccess(cardAccess);
  const offersPace = infos !== undefined && paceOffers(infos).length > 0;
  const [choice] = infos === undefined ? [] : supportedPace(infos, mappings);
  if (!offersPace) await selectApplication(session);

  const fallbacks: Fallback[] = [];
  let failed: { method: AccessMethod; error: EmrtdError } | undefined;
  let skipped: AccessMethod | undefined;
  for (const method of policy) {
    const attempt = prepare(session, method, { ...options, choice, offersPace });
    if (attempt === undefined) {
      if (method !== 'bac-without-pace' && hasKey(method, options.keys)) skipped ??= method;
      continue;
    }
    if (failed !== undefined) fallbacks.push({ from: failed.method, to: method, because: failed.error.code });
    else if (skipped !== undefined) fallbacks.push({ from: skipped, to: method, because: 'not-offered' });
    try {
      return { ...(await attempt()), fallbacks };
    } catch (error) {
      if (!(error instanceof EmrtdError) || !mayFallBack.includes(error.code)) throw error;
      failed = { method, error };
    }
  }
  if (failed !== undefined) throw failed.error;
  throw new EmrtdError('no-access-protocol', 'policy, keys and chip have no access protocol in common');
}

type Attempt = () => Promise<PaceResult | BacResult>;

const findCan = (keys: readonly AccessKey[]): CanKey | undefined => keys.find((key) => key.kind === 'can');
const findMrz = (keys: readonly AccessKey[]): MrzKey | undefined => keys.find((key) => key.kind === 'mrz');
const hasKey = (method: AccessMethod, keys: readonly AccessKey[]): boolean =>
  (method === 'pace-can' ? findCan(keys) : findMrz(keys)) !== undefined;

/** The method bound to its key, or `undefined` where key or offer is missing. */
function prepare(
  session: CardSession,
  method: AccessMethod,
  options: AccessOptions & { choice: PaceChoice | undefined; offersPace: boolean },
): Attempt | undefined {
  const { keys, random, choice, offersPace } = options;
  if (method === 'pace-can' || method === 'pace-mrz') {
    const key = method === 'pace-can' ? findCan(keys) : findMrz(keys);
    return key && choice && (() => openByPace(session, choice, key, random));
  }
  const key = findMrz(keys);
  if (key === undefined || (method === 'bac-without-pace' && offersPace)) return undefined;
  return () => openByBac(session, key, random, offersPace);
}

async function openByPace(
  session: CardSession,
  choice: PaceChoice,
  key: AccessKey,
  random: RandomSource,
): Promise<PaceResult> {
  const { channel, chipAuthenticationMapping: cam, ...keys } = await runPace(session, { choice, key, random });
  session.openChannel(secureChannel(channel));
  // Out of reach once the application is selected.
  const cardSecurity = cam && (await readCardSecurity(session));
  await selectApplication(session);
  const { mapping, oid, cipher, domain } = choice;
  const result = { protocol: 'PACE', mapping, oid, cipher, parameterId: domain.parameterId, ...keys } as const;
  const chipAuthenticationMapping = cam && { ...cam, ...(cardSecurity && { cardSecurity }) };
  return { ...result, password: key.kind, ...(chipAuthenticationMapping && { chipAuthenticationMapping }) };
}

/** A chip that will not give the file, or gives no file at all, leaves its mapping unproven and no more. */
async function readCardSecurity(session: CardSession): Promise<Uint8Array | undefined> {
  try {
    const result = await readFile(session, fileNamed('CardSecurity'), { maxBytes: 0x8000 });
    return result.status === 'read' ? result.bytes : undefined;
  } catch (error) {
    const isChipsAnswer = error instanceof EmrtdError && unreadable.includes(error.code);
    if (isChipsAnswer) return undefined;
    throw error;
  }
}

async function openByBac(
  session: CardSession,
  key: MrzKey,
  random: RandomSource,
  mustSelect: boolean,
): Promise<BacResult> {
  if (mustSelect) await selectApplication(session);
  session.openChannel(secureChannel(await runBac(session, key, random)));
  return { protocol: 'BAC', cipher: '3DES', password: 'mrz' };
}

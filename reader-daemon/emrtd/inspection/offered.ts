/** What a chip says it can do: one type. What it has been seen to do is another (`Checks`). */
import { paceOffers } from '../access/pace-info.ts';
import { parseCardAccess } from '../lds/ef-card-access.ts';
import { parseCom } from '../lds/ef-com.ts';
import { parseDg14 } from '../lds/dg14.ts';
import { parseSod } from '../lds/ef-sod.ts';
import type { DataGroupNumber } from '../lds/files.ts';
import type { SecurityInfos } from '../lds/security-infos.ts';
import { attempt, type Attempt } from './attempt.ts';
import type { Files } from './document-profile.ts';

export interface Offered {
  /** Data groups of the SOD, ascending; `undefined` when it was not read or does not parse. */
  readonly signedDataGroups: readonly DataGroupNumber[] | undefined;
  /** Data groups of EF.COM, which nobody signs. */
  readonly listedDataGroups: readonly DataGroupNumber[] | undefined;
  /** PACE protocols of EF.CardAccess, dotted. */
  readonly pace: readonly string[];
  readonly activeAuthentication: boolean;
  readonly chipAuthentication: boolean;
  /** PACE with chip-authentication mapping, by EF.CardAccess, which nobody signs. */
  readonly chipAuthenticationMapping: boolean;
  readonly terminalAuthentication: boolean;
}

/** EF.CardAccess, or what came of asking for it. */
export type CardAccessReading = Uint8Array | 'absent' | 'unreadable';

export interface OfferSources {
  readonly files: Files;
  /** `absent`: asked for, and the chip has none. `unreadable`: the answer does not tell. `undefined`: nobody asked. */
  readonly cardAccess: CardAccessReading | undefined;
}

/** DG14, parsed; `undefined` when it was not read. */
export function securityInfosOf(files: Files): Attempt<SecurityInfos> | undefined {
  const dg14 = files.get('DG14');
  return dg14 && attempt(() => parseDg14(dg14));
}

export const cardAccessOf = (cardAccess: CardAccessReading | undefined): SecurityInfos | undefined => {
  if (!(cardAccess instanceof Uint8Array)) return undefined;
  const parsed = attempt(() => parseCardAccess(cardAccess));
  return parsed.ok ? parsed.value : undefined;
};

/**
 * DG15 is offered when the SOD lists it or the chip gives it, whatever EF.COM says. DG14 may hold no key of Chip
 * Authentication; listed by the SOD and not readable, it counts as offering one: silence must not help a clone.
 */
export function offeredBy({ files, cardAccess }: OfferSources): Offered {
  const sod = files.get('SOD');
  const com = files.get('COM');
  const signed = sod && attempt(() => [...parseSod(sod).ldsSecurityObject.dataGroupHashes.keys()]);
  const listed = com && attempt(() => parseCom(com).dataGroups);
  const signedDataGroups = signed?.ok ? signed.value.sort((a, b) => a - b) : undefined;
  const infos = securityInfosOf(files);
  const access = cardAccessOf(cardAccess);
  return {
    signedDataGroups,
    listedDataGroups: listed?.ok ? listed.value : undefined,
    pace: (access?.paceInfos ?? []).map(({ oid }) => oid),
    activeAuthentication: files.has('DG15') || (signedDataGroups?.includes(15) ?? false),
    chipAuthentication: infos?.ok
      ? infos.value.chipAuthenticationPublicKeys.length > 0
      : infos !== undefined || (signedDataGroups?.includes(14) ?? false),
    chipAuthenticationMapping: access !== undefined && paceOffers(access).some(({ mapping }) => mapping === 'CAM'),
    terminalAuthentication: infos?.ok === true && infos.value.terminalAuthenticationInfos.length > 0,
  };
}

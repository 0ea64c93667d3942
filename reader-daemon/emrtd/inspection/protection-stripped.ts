/**
 * A copied chip cannot answer for keys it does not hold, so it hides that they exist: DG14 or DG15 gone, or left out
 * of EF.COM, or PACE left out of EF.CardAccess. EF.SOD and DG14 are signed and remember.
 */
import type { FileName } from '../lds/files.ts';
import type { FileRefusal } from './file-refusal.ts';
import type { Files } from './document-profile.ts';
import { cardAccessOf, offeredBy, securityInfosOf, type OfferSources } from './offered.ts';
import { failed, inconclusive, notOffered, passed, type Check } from './verdict.ts';

export interface StrippedQuestion extends OfferSources {
  readonly files: Files;
  readonly refusals: ReadonlyMap<FileName, FileRefusal>;
  /** DG14 is bound by passive authentication: only then does its list of PACE protocols say anything. */
  readonly dg14Bound: boolean;
}

const protectedBy = [14, 15] as const;

/**
 * PACE of the signed list against what EF.CardAccess offers (9303-11 §9.2.8: the lists must agree). A file that could
 * not be read is no proof that it was taken away.
 */
function paceHidden({ files, cardAccess, dg14Bound }: StrippedQuestion): Check | undefined {
  if (!dg14Bound || cardAccess === undefined) return undefined;
  const infos = securityInfosOf(files);
  const signed = infos?.ok ? infos.value.paceInfos : [];
  const open = cardAccessOf(cardAccess)?.paceInfos ?? [];
  if (signed.length === 0 || signed.some(({ oid }) => open.some((info) => info.oid === oid))) return undefined;
  return cardAccess === 'unreadable'
    ? inconclusive('card-error', 'EF.CardAccess')
    : failed('protection-stripped', 'PACE is not in EF.CardAccess');
}

/** The check `protection-stripped`. */
export function protectionStripped(question: StrippedQuestion): Check {
  const { signedDataGroups, listedDataGroups } = offeredBy(question);
  if (signedDataGroups === undefined) return inconclusive('file-not-read', 'SOD');
  const signed = protectedBy.filter((n) => signedDataGroups.includes(n));
  const hidden = signed.find((n) => question.refusals.get(`DG${n}`) === 'absent');
  if (hidden !== undefined) return failed('protection-stripped', `DG${hidden} is not on the chip`);
  const unlisted = signed.find((n) => listedDataGroups?.includes(n) === false);
  if (unlisted !== undefined) return failed('protection-stripped', `DG${unlisted} is not in EF.COM`);
  const hiddenPace = paceHidden(question);
  if (hiddenPace !== undefined) return hiddenPace;
  if (signed.length === 0) return notOffered;
  return listedDataGroups === undefined ? inconclusive('file-not-read', 'COM') : passed;
}

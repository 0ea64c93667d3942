/** From raw files and the outcomes of the chip proofs to the verdict. Pure; the same for a card, a folder and a record. */
import { parseDg1 } from '../lds/dg1.ts';
import { isDataGroupNumber, type DataGroupNumber, type FileName } from '../lds/files.ts';
import { documentCodeOf } from '../trust/document-type.ts';
import { passiveAuthentication, type PassiveAuthentication } from '../trust/passive-authentication.ts';
import type { PassiveWork } from '../trust/passive-work.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import { attempt } from './attempt.ts';
import { countChipProof, type KeyBinding } from './chip-proof.ts';
import type { DocumentProfile, Files } from './document-profile.ts';
import type { FileRefusal } from './file-refusal.ts';
import { offeredBy, type Offered, type OfferSources } from './offered.ts';
import { judgeMapping, type MappingExchange } from './mapping-proof.ts';
import { overallOf } from './overall.ts';
import { protectionStripped } from './protection-stripped.ts';
import {
  inconclusive,
  inOrder,
  notAttempted,
  notOffered,
  type Check,
  type CheckName,
  type Checks,
  type Verdict,
} from './verdict.ts';

/** What stays the same from one document to the next. */
export interface Standards {
  readonly profile: DocumentProfile;
  readonly trust: TrustStore;
  /** Accept the pinned test issuer. */
  readonly simulation: boolean;
  readonly now: Date;
}

/** The chip proofs that are steps of their own. The third, the mapping of PACE, comes with access. */
export type TriedProof = 'active-authentication' | 'chip-authentication';

export interface Findings extends OfferSources {
  readonly files: Files;
  readonly refusals: ReadonlyMap<FileName, FileRefusal>;
  /** What came of each chip proof, before anybody asked whose key it was. */
  readonly proofs: Readonly<Record<TriedProof, Check>>;
  /** What PACE with chip-authentication mapping left. Absent: the chip was opened otherwise. `untried`: there is none. */
  readonly mapping?: MappingExchange | 'untried';
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly offered: Offered;
  readonly passive: PassiveAuthentication;
}

export const dataGroupsOf = (files: Files): Map<DataGroupNumber, Uint8Array> =>
  new Map(
    [...files].flatMap(([name, bytes]): [DataGroupNumber, Uint8Array][] => {
      const n = Number(name.slice(2));
      return name.startsWith('DG') && isDataGroupNumber(n) ? [[n, bytes]] : [];
    }),
  );

function issuingStateOf(files: Files): string | undefined {
  const dg1 = files.get('DG1');
  const parsed = dg1 && attempt(() => parseDg1(dg1));
  return parsed?.ok ? parsed.value.mrz.issuingState : undefined;
}

/** A signed file that the chip could not give whole leaves the hashes open; a denied one (DG3) does not. */
function hashesWith(checks: Checks, { signedDataGroups }: Offered, refusals: Findings['refusals']): Checks {
  const out: Partial<Record<CheckName, Check>> = { ...checks };
  for (const n of signedDataGroups ?? []) {
    const refusal = refusals.get(`DG${n}`);
    if (refusal !== 'malformed' && refusal !== 'card-error') continue;
    out[`hash:DG${n}`] = inconclusive(refusal);
    if (out['data-hashes']?.status === 'passed') out['data-hashes'] = inconclusive(refusal, `DG${n}`);
  }
  return out;
}

function mappingCheck(
  { mapping, files }: Findings,
  offered: Offered,
  country: string | undefined,
  standards: Standards,
): Check {
  if (mapping === undefined) return notOffered;
  if (mapping === 'untried') return offered.chipAuthenticationMapping ? notAttempted : notOffered;
  const { trust, simulation, now } = standards;
  return judgeMapping(mapping, { trust, simulation, now, documentCode: documentCodeOf(files.get('DG1')), country });
}

/** `work`: what has been done on the same files. */
export function judge(findings: Findings, standards: Standards, work?: PassiveWork): Judgement {
  const { profile, trust, simulation, now } = standards;
  const { files, refusals, proofs } = findings;
  const offered = offeredBy(findings);
  const issuingState = issuingStateOf(files);
  const passive = passiveAuthentication(
    {
      sod: files.get('SOD'),
      files: dataGroupsOf(files),
      trust,
      now,
      simulation,
      ...(issuingState !== undefined && { issuingState }),
    },
    work,
  );
  const binding = (n: DataGroupNumber, isOffered: boolean): KeyBinding => ({
    offered: isOffered,
    bound: passive.boundDataGroups.has(n),
  });
  const checks: Checks = {
    ...hashesWith(passive.checks, offered, refusals),
    'protection-stripped': protectionStripped({ ...findings, dg14Bound: passive.boundDataGroups.has(14) }),
    'active-authentication': countChipProof(proofs['active-authentication'], binding(15, offered.activeAuthentication)),
    'chip-authentication': countChipProof(proofs['chip-authentication'], binding(14, offered.chipAuthentication)),
    'chip-authentication-mapping': mappingCheck(findings, offered, passive.signer?.country, standards),
    'files-agree': profile.filesAgree(files),
    'printed-data': profile.printedData(files),
  };
  return { verdict: { overall: overallOf(checks), checks: inOrder(checks) }, offered, passive };
}

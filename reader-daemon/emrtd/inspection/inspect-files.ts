/** The same inspection without a chip: on the files of a folder. Chip proofs cannot be tried there, and say so. */
import type { FileName } from '../lds/files.ts';
import type { TrustedSigner } from '../trust/passive-authentication.ts';
import type { Files } from './document-profile.ts';
import { judge, type Standards } from './judge.ts';
import type { Offered } from './offered.ts';
import { notAttempted, type Verdict } from './verdict.ts';

export interface FilesInspection {
  readonly verdict: Verdict;
  readonly offered: Offered;
  readonly signer?: TrustedSigner;
}

/** Never `genuine`: whether the chip is a copy cannot be told from its files. */
export function inspectFiles(files: Files, standards: Standards): FilesInspection {
  const cardAccess = files.get('CardAccess');
  const { verdict, offered, passive } = judge(
    {
      files,
      refusals: new Map<FileName, never>(),
      cardAccess,
      proofs: { 'active-authentication': notAttempted, 'chip-authentication': notAttempted },
      mapping: 'untried',
    },
    standards,
  );
  return { verdict, offered, ...(passive.signer && { signer: passive.signer }) };
}

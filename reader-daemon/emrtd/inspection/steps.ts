/** The order of a reading. */
import type { FileName } from '../lds/files.ts';
import type { DocumentProfile } from './document-profile.ts';
import { furtherDataGroups, masterFileNames, type FurtherFile, type MasterFileName } from './further-files.ts';

export type ReadingStep =
  | 'card-access'
  | 'access'
  | MasterFileName
  | FileName
  | 'chip-authentication'
  | 'active-authentication'
  | 'terminal-authentication';

const dataGroups = (numbers: DocumentProfile['greeting']): FileName[] => numbers.map((n): FileName => `DG${n}`);

/**
 * Name and number first, so that a screen can greet; the portrait, which takes longest, last.
 * Active Authentication comes before Chip Authentication: a copied chip that cannot follow into the new channel has
 * then already been asked for the proof that others can check.
 * EF.COM stands behind Chip Authentication because a new channel is proven only by the next protected answer
 * (9303-11 §6.2.4.2), and reading it there costs no command of its own.
 * What only some readings ask for (`further`) comes where its access is: files of the master file before the
 * application, data groups before the portrait.
 * Terminal Authentication, for whoever is entitled, comes behind everything that it is not needed for.
 */
export const readingOrder = (
  profile: DocumentProfile,
  isEntitled = false,
  further: readonly FurtherFile[] = [],
): readonly ReadingStep[] => [
  'card-access',
  ...masterFileNames.filter((name) => further.includes(name)),
  'access',
  ...dataGroups(profile.greeting),
  'SOD',
  'DG14',
  'DG15',
  'active-authentication',
  'chip-authentication',
  'COM',
  ...furtherDataGroups.filter((name) => further.includes(name)),
  ...dataGroups(profile.last),
  ...(isEntitled ? (['terminal-authentication'] as const) : []),
];

/** After a tear EF.SOD comes first: it tells whether this is the same card. Files held from before are passed over. */
export const resumedOrder = (
  profile: DocumentProfile,
  isEntitled = false,
  further: readonly FurtherFile[] = [],
): readonly ReadingStep[] => {
  const order = readingOrder(profile, isEntitled, further);
  const opened = order.indexOf('access') + 1;
  return [...order.slice(0, opened), 'SOD', ...order.slice(opened).filter((step) => step !== 'SOD')];
};

/** The standardized domain parameters (9303-11 §9.5.1), by id and by what a chip says of its own. */
import { curveByOid, curves, matchExplicitCurve, type ExplicitCurve } from './curves.ts';
import { dhDomain } from './dh-domain.ts';
import { dhGroups, matchExplicitGroup, type ExplicitGroup } from './dh-groups.ts';
import type { Domain } from './domain.ts';
import { ecDomain } from './ec-domain.ts';

/** Ids 0 to 2 and 8 to 18. */
export const domains: readonly Domain[] = [...dhGroups.map(dhDomain), ...curves.map(ecDomain)];

/** Any other id is `undefined`. */
export const domainByParameterId = (id: number): Domain | undefined =>
  domains.find((domain) => domain.parameterId === id);

/** Domain parameters as an AlgorithmIdentifier states them. */
export type StatedDomain =
  | { readonly kind: 'standardized'; readonly parameterId: number }
  | { readonly kind: 'named-curve'; readonly oid: string }
  | { readonly kind: 'curve'; readonly curve: ExplicitCurve }
  | { readonly kind: 'group'; readonly group: ExplicitGroup };

/**
 * The standardized domain that is stated, number for number. Parameters of a chip's own making are never computed
 * with: `undefined`.
 */
export function matchDomain(stated: StatedDomain): Domain | undefined {
  if (stated.kind === 'standardized') return domainByParameterId(stated.parameterId);
  const found =
    stated.kind === 'group'
      ? matchExplicitGroup(stated.group)
      : stated.kind === 'curve'
        ? matchExplicitCurve(stated.curve)
        : curveByOid(stated.oid);
  return found && domainByParameterId(found.parameterId);
}

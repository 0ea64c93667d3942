/** MODP groups by parameter id and by explicit parameters. */
import { dhGroupTable, type DhGroupRow } from './dh-group-table.ts';

export interface DhGroup extends DhGroupRow {
  /** Octets of a public value and of a shared secret. */
  readonly fieldLength: number;
  /** Octets of a private key. */
  readonly orderLength: number;
}

const octets = (value: bigint): number => Math.ceil(value.toString(2).length / 8);

export const dhGroups: readonly DhGroup[] = dhGroupTable.map((row) => ({
  ...row,
  fieldLength: octets(row.p),
  orderLength: octets(row.q),
}));

/** Ids 0 to 2; any other is `undefined`. */
export const dhGroupByParameterId = (id: number): DhGroup | undefined =>
  dhGroups.find((group) => group.parameterId === id);

/** DomainParameters as a key spells them out: X9.42 gives q, PKCS #3 does not. */
export interface ExplicitGroup {
  readonly p: bigint;
  readonly g: bigint;
  readonly q?: bigint;
}

/** The known group with exactly these parameters: a chip's own prime or generator could lead into a small subgroup. */
export function matchExplicitGroup({ p, g, q }: ExplicitGroup): DhGroup | undefined {
  return dhGroups.find((group) => group.p === p && group.g === g && (q === undefined || group.q === q));
}

/**
 * A worked example of a standard, value by value. What the example starts from is asked for by name; asking for any
 * other value is an error, so that nothing can be compared with itself.
 */
import { fromHex } from '@cccd-kiosk/emrtd/bytes';

export interface Given {
  text(name: string): string;
  /** Of hexadecimal. */
  octets(name: string): Uint8Array;
  /** Of hexadecimal. */
  number(name: string): bigint;
}

export interface Computation {
  /** The functions of the terminal that compute these values. */
  readonly by: string;
  /** Octets in upper-case hexadecimal. */
  readonly values: Readonly<Record<string, string | number>>;
}

export interface WorkedExample {
  readonly source: string;
  readonly title: string;
  /** The example's values as typed in `fixtures/doc9303/`, nested or in lists. */
  readonly table: object;
  /** What it starts from. */
  readonly given: readonly string[];
  /** What says something about the example and is no value of it. */
  readonly words?: readonly string[];
  compute(given: Given): Promise<readonly Computation[]>;
}

/** Names of the leaves with dots between, as `apdus.0.command`; what is only a name is left out. */
export function leavesOf(table: object, path = ''): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const [key, value] of Object.entries(table) as [string, unknown][]) {
    if (key === 'name' || key === 'format') continue;
    if (typeof value === 'object' && value !== null)
      for (const [name, leaf] of leavesOf(value, `${path}${key}.`)) leaves.set(name, leaf);
    else leaves.set(`${path}${key}`, String(value));
  }
  return leaves;
}

export interface Comparison {
  readonly computed: ReadonlyMap<string, { readonly by: string; readonly value: string }>;
  /** Given values that the computation asked for. */
  readonly used: ReadonlySet<string>;
}

/** Runs the computation. Throws where it asks for a value that is not given, or computes one twice. */
export async function compare(example: WorkedExample): Promise<Comparison> {
  const leaves = leavesOf(example.table);
  const used = new Set<string>();
  const text = (name: string): string => {
    const value = leaves.get(name);
    if (value === undefined || !example.given.includes(name)) throw new RangeError(`${name} is not given`);
    used.add(name);
    return value;
  };
  const given: Given = {
    text,
    octets: (name) => fromHex(text(name)),
    number: (name) => BigInt(`0x${text(name)}`),
  };
  const computed = new Map<string, { by: string; value: string }>();
  for (const { by, values } of await example.compute(given))
    for (const [name, value] of Object.entries(values)) {
      if (computed.has(name)) throw new RangeError(`${name} is computed twice`);
      computed.set(name, { by, value: String(value) });
    }
  return { computed, used };
}

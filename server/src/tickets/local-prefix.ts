import type { Station } from '../stations/station-repository.ts';

const most = 8;

/** Letters and digits of a name; never one or two letters alone, which is how the queues of the house are called. */
function prefixOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'D')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, most);
  if (plain === '') return 'K0';
  return /^[A-Z]{1,2}$/.test(plain) ? `${plain}0` : plain;
}

/**
 * What stands before each station's own numbers, by its id: of two that would be alike the one enrolled later gets a number
 * behind it. A station keeps its prefix whatever is enrolled after it.
 */
export function localPrefixes(inOrderOfEnrolment: readonly Station[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const prefixes = new Map<string, string>();
  for (const { id, name } of inOrderOfEnrolment) {
    const plain = prefixOf(name);
    let prefix = plain;
    for (let n = 2; taken.has(prefix); n += 1) prefix = `${plain.slice(0, most - String(n).length)}${n}`;
    taken.add(prefix);
    prefixes.set(id, prefix);
  }
  return prefixes;
}

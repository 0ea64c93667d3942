import { createHash } from 'node:crypto';

export interface Identifier {
  readonly system?: string;
  readonly value?: string;
  readonly [member: string]: unknown;
}

/** As much of FHIR's types as a mapper needs: a resource is JSON with its type's name. */
export interface Resource {
  readonly resourceType: string;
  readonly [member: string]: unknown;
}

export interface Entry {
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly request: { readonly method: 'POST' | 'PUT'; readonly url: string; readonly ifNoneExist?: string };
}

export interface TransactionBundle extends Resource {
  readonly resourceType: 'Bundle';
  readonly type: 'transaction';
  readonly entry: readonly Entry[];
}

/** A UUID (RFC 9562, version 8) that is always the same for the same seed: a message sent twice has the same ids. */
export function stableUuid(...seed: readonly string[]): string {
  const octets = createHash('sha256').update(JSON.stringify(seed)).digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `system|value` as a search parameter's value, in a URL. */
export const token = (system: string, value: string): string => `${system}|${encodeURIComponent(value)}`;

/** Drops members that are null, undefined or empty: FHIR has none of them. */
export function withoutEmpty<T extends Record<string, unknown>>(value: T): T {
  const entries = Object.entries(value).filter(
    ([, member]) => member !== null && member !== undefined && !(Array.isArray(member) && member.length === 0),
  );
  return Object.fromEntries(entries) as T;
}

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
import { fields, readOid } from './der.ts';
import type { Tlv } from './tlv.ts';

export interface AlgorithmIdentifier {
  readonly oid: string;
  /** As encoded; absent and NULL are both legal for most algorithms. */
  readonly parameters?: Tlv;
  readonly bytes: Uint8Array;
}

export function readAlgorithm(tlv: Tlv): AlgorithmIdentifier {
  const item = fields(tlv);
  const oid = readOid(item.next());
  const parameters = item.rest()[0];
  if (parameters !== undefined) item.next();
  item.end();
  return { oid, ...(parameters && { parameters }), bytes: tlv.bytes };
}

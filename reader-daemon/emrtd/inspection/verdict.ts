/** The verdict as values (decision 6 of the house: docs/adr/0002-verdict.md). No I/O, no words for people. */

/** Why a check failed. Each of these makes a card suspicious. */
export const failureReasons = [
  'signature-invalid',
  'message-digest-mismatch',
  'content-type-mismatch',
  'hash-mismatch',
  'not-in-sod',
  'signer-outside-validity',
  'signer-revoked',
  'issuer-signature-invalid',
  'issuer-outside-validity',
  'not-a-signer',
  'not-an-issuer',
  'test-issuer',
  'country-mismatch',
  'document-type-mismatch',
  'weak-key',
  'files-disagree',
  'printed-data-disagree',
  'protection-stripped',
  'answer-invalid',
  'channel-not-opened',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** Why a check could not reach an answer. None of these makes a card suspicious. */
export const inconclusiveReasons = [
  'unknown-issuer',
  'no-trust-store',
  'no-signing-time',
  'no-revocation-list',
  'stale-revocation-list',
  'unverified-revocation-list',
  'key-not-bound',
  'passive-authentication-open',
  'file-not-read',
  'malformed',
  'unsupported',
  'card-error',
  'no-challenge',
  'withheld',
  'attested-only',
] as const;
export type InconclusiveReason = (typeof inconclusiveReasons)[number];

export type Check =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly reason: FailureReason; readonly detail?: string }
  | { readonly status: 'not-offered' }
  | { readonly status: 'not-attempted' }
  | { readonly status: 'inconclusive'; readonly reason: InconclusiveReason; readonly detail?: string };

/**
 * The checks of an inspection, in the order they are reported.
 * `hash:DGn` rows stand beside these, one for each data group that the SOD lists or the chip returned.
 */
export const checkNames = [
  'sod-signature', // the signer's signature over EF.SOD, signed attributes included
  'signer-certificate', // chain to a trusted CSCA, key usage, test issuer
  'signer-validity', // at signing time, with the private-key usage period
  'revocation', // against the CRLs at hand
  'issuing-country', // signer's country = MRZ issuing state
  'data-hashes', // every data group read hashes to its value in the SOD
  'protection-stripped', // DG14/DG15 in the SOD but hidden by the chip or EF.COM
  'active-authentication',
  'chip-authentication',
  'chip-authentication-mapping', // of PACE; its key stands in EF.CardSecurity
  'files-agree', // DG1 against DG13
  'printed-data', // the scanned QR or typed CAN against the chip
] as const;
export type CheckName = (typeof checkNames)[number] | `hash:DG${number}`;
export type Checks = Readonly<Partial<Record<CheckName, Check>>>;

export const overallVerdicts = ['genuine', 'suspicious', 'not-proven'] as const;
export type Overall = (typeof overallVerdicts)[number];

export const passed: Check = { status: 'passed' };
export const notOffered: Check = { status: 'not-offered' };
export const notAttempted: Check = { status: 'not-attempted' };

/** `detail` names a file or an algorithm; never card content. */
export const failed = (reason: FailureReason, detail?: string): Check =>
  detail === undefined ? { status: 'failed', reason } : { status: 'failed', reason, detail };
export const inconclusive = (reason: InconclusiveReason, detail?: string): Check =>
  detail === undefined ? { status: 'inconclusive', reason } : { status: 'inconclusive', reason, detail };

export interface Verdict {
  readonly overall: Overall;
  readonly checks: Checks;
}

/** Name and check, of those that were made. */
export const checkRows = (checks: Checks): [CheckName, Check][] =>
  (Object.entries(checks) as [CheckName, Check | undefined][]).flatMap(([name, check]) =>
    check === undefined ? [] : [[name, check]],
  );

/** The same checks in the order they are reported, the rows of the data groups last and ascending. */
export function inOrder(checks: Checks): Checks {
  const rank = (name: string): number => {
    const at = checkNames.findIndex((known) => known === name);
    return at >= 0 ? at : checkNames.length + Number(name.replace('hash:DG', ''));
  };
  return Object.fromEntries(checkRows(checks).sort(([a], [b]) => rank(a) - rank(b)));
}

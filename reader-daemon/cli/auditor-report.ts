/**
 * What an inspection did and found, for somebody who was not there: shaped after BSI TR-03135 (a result per check and one
 * overall, each `ok`, `failed`, `could-not-check`, `not-supported` or `not-performed`, with its reason) and ICAO's advice
 * on passive authentication. Nothing of the holder and no octet of an APDU's content.
 */
import type { Basis } from '@cccd-kiosk/emrtd/inspection/overall';
import { checkRows, inOrder, type Check, type Checks, type Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { ApduTrace } from '@cccd-kiosk/emrtd/iso7816/card-session';

export const reportFormat = 'cccd-kiosk/auditor-report/1';

export type AuditorResult = 'ok' | 'failed' | 'could-not-check' | 'not-supported' | 'not-performed';
const resultOf: Readonly<Record<Check['status'], AuditorResult>> = {
  passed: 'ok',
  failed: 'failed',
  inconclusive: 'could-not-check',
  'not-offered': 'not-supported',
  'not-attempted': 'not-performed',
};
const overallOf: Readonly<Record<Overall, AuditorResult>> = {
  genuine: 'ok',
  suspicious: 'failed',
  'not-proven': 'could-not-check',
};

/** Which of the auditor's questions a check answers. */
export const auditorGroups = ['issuer', 'chip', 'integrity', 'agreement'] as const;
export type AuditorGroup = (typeof auditorGroups)[number];
const groups: Readonly<Record<string, AuditorGroup>> = {
  'sod-signature': 'issuer',
  'signer-certificate': 'issuer',
  'signer-validity': 'issuer',
  revocation: 'issuer',
  'issuing-country': 'issuer',
  'data-hashes': 'integrity',
  'protection-stripped': 'integrity',
  'active-authentication': 'chip',
  'chip-authentication': 'chip',
  'chip-authentication-mapping': 'chip',
  'files-agree': 'agreement',
  'printed-data': 'agreement',
};

export interface AuditorCheck {
  readonly name: string;
  readonly group: AuditorGroup;
  readonly result: AuditorResult;
  readonly reason: string | null;
  /** A file or an algorithm; never content. */
  readonly detail: string | null;
}

export interface AuditorApdu {
  readonly direction: 'to-chip' | 'from-chip';
  /** `00 B0 81 00`, to the chip; `9000`, from it; null when no answer came. */
  readonly header: string | null;
  readonly protected: boolean;
  readonly octets: number;
  /** Inside the transport; of the answer alone. */
  readonly ms: number | null;
}

export interface AuditorReport {
  readonly format: typeof reportFormat;
  readonly madeAt: string;
  readonly result: AuditorResult;
  readonly verdict: Overall;
  /** How the server may rely on it; null for a reading that was judged where it was made. */
  readonly basis: Basis | null;
  readonly checks: readonly AuditorCheck[];
  readonly access: Readonly<Record<string, unknown>> | null;
  readonly files: readonly { readonly name: string; readonly octets: number }[];
  readonly notRead: readonly { readonly name: string; readonly why: string }[];
  readonly signer: Readonly<Record<string, unknown>> | null;
  readonly milliseconds: { readonly card: number; readonly host: number; readonly total: number } | null;
  readonly apdus: readonly AuditorApdu[];
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

function apduRows(trace: readonly ApduTrace[]): AuditorApdu[] {
  return trace.flatMap((apdu): AuditorApdu[] => [
    {
      direction: 'to-chip',
      header: `${apdu.protected ? '0C' : '00'} ${[apdu.ins, apdu.p1, apdu.p2].map((octet) => hex(octet, 2)).join(' ')}`,
      protected: apdu.protected,
      octets: apdu.sent,
      ms: null,
    },
    {
      direction: 'from-chip',
      header: apdu.sw === undefined ? null : hex(apdu.sw, 4),
      protected: apdu.protected,
      octets: apdu.received,
      ms: apdu.ms,
    },
  ]);
}

const checkOf = ([name, check]: readonly [string, Check]): AuditorCheck => ({
  name,
  group: groups[name] ?? 'integrity',
  result: resultOf[check.status],
  reason: 'reason' in check ? check.reason : null,
  detail: ('detail' in check ? check.detail : undefined) ?? null,
});

export interface Reported {
  readonly verdict: { readonly overall: Overall; readonly checks: Checks };
  readonly basis?: Basis;
  readonly access?: Readonly<Record<string, unknown>>;
  readonly files: Iterable<readonly [string, { readonly length: number }]>;
  readonly notRead?: Iterable<readonly [string, string]>;
  readonly signer?: Readonly<Record<string, unknown>> | undefined;
  readonly ms?: { readonly card: number; readonly host: number; readonly total: number };
  readonly trace?: readonly ApduTrace[];
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

export function auditorReport(reported: Reported, at: Date): AuditorReport {
  const { verdict, basis, access, files, notRead = [], signer, ms, trace = [] } = reported;
  return {
    format: reportFormat,
    madeAt: at.toISOString(),
    result: overallOf[verdict.overall],
    verdict: verdict.overall,
    basis: basis ?? null,
    checks: checkRows(inOrder(verdict.checks)).map(checkOf),
    access: access ?? null,
    files: [...files].map(([name, { length }]) => ({ name, octets: length })),
    notRead: [...notRead].map(([name, why]) => ({ name, why })),
    signer: signer ?? null,
    milliseconds:
      ms === undefined ? null : { card: rounded(ms.card), host: rounded(ms.host), total: rounded(ms.total) },
    apdus: apduRows(trace),
  };
}

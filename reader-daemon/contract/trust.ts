/**
 * The trust store as an administrator changes it and an auditor reads it, under `/api/staff/trust`:
 *
 * GET  /                what is trusted, the files it comes from, and every change of it
 * POST /files/:name     one file, raw (`application/octet-stream`): what is in it. Laid aside for this officer, not in use.
 * POST /plan            a dry run: what would change, and which recent readings would be judged otherwise
 * POST /apply           makes the change that a dry run showed
 * POST /discard         lets the files that were laid aside go
 */
import { z } from 'zod';
import type { Check, CheckName, Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { idSchema } from './station.ts';

export const trustFileNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\u0000-\u001f\u007f]+$/);

export const trustPlanRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('import'),
    /** Digests of files that are to be in use no longer. */
    remove: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(500),
  }),
  z.object({ kind: z.literal('rollback') }),
]);
export type TrustPlanRequest = z.infer<typeof trustPlanRequestSchema>;
export const trustApplySchema = z.object({ plan: idSchema });

export const trustRoles = ['anchor', 'link', 'signer', 'test'] as const;
export type TrustRole = (typeof trustRoles)[number];

export interface TrustItemRow {
  readonly kind: 'certificate' | 'revocation-list';
  readonly subject: string;
  readonly fingerprint: string;
  /** Of a certificate that can be used. */
  readonly role: TrustRole | null;
  readonly from: string | null;
  readonly until: string | null;
  /** Why it cannot be used; null where it can. */
  readonly reason: string | null;
}

/** A file as it was opened. */
export interface TrustFileRow {
  readonly digest: string;
  readonly name: string;
  /** Of a file in use: who brought it, and when. */
  readonly importedAt: string | null;
  readonly importedBy: string | null;
  readonly certificates: number;
  readonly lists: number;
  readonly unusable: number;
  /** Why nothing of it can be used. */
  readonly reason: string | null;
  /** The first of what is in it. */
  readonly items: readonly TrustItemRow[];
}

export interface TrustVersionRow {
  readonly version: number;
  readonly kind: 'import' | 'rollback';
  readonly at: string;
  /** Account of a member of staff, or what else changed it (`command-line`). */
  readonly by: string;
  /** Names of files that came into use, and that went out of it. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface TrustOverview {
  /** 0 before the first import. */
  readonly version: number;
  readonly mayChange: boolean;
  readonly canRollBack: boolean;
  readonly files: readonly TrustFileRow[];
  /** Laid aside by this officer for the next dry run. */
  readonly waiting: readonly TrustFileRow[];
  /** Newest first, fifty at the most. */
  readonly history: readonly TrustVersionRow[];
}

export interface TrustContentRow {
  readonly kind: 'certificate' | 'revocation-list';
  readonly subject: string;
  readonly fingerprint: string;
  readonly anchor: boolean;
  readonly from: string;
  readonly until: string | null;
}

/** Readings that would change in the same way. */
export interface TrustReadingGroup {
  readonly before: Overall;
  readonly after: Overall;
  readonly checks: readonly { readonly check: CheckName; readonly before: Check; readonly after: Check }[];
  readonly count: number;
  /** The newest of them: when, and at which station. Nobody's data. */
  readonly newest: readonly { readonly at: string; readonly station: string }[];
}

export interface TrustPlan {
  readonly plan: string;
  readonly kind: 'import' | 'rollback';
  /** Names of files that came to nothing, and why. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  readonly added: readonly TrustContentRow[];
  readonly removed: readonly TrustContentRow[];
  readonly changed: readonly { readonly before: TrustContentRow; readonly after: TrustContentRow }[];
  readonly readings: {
    /** Judged by both stores. */
    readonly judged: number;
    /** How many there are in the time that was looked at; more than `judged` where that has a limit. */
    readonly kept: number;
    readonly days: number;
    /** Kept, but no longer readable as a record. */
    readonly unreadable: number;
    readonly groups: readonly TrustReadingGroup[];
  };
}

/**
 * What a kiosk screen may know of somebody's health insurance (BHYT). Words and a way on, never a history, an address or
 * a sum of money; the catalogue turns a state into sentences.
 */
import { z } from 'zod';

/** `yyyy-mm-dd`. */
const day = z.iso.date();

export const insuranceViewSchema = z.discriminatedUnion('state', [
  /** No gateway is set up at this site: the counter looks it up. */
  z.object({ state: z.literal('will-be-checked') }),
  /** A look-up is under way; it becomes something else within 3 s (B0.2). */
  z.object({ state: z.literal('checking') }),
  /** B-01, and B-06 when `daysLeft` is at most 30. `ratePercent` is the rate of the card's code, null when unknown. */
  z.object({
    state: z.literal('valid'),
    until: day.nullable(),
    ratePercent: z.number().int().min(0).max(100).nullable(),
    daysLeft: z.number().int().nullable(),
  }),
  /** N-01: the national link is away. The person is admitted; the look-up is made later. */
  z.object({ state: z.literal('pending') }),
  /** B-02. `asked` is what the look-up went by. */
  z.object({ state: z.literal('not-found'), asked: z.enum(['personal-number', 'insurance-number']) }),
  /** B-03: a negative answer, with the ways on. */
  z.object({ state: z.literal('ended'), on: day.nullable(), cause: z.enum(['expired', 'stopped', 'withdrawn']) }),
  /** B-04: staff will check; the person edits nothing. */
  z.object({ state: z.literal('mismatch'), field: z.enum(['name', 'birth-date']) }),
  /** B-05 and every other walk to the insurance desk: the screen says no more than where to go. */
  z.object({ state: z.literal('desk') }),
  /** An answer that only staff can judge: the person is admitted and told that staff will check. */
  z.object({ state: z.literal('staff-check') }),
  /** The person chose to be seen without insurance. */
  z.object({ state: z.literal('self-pay') }),
]);
export type InsuranceView = z.infer<typeof insuranceViewSchema>;
export type InsuranceState = InsuranceView['state'];
export const insuranceStates = [
  'will-be-checked',
  'checking',
  'valid',
  'pending',
  'not-found',
  'ended',
  'mismatch',
  'desk',
  'staff-check',
  'self-pay',
] as const satisfies readonly InsuranceState[];

/** Whether somebody still has to look at this person's insurance: what the paper ticket says. */
export const insuranceOpen = ({ state }: InsuranceView): boolean => state !== 'valid' && state !== 'self-pay';

/** 10 digits (BHXH number) or 15 characters (card number); spaces and dashes are dropped before. */
export const insuranceNumberSchema = z.string().regex(/^(\d{10}|[A-Z]{2}[1-5]\d{2}\d{10})$/);

/** How a person goes on after `not-found` or `ended`. */
export const insuranceWays = ['self-pay', 'staff'] as const;
export type InsuranceWay = (typeof insuranceWays)[number];

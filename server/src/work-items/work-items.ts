import type { Severity, ValueSource, WorkItemKind } from '@cccd-kiosk/contract/work-items';

/** Something that a person at a desk has to settle. Nothing that goes wrong is only an error text: it becomes one of these. */
export interface NewWorkItem {
  readonly kind: WorkItemKind;
  readonly severity: Severity;
  /** The visit it is about, where there is one. */
  readonly visitId?: string;
  /** Which field disagrees, by the catalogue's name: `full-name`, `birth-date`, `sex`, `personal-number`, `address`. */
  readonly field?: string;
  /** A stable code for staff: `060`, `expired`, `054`. No personal data. */
  readonly code: string;
  /** The values that disagree, by source. Personal: kept sealed. */
  readonly values?: Readonly<Partial<Record<ValueSource, string | undefined>>>;
  /** To be settled before the cashier takes money; unless said, so for `insurance` and `before-payment`. */
  readonly beforePayment?: boolean;
  /** Tells apart items without a visit: a message's or an officer's id. Never personal data. */
  readonly scope?: string;
}

export interface WorkItems {
  /** Opens an item, or leaves the open one of the same visit, kind, field, code and scope. In the caller's transaction. */
  open(item: NewWorkItem, at: Date): void;
  /** Closes the open items of a visit of that kind (and field, and scope), with what closed them: `matching-read`, `positive-answer`. */
  settle(
    visitId: string,
    kind: WorkItemKind,
    by: string,
    at: Date,
    only?: { readonly field?: string; readonly scope?: string },
  ): void;
}

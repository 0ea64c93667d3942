/** Something that a person at a desk has to settle. Nothing that goes wrong is only an error text: it becomes one of these. */
export interface NewWorkItem {
  readonly kind:
    /** Chip, insurance and hospital record disagree. */
    | 'mismatch'
    /** No insurance was found for this person, or it ended. */
    | 'insurance'
    /** A later answer took away what was pending: to be settled before the cashier takes money. */
    | 'before-payment'
    /** A setting of the site is wrong (an officer unknown to the gateway, an account refused). For the administrator. */
    | 'configuration'
    /** The hospital's system refused what was handed over. */
    | 'hand-over';
  readonly severity: 'information' | 'needs-look' | 'blocking';
  /** The visit it is about, where there is one. */
  readonly visitId?: string;
  /** Which field disagrees, by the catalogue's name: `full-name`, `birth-date`, `sex`, `personal-number`, `address`. */
  readonly field?: string;
  /** A stable code for staff: `060`, `expired`, `054`. No personal data. */
  readonly code: string;
  /** The values that disagree, by source. Personal: kept sealed. */
  readonly values?: Readonly<Record<'chip' | 'insurance' | 'hospital', string | undefined>>;
}

export interface WorkItems {
  /** Opens an item, or leaves the open one of the same visit, kind, field and code as it is. In the caller's transaction. */
  open(item: NewWorkItem, at: Date): void;
  /** Closes the open items of a visit of that kind (and field), with what closed them: `matching-read`, `positive-answer`. */
  settle(visitId: string, kind: NewWorkItem['kind'], by: string, at: Date, field?: string): void;
}

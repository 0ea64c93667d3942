/** What came of Terminal Authentication. Says nothing about the document: the terminal is who was examined. */
export type TerminalOutcome =
  | { readonly status: 'accepted' }
  /** EF.DG14 names no Terminal Authentication. */
  | { readonly status: 'not-offered' }
  /** The chip has proven itself neither by Chip Authentication nor by its mapping, whose key this protocol signs over. */
  | { readonly status: 'no-chip-authentication' }
  /** None of the authorities that the chip trusts stands in the chain. */
  | { readonly status: 'unknown-authority' }
  | { readonly status: 'refused'; readonly statusWord?: number }
  /** Whoever holds the private key did not sign. */
  | { readonly status: 'not-signed' };

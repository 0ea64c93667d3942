/** Why a kind of visit (MA_DOITUONG_KCB) is proposed. Sentences: `text/insurance-proposal.ts`. */
export const proposalReasons = [
  'not-insured',
  'registered-here',
  'initial-level',
  'basic-below-50',
  'basic-50-to-70',
  'basic-was-province',
  'was-district',
  'specialised-was-central',
  'specialised-was-province',
] as const;
export type ProposalReason = (typeof proposalReasons)[number];

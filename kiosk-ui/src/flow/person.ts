import type { Stage } from '@cccd-kiosk/contract/screen';

/** The person as a greeting shows them. */
export type PersonView = Extract<Stage, { stage: 'greeting' }>['person'];

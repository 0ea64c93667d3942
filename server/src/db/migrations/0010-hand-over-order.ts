import type { Migration } from '../migrate.ts';

/** What is due next is the first in order: found without sorting a backlog, which is looked at twice a message. */
export const handOverOrder: Migration = {
  number: 10,
  name: 'the order of the hand-over',
  sql: `CREATE INDEX hand_over_order ON hand_over (destination, place) WHERE state <> 'taken';`,
};

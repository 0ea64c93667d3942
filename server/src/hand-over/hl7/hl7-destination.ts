import type { Destination } from '../language.ts';
import type { AdtOptions } from './adt.ts';
import { adtOf } from './adt.ts';
import type { LineOptions } from './mllp-line.ts';
import { MllpLine } from './mllp-line.ts';

export function hl7Destination(options: { name: string } & AdtOptions & LineOptions): Destination {
  const line = new MllpLine(options);
  return {
    name: options.name,
    kind: 'hl7v2',
    deliver: (message, signal) => line.send(message.key, adtOf(message, options), signal),
    close() {
      line.close();
      return Promise.resolve();
    },
  };
}

import { basicAccess } from './basic-access.ts';
import { chip } from './chip.ts';
import { pace } from './pace.ts';
import { secureMessagingExamples } from './secure-messaging.ts';
import type { WorkedExample } from './worked-example.ts';

export const workedExamples: readonly WorkedExample[] = [...basicAccess, ...secureMessagingExamples, ...pace, ...chip];

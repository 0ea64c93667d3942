import { seconds } from '../../clock.ts';

/** So long a screen says "being checked"; then the person is admitted as pending, whatever the gateway does (B0.2). */
export const checkingFor = seconds(3);

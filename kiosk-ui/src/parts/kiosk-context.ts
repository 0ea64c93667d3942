import { getContext, setContext } from 'svelte';
import type { Kiosk } from '../flow/kiosk.svelte.ts';

const key = Symbol('kiosk');

export const provideKiosk = (kiosk: Kiosk): Kiosk => setContext(key, kiosk);
/** The state machine and its words, for every component of the kiosk. */
export const useKiosk = (): Kiosk => getContext<Kiosk>(key);

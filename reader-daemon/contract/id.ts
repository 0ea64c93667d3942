import { z } from 'zod';

/** Ids of stations, readings, visits and the like. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

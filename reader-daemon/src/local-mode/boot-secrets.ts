import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { StateDir } from '../state-dir.ts';

const fileName = 'local-secrets.json';
const secret = z.string().regex(/^[A-Za-z0-9_-]{32}$/);
const fileSchema = z.object({ boot: z.string().min(1), pairing: secret, session: secret });

export interface BootSecrets {
  /** In the page's address. */
  readonly pairing: string;
  /** In the paired screen's cookie. */
  readonly session: string;
}

/** This start of the computer; null where the system does not say. */
function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

/**
 * Secrets that live as long as the computer is on: a daemon that was started anew finds its screen paired. Where the
 * system does not tell its starts apart, they live as long as the daemon.
 */
export function bootSecrets(state: StateDir, boot = bootId()): BootSecrets {
  const kept = fileSchema.safeParse(state.readJson(fileName));
  if (kept.success && kept.data.boot === boot) return kept.data;
  const fresh = (): string => randomBytes(24).toString('base64url');
  const secrets = { pairing: fresh(), session: fresh() };
  if (boot !== null) state.writeJson(fileName, { boot, ...secrets });
  return secrets;
}

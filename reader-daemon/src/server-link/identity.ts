/** Who this station is to its server: an Ed25519 key born here, and the id the server gave for it. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { idSchema } from '@cccd-kiosk/contract/station';
import { z } from 'zod';
import { RefusedConfig } from '../refused-config.ts';
import type { StateDir } from '../state-dir.ts';

const fileName = 'station.json';
const fileSchema = z.object({ stationId: idSchema, server: z.string(), key: z.base64() });

export interface StationIdentity {
  readonly stationId: string;
  /** Base64 of an Ed25519 signature over the UTF-8 octets. */
  sign(text: string): string;
}

export interface NewKey {
  /** SubjectPublicKeyInfo DER, base64. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function newStationKey(): NewKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey };
}

const identityOf = (stationId: string, key: KeyObject): StationIdentity => ({
  stationId,
  sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
});

/** `undefined` until this station is enrolled. A station belongs to one server. */
export function loadIdentity(state: StateDir, server: string): StationIdentity | undefined {
  const value = state.readJson(fileName);
  if (value === undefined) return undefined;
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) throw new RefusedConfig('stateDir', `${fileName} is not what this program wrote`);
  const { stationId, key, server: enrolledAt } = parsed.data;
  if (enrolledAt !== server)
    throw new RefusedConfig('serverUrl', `this station is enrolled at ${enrolledAt}; enrol it anew to change servers`);
  return identityOf(stationId, createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' }));
}

export function keepIdentity(
  state: StateDir,
  server: string,
  stationId: string,
  { privateKey }: NewKey,
): StationIdentity {
  const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  state.writeJson(fileName, { stationId, server, key });
  return identityOf(stationId, privateKey);
}

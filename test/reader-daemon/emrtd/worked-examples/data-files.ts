/**
 * The public collection of worked examples that the tables in `fixtures/doc9303/` were typed from, found through
 * CCCD_CONFORMANCE_DATA and never part of the project: what of it stands in which table.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activeAuthentication } from '@cccd-kiosk/fixtures/doc9303/active-authentication';
import { keyDerivation, mrzKeys, mutualAuthentication } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { chipAuthenticationDh, chipAuthenticationEcdh } from '@cccd-kiosk/fixtures/doc9303/chip-authentication';
import { paceChipAuthenticationMapping } from '@cccd-kiosk/fixtures/doc9303/pace-chip-authentication-mapping';
import { paceGenericMapping } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping';
import { paceGenericMappingDh } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping-dh';
import { paceIntegratedMapping, paceIntegratedMappingDh } from '@cccd-kiosk/fixtures/doc9303/pace-integrated-mapping';
import { secureMessaging } from '@cccd-kiosk/fixtures/doc9303/secure-messaging';

const folder = join(process.env['CCCD_CONFORMANCE_DATA'] ?? '', 'doc9303');
export const hasDataFiles = process.env['CCCD_CONFORMANCE_DATA'] !== undefined && existsSync(folder);

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export const dataFile = (name: string): Record<string, Json> =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<string, Json>;

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** What says where a value comes from, or names it. */
const remarks = new Set(['source', 'title', 'notes', 'note', 'origin', 'recomputed', 'name', 'format', 'from', 'seed']);

/**
 * The values of a file, by their names in it: `steps` under their own names, `inputs` and `result` without theirs. A
 * result of an input's name (the counter) is called `…_after`.
 */
export function valuesOf(json: Json, path = ''): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const into = (name: string, value: Json): void => {
    if (typeof value !== 'object') values.set(name, String(value));
    else if (value !== null) for (const [inner, leaf] of valuesOf(value, `${name}.`)) values.set(inner, leaf);
  };
  for (const [key, value] of Object.entries(json ?? {}) as [string, Json][]) {
    if (remarks.has(key)) continue;
    const named = value as { name?: string; value?: Json } | null;
    if (['inputs', 'result'].includes(key))
      for (const [name, leaf] of valuesOf(value)) into(values.has(name) ? `${name}_after` : name, leaf);
    else if (key === 'steps') for (const step of value as { name: string; value: Json }[]) into(step.name, step.value);
    else if (named !== null && typeof named === 'object' && named.value !== undefined)
      into(`${path}${key}`, named.value);
    else into(`${path}${key}`, value);
  }
  return values;
}

/** A file's name for a value → the table's. */
type Naming = (name: string) => string;

const exchangeNames = secureMessaging.exchanges.map(({ name }) => name);
const secureMessagingName: Naming = (name) => {
  const [, i, part] = /^apdus\.(\d)\.(.*)$/.exec(name) ?? [];
  if (i !== undefined) return `exchanges.${i}.${part}`;
  const [first = '', step] = name.split('.');
  if (step === undefined) return camel(name);
  const own: Record<string, string> = { unprotected_command: 'plainCommand', response_data: 'data' };
  return `exchanges.${exchangeNames.indexOf(first as (typeof exchangeNames)[number])}.${own[step] ?? camel(step)}`;
};

export const typedFiles: readonly { readonly file: string; readonly table: object; readonly naming: Naming }[] = [
  { file: 'bac_d1_key_derivation', table: keyDerivation, naming: camel },
  { file: 'bac_d2_mrz_keys', table: { examples: mrzKeys }, naming: camel },
  { file: 'bac_d3_mutual_authentication', table: mutualAuthentication, naming: camel },
  { file: 'sm_d4_secure_messaging_3des', table: secureMessaging, naming: secureMessagingName },
  {
    file: 'aa_f_active_authentication_rsa',
    table: activeAuthentication,
    naming: (name) => (name === 'apdus.0.command' ? 'command' : camel(name)),
  },
  { file: 'pace_g1_gm_ecdh', table: paceGenericMapping, naming: camel },
  { file: 'pace_g2_gm_dh', table: paceGenericMappingDh, naming: camel },
  { file: 'pace_h1_im_ecdh', table: paceIntegratedMapping, naming: camel },
  { file: 'pace_h2_im_dh', table: paceIntegratedMappingDh, naming: camel },
  { file: 'pace_i_cam_ecdh', table: paceChipAuthenticationMapping, naming: camel },
  { file: 'bsi_eac_ecdh', table: chipAuthenticationEcdh, naming: camel },
  { file: 'bsi_eac_dh', table: chipAuthenticationDh, naming: camel },
];

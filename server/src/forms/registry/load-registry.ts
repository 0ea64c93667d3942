import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { RegistryProblem } from '@cccd-kiosk/contract/forms';
import { formSchema, portalSchema, servicesSchema, type Form, type Portal, type Services } from './form-schema.ts';
import { JsonError, placeAt, readJson } from './read-json.ts';

export interface LoadedRegistry {
  readonly forms: readonly Form[];
  readonly services: Services['services'];
  readonly portals: readonly Portal[];
  /** Files that were not taken; the others stand. */
  readonly problems: readonly RegistryProblem[];
}

type Taken<T> = { readonly value: T } | { readonly problems: readonly RegistryProblem[] };

function take<S extends z.ZodType>(schema: S, file: string, bytes: Uint8Array): Taken<z.output<S>> {
  try {
    const json = readJson(textOf(bytes));
    const parsed = schema.safeParse(json.value);
    if (parsed.success) return { value: parsed.data };
    return {
      problems: parsed.error.issues.map((issue) => {
        // For a word that is not known, the place of the word itself.
        const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
        const path = [...issue.path, ...unknown];
        return { file, ...json.placeOf(path), path: path.map(String).join('.'), reason: issue.message };
      }),
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { problems: [{ file, ...error.place, path: '', reason: error.reason }] };
  }
}

/** UTF-8 alone, in NFC; a byte order mark, which some editors write, is nothing. Throws JsonError at the first letter lost. */
function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  const lost = isUtf8(bytes) ? -1 : text.indexOf('\ufffd');
  if (lost >= 0) throw new JsonError('the file is not UTF-8 from here on', placeAt(text, lost));
  return text.normalize('NFC');
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/**
 * Reads a folder: a form in each `*.json`, `services.json`, and portals under `portals/`. One file's mistake takes that
 * file away and no other.
 */
export function loadRegistry(folder: string): LoadedRegistry {
  const problems: RegistryProblem[] = [];
  const list = (under: string): string[] =>
    filesIn(join(folder, under))
      .filter((name) => name.endsWith('.json'))
      .map((name) => (under === '' ? name : `${under}/${name}`))
      .sort();
  const read = <S extends z.ZodType>(schema: S, file: string): z.output<S>[] => {
    const path = join(folder, file);
    const absent = { problems: [{ file, line: 1, column: 1, path: '', reason: 'there is no such file' }] };
    const taken = existsSync(path) ? take(schema, file, readFileSync(path)) : absent;
    if ('value' in taken) return [taken.value];
    problems.push(...taken.problems);
    return [];
  };
  const forms = list('')
    .filter((file) => file !== 'services.json')
    .flatMap((file) => read(formSchema, file).map((form) => ({ file, form })));
  const seen = new Map<string, string>();
  const single = forms.filter(({ file, form }) => {
    const key = `${form.code} ${form.version}`;
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, file);
      return true;
    }
    problems.push({ file, line: 1, column: 1, path: 'code', reason: `${key} stands in ${other} already` });
    return false;
  });
  return {
    forms: single.map(({ form }) => form),
    services: read(servicesSchema, 'services.json').flatMap(({ services }) => services),
    portals: list('portals').flatMap((file) => read(portalSchema, file)),
    problems,
  };
}

import type { ProcedureSearch } from '@cccd-kiosk/contract/citizen-form';
import type { SearchResult } from '@cccd-kiosk/contract/forms';
import type { Registry } from '../registry/registry.ts';

type Found = ProcedureSearch['found'][number];

/** As many as stand on the screen with the keys beneath. */
const most = 4;

/**
 * The officer's search, for a citizen: what is in force, under the names that people know. A service whose form is filled
 * at this machine opens it; what only an officer does is found too, so that nobody looks for it in vain.
 */
export function createCitizenSearch(
  registry: Pick<Registry, 'search'>,
  offered: ReadonlySet<string>,
): (query: string) => ProcedureSearch {
  function foundOf(result: SearchResult): Found[] {
    if (result.kind === 'service') {
      const { name, forms } = result.service;
      const [code] = forms;
      // A service of several papers is begun by an officer: one of them alone would not do.
      return [{ name, code: forms.length === 1 && code !== undefined && offered.has(code) ? code : null }];
    }
    const { name, code, state } = result.form;
    return state === 'current' ? [{ name, code: offered.has(code) ? code : null }] : [];
  }
  return (query) => {
    if (query.trim() === '') return { query, found: [], more: 0 };
    // A form and a service of one name are one procedure to whoever looks for it: the better answer of the two stays.
    const byName = new Map<string, Found>();
    for (const found of registry.search(query).flatMap(foundOf)) {
      const known = byName.get(found.name.vi);
      if (known === undefined || (known.code === null && found.code !== null)) byName.set(found.name.vi, found);
    }
    const all = [...byName.values()];
    return { query, found: all.slice(0, most), more: Math.max(0, all.length - most) };
  };
}

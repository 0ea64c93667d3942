import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FormSummary, RegistryProblem, SearchResult, ServiceSummary } from '@cccd-kiosk/contract/forms';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Form, Portal } from './form-schema.ts';
import { loadRegistry, type LoadedRegistry } from './load-registry.ts';
import { scoreOf } from './search.ts';

/** The forms there are. Files that change are read again: editing a form needs no restart and no code. */
export interface Registry {
  search(query: string): SearchResult[];
  services(): ServiceSummary[];
  problems(): readonly RegistryProblem[];
  /** The version in force today. Throws RefusedError `not-found`, or `form-expired` with its successor in `field`. */
  current(code: string): Form;
  /** A version by its name, in force or not: a case goes on with the one it began with. */
  version(code: string, version: string): Form | undefined;
  summary(form: Form): FormSummary;
  portal(id: string): Portal | undefined;
}

/** Between two looks at the folder, milliseconds. */
const patience = 1000;

export function createRegistry(folder: string, today: () => string, now: () => number = Date.now): Registry {
  let loaded: LoadedRegistry | undefined;
  let stamp = '';
  let looked = -patience;

  const stampOf = (): string =>
    ['', 'portals']
      .flatMap((under) => {
        const within = join(folder, under);
        return existsSync(within) ? readdirSync(within).map((name) => join(within, name)) : [];
      })
      .filter((path) => path.endsWith('.json'))
      .map((path) => {
        const { mtimeMs, size } = statSync(path);
        return `${path} ${mtimeMs} ${size}`;
      })
      .join('\n');
  function read(): LoadedRegistry {
    if (loaded !== undefined && now() - looked < patience) return loaded;
    looked = now();
    const seen = stampOf();
    if (loaded === undefined || seen !== stamp) loaded = loadRegistry(folder);
    stamp = seen;
    return loaded;
  }

  const stateOf = (form: Form): FormSummary['state'] => {
    const day = today();
    if (form.effectiveTo !== undefined && form.effectiveTo < day) return 'expired';
    return form.effectiveFrom > day ? 'future' : 'current';
  };
  const summary = (form: Form): FormSummary => ({
    code: form.code,
    version: form.version,
    name: form.name,
    legalBasis: form.legalBasis,
    state: stateOf(form),
    successor: form.successor === undefined ? null : `${form.successor.code} ${form.successor.version}`,
    confidence: form.confidence,
    effectiveFrom: form.effectiveFrom,
    effectiveTo: form.effectiveTo ?? null,
  });
  const inForce = (code: string): Form | undefined => {
    const mine = read().forms.filter((form) => form.code === code && stateOf(form) === 'current');
    return mine.sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom))[0];
  };
  const serviceOf = (service: LoadedRegistry['services'][number]): ServiceSummary => {
    const forms = service.forms.filter((code) => inForce(code) !== undefined);
    return {
      number: service.number,
      name: service.name,
      agency: service.agency,
      needs: service.needs,
      forms,
      shipped: forms.length > 0,
      portal: service.portal,
      confidence: service.confidence,
    };
  };

  return {
    search(query) {
      const { forms, services } = read();
      const asked = query.trim() !== '';
      const found: SearchResult[] = [
        ...forms.map((form): SearchResult => {
          const names = [form.name.vi, form.name.en, ...form.alsoCalled];
          const score = asked ? scoreOf(query, { code: form.code, names }) : 1;
          // An expired version is found, to say what took its place, after those in force.
          return { kind: 'form', score: stateOf(form) === 'current' ? score : score / 4, form: summary(form) };
        }),
        ...services.map((service): SearchResult => {
          const names = [service.name.vi, service.name.en, ...service.alsoCalled];
          // Of a form and a service of one name the form can be filled here.
          const score = asked ? scoreOf(query, { names }) * 0.98 : 0.5;
          return { kind: 'service', score, service: serviceOf(service) };
        }),
      ];
      return found.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
    },
    services: () => read().services.map(serviceOf),
    problems: () => read().problems,
    current(code) {
      const form = inForce(code);
      if (form !== undefined) return form;
      const other = read().forms.find((each) => each.code === code);
      if (other === undefined) throw new RefusedError('not-found', 'code');
      throw new RefusedError('form-expired', summary(other).successor ?? code);
    },
    version: (code, version) => read().forms.find((form) => form.code === code && form.version === version),
    summary,
    portal: (id) => read().portals.find((portal) => portal.id === id),
  };
}

import { describe, expect, it } from 'vitest';
import { importsOf, projectFiles } from './source-files.ts';

const emrtd = 'reader-daemon/emrtd';
const own = (path: string): boolean => /^(reader-daemon|server|kiosk-ui|fixtures|test)\//.test(path);
const under = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Layer → what it may import besides itself. The first layer that holds a file is its layer. */
const layers: [folder: string, mayImport: string[]][] = [
  [`${emrtd}/bytes.ts`, []],
  [`${emrtd}/errors.ts`, []],
  [`${emrtd}/transport.ts`, [`${emrtd}/errors.ts`]],
  [`${emrtd}/tlv.ts`, [`${emrtd}/bytes.ts`, `${emrtd}/errors.ts`]],
  [`${emrtd}/oid.ts`, [`${emrtd}/bytes.ts`, `${emrtd}/errors.ts`]],
  [`${emrtd}/der.ts`, [`${emrtd}/bytes.ts`, `${emrtd}/errors.ts`, `${emrtd}/tlv.ts`, `${emrtd}/oid.ts`]],
  ...['der-text', 'der-algorithm', 'der-write', 'ber'].map((name): [string, string[]] => [
    `${emrtd}/${name}.ts`,
    ['bytes', 'errors', 'tlv', 'oid', 'der'].map((below) => `${emrtd}/${below}.ts`),
  ]),
];
const base = layers.map(([path]) => path);
const values = [...base, `${emrtd}/crypto`];
layers.push(
  [`${emrtd}/crypto`, base],
  [`${emrtd}/iso7816`, [...base, `${emrtd}/secure-messaging`, `${emrtd}/lds`]],
  [`${emrtd}/secure-messaging`, [...values, `${emrtd}/iso7816`]],
  [`${emrtd}/lds`, values],
  [`${emrtd}/access`, [...values, `${emrtd}/iso7816`, `${emrtd}/secure-messaging`, `${emrtd}/lds`]],
  [`${emrtd}/chip`, [...values, `${emrtd}/iso7816`, `${emrtd}/secure-messaging`, `${emrtd}/lds`]],
  [`${emrtd}/trust`, [...values, `${emrtd}/lds`, `${emrtd}/inspection/verdict.ts`]],
  [emrtd, [emrtd]],
  ['reader-daemon/cccd', [emrtd]],
  [
    'reader-daemon/contract',
    [`${emrtd}/errors.ts`, `${emrtd}/inspection/verdict.ts`, `${emrtd}/inspection/progress.ts`, 'reader-daemon/cccd'],
  ],
  ['reader-daemon/src', [emrtd, 'reader-daemon/cccd', 'reader-daemon/contract']],
  ['reader-daemon/cli', [emrtd, 'reader-daemon/cccd', 'reader-daemon/contract', 'reader-daemon/src']],
  ['server', [emrtd, 'reader-daemon/cccd', 'reader-daemon/contract']],
  ['kiosk-ui', ['reader-daemon/contract']],
  ['fixtures/start.ts', ['fixtures', 'reader-daemon', 'server']],
  ['fixtures/start', ['fixtures', 'reader-daemon', 'server']],
  ['fixtures', [...base, `${emrtd}/lds`, 'reader-daemon/cccd']],
  ['test', ['reader-daemon', 'server', 'kiosk-ui', 'fixtures']],
);

const files = projectFiles('*.ts', '*.svelte').filter(own);
const layerOf = (path: string): [string, string[]] => {
  const found = layers.find(([folder]) => under(path, folder));
  if (found === undefined) throw new Error(`no layer holds ${path}: name it in this test`);
  return found;
};

describe('imports run one way', () => {
  it('sees the project', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it('every import of an own file is allowed by its layer', () => {
    const offences = files.flatMap((path) => {
      const [layer, allowed] = layerOf(path);
      return importsOf(path)
        .filter(own)
        .filter((target) => ![layer, ...allowed].some((folder) => under(target, folder)))
        .map((target) => `${path} → ${target}`);
    });
    expect(offences).toEqual([]);
  });

  it('no file leads back to itself, types included', () => {
    const known = new Set(files);
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const walk = (path: string, way: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const target of importsOf(path)) if (known.has(target)) walk(target, [...way, path]);
      state.set(path, 'done');
    };
    for (const path of files) walk(path, []);
    expect(circles).toEqual([]);
  });

  it('the pure core imports no I/O, timer, logger or PC/SC; node:crypto stays in emrtd/crypto', () => {
    const offences = files
      .filter((path) => under(path, emrtd) || under(path, 'reader-daemon/cccd'))
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => !own(target) && !target.startsWith('@noble/curves/'))
          .filter((target) => !(target === 'node:crypto' && under(path, `${emrtd}/crypto`)))
          .map((target) => `${path} → ${target}`),
      );
    expect(offences).toEqual([]);
  });

  it('the server takes from the terminal only what verifies', () => {
    const offences = files
      .filter((path) => under(path, 'server'))
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => /\/emrtd\/(access|chip|iso7816|secure-messaging)\//.test(target))
          .map((target) => `${path} → ${target}`),
      );
    expect(offences).toEqual([]);
  });
});

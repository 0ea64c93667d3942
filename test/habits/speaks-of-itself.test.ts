import { describe, expect, it } from 'vitest';
import { projectFiles, read } from './source-files.ts';

const text = projectFiles('*.ts', '*.svelte', '*.mjs', '*.js', '*.md', '*.json', '*.html', '*.css', '.ci/*').filter(
  (path) => path !== 'test/habits/speaks-of-itself.test.ts',
);

describe('the project speaks of itself alone', () => {
  it.each([
    ['a path of a machine', /(^|[\s'"`(])\/(work|root|home)\//m],
    ['a folder outside the project', /\.\.\/shared\b/],
    ['a registry host', /registry\.npmjs|deb\.debian\.org/],
    ['an unfinished thought', /\b(TODO|FIXME|XXX)\b/],
    ['a private key of somebody', /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----[\s\S]{0,4000}(?!TEST)/],
  ])('no file holds %s', (_what, pattern) => {
    expect(text.filter((path) => pattern.test(read(path)))).toEqual([]);
  });

  it('every dependency is pinned to an exact version', () => {
    const loose = projectFiles('*package.json').flatMap((path) => {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
      return ['dependencies', 'devDependencies', 'optionalDependencies']
        .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => `${path}: ${name}@${version}`);
    });
    expect(loose).toEqual([]);
  });
});

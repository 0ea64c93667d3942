import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Paths of the project's own files, relative to its root: tracked ones, and new ones that git would track. */
export function projectFiles(...patterns: string[]): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...patterns], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The script part of a Svelte component, or the file itself. */
const scriptOf = (path: string): string =>
  path.endsWith('.svelte')
    ? [...read(path).matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1] ?? '').join('\n')
    : read(path);

/**
 * Where each import of a file leads: a path relative to the root for our own files, the specifier for anything else.
 * Type-only imports count as well.
 */
export function importsOf(path: string): string[] {
  return ts.preProcessFile(scriptOf(path), true, true).importedFiles.map(({ fileName }) => {
    if (fileName.startsWith('.')) return relative(root, join(root, dirname(path), fileName));
    const own = /^@cccd-kiosk\/([^/]+)\/?(.*)$/.exec(fileName);
    if (own === null) return fileName;
    const folders: Record<string, string> = {
      emrtd: 'reader-daemon/emrtd',
      cccd: 'reader-daemon/cccd',
      contract: 'reader-daemon/contract',
    };
    return `${folders[own[1] ?? ''] ?? own[1]}/${own[2] || 'index'}.ts`;
  });
}

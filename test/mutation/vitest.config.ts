/**
 * The tests that mutants are run against. The packages are found by path: through `node_modules` they would be the
 * originals, not the mutated copies. Tests that read whole cards are left out, for their time; what only they would
 * have noticed counts as survived.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../../', import.meta.url));
const parts = ['access', 'secure-messaging', 'trust', 'chip'];

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@cccd-kiosk\/emrtd\/(.*)$/, replacement: `${root}reader-daemon/emrtd/$1.ts` }] },
  test: {
    testTimeout: 30_000,
    include: parts.map((part) => `test/reader-daemon/emrtd/${part}/**/*.test.ts`),
    exclude: ['matrix', 'against-chip', 'hostile-card'].map((name) => `**/access/${name}.test.ts`),
  },
});

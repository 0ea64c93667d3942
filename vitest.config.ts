import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Three projects: `unit` and `screens` run anywhere; `stack` needs the real PC/SC service or a browser and skips
 * by name what this machine lacks. Forks, because pcsclite aborts when a second worker thread loads it.
 */
const screens = ['test/kiosk-ui/**/*.test.ts'];
const stack = ['test/end-to-end/**/*.test.ts', 'test/pcsc/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Vitest leaves one core of two idle when it is not told.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...screens, ...stack] } },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        // The icons are Svelte components: they must go through the plugin as well.
        test: {
          name: 'screens',
          include: screens,
          environment: 'jsdom',
          server: { deps: { inline: [/@lucide\/svelte/] } },
        },
      },
      {
        extends: true,
        // Beside the others, for they mostly wait: who needs the real service takes turns (test/pcsc/pcscd-lock.ts).
        // No second try, which would hide what is missed.
        test: { name: 'stack', include: stack, testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
  },
});

import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const page = (name: string): string => fileURLToPath(new URL(`${name}/index.html`, import.meta.url));

/**
 * One page a screen, served under its own path. The table of cards and the gallery exist only in a simulation build
 * (`vite build --mode simulation`): a production build has no way to lay a simulated card.
 */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined files would need `data:` in the page's content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        kiosk: page('kiosk'),
        counter: page('counter'),
        admin: page('admin'),
        ...(mode === 'simulation'
          ? { cards: page('cards'), gallery: page('gallery'), staff: page('gallery/staff') }
          : {}),
      },
    },
  },
}));

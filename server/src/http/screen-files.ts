import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';

/**
 * The built screens: `/kiosk/`, `/counter/` and their assets. A page of the simulation (`/cards/`, `/gallery/`) is served
 * in a simulation alone, whatever lies in the folder (TH25).
 */
export function screenFiles(folder: string, simulation: boolean): express.Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    response.redirect(302, '/kiosk/');
  });
  const simulationPages = ['/cards', '/gallery'];
  router.use((request, _response, next) => {
    const path = request.path.toLowerCase();
    const refused = !simulation && simulationPages.some((page) => path === page || path.startsWith(`${page}/`));
    next(refused ? 'router' : undefined);
  });
  if (!existsSync(join(folder, 'kiosk', 'index.html'))) return router;
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, dotfiles: 'ignore' }),
  );
  router.use(express.static(folder, { index: 'index.html', dotfiles: 'ignore', cacheControl: true, maxAge: 0 }));
  return router;
}

// The bundles that are shipped, as paths below the root of the project.

import { readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export function bundles(): string[] {
  const server = readdirSync(path.join(root, 'dist/server')).filter((it) => it.endsWith('.js'));
  return [
    ...server.map((it) => `dist/server/${it}`),
    ...['client', 'browser-server', 'preview', 'documentation'].map((it) => `dist/${it}.js`),
  ];
}

// The server as people install it from npm: packed, installed into a directory of its own, started by its command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './installed.mjs';

/** Installs the package into a directory; gives the directory of its command. */
export function installPacked(directory) {
  mkdirSync(directory, { recursive: true });
  const npm = (args, cwd) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
  const packed = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', directory], root));
  writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
  const { filename } = Object.values(packed)[0];
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`], directory);
  return path.join(directory, 'node_modules/.bin');
}

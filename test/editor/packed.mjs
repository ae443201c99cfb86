// The server as people install it from npm: packed, installed into a directory of its own, started by its command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npmPackage } from '../../scripts/npm-package.mjs';

/** Installs the package into a directory; gives the directory of its command. */
export function installPacked(directory) {
  mkdirSync(directory, { recursive: true });
  const npm = (args, cwd) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
  writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
  const packed = npmPackage(directory);
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', packed], directory);
  return path.join(directory, 'node_modules/.bin');
}

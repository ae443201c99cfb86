// The server as people install it from npm: packed, installed into a directory of its own, started by its command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npmPackage } from '../../scripts/npm-package.mjs';

let packed;

/** Packed once for all editors of a run. */
function packedOnce() {
  if (packed === undefined) {
    const place = mkdtempSync(path.join(tmpdir(), 'wit-packed-'));
    process.on('exit', () => rmSync(place, { recursive: true, force: true }));
    packed = npmPackage(place);
  }
  return packed;
}

/** Installs the package into a directory; gives the directory of its command. */
export function installPacked(directory) {
  mkdirSync(directory, { recursive: true });
  const npm = (args, cwd) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
  writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', packedOnce()], directory);
  return path.join(directory, 'node_modules/.bin');
}

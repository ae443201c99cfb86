// Makes one file that runs without Node: Node itself (https://nodejs.org/api/single-executable-applications.html) with the built
// program inside. At its first start it writes the program into the user's cache folder, by the hash of what is inside.
// Usage: node scripts/executable.mjs [FILE]     default dist/wit-language-server; for the platform and Node that run this.
// Needs `npm run build` before, and postject, which npx fetches.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = path.resolve(process.argv[2] ?? path.join(root, 'dist/wit-language-server'));
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const PARTS =
  /^(?:server\.js|server\/[\w-]+\.js|server\/package\.json|.*\.wasm|pages\.json|site\.json|THIRD-PARTY-NOTICES\.txt)$/;

const dist = path.join(root, 'dist');
const names = readdirSync(dist, { recursive: true })
  .map((it) => it.replaceAll(path.sep, '/'))
  .filter((it) => PARTS.test(it))
  .sort();
const hash = createHash('sha256');
for (const name of names) hash.update(`${name}\0`).update(readFileSync(path.join(dist, name)));

/** Runs inside the executable. */
const main = `
const { getAsset } = require('node:sea');
const { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');
const caches = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || path.join(homedir(), '.cache');
const place = path.join(caches, 'wit-language-server', 'program-${hash.digest('hex').slice(0, 16)}');
if (!existsSync(place)) {
  mkdirSync(path.dirname(place), { recursive: true });
  const made = mkdtempSync(place + '-');
  for (const name of ${JSON.stringify(names)}) {
    mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
    writeFileSync(path.join(made, name), Buffer.from(getAsset(name)));
  }
  // Another process may have been faster; both wrote the same.
  try { renameSync(made, place); } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}
createRequire(path.join(place, 'server.js'))('./server.js');
`;

const work = mkdtempSync(path.join(tmpdir(), 'wit-executable-'));
try {
  const at = (name) => path.join(work, name);
  writeFileSync(at('main.cjs'), main);
  const assets = Object.fromEntries(names.map((it) => [it, path.join(dist, it)]));
  const config = { main: at('main.cjs'), output: at('blob'), disableExperimentalSEAWarning: true, assets };
  writeFileSync(at('sea.json'), JSON.stringify(config));
  execFileSync(process.execPath, ['--experimental-sea-config', at('sea.json')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  copyFileSync(process.execPath, at('program'));
  chmodSync(at('program'), 0o755);
  const segment = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  execFileSync(
    'npx',
    [
      '--yes',
      'postject@1.0.0-alpha.6',
      at('program'),
      'NODE_SEA_BLOB',
      at('blob'),
      '--sentinel-fuse',
      FUSE,
      ...segment,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  copyFileSync(at('program'), target);
  console.log(target);
} finally {
  rmSync(work, { recursive: true, force: true });
}

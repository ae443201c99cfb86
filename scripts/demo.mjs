// The main job on the bundled example: check a broken package. It is broken on purpose, so its exit status is not ours.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const server = path.join(root, 'dist', 'server.js');

function run(...args) {
  console.log(`\n$ wit-language-server ${args.join(' ')}\n`);
  return spawnSync(process.execPath, [server, ...args], { cwd: root, stdio: 'inherit' }).status;
}

const sound = run('check', 'examples/shop');
const broken = run('check', 'examples/broken');
process.exitCode = sound === 0 && broken === 1 ? 0 : 1;

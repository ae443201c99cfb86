// Runs bench/main.ts on what `npm run build` made. Usage: node scripts/bench.mjs
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const directory = await mkdtemp(path.join(tmpdir(), 'wit-bench-'));
try {
  const outfile = path.join(directory, 'bench.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // As in build.mjs: the UMD entries of some packages hide their `require`s from the bundler.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    alias: {
      'web-tree-sitter': createRequire(import.meta.url)
        .resolve('web-tree-sitter')
        .replace(/\.cjs$/, '.js'),
    },
  });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

// Bundles test/fuzz and runs it: `npm run fuzz -- --minutes N`. Options: see test/fuzz/main.ts.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const directory = await mkdtemp(path.join(tmpdir(), 'wit-fuzz-'));
const program = process.argv[2] === 'soak' ? 'soak' : 'main';
try {
  await build({
    absWorkingDir: root,
    entryPoints: program === 'soak' ? ['test/fuzz/soak.ts'] : ['test/fuzz/main.ts', 'test/fuzz/worker.ts'],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    alias: {
      'web-tree-sitter': createRequire(import.meta.url)
        .resolve('web-tree-sitter')
        .replace(/\.cjs$/, '.js'),
    },
  });
  const options = program === 'soak' ? ['--expose-gc'] : [];
  const args = process.argv.slice(program === 'soak' ? 3 : 2);
  const { status } = spawnSync(process.execPath, [...options, path.join(directory, `${program}.mjs`), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

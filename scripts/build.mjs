// Bundles the server and the VS Code client into dist/, and puts the two Wasm files beside them.
// Usage: node scripts/build.mjs [--minify] [--watch]

import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { noticesOf } from './notices.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values: flags } = parseArgs({
  options: { minify: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});
// The package's ES module asks for `import.meta.url`, which a CommonJS bundle has not.
const treeSitter = createRequire(import.meta.url).resolve('web-tree-sitter');

const common = {
  absWorkingDir: root,
  bundle: true,
  legalComments: 'none',
  minify: flags.minify,
  // Function names reach logs and error messages.
  keepNames: flags.minify,
  sourcemap: flags.minify ? false : 'linked',
  logLevel: 'warning',
  metafile: true,
};

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  alias: { 'web-tree-sitter': treeSitter },
  // The readable entry of a package before its UMD one, which hides its `require`s from the bundler.
  mainFields: ['module', 'main'],
  // Optional: asked for by a dynamic import only when a binary package is met.
  external: ['vscode', '@bytecodealliance/jco-transpile'],
};

const browser = {
  ...common,
  platform: 'browser',
  target: 'es2022',
  alias: { 'web-tree-sitter': treeSitter },
  external: ['vscode', 'fs', 'fs/promises', 'path', 'module', 'url'],
};

const bundles = [
  { ...node, entryPoints: ['server/src/node.ts'], outfile: 'dist/server.js', banner: { js: '#!/usr/bin/env node' } },
  { ...node, entryPoints: ['client/src/node.ts'], outfile: 'dist/client.js' },
  { ...browser, entryPoints: ['server/src/browser.ts'], outfile: 'dist/browser-server.js', format: 'iife' },
  { ...browser, entryPoints: ['client/webview/page.ts'], outfile: 'dist/preview.js', format: 'iife' },
  { ...browser, entryPoints: ['client/src/browser.ts'], outfile: 'dist/browser-client.js', format: 'cjs' },
];

const assets = [
  ['node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/web-tree-sitter.wasm'],
  ['grammar/tree-sitter-wit.wasm', 'dist/tree-sitter-wit.wasm'],
  ['client/webview/page.css', 'dist/preview.css'],
];

async function copyAssets() {
  for (const [from, to] of assets) {
    if (existsSync(path.join(root, from))) {
      await copyFile(path.join(root, from), path.join(root, to));
    } else {
      console.log(`build: skipped ${to}: ${from} does not exist`);
    }
  }
}

/** The pages about diagnostics in one file, by their codes, so that every link works without a network. */
async function writePages() {
  const pages = {};
  for (const [folder, prefix] of [
    ['docs/diagnostics', ''],
    ['docs/semver', 'semver/'],
  ]) {
    for (const name of (await readdir(path.join(root, folder), { recursive: true })).sort()) {
      if (!name.endsWith('.md') || name === 'README.md') continue;
      const code = prefix + name.slice(0, -'.md'.length).replaceAll(path.sep, '/');
      pages[code] = await readFile(path.join(root, folder, name), 'utf8');
    }
  }
  await writeFile(path.join(root, 'dist/pages.json'), JSON.stringify(pages));
}

/** Files that went into a bundle, absolute. The Wasm file that is copied belongs to a package, too. */
const inputs = new Set([treeSitter]);

/** What follows every build, in watch mode too: the command line is started by its name. */
const finish = {
  name: 'finish',
  setup(it) {
    it.onEnd(async (result) => {
      const output = it.initialOptions.outfile;
      if (result.errors.length > 0 || output === undefined) return;
      for (const input of Object.keys(result.metafile?.inputs ?? {})) inputs.add(path.resolve(root, input));
      if (output === 'dist/server.js') await chmod(path.join(root, output), 0o755);
      const bytes = Object.entries(result.metafile?.outputs ?? {}).find(([name]) => name === output)?.[1].bytes ?? 0;
      console.log(`build: ${output} ${Math.ceil(bytes / 1024)} kB`);
    });
  },
};

await mkdir(path.join(root, 'dist'), { recursive: true });
await copyAssets();
await writePages();
let failed = false;
for (const bundle of bundles) {
  if (!existsSync(path.join(root, bundle.entryPoints[0]))) {
    console.log(`build: skipped ${bundle.outfile}: ${bundle.entryPoints[0]} does not exist`);
    continue;
  }
  // A source map of another kind of build would be packaged or, worse, believed.
  await rm(path.join(root, `${bundle.outfile}.map`), { force: true });
  const options = { ...bundle, plugins: [finish] };
  if (flags.watch) {
    await (await context(options)).watch();
  } else {
    await build(options).catch(() => {
      failed = true;
    });
  }
}
// In watch mode, the first build may not be done yet; nothing is shipped from it.
if (!flags.watch && !failed) await writeFile(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), noticesOf([...inputs]));
if (failed) process.exitCode = 1;

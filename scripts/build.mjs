// Bundles the server and the VS Code client into dist/, and puts the two Wasm files beside them.
// Usage: node scripts/build.mjs [--minify] [--watch]

import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, context, transform } from 'esbuild';
import { noticesOf } from './notices.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values: flags } = parseArgs({
  options: { minify: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});
// The package's ES module asks for `import.meta.url`, which CommonJS bundles do not have.
const treeSitter = createRequire(import.meta.url).resolve('web-tree-sitter');

const common = {
  absWorkingDir: root,
  bundle: true,
  legalComments: 'none',
  minify: flags.minify,
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
  // Split, so that the command line loads nothing of the language server, and what Node and browsers share is there once.
  {
    ...node,
    entryPoints: ['server/src/node.ts', 'server/src/browser-language-server.ts'],
    // For the packages of the protocol, which have a part for each.
    conditions: ['node', 'browser'],
    // Function names reach logs and error messages. Elsewhere they are a part of the size that is not worth it.
    keepNames: flags.minify,
    outdir: 'dist/server',
    format: 'esm',
    alias: { 'web-tree-sitter': treeSitter.replace(/\.cjs$/, '.js') },
    splitting: true,
    chunkNames: '[name]-[hash]',
  },
  // Both kinds of client in one file: each of the protocol's packages has a part for either under a condition of its own.
  { ...node, entryPoints: ['client/src/main.ts'], outfile: 'dist/client.js', conditions: ['node', 'browser'] },
  { ...browser, entryPoints: ['server/src/browser.ts'], outfile: 'dist/browser-server.js', format: 'iife' },
  { ...browser, entryPoints: ['client/webview/page.ts'], outfile: 'dist/preview.js', format: 'iife' },
  { ...browser, entryPoints: ['client/webview/documentation.ts'], outfile: 'dist/documentation.js', format: 'iife' },
];

const assets = [
  ['server/launch.cjs', 'dist/server.js'],
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

/** What the pages of `docs` look like and search with, in one file, by name. */
async function writeSiteAssets() {
  const assets = {};
  for (const name of ['site.css', 'icon.svg'])
    assets[name] = await readFile(path.join(root, 'client/site', name), 'utf8');
  for (const name of ['theme', 'search', 'latest']) {
    const entryPoints = [`client/site/${name}.ts`];
    const options = { ...browser, entryPoints, format: 'iife', minify: true, sourcemap: false, write: false };
    const { outputFiles } = await build(options);
    assets[`${name}.js`] = outputFiles[0].text;
  }
  const text = JSON.stringify(assets);
  await writeFile(path.join(root, 'dist/site.json'), text);
  console.log(`build: dist/site.json ${Math.ceil(text.length / 1024)} kB`);
}

/** The panel of documentation looks like the pages of `docs`, but for the colours. */
async function writePanelStyle() {
  const files = ['client/site/site.css', 'client/webview/documentation.css'];
  const texts = await Promise.all(files.map((it) => readFile(path.join(root, it), 'utf8')));
  const { code } = await transform(texts.join('\n'), { loader: 'css', minify: true });
  await writeFile(path.join(root, 'dist/documentation.css'), code);
}

/** Files that went into a bundle, absolute. The Wasm file that is copied belongs to a package, too. */
const inputs = new Set([treeSitter]);

/** What follows every build, in watch mode too. */
const finish = {
  name: 'finish',
  setup(it) {
    it.onEnd((result) => {
      if (result.errors.length > 0) return;
      for (const input of Object.keys(result.metafile?.inputs ?? {})) inputs.add(path.resolve(root, input));
      const outputs = Object.entries(result.metafile?.outputs ?? {}).filter(([name]) => !name.endsWith('.map'));
      const bytes = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
      console.log(`build: ${it.initialOptions.outfile ?? it.initialOptions.outdir} ${Math.ceil(bytes / 1024)} kB`);
    });
  },
};

await mkdir(path.join(root, 'dist'), { recursive: true });
await copyAssets();
// Started by its name on the command line.
await chmod(path.join(root, 'dist/server.js'), 0o755);
// Chunks have other names after each change.
await rm(path.join(root, 'dist/server'), { recursive: true, force: true });
await mkdir(path.join(root, 'dist/server'));
// Servers of files know what `.js` is, not all what `.mjs` is.
await writeFile(path.join(root, 'dist/server/package.json'), '{"type":"module"}\n');
await writePages();
await writeSiteAssets();
await writePanelStyle();
let failed = false;
for (const bundle of bundles) {
  if (!existsSync(path.join(root, bundle.entryPoints[0]))) {
    console.log(`build: skipped ${bundle.entryPoints[0]}, which does not exist`);
    continue;
  }
  // A source map of another kind of build would be packaged or, worse, believed.
  if (bundle.outfile !== undefined) await rm(path.join(root, `${bundle.outfile}.map`), { force: true });
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

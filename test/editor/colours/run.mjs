// The recipes of docs/browser.md for what colours WIT without a server: Shiki, Monaco in Chromium, and bat. Each is run as it
// stands there, with the packed npm package.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { pagePackages, runSteps, versionIn, withPage } from '../page.mjs';

const SAMPLE = 'package shop:cart;\n\n/* one /* two */ */ interface cart {\n  type id = u64; // my-type\n}\n';

/** The block of code below a heading of the guide. */
function recipe(heading) {
  const guide = readFileSync(path.join(root, 'docs/browser.md'), 'utf8');
  const found = new RegExp(`^## ${heading}\\n[^#]*?\`\`\`\\w+\\n([^]*?)\`\`\``, 'm').exec(guide)?.[1];
  if (found === undefined) throw new Error(`docs/browser.md has no recipe for ${heading}`);
  return found;
}

export async function runColours() {
  const packages = pagePackages();
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-colours-'));
  try {
    installPacked(directory);
    const modules = path.join(directory, 'node_modules');
    for (const name of readdirSync(packages).filter((it) => !it.startsWith('.')))
      symlinkSync(path.join(packages, name), path.join(modules, name));
    const names = ['shiki', 'monaco-editor-core'].map((it) => `${it} ${versionIn(packages, it)}`);
    const results = await runSteps([
      ['Shiki: the recipe gives coloured HTML', async () => shiki(directory)],
      ['Monaco: the recipe colours on a page', () => monaco(directory)],
      ['bat: the recipe colours in a terminal', async () => bat(directory)],
    ]);
    return { editor: `${names.join(', ')}, ${versionOf('batcat') ?? 'no bat'}`, results };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Fails unless each text has a colour, `one` and `two` the same, and no two of the others. */
function distinct(colours) {
  const all = Object.values(colours);
  if (all.includes(undefined) || new Set(all).size !== all.length) throw new Error(JSON.stringify(colours));
}

function shiki(directory) {
  const file = path.join(directory, 'shiki.mjs');
  const text = recipe('Shiki').replace("'interface shop {}'", JSON.stringify(SAMPLE));
  if (!text.includes('two */ */')) throw new Error('the recipe does not colour the sample');
  writeFileSync(file, text);
  const html = execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 60_000 });
  const colourOf = (word) => new RegExp(`<span style="color:(#\\w+)">[^<]*\\b${word}\\b[^<]*</span>`).exec(html)?.[1];
  distinct({ interface: colourOf('interface'), cart: colourOf('cart'), comment: colourOf('two') });
  if (colourOf('my-type') !== colourOf('two')) throw new Error(`a comment in two colours: ${html}`);
}

async function monaco(directory) {
  const place = path.join(directory, 'monaco');
  mkdirSync(place);
  const code = [
    // Monaco's own worker, which every page with it has.
    "globalThis.MonacoEnvironment = { getWorker: () => new Worker('worker.js') };",
    recipe('Monaco'),
    `const editor = monaco.editor.create(document.querySelector('main'), { value: ${JSON.stringify(SAMPLE)}, language: 'wit' });`,
    'editor.focus();',
  ].join('\n');
  writeFileSync(path.join(directory, 'monaco.mjs'), code);
  await build({
    entryPoints: [path.join(directory, 'monaco.mjs')],
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: place,
    loader: { '.ttf': 'file' },
    logLevel: 'error',
  });
  await build({
    entryPoints: [
      path.join(directory, 'node_modules/monaco-editor-core/esm/vs/editor/common/services/editorWebWorkerMain.js'),
    ],
    bundle: true,
    format: 'iife',
    outfile: path.join(place, 'worker.js'),
    logLevel: 'error',
  });
  writeFileSync(
    path.join(place, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>Monaco</title><link rel="stylesheet" href="monaco.css"><main style="height: 300px"></main><script type="module" src="monaco.js"></script>',
  );
  await withPage(place, async ({ page, errors, elsewhere }) => {
    const word = (text) => page.locator('.view-line span span', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
    const colourOf = (text) => word(text).evaluate((it) => getComputedStyle(it).color);
    await word('interface').waitFor();
    distinct({
      interface: await colourOf('interface'),
      cart: await colourOf('cart'),
      comment: await colourOf('//\\smy-type'),
    });
    if (elsewhere.length > 0 || errors.length > 0) throw new Error(JSON.stringify([elsewhere, errors]));
  });
}

/** The program has another name on Debian; what npm has installed globally is what this test installed. */
function bat(directory) {
  const bin = path.join(directory, 'bat');
  mkdirSync(bin);
  symlinkSync('/usr/bin/batcat', path.join(bin, 'bat'));
  writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\necho '${path.join(directory, 'node_modules')}'\n`, { mode: 0o755 });
  writeFileSync(path.join(bin, 'cart.wit'), SAMPLE);
  writeFileSync(path.join(bin, 'cart.wac'), 'package shop:app;\n\nlet cart = new shop:cart { ... };\n');
  const lines = recipe('bat').trim().split('\n');
  const env = { ...process.env, HOME: bin, PATH: `${bin}:${process.env.PATH}`, COLORTERM: 'truecolor' };
  for (const it of ['BAT_CONFIG_PATH', 'BAT_THEME', 'BAT_STYLE', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME']) delete env[it];
  const run = (line) => execFileSync('bash', ['-ec', line], { cwd: bin, env, encoding: 'utf8', timeout: 120_000 });
  run(lines.slice(0, -1).join('\n'));
  const languages = run('bat --list-languages');
  for (const it of ['WIT:wit', 'WAC:wac']) if (!languages.includes(it)) throw new Error(`bat does not know ${it}`);
  const colourOf = (shown, word) => new RegExp(`\\x1b\\[(38;[\\d;]+)m[^\\x1b]*${word}`).exec(shown)?.[1];
  const shown = run(`${lines.at(-1)} --color=always --plain`);
  distinct({
    interface: colourOf(shown, 'interface'),
    type: colourOf(shown, 'u64'),
    comment: colourOf(shown, 'my-type'),
  });
  const wac = run('bat cart.wac --color=always --plain');
  distinct({ let: colourOf(wac, 'let'), cart: colourOf(wac, ' cart') });
}

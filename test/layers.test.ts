// Who may import what. The table is the rule (style: layers point down only); the test reads every import there is.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../server/src/', import.meta.url));

const SYNTAX = ['items', 'builtins', 'doc-links', 'docs', 'generic-types', 'lexer', 'words', 'problems'].map(
  (it) => `syntax/${it}`,
);
const RULES = ['check', 'semver', 'world', 'wac', 'format'];
const CORE = ['base', 'syntax', 'model', ...RULES, 'project', 'workspace', 'registry', 'contract', 'features'];

/** By folder of `server/src`: folders, files and packages that it may import, its own apart. By file: what it may beyond that. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  base: [],
  syntax: ['base', 'web-tree-sitter'],
  model: ['base', ...SYNTAX],
  format: ['base', ...SYNTAX, 'syntax/cursor'],
  check: ['base', 'model', ...SYNTAX, 'syntax/cursor'],
  semver: ['base', 'model', ...SYNTAX],
  world: ['base', 'model', ...SYNTAX],
  wac: ['base', 'model', 'world', 'format', ...SYNTAX, 'syntax/characters'],
  // What lies in a `.wasm`, as text.
  binary: ['base', 'model', ...SYNTAX],
  project: ['base', ...RULES, 'jsonc-parser'],
  workspace: ['base', 'syntax', 'model', 'binary', ...RULES, 'project'],
  // Published packages; it asks a host's network, and never a machine itself.
  registry: ['base', 'model', ...SYNTAX, 'workspace', 'binary/decode'],
  contract: ['base', 'syntax', 'model', ...RULES, 'project', 'workspace', 'registry'],
  features: ['base', 'syntax', 'model', ...RULES, 'project', 'workspace', 'registry', 'contract'],
  site: CORE,
  lsp: [...CORE, 'site', 'vscode-languageserver', 'package.json'],
  // The command line knows the disk by the names of its paths.
  cli: [...CORE, 'site', 'hosts/node', 'package.json', 'picocolors', 'node:*'],
  'cli/format-file': ['binary/reader'],
  'cli/check-stdin': ['binary/reader'],
  hosts: ['base', 'workspace/host', 'workspace/network'],
  'hosts/node': ['node:*', 'hosts/git', 'hosts/component-file'],
  'hosts/network': ['node:*'],
  'hosts/http': ['node:*', 'http-proxy-agent', 'https-proxy-agent'],
  'hosts/registry-store': ['node:*'],
  'hosts/component-file': ['node:*'],
  'hosts/git': ['node:*'],
  'hosts/store': ['node:*'],
  'hosts/browser': ['lsp/requests'],
  'workspace/manifests': ['smol-toml'],
  'workspace/wkg-lock': ['smol-toml'],
  'registry/config': ['smol-toml'],
  'contract/ignore-file': ['jsonc-parser'],
  'workspace/ignore-rules': ['ignore'],
  'site/markdown': ['markdown-it'],
  'world/picture': ['@dagrejs/dagre'],
};

interface Import {
  readonly file: string;
  readonly of: string;
}

function* sources(directory = ''): Generator<string> {
  for (const entry of readdirSync(path.join(SOURCE, directory), { withFileTypes: true })) {
    const name = path.posix.join(directory, entry.name);
    if (entry.isDirectory()) yield* sources(name);
    else if (name.endsWith('.ts') && !name.endsWith('.test.ts')) yield name;
  }
}

const IMPORTS = [
  /^(?:import|export)\b[^;'"`]*?\bfrom '([^']+)'/gm,
  /^import '([^']+)'/gm,
  /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g,
];

/** Every import of a file: static, dynamic, of types, re-exported. Relative ones as paths below `server/src`. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(SOURCE, file), 'utf8');
  return IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)]).map(([, name = '']) => {
    if (!name.startsWith('.')) return name;
    const target = path.posix.join(path.posix.dirname(file), name);
    return target.endsWith('package.json') ? 'package.json' : target.replace(/\.ts$/, '');
  });
}

function allowed({ file, of }: Import): boolean {
  const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
  // Entries may import anything.
  if (folder === '') return true;
  if (of.startsWith(`${folder}/`)) return true;
  const rules = [...(TABLE[file.replace(/\.ts$/, '')] ?? []), ...(TABLE[folder] ?? [])];
  return rules.some((it) => of === it || of.startsWith(`${it}/`) || (it === 'node:*' && of.startsWith('node:')));
}

const imports: readonly Import[] = [...sources()].flatMap((file) => importsOf(file).map((of) => ({ file, of })));

it('the table knows every folder', () => {
  const folders = readdirSync(SOURCE, { withFileTypes: true }).filter((it) => it.isDirectory());
  expect(folders.map((it) => it.name).filter((name) => TABLE[name] === undefined)).toEqual([]);
});

it('imports point down only', () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.filter((it) => !allowed(it)).map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
});

it('no file imports itself through others', () => {
  const edges = new Map<string, readonly string[]>();
  for (const { file, of } of imports) {
    const from = file.replace(/\.ts$/, '');
    edges.set(from, [...(edges.get(from) ?? []), of]);
  }
  // What imports nothing that is left, or is imported by nothing that is left, is in no circle.
  const left = new Set(edges.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    const imported = new Set([...left].flatMap((it) => edges.get(it) ?? []));
    for (const it of left) if (!imported.has(it) || !edges.get(it)?.some((of) => left.has(of))) left.delete(it);
  }
  const circles = [...left].map((it) => `${it} imports ${edges.get(it)?.filter((of) => left.has(of))}`);
  expect(circles).toEqual([]);
});

it('relative imports name a file that is there, with its extension', () => {
  const files = new Set(sources());
  const missing = imports.filter(({ of }) => /^[a-z]+\//.test(of) && TABLE[of.split('/')[0] ?? ''] !== undefined);
  expect(missing.filter(({ of }) => !files.has(`${of}.ts`)).map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
});

it('what talks to the parser, the protocol or the machine does so in one place', () => {
  const users = (name: RegExp): string[] =>
    [...new Set(imports.filter((it) => name.test(it.of)).map((it) => it.file.split('/')[0] ?? ''))].sort();
  expect(users(/^web-tree-sitter/)).toEqual(['syntax']);
  expect(users(/^vscode-languageserver/).filter((it) => it.endsWith('.ts') === false)).toEqual(['lsp']);
  expect(users(/^node:child_process$/).filter((it) => it !== 'hosts')).toEqual([]);
});

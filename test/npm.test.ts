// The package as people install it from npm: what is in it, how large it is, and that its command works on its own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(path.join(tmpdir(), 'wit-npm-'));

function output(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

beforeAll(() => {
  const out = output('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], root);
  const parsed = JSON.parse(out) as Packed[] | Record<string, Packed>;
  packed = Object.values(parsed)[0] as Packed;
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

it('holds the server and the grammar, and nothing else', () => {
  const folders = new Set(packed.files.map((it) => it.path.split('/')[0]));
  expect([...folders].sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'grammar', 'package.json']);
  expect(packed.files.filter((it) => it.path.startsWith('dist/')).map((it) => it.path)).toEqual([
    'dist/pages.json',
    'dist/server.js',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/tree-sitter-wit.wasm',
    'dist/web-tree-sitter.wasm',
  ]);
  expect(packed.size).toBeLessThan(2_000_000);
});

it('has no native code, and nothing that runs when it is installed', () => {
  expect(packed.files.filter((it) => /\.(node|gyp|so|dll|dylib)$/.test(it.path))).toEqual([]);
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const scripts = Object.keys(manifest.scripts).filter((it) => /^(pre|post)?install$/.test(it));
  expect([scripts, Object.keys(manifest.dependencies ?? {})]).toEqual([[], []]);
});

it('installs without a network, without scripts, and runs', () => {
  writeFileSync(path.join(place, 'package.json'), '{"private":true}');
  output('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed.filename}`], place);
  const command = path.join(place, 'node_modules', '.bin', 'wit-language-server');
  expect(output(command, ['--version'], place)).toMatch(/\d+\.\d+\.\d+/);
  writeFileSync(path.join(place, 'cart.wit'), 'package shop:cart;\n\ninterface cart {\n  open: func();\n}\n');
  expect(output(command, ['check', 'cart.wit'], place)).toContain('no problems');
});

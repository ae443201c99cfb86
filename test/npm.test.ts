// The package as people install it from npm: what is in it, how large it is, and that its command works on its own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(path.join(tmpdir(), 'wit-npm-'));
const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] } as const;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

beforeAll(() => {
  const out = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], {
    cwd: root,
    ...quiet,
  });
  const parsed = JSON.parse(out) as Packed[] | Record<string, Packed>;
  packed = Object.values(parsed)[0] as Packed;
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

it('holds the server and the grammar, and nothing else', () => {
  const folders = new Set(packed.files.map((it) => it.path.split('/')[0]));
  expect([...folders].sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'grammar', 'package.json']);
  expect(packed.files.filter((it) => it.path.startsWith('dist/')).map((it) => it.path)).toEqual([
    'dist/server.js',
    'dist/tree-sitter-wit.wasm',
    'dist/web-tree-sitter.wasm',
  ]);
  expect(packed.size).toBeLessThan(2_000_000);
});

it('installs without a network, without scripts, and runs', () => {
  writeFileSync(path.join(place, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed.filename}`], {
    cwd: place,
    ...quiet,
  });
  const command = path.join(place, 'node_modules', '.bin', 'wit-language-server');
  expect(execFileSync(command, ['--version'], { cwd: place, ...quiet })).toMatch(/\d+\.\d+\.\d+/);
  writeFileSync(path.join(place, 'cart.wit'), 'package shop:cart;\n\ninterface cart {\n  open: func();\n}\n');
  expect(execFileSync(command, ['check', 'cart.wit'], { cwd: place, ...quiet })).toContain('no problems');
});

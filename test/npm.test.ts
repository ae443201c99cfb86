// The package as people install it from npm: what is in it, how large it is, and that its command works on its own.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(path.join(tmpdir(), 'wit-npm-'));

function output(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

let packed: string;
let files: readonly string[];

beforeAll(() => {
  packed = output(process.execPath, [path.join(root, 'scripts/npm-package.mjs'), place], root).trim();
  const list = output('tar', ['-tzf', packed], place).trim().split('\n');
  files = list.map((it) => it.replace('package/', '')).sort();
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

it('holds the server, the grammars, the files for editors and the schemas, and nothing else', () => {
  expect([...new Set(files.map((it) => it.split('/')[0]))]).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'editors',
    'grammar',
    'package.json',
    'schemas',
    'syntaxes',
  ]);
  // What docs/project-file.md names as `$schema`, and what programs hold the output to.
  const schemas = files.filter((it) => it.startsWith('schemas/'));
  expect(schemas).toEqual(
    readdirSync(path.join(root, 'schemas'))
      .map((it) => `schemas/${it}`)
      .sort(),
  );
  // What docs/browser.md names as paths, and every file for an editor.
  const kept = (folder: string): string[] => files.filter((it) => it.startsWith(`${folder}/`));
  for (const folder of ['syntaxes', 'editors']) {
    const all = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', folder], { cwd: root });
    expect(kept(folder)).toEqual(`${all}`.trim().split('\n').sort());
  }
  const dist = files.filter((it) => it.startsWith('dist/'));
  expect(dist.filter((it) => it.startsWith('dist/server/')).length).toBeGreaterThan(2);
  expect(dist.filter((it) => !/^dist\/server\/[\w-]+\.js$/.test(it))).toEqual([
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/browser-server.js',
    'dist/pages.json',
    'dist/server.js',
    'dist/server/package.json',
    'dist/site.json',
    'dist/tree-sitter-wit.wasm',
    'dist/web-tree-sitter.wasm',
  ]);
  expect(statSync(packed).size).toBeLessThan(2_000_000);
});

it('has no native code, and nothing that runs when it is installed', () => {
  expect(files.filter((it) => /\.(node|gyp|so|dll|dylib)$/.test(it))).toEqual([]);
  const manifest = JSON.parse(output('tar', ['-xzOf', packed, 'package/package.json'], place));
  expect(Object.keys(manifest).sort()).toEqual([
    'bin',
    'description',
    'engines',
    'files',
    'keywords',
    'license',
    'name',
    'publishConfig',
    'version',
  ]);
  expect(manifest.engines).toEqual({ node: expect.any(String) });
});

it('could be published: npm has nothing to say but that nobody is logged in', () => {
  const { status, stderr } = spawnSync('npm', ['publish', '--dry-run', '--offline', packed], {
    cwd: place,
    encoding: 'utf8',
  });
  const warnings = stderr.split('\n').filter((it) => /^npm (warn|error|ERR!)/i.test(it));
  expect([status, warnings.filter((it) => !/logged in/i.test(it))]).toEqual([0, []]);
});

it('installs without a network, without scripts, and runs', () => {
  writeFileSync(path.join(place, 'package.json'), '{"private":true}');
  output('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', packed], place);
  const command = path.join(place, 'node_modules', '.bin', 'wit-language-server');
  expect(output(command, ['--version'], place)).toMatch(/\d+\.\d+\.\d+/);
  writeFileSync(path.join(place, 'cart.wit'), 'package shop:cart;\n\ninterface cart {\n  open: func();\n}\n');
  expect(output(command, ['check', 'cart.wit'], place)).toContain('no problems');
});

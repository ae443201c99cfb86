// `npm run release` in a clone of the project: versions, changelog, packed files, and what it refuses.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const clone = mkdtempSync(path.join(tmpdir(), 'wit-release-'));
const SCRIPTS = ['scripts/release.mjs', 'scripts/npm-package.mjs', 'docs/npm.md', '.gitignore'];

const read = (name: string): string => readFileSync(path.join(clone, name), 'utf8');
const git = (...args: string[]): string => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  return execFileSync('git', [...who, ...args], { cwd: clone, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
};
const release = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/release.mjs', ...args, '--no-checks'], { cwd: clone, encoding: 'utf8' });

beforeAll(() => {
  git('clone', '--quiet', '--depth', '1', `file://${root}`, '.');
  for (const name of SCRIPTS) copyFileSync(path.join(root, name), path.join(clone, name));
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  writeFileSync(path.join(clone, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n- Something new.\n');
  writeFileSync(path.join(clone, '.gitignore'), `${read('.gitignore')}node_modules\n`);
  git('add', '.');
  git('commit', '--quiet', '--message', 'as it is here');
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

it.each([
  [[], 'needs one version'],
  [['next'], 'needs one version'],
  [['1.0.0', '1.1.0'], 'needs one version'],
  [['1.0.0', '--date', 'today'], '`--date` must be a date'],
])('refuses %j', (args, message) => {
  const { status, stderr } = release(...args);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(git('status', '--porcelain')).toBe('');
});

it('refuses a work tree with changes', () => {
  writeFileSync(path.join(clone, 'new.txt'), '');
  const { status, stderr } = release('1.0.0');
  rmSync(path.join(clone, 'new.txt'));
  expect([status, stderr]).toEqual([2, 'release: the work tree has changes; commit them first\n']);
});

it('packs what can be published, and changes versions and changelog only', () => {
  const { status, stdout, stderr } = release('9.8.7', '--date', '2026-01-31');
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('release:')]);
  expect(
    git('status', '--porcelain')
      .trim()
      .split('\n')
      .map((it) => it.trim())
      .sort(),
  ).toEqual([
    'M CHANGELOG.md',
    'M grammar/package.json',
    'M grammar/tree-sitter.json',
    'M package-lock.json',
    'M package.json',
  ]);
  expect(read('CHANGELOG.md')).toBe('# Changelog\n\n## [Unreleased]\n\n## [9.8.7] - 2026-01-31\n\n- Something new.\n');
  const lock = JSON.parse(read('package-lock.json'));
  expect([JSON.parse(read('package.json')).version, lock.version, lock.packages[''].version]).toEqual(
    Array(3).fill('9.8.7'),
  );
  const sums = read('release/SHA256SUMS').trim().split('\n');
  expect(sums.map((it) => it.split('  ')[1])).toEqual([
    'wit-language-server-9.8.7.vsix',
    'wit-language-server-9.8.7.tgz',
  ]);
  for (const line of sums) {
    const [sum, name = ''] = line.split('  ');
    const bytes = readFileSync(path.join(clone, 'release', name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sum);
  }
  expect(existsSync(path.join(clone, 'wit-language-server.vsix'))).toBe(false);
  expect(stdout).toContain('docs/releasing.md');
}, 120_000);

it('refuses a version that was released', () => {
  git('commit', '--all', '--quiet', '--message', '9.8.7');
  const { status, stderr } = release('9.8.7');
  expect([status, stderr]).toEqual([2, 'release: CHANGELOG.md has a section of 9.8.7 already\n']);
});

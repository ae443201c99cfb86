// The commands of docs/ci.md, as they stand there, in a real repository.

import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { SERVER } from '../support/server.ts';
import { type Files, TestRepository, temporary, wit } from './repository.ts';

const DOCS = readFileSync(fileURLToPath(new URL('../../docs/ci.md', import.meta.url)), 'utf8');
const GOOD = { 'wit/a.wit': wit('f: func(); g: func();') };
const BAD = { 'wit/a.wit': wit('f: func(a: u8);') };

/** `npx` that knows the command as it was built here. */
function pathWithNpx(): string {
  const bin = temporary();
  writeFileSync(
    path.join(bin, 'npx'),
    `#!/bin/sh\nwhile [ "$1" != wit-language-server ]; do shift; done\nshift\nexec '${process.execPath}' '${SERVER}' "$@"\n`,
  );
  chmodSync(path.join(bin, 'npx'), 0o755);
  return `${bin}:${process.env.PATH ?? ''}`;
}

it('fails the pull request that breaks a contract', () => {
  const [, line = ''] = /- run: (.*)/.exec(DOCS) ?? [];
  for (const [files, status] of [
    [GOOD, 0],
    [BAD, 1],
  ] as const) {
    const repository = TestRepository.create({ 'wit/a.wit': wit('f: func();') });
    const clone = repository.clone();
    clone.git('checkout', '-q', '-b', 'feature');
    clone.commit(files);
    const env = { PATH: pathWithNpx(), HOME: '/nonexistent', GITHUB_BASE_REF: 'main' };
    const ran = spawnSync('bash', ['-e', '-c', line], { cwd: clone.path, env, encoding: 'utf8' });
    expect(ran.status, ran.stderr).toBe(status);
    expect(ran.stdout.includes('::error ')).toBe(status === 1);
  }
});

it('stops the commit that breaks a contract, and no other', () => {
  const [, script = ''] = /```sh\n([\s\S]*?)```/.exec(DOCS) ?? [];
  const repository = TestRepository.create();
  const hook = path.join(repository.path, '.git/hooks/pre-commit');
  writeFileSync(hook, script);
  chmodSync(hook, 0o755);
  const env = { PATH: pathWithNpx(), HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  const commit = (files: Files): string => {
    repository.write(files);
    repository.git('add', '-A');
    const names = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
    const ran = spawnSync('git', [...names, 'commit', '-q', '-m', 'x'], {
      cwd: repository.path,
      env,
      encoding: 'utf8',
    });
    return ran.status === 0 ? 'committed' : ran.stdout + ran.stderr;
  };
  expect(commit({ 'readme.md': 'no WIT yet' })).toBe('committed');
  expect(commit({ 'readme.md': 'no WIT either' })).toBe('committed');
  expect(commit({ 'wit/a.wit': wit('f: func();') })).toBe('committed');
  expect(commit(BAD)).toContain('error[semver/param-added]');
  expect(commit(GOOD)).toBe('committed');
  expect(repository.git('show', 'HEAD:wit/a.wit')).toBe(GOOD['wit/a.wit'].trim());
});

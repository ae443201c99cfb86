// The commands of the README do what the README says they do: each is run in a repository made for them.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { COMMANDS } from '../server/src/cli/main.ts';
import { directoryWith, run } from './support/command.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The command lines in blocks of shell code, in words. */
const LINES = [...README.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line.startsWith('wit-language-server '))
  .map((line) =>
    line
      .replace(/\s+#.*$/, '')
      .split(/\s+/)
      .slice(1),
  );

const git = (cwd: string, ...args: string[]): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  execFileSync('git', [...who, ...args], { cwd, stdio: 'ignore' });
};

it('has command lines', () => {
  expect(new Set(LINES.map(([name]) => name))).toEqual(
    new Set([
      'check',
      'explain',
      'breaking',
      'changelog',
      'docs',
      'world',
      'compose',
      'format',
      'new',
      'publish-check',
      'impact',
    ]),
  );
});

/** Compiled components are no part of this repository, and a registry is not here: of these lines, the words are checked. */
const elsewhere = ([name = '', ...words]: readonly string[]): boolean =>
  ['compose', 'publish-check', 'impact'].includes(name) || words.includes('registry');

it.each(LINES.filter(elsewhere).map((words) => [words.join(' '), words] as const))('%s', (_, words) => {
  const command = COMMANDS.find((it) => it.name === words[0]);
  for (const word of words)
    if (word.startsWith('--')) expect(Object.keys(command?.options ?? {})).toContain(word.slice(2));
});

it.each(LINES.filter((words) => !elsewhere(words)).map((words) => [words.join(' '), words] as const))(
  '%s',
  async (_, words) => {
    const cwd = directoryWith({
      'wit/shop.wit':
        'package shop:cart@1.2.0;\n\ninterface cart {\n  open: func();\n}\n\nworld storefront {\n  import cart;\n}\n',
    });
    git(cwd, 'init', '-q', '-b', 'main');
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-q', '-m', 'first');
    git(cwd, 'tag', 'v1.2.0');
    expect(await run(cwd, words)).toMatchObject({ status: 0 });
  },
);

it('the lines below "Install" end with the command on the PATH', { timeout: 300_000 }, () => {
  const [, block = ''] = /^## Install$.*?^```sh\n(.*?)^```$/ms.exec(README) ?? [];
  const [first, ...lines] = block
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''));
  // What it fetches is here already.
  expect(first).toBe('npm install');
  expect(lines).toHaveLength(3);
  const root = fileURLToPath(new URL('..', import.meta.url));
  const place = mkdtempSync(path.join(tmpdir(), 'wit-readme-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  // As in a fresh clone: nothing that git does not know.
  const clone = path.join(place, 'clone');
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of files
    .toString()
    .split('\0')
    .filter((it) => it !== '')) {
    mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(clone, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  const prefix = path.join(place, 'global');
  const env = { ...process.env, npm_config_prefix: prefix, npm_config_offline: 'true', npm_config_audit: 'false' };
  for (const line of lines) execFileSync('sh', ['-c', line], { cwd: clone, env, stdio: 'ignore' });
  expect(readFileSync(path.join(clone, 'wit-language-server.vsix')).subarray(0, 2).toString()).toBe('PK');
  const command = path.join(prefix, 'bin/wit-language-server');
  rmSync(clone, { recursive: true });
  expect(execFileSync(command, ['--version'], { encoding: 'utf8' })).toMatch(/^\S*\s?\d+\.\d+\.\d+\n$/);
});

// The commands of the README do what the README says they do: each is run in a repository made for them.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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
    new Set(['check', 'explain', 'breaking', 'world', 'compose', 'format', 'new']),
  );
});

// Compiled components are no part of this repository: of these lines, the words are checked.
it.each(LINES.filter((words) => words[0] === 'compose').map((words) => [words.join(' '), words] as const))(
  '%s',
  (_, words) => {
    const command = COMMANDS.find((it) => it.name === words[0]);
    for (const word of words)
      if (word.startsWith('--')) expect(Object.keys(command?.options ?? {})).toContain(word.slice(2));
  },
);

it.each(LINES.filter((words) => words[0] !== 'compose').map((words) => [words.join(' '), words] as const))(
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

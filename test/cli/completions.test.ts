// Shell completions and the manual page: they know every command and option, and the shells that are here take them.

import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/src/cli/main.ts';
import { directoryWith, run } from '../support/command.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

async function printed(...args: string[]): Promise<string> {
  const { status, out, err } = await run('/', args);
  expect([status, err]).toEqual([0, '']);
  return out;
}

describe.skipIf(!has('bash'))('bash', () => {
  it.each([
    [['che'], ['check']],
    [['check', '--max-w'], ['--max-warnings']],
    [['check', 'wit', '--form'], ['--format']],
    [['check', '--format', 'sa'], ['sarif']],
    [['check', '--format', '=', 'sa'], ['sarif']],
    [
      ['check', '--color', '='],
      ['auto', 'always', 'never'],
    ],
    [
      ['breaking', '--role', ''],
      ['strict', 'platform', 'component'],
    ],
    // Paths are completed by bash itself.
    [['check', 'wi'], []],
    [['check', '--stdin-filepath', 'w'], []],
  ])('completes %j to %j', async (words, expected) => {
    const script = await printed('completions', 'bash');
    const line = ['wit-language-server', ...words].map((it) => `'${it}'`).join(' ');
    const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _wit_language_server; echo "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-u', '-c', `${script}\n${ask}`], { cwd: directoryWith({}), encoding: 'utf8' });
    expect(out.split(/\s+/).filter((it) => it !== '')).toEqual(expected);
  });
});

it.each(['zsh', 'fish'].filter(has))('%s takes its script', async (shell) => {
  execFileSync(shell, ['-n', '-c', await printed('completions', shell)]);
});

it.each([['completions', 'bash'], ['completions', 'zsh'], ['completions', 'fish'], ['man']])(
  '%s %s names every command and option',
  async (...args) => {
    const text = (await printed(...args)).replaceAll('\\-', '-');
    for (const { name, options } of COMMANDS) {
      expect(text).toContain(name);
      for (const option of Object.keys(options)) expect(text).toMatch(new RegExp(`(--|-l )${option}\\b`));
    }
  },
);

it.skipIf(!has('man'))('man shows the page without a warning', async () => {
  const page = await printed('man');
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-l', '-'], { input: page, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/check/);
});

it('says for which shells there are completions', async () => {
  expect(await run('/', ['completions', 'tcsh'])).toMatchObject({
    status: 2,
    err: 'wit-language-server: no completions for `tcsh`; there are some for bash, zsh and fish\n',
  });
});

// Options that make `check` stricter, quieter or colourful, and the path it checks without one.

import { describe, expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

/** A hint: an import that nobody uses. */
const WARNS = 'package shop:cart;\ninterface other { type id = u8; }\ninterface types { use other.{id}; }\n';
const DOCS_END = 'package shop:cart;\n\n/// ends with */ here\ninterface types {\n  type id = u32;\n}\n';
const BROKEN = 'package shop:cart;\n\ninterface types {\n  type id = u32\n  type name = string;\n}\n';

it('without a path checks the current directory', async () => {
  const cwd = directoryWith({ 'wit/a.wit': BROKEN, 'other/wit/b.wit': WARNS });
  const { status, out } = await run(cwd, ['check', '--format', 'json']);
  expect(status).toBe(1);
  expect(JSON.parse(out).files).toBe(2);
  expect(await run(directoryWith({}), ['check'])).toMatchObject({
    status: 2,
    err: 'wit-language-server: no WIT files in .\n',
  });
});

describe('--max-problems', () => {
  const MANY = `package a:b;\ninterface i {\n${Array.from({ length: 700 }, (_, n) => `  type t${n} = nope${n};\n`).join('')}}\n`;

  it.each([
    [[], 501, '200 more problems in this file; only the first 500 are shown; `--max-problems 0` shows all'],
    [['--max-problems', '0'], 700, undefined],
    [
      ['--max-problems', '699'],
      700,
      '1 more problem in this file; only the first 699 are shown; `--max-problems 0` shows all',
    ],
    [['--max-problems=700'], 700, undefined],
    [
      ['--max-problems', '1', '--quiet'],
      2,
      '699 more problems in this file; only the first 1 are shown; `--max-problems 0` shows all',
    ],
  ])('%j', async (args, shown, last) => {
    const cwd = directoryWith({ 'a.wit': MANY, 'b.wit': 'interface j { f: func(x: nope); }\n' });
    const { out, status } = await run(cwd, ['check', '.', '--format', 'json', ...args]);
    const { diagnostics } = JSON.parse(out);
    const here = diagnostics.filter((it: { path: string }) => it.path === 'a.wit');
    expect(status).toBe(1);
    expect(here).toHaveLength(shown);
    expect(diagnostics).toHaveLength(shown + 1);
    if (last !== undefined)
      expect(here.at(-1)).toMatchObject({ code: 'more-problems', severity: 'information', message: last });
    const pretty = await run(cwd, ['check', '.', ...args]);
    // What is left out is counted all the same.
    expect(pretty.out).toContain('\n701 errors in 2 files\n');
    const sarif = JSON.parse((await run(cwd, ['check', '.', '--format', 'sarif', ...args])).out);
    expect(sarif.runs[0].results).toHaveLength(shown + 1);
  });
});

describe('--max-file-size', () => {
  const LARGE = `package a:b;\ninterface i { f: func(x: nope); }\n${'// …………………………\n'.repeat(40_000)}`;

  it('says how large a file may be, for every command that reads', async () => {
    const cwd = directoryWith({ 'a.wit': LARGE });
    expect((await run(cwd, ['check', 'a.wit'])).out).toContain('unknown type `nope`');
    expect((await run(cwd, ['check', 'a.wit', '--max-file-size', '2'])).out).toContain('unknown type `nope`');
    for (const args of [
      ['check', 'a.wit'],
      ['check', '.'],
      ['check', '.', '--resolve', 'workspace'],
    ]) {
      const { out, status } = await run(cwd, [...args, '--max-file-size', '1']);
      expect(status).toBe(1);
      expect(out).toContain('error[syntax/too-large]: this file is not read: it is larger than 1 MB');
    }
    const { err, status } = await run(cwd, ['format', 'a.wit', '--max-file-size', '1']);
    expect(status).toBe(2);
    expect(err).toContain('cannot read a.wit: it is larger than 1 MB (`--max-file-size`)');
    expect((await run(cwd, ['check', '--max-file-size', '257'])).err).toContain(
      'must be a whole number, 1 to 256, not `257`',
    );
  });
});

describe('--deny', () => {
  const check = async (text: string, ...args: string[]) => {
    const { status, out, err } = await run(directoryWith({ 'a.wit': text }), ['check', '--format', 'json', ...args]);
    const found = JSON.parse(out).diagnostics.map(
      (it: { severity: string; code: string }) => `${it.severity} ${it.code}`,
    );
    return { status, found, err };
  };

  it.each([
    [[], 0, ['warning lint/docs-comment-end']],
    [['--deny', 'warnings'], 1, ['error lint/docs-comment-end']],
    [['--deny', 'lint/docs-comment-end'], 1, ['error lint/docs-comment-end']],
    [['--deny', 'lint/unused-use'], 0, ['warning lint/docs-comment-end']],
    [['--max-warnings', '1'], 0, ['warning lint/docs-comment-end']],
    [['--max-warnings', '0'], 1, ['warning lint/docs-comment-end']],
    [['--quiet'], 0, []],
    [['--quiet', '--max-warnings', '0'], 1, []],
    [['--quiet', '--deny=warnings'], 1, ['error lint/docs-comment-end']],
  ])('%j', async (args, status, found) => {
    expect(await check(DOCS_END, ...args)).toMatchObject({ status, found });
  });

  it('raises hints, and switches on what is off by default', async () => {
    expect(await check(WARNS, '--deny', 'warnings')).toMatchObject({ status: 0, found: ['hint lint/unused-use'] });
    expect(await check(WARNS, '--deny=lint/unused-use', '--deny=lint/unused-interface')).toMatchObject({
      status: 1,
      found: ['error lint/unused-use'],
    });
    const missing = await check(WARNS, '--deny', 'lint/missing-docs');
    expect(missing.found).toContain('error lint/missing-docs');
  });

  it('says how many warnings are too many', async () => {
    const { err } = await check(DOCS_END, '--max-warnings=0');
    expect(err).toBe('wit-language-server: 1 warning; `--max-warnings` allows 0\n');
  });

  it('leaves what others wrote alone', async () => {
    const cwd = directoryWith({
      'wit/a.wit': 'package shop:cart;\nworld w { import shop:lib/types; }\n',
      'wit/deps/lib.wit': DOCS_END.replace('shop:cart', 'shop:lib'),
    });
    expect((await run(cwd, ['check', 'wit', '--deny', 'lint/docs-comment-end', '--deny', 'warnings'])).status).toBe(0);
  });
});

it('--quiet prints errors only, and nothing when there are none', async () => {
  expect(await run(directoryWith({ 'a.wit': DOCS_END }), ['check', '--quiet'])).toEqual({
    status: 0,
    out: '',
    err: '',
  });
  const { status, out } = await run(directoryWith({ 'a.wit': DOCS_END, 'b.wit': BROKEN }), ['check', '--quiet']);
  expect(status).toBe(1);
  expect(out).toContain('error[syntax/missing-semicolon]');
  expect(out).not.toContain('warning');
});

it.each([
  [['--color', 'always'], {}, true],
  [['--color', 'always'], { env: { NO_COLOR: '1' } }, true],
  [['--color', 'never'], { terminal: true, env: { FORCE_COLOR: '1' } }, false],
  [['--color', 'auto'], { terminal: true }, true],
  [[], {}, false],
] as const)('colours with %j in %j: %j', async (args, around, colored) => {
  const cwd = directoryWith({ 'a.wit': BROKEN });
  for (const words of [['check'], ['explain', 'syntax/missing-semicolon']]) {
    const { out } = await run(cwd, [...words, ...args], around);
    expect(out.includes('\u001b['), words[0]).toBe(colored);
  }
});

it.each([
  [
    ['--deny', 'warning'],
    '`--deny` must be `warnings` or the code of a diagnostic, not `warning`; did you mean `warnings`?',
  ],
  [['--max-warnings', 'x'], '`--max-warnings` must be a whole number, at least 0, not `x`'],
  [['--color', 'red'], '`--color` must be `auto`, `always` or `never`, not `red`'],
])('refuses %j', async (args, message) => {
  expect(await run(directoryWith({}), ['check', ...args])).toMatchObject({
    status: 2,
    err: expect.stringContaining(`wit-language-server: ${message}\n`),
  });
});

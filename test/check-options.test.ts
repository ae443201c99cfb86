// Options that make `check` stricter, quieter or colourful, and the path it checks without one.

import { describe, expect, it } from 'vitest';
import { directoryWith, run } from './support/command.ts';

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

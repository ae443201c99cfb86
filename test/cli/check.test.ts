// The contract of `check`: what a path means, what is printed, what the exit status says.

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { progressLine } from '../../server/src/cli/check.ts';
import { directoryWith, run } from '../support/command.ts';
import { SERVER } from '../support/server.ts';

const GOOD = 'package shop:cart;\n\ninterface types {\n  type id = u32;\n}\n';
const BROKEN = 'package shop:cart;\n\ninterface types {\n  type id = u32\n  type name = string;\n}\n';

interface Json {
  readonly version: number;
  readonly files: number;
  readonly diagnostics: readonly {
    readonly path: string;
    readonly range: unknown;
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly related: readonly unknown[];
  }[];
}

async function json(cwd: string, ...args: string[]): Promise<Json & { status: number }> {
  const { status, out, err } = await run(cwd, ['check', '--format', 'json', ...args]);
  expect(err).toBe('');
  return { status, ...(JSON.parse(out) as Json) };
}

/** `path code` of every diagnostic. */
async function codes(cwd: string, ...args: string[]): Promise<string[]> {
  return (await json(cwd, ...args)).diagnostics.map((it) => `${it.path} ${it.code}`);
}

describe('json', () => {
  it('is one object, with ranges as in LSP', async () => {
    const cwd = directoryWith({ 'wit/a.wit': BROKEN });
    expect(await json(cwd, 'wit')).toEqual({
      status: 1,
      version: 1,
      files: 1,
      diagnostics: [
        {
          path: 'wit/a.wit',
          range: { start: { line: 3, character: 15 }, end: { line: 3, character: 15 } },
          severity: 'error',
          code: 'syntax/missing-semicolon',
          message: 'expected `;` at the end of this statement',
          related: [],
        },
      ],
    });
  });

  it('counts in UTF-16', async () => {
    const cwd = directoryWith({ 'a.wit': 'package a:b;\n/* 𝔘é */ interface i { type t = u8 }\n' });
    const [first] = (await json(cwd, 'a.wit')).diagnostics;
    expect(first?.range).toEqual({ start: { line: 1, character: 35 }, end: { line: 1, character: 35 } });
  });

  it('names paths from the current directory', async () => {
    const cwd = directoryWith({ 'x/wit/a.wit': BROKEN, 'y/z.txt': '' });
    expect(await codes(path.join(cwd, 'y'), '../x/wit')).toEqual(['../x/wit/a.wit syntax/missing-semicolon']);
    expect(await codes(path.join(cwd, 'x/wit'), '.')).toEqual(['a.wit syntax/missing-semicolon']);
    expect(await codes(path.join(cwd, 'y'), path.join(cwd, 'x'))).toEqual(['../x/wit/a.wit syntax/missing-semicolon']);
  });
});

describe('a path', () => {
  it('that is a file is a package of one file', async () => {
    const cwd = directoryWith({ 'a.wit': GOOD, 'b.wit': 'interface other { type x = u8 }', 'deps/d.wit': 'nonsense' });
    expect(await json(cwd, 'a.wit')).toMatchObject({ status: 0, files: 1, diagnostics: [] });
  });

  it('that is a directory is a package with its dependencies, whose errors count', async () => {
    const cwd = directoryWith({
      'wit/a.wit': GOOD,
      'wit/deps/io/d.wit': 'package a:io;\ninterface i { type t = u8 }\n',
    });
    expect(await json(cwd, 'wit')).toMatchObject({ status: 1, files: 1 });
    expect(await codes(cwd, 'wit')).toEqual(['wit/deps/io/d.wit syntax/missing-semicolon']);
  });

  it('that is a directory without WIT is searched', async () => {
    const cwd = directoryWith({
      'p/one/a.wit': GOOD,
      'p/two/wit/b.wit': BROKEN,
      'p/two/wit/deps/c.wit': 'package c:c;',
      'p/node_modules/x/d.wit': 'nonsense',
    });
    expect(await json(cwd, 'p')).toMatchObject({ status: 1, files: 2 });
    expect(await codes(cwd, 'p')).toEqual(['p/two/wit/b.wit syntax/missing-semicolon']);
  });

  it('given twice, or inside another, reports once', async () => {
    const cwd = directoryWith({ 'p/wit/b.wit': BROKEN });
    expect(await codes(cwd, 'p', 'p/wit', 'p/wit/b.wit', 'p/wit/')).toEqual(['p/wit/b.wit syntax/missing-semicolon']);
  });

  it('is judged alone, whatever else is checked', async () => {
    const cwd = directoryWith({
      'wit/a.wit': 'package a:b;\ninterface i { use j.{t}; f: func() -> t; }\n',
      'wit/b.wit': 'package a:b;\ninterface j { type t = u8; }\n',
      'wit/deps/c/c.wit': 'package a:c;\ninterface i { use a:d/i.{t}; f: func() -> t; }\n',
      'wit/deps/d.wit': 'package a:d;\ninterface i { type t = u8; }\n',
    });
    const alone = ['wit/a.wit name/unknown-interface', 'wit/deps/c/c.wit package/not-found'];
    expect(await codes(cwd, 'wit')).toEqual([]);
    expect(await codes(cwd, 'wit', 'wit/a.wit', 'wit/deps/c')).toEqual(alone);
    expect(await codes(cwd, 'wit/deps/c', 'wit/a.wit', 'wit')).toEqual(alone);
  });

  it('may be a binary, and one that cannot be read lacks nothing else', async () => {
    const cwd = directoryWith({ 'a.wasm': '\0asm' });
    expect(await codes(cwd, 'a.wasm')).toEqual(['a.wasm package/not-a-package']);
  });

  it('may be a component, and then nothing is said about `deps/`', async () => {
    const component = Buffer.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]);
    const cwd = directoryWith({ 'wit/a.wit': GOOD });
    mkdirSync(path.join(cwd, 'wit/deps'));
    for (const name of ['app.wasm', 'wit/deps/app.wasm']) writeFileSync(path.join(cwd, name), component);
    const messages = async (name: string): Promise<string[]> =>
      (await json(cwd, name)).diagnostics.map((it) => it.message);
    expect(await messages('app.wasm')).toEqual([
      'this is a component, not a WIT package; `wit-language-server world` shows what it imports and exports',
    ]);
    expect(await messages('wit')).toEqual(['this is a component, not a WIT package; `deps/` can only hold packages']);
  });

  it('may be a symbolic link', async () => {
    const cwd = directoryWith({ 'real/a.wit': BROKEN, wit: '->real', 'b.wit': '->real/a.wit' });
    expect(await codes(cwd, 'wit')).toEqual(['wit/a.wit syntax/missing-semicolon']);
    expect(await codes(cwd, 'b.wit')).toEqual(['b.wit syntax/missing-semicolon']);
  });

  it.each([
    [['missing'], 'no such file or directory: missing'],
    [[''], 'a path is empty'],
    [['note.txt'], 'neither a `.wit` nor a `.wac` file: note.txt'],
    [['empty'], 'no WIT files in empty'],
    [['dead.wit'], 'no such file or directory: dead.wit'],
    [['pipe.wit'], 'cannot read pipe.wit'],
    [['a.wit', 'missing', 'empty'], 'no such file or directory: missing\nwit-language-server: no WIT files in empty'],
  ])('that cannot be checked is an error: %s', async (paths, message) => {
    const cwd = directoryWith({ 'a.wit': GOOD, 'note.txt': '', 'empty/readme.md': '', 'dead.wit': '->nowhere' });
    execFileSync('mkfifo', [path.join(cwd, 'pipe.wit')]);
    expect(await run(cwd, ['check', ...paths])).toEqual({
      status: 2,
      out: '',
      err: `wit-language-server: ${message}\n`,
    });
  });
});

describe('bad arguments', () => {
  it.each([
    [
      ['a.wit', '--format', 'xml'],
      '`--format` must be `pretty`, `json`, `sarif`, `github`, `junit` or `gitlab-code-quality`, not `xml`',
    ],
    [['a.wit', '--resolve', 'x'], '`--resolve` must be `toolchain` or `workspace`, not `x`'],
    [['a.wit', '--colour'], 'unknown option `--colour`; did you mean `--color`?'],
    [['a.wit', '--formt=json'], 'unknown option `--formt`; did you mean `--format`?'],
    [['a.wit', '--format'], '`--format` needs a value: --format FORMAT'],
    [['a.wit', '--format', '--all-features'], '`--format` needs a value: --format=FORMAT'],
    [['a.wit', '--all-features=yes'], '`--all-features` takes no value, not `yes`'],
  ])('%j', async (args, message) => {
    const { status, out, err } = await run(directoryWith({ 'a.wit': GOOD }), ['check', ...args]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe(`wit-language-server: ${message}\nTry \`wit-language-server check --help\`.\n`);
  });

  it('names an unknown command', async () => {
    expect(await run('/', ['chekc'])).toMatchObject({
      status: 2,
      err: 'wit-language-server: unknown command `chekc`; did you mean `check`?\nTry `wit-language-server --help`.\n',
    });
    expect((await run('/', ['--stdoi'])).err).toContain('unknown option `--stdoi`');
  });
});

it('helps', async () => {
  for (const args of [[], ['--help'], ['-h'], ['help']]) {
    expect(await run('/', args)).toMatchObject({ status: 0, err: '', out: expect.stringContaining('check [PATH…]') });
  }
  expect((await run('/', ['check', '--help'])).out).toContain('--all-features');
});

it('tells its version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await run('/', ['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
});

describe('pretty', () => {
  it('shows the line, the place and the repair', async () => {
    const cwd = directoryWith({ 'wit/a.wit': BROKEN });
    const { status, out } = await run(cwd, ['check', 'wit']);
    expect(status).toBe(1);
    expect(out).toBe(
      [
        'error[syntax/missing-semicolon]: expected `;` at the end of this statement',
        ' --> wit/a.wit:4:16',
        '  |',
        '4 |   type id = u32',
        '  |                ^',
        '  = fix: Insert `;`',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('says when all is well', async () => {
    const cwd = directoryWith({ 'a.wit': GOOD, 'b.wit': 'interface b { type t = u8; }' });
    expect((await run(cwd, ['check', '.'])).out).toBe('no problems in 2 files\n');
  });

  it('marks the right columns after tabs and wide characters', async () => {
    const cwd = directoryWith({ 'a.wit': 'package a:b;\n\t/* 漢字 */ interface I1b {}\n' });
    const lines = (await run(cwd, ['check', 'a.wit'])).out.split('\n');
    expect(lines[3]).toBe('2 |     /* 漢字 */ interface I1b {}');
    expect(lines[4]).toBe(`  |     ${' '.repeat('/* .... */ interface '.length)}^^^`);
  });

  it('cuts a long line around the fault', async () => {
    const cwd = directoryWith({
      'a.wit': `package a:b; ${'/* x */ '.repeat(60)}interface I1b {} ${'// y '.repeat(60)}\n`,
    });
    const lines = (await run(cwd, ['check', 'a.wit'])).out.split('\n');
    const at = (lines[3] ?? '').indexOf('I1b');
    expect(at).toBeGreaterThan(0);
    expect((lines[4] ?? '').indexOf('^^^')).toBe(at);
    expect(lines[3]?.length).toBeLessThan(120);
    expect(lines[3]).toMatch(/^1 \| ….*…$/);
  });

  it('never lets a file steer the terminal', async () => {
    const cwd = directoryWith({ 'a.wit': 'package a:b;\n// \u001b[31m \u202e\ninterface i {}\n' });
    const { out } = await run(cwd, ['check', 'a.wit']);
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
    expect(out).toContain('// \\u{1b}[31m \\u{202e}');
  });

  it('has colours on a terminal, or when asked, and never under NO_COLOR', async () => {
    const cwd = directoryWith({ 'a.wit': BROKEN });
    const colored = async (env: Record<string, string>, terminal: boolean): Promise<boolean> =>
      (await run(cwd, ['check', 'a.wit'], { env, terminal })).out.includes('\u001b[');
    expect(await colored({}, true)).toBe(true);
    expect(await colored({}, false)).toBe(false);
    expect(await colored({ NO_COLOR: '1' }, true)).toBe(false);
    expect(await colored({ NO_COLOR: '', TERM: 'xterm' }, true)).toBe(true);
    expect(await colored({ TERM: 'dumb' }, true)).toBe(false);
    expect(await colored({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(await colored({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(false);
  });
});

it('github: one command per finding, escaped', async () => {
  const cwd = directoryWith({ 'a,b:c%.wit': BROKEN });
  expect((await run(cwd, ['check', '--format', 'github', '.'])).out).toBe(
    '::error file=a%2Cb%3Ac%25.wit,line=4,endLine=4,col=16,endColumn=16,title=syntax/missing-semicolon::' +
      'expected `;` at the end of this statement\n',
  );
});

it('sarif: rules, results and places that other machines find', async () => {
  const cwd = directoryWith({ 'my wit/a.wit': BROKEN });
  const { out, status } = await run(cwd, ['check', '--format', 'sarif', '.']);
  expect(status).toBe(1);
  const [only] = JSON.parse(out).runs;
  expect(only.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['syntax/missing-semicolon']);
  expect(only.results).toEqual([
    {
      ruleId: 'syntax/missing-semicolon',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'expected `;` at the end of this statement' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'my%20wit/a.wit', uriBaseId: 'CURRENT' },
            region: { startLine: 4, startColumn: 16, endLine: 4, endColumn: 16 },
          },
        },
      ],
      partialFingerprints: { 'witFinding/v1': expect.stringMatching(/^[0-9a-f]{16}$/) },
    },
  ]);
});

describe('progress', () => {
  const at = (times: readonly number[], terminal: boolean): string => {
    let written = '';
    let now = 0;
    const clock = { now: () => now, pause: async () => {} };
    const line = progressLine({
      terminal: { out: true, err: terminal },
      host: { clock },
      err: (text) => {
        written += text;
      },
    });
    for (const [index, time] of times.entries()) {
      now = time;
      line.show(index + 1, 9);
    }
    line.clear();
    return written;
  };

  it('is one line on a terminal, after a second, and leaves nothing behind', () => {
    expect(at([500, 999, 1000, 1050, 1100], true)).toBe(
      '\r\u001b[Kchecked 3 of 9 packages…\r\u001b[Kchecked 5 of 9 packages…\r\u001b[K',
    );
  });

  it('is silent when the work is quick, or nobody looks', () => {
    expect(at([500, 900], true)).toBe('');
    expect(at([500, 1500], false)).toBe('');
  });
});

it.skipIf(!existsSync('/dev/full'))('an output that cannot be written is no finding', () => {
  const cwd = directoryWith({ 'a.wit': BROKEN });
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [SERVER, 'check', 'a.wit'], {
    cwd,
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(status).toBe(2);
  expect(stderr).toBe('wit-language-server: cannot write the output: ENOSPC: no space left on device, write\n');
});

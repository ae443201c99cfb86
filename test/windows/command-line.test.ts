// The command line with the paths of Windows: drive letters, backslashes, any case. Node's own `path` is that of Windows here.

import { expect, it, vi } from 'vitest';

vi.hoisted(() => Object.defineProperty(process, 'platform', { value: 'win32' }));
vi.mock('node:path', async (original) => {
  const { win32 } = await original<typeof import('node:path')>();
  return { ...win32, default: win32 };
});

const { main } = await import('../../server/src/cli/main.ts');
const { WitParser } = await import('../../server/src/syntax/parser.ts');
const { FoldingHost } = await import('./folding-host.ts');

const FOLDER = 'file:///c%3A/Users/Me/Shop';
const CWD = 'C:\\Users\\Me\\Shop';
const files = {
  [`${FOLDER}/wit/App.wit`]: 'package acme:app;\r\ninterface api {\r\n  pay: func() -> strin;\r\n}\r\n',
  [`${FOLDER}/wit/deps/money/Types.wit`]: 'package acme:money;\r\ninterface types {}\r\n',
  [`${FOLDER}/old/a.wit`]: 'package acme:cart@1.0.0;\r\ninterface api { f: func(); }\r\n',
  [`${FOLDER}/new/a.wit`]: 'package acme:cart@1.0.0;\r\ninterface api { f: func(a: u8); }\r\n',
  'file:///d%3A/Other/b.wit': 'package acme:other;\r\n',
};

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await main(args, {
    cwd: CWD,
    env: {},
    host: new FoldingHost(files),
    terminal: { out: false, err: false },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    parser: async () => new WitParser(),
    pages: async () => new Map(),
    siteAssets: async () => new Map(),
    stdin: async () => new Uint8Array(),
  });
  return { status, out, err };
}

it.each([
  ['wit'],
  ['wit\\App.wit'],
  ['WIT\\app.wit'],
  ['.\\wit'],
  ['C:\\Users\\Me\\Shop\\wit'],
  ['c:/users/me/shop/wit'],
])('check %s', async (given) => {
  const { status, out, err } = await run('check', given);
  expect([status, err]).toEqual([1, '']);
  expect(out).toContain('error[name/unknown-type]: unknown type `strin`');
  expect(out.toLowerCase()).toContain('--> wit/app.wit:3:18');
  expect(out).not.toContain('\r');
});

it('check on another drive', async () => {
  expect(await run('check', 'D:\\Other\\b.wit')).toMatchObject({ status: 0, err: '' });
});

it('check says in reports where a file is, with `/`', async () => {
  const { out } = await run('check', 'wit', '--format', 'sarif');
  const [result] = JSON.parse(out).runs[0].results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('wit/App.wit');
  const { out: github } = await run('check', 'wit', '--format', 'github');
  expect(github).toMatch(/^::error file=wit\/App\.wit,line=3,/);
});

it('breaking beside a folder', async () => {
  const { status, out, err } = await run('breaking', 'new', '--against', '.\\old');
  expect([status, err]).toEqual([1, '']);
  expect(out).toContain('error[semver/param-added]');
  expect(out).toContain('--> new/a.wit:2:');
});

it('a path that is not there is named as it was given', async () => {
  expect(await run('check', 'no\\such.wit')).toMatchObject({ status: 2, err: expect.stringContaining('no\\such.wit') });
});

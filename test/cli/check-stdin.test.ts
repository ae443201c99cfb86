// `check --stdin`: a text that an editor or a hook has and the disk has not.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const TYPES = 'package shop:cart;\ninterface types { type id = u8; }\n';
const USER = 'interface user { use types.{id}; use shop:lib/more.{thing}; f: func(a: id, b: thing) }\n';
const LIB = 'package shop:lib;\ninterface more { type thing = u8; }\n';

async function found(cwd: string, stdin: string | Uint8Array, ...args: string[]): Promise<[number, string[]]> {
  const { status, out, err } = await run(cwd, ['check', '--stdin', '--format', 'json', ...args], { stdin });
  expect(err).toBe('');
  const { diagnostics } = JSON.parse(out);
  return [status, diagnostics.map((it: { path: string; code: string }) => `${it.path} ${it.code}`)];
}

it('without a path is a package of its own', async () => {
  const cwd = directoryWith({ 'a.wit': TYPES });
  expect(await found(cwd, TYPES)).toEqual([0, []]);
  expect(await found(cwd, 'package shop:cart;\r\ninterface i { f: func() }\r\n')).toEqual([
    1,
    ['<stdin> syntax/missing-semicolon'],
  ]);
  const { out } = await run(cwd, ['check', '--stdin'], { stdin: 'package a:b;\ninterface 𝔘 {}\n' });
  expect(out).toContain('--> <stdin>:2:11');
});

it('with a path stands for that file of its package, and others are not reported', async () => {
  const files = { 'wit/types.wit': TYPES, 'wit/user.wit': 'broken', 'wit/deps/lib.wit': LIB };
  const cwd = directoryWith({ ...files, 'wit/other.wit': 'interface other { f: func(a: strin); }\n', link: '->wit' });
  for (const file of ['wit/user.wit', 'wit/new.wit']) {
    expect(await found(cwd, USER, '--stdin-filepath', file)).toEqual([1, [`${file} syntax/missing-semicolon`]]);
  }
  expect(await found(cwd, USER, '--stdin-filepath', 'link/user.wit')).toEqual([
    1,
    ['link/user.wit syntax/missing-semicolon'],
  ]);
  expect(await found(cwd, USER.replace(') }', '); }'), '--stdin-filepath', 'wit/user.wit')).toEqual([0, []]);
});

it('may be in a folder that is not there yet', async () => {
  expect(await found(directoryWith({}), TYPES, '--stdin-filepath', 'new/wit/a.wit')).toEqual([0, []]);
});

it.each([
  [['--stdin', 'a.wit'], '`--stdin` checks standard input and takes no PATH'],
  [['--stdin', '--fix'], '`--stdin` checks standard input and takes no `--fix`'],
  [['--stdin-filepath', 'a.wit'], '`--stdin-filepath` needs `--stdin`'],
  [['--stdin', '--stdin-filepath', 'a.txt'], 'neither a `.wit` nor a `.wac` file: a.txt'],
])('refuses %j', async (args, message) => {
  const { status, out, err } = await run(directoryWith({ 'a.wit': TYPES }), ['check', ...args], { stdin: TYPES });
  expect([status, out, err.split('\n')[0]]).toEqual([2, '', `wit-language-server: ${message}`]);
});

it.each([
  [new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), 'is a binary'],
  [new Uint8Array([0x70, 0xff, 0xfe, 0x20]), 'is not UTF-8'],
])('refuses %j', async (stdin, message) => {
  const { status, err } = await run(directoryWith({}), ['check', '--stdin'], { stdin });
  expect([status, err]).toEqual([2, expect.stringContaining(`<stdin> ${message}`)]);
});

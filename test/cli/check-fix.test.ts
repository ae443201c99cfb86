// `check --fix`: writes what has one sensible repair, says so, and reports what is left.

import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const BAD = 'package shop:cart;\r\n\r\n/// 𝔘\r\ninterface types {\r\n  f: func(a u8)\r\n  g: func(): u8;\r\n}\r\n';
const GOOD = 'package shop:cart;\r\n\r\n/// 𝔘\r\ninterface types {\r\n  f: func(a: u8);\r\n  g: func() -> u8;\r\n}\r\n';
const FIXED = 'Insert `:`, Insert `;`, Change to `->`';

const read = (cwd: string, file: string): string => readFileSync(path.join(cwd, file), 'utf8');

it('repairs, keeps line ends and mode, and leaves nothing else behind', async () => {
  const cwd = directoryWith({ 'wit/a.wit': BAD });
  chmodSync(path.join(cwd, 'wit/a.wit'), 0o640);
  const { status, out, err } = await run(cwd, ['check', '--fix']);
  expect([status, out]).toEqual([0, 'no problems in 1 file\n']);
  expect(err.replace('fixed wit/a.wit: ', '').trim().split(', ').sort()).toEqual(FIXED.split(', ').sort());
  expect(read(cwd, 'wit/a.wit')).toBe(GOOD);
  expect(statSync(path.join(cwd, 'wit/a.wit')).mode & 0o777).toBe(0o640);
  expect(readdirSync(path.join(cwd, 'wit'))).toEqual(['a.wit']);
  expect(await run(cwd, ['check', '--fix'])).toMatchObject({ status: 0, err: '' });
});

it('reports what is left, and writes no guess', async () => {
  const guess = GOOD.replace('a: u8', 'a: strin');
  const cwd = directoryWith({ 'wit/a.wit': guess, 'wit/b.wit': BAD.replace('types', 'others') });
  const { status, out } = await run(cwd, ['check', 'wit', '--fix', '--format', 'json']);
  expect(status).toBe(1);
  expect(JSON.parse(out).diagnostics.map((it: { code: string }) => it.code)).toEqual(['name/unknown-type']);
  expect([read(cwd, 'wit/a.wit'), read(cwd, 'wit/b.wit')]).toEqual([guess, GOOD.replace('types', 'others')]);
});

it('leaves alone what others wrote, what is not UTF-8, and what is behind a link', async () => {
  const files = {
    'wit/a.wit': 'package shop:cart;\n',
    'wit/deps/lib.wit': BAD.replace('shop:cart', 'shop:lib'),
    'wit/utf16.wit': Buffer.from(`\ufeff${BAD}`, 'utf16le'),
    'elsewhere/shared.wit': BAD,
    'wit/shared.wit': '->../elsewhere/shared.wit',
  };
  const cwd = directoryWith(files);
  const { err } = await run(cwd, ['check', 'wit', '--fix']);
  expect(err).toBe('');
  for (const [name, text] of Object.entries(files)) {
    if (!name.endsWith('wit/shared.wit'))
      expect(readFileSync(path.join(cwd, name)).equals(Buffer.from(text)), name).toBe(true);
  }
});

it('does not write through a link that leads out of the work tree', async () => {
  const outside = directoryWith({ 'wit/a.wit': BAD });
  const cwd = directoryWith({ 'own/wit/a.wit': BAD });
  execFileSync('git', ['init', '-q'], { cwd });
  symlinkSync(path.join(outside, 'wit'), path.join(cwd, 'wit'));
  expect(await run(cwd, ['check', 'wit', '--fix'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('cannot write wit/a.wit: a symbolic link leads to it, out of the work tree'),
  });
  expect(read(outside, 'wit/a.wit')).toBe(BAD);
  // A path that is outside from the start was meant.
  expect((await run(cwd, ['check', path.join(outside, 'wit'), '--fix'])).status).toBe(0);
  expect(read(outside, 'wit/a.wit')).toBe(GOOD);
});

it.skipIf(process.getuid?.() === 0)('says what it could not write', async () => {
  const cwd = directoryWith({ 'a.wit': BAD });
  chmodSync(path.join(cwd, 'a.wit'), 0o444);
  const { status, err } = await run(cwd, ['check', 'a.wit', '--fix']);
  expect([status, err]).toEqual([2, expect.stringContaining('cannot write a.wit: ')]);
  expect(read(cwd, 'a.wit')).toBe(BAD);
});

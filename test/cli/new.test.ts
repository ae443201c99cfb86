// `new`: what it writes is a package without a finding, in the style of `format`, and it replaces nothing.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

it.each([
  [['acme:cart'], 'cart', 'package acme:cart@0.1.0;', 'world cart {'],
  [['acme:cart@1.2.3-rc.1', 'here'], 'here', 'package acme:cart@1.2.3-rc.1;', 'world cart {'],
  [['acme:cart', '.'], '.', 'package acme:cart@0.1.0;', 'world cart {'],
  [['acme:api'], 'api', 'package acme:api@0.1.0;', 'world component {'],
  [['acme:%world'], 'world', 'package acme:%world@0.1.0;', 'world %world {'],
])('%j', async (args, folder, header, world) => {
  const cwd = directoryWith({});
  expect(await run(cwd, ['new', ...args])).toEqual({
    status: 0,
    out: `${path.join(folder, 'wit/world.wit')}\n`,
    err: '',
  });
  const text = readFileSync(path.join(cwd, folder, 'wit/world.wit'), 'utf8');
  expect(text.split('\n')).toEqual(expect.arrayContaining([header, world]));
  expect(await run(cwd, ['check', '--max-warnings', '0'])).toMatchObject({ status: 0 });
  expect(await run(cwd, ['format', '--check', '.'])).toMatchObject({ status: 0 });
  expect(existsSync(path.join(cwd, folder, 'wkg.toml'))).toBe(false);
});

it('writes a wkg.toml when asked', async () => {
  const cwd = directoryWith({});
  expect((await run(cwd, ['new', 'acme:cart', '--wkg'])).out).toBe('cart/wit/world.wit\ncart/wkg.toml\n');
  expect(readFileSync(path.join(cwd, 'cart/wkg.toml'), 'utf8')).toContain('[metadata]');
});

it('replaces nothing', async () => {
  const cwd = directoryWith({ 'cart/wit/other.wit': 'package a:b;\n', 'shop/wkg.toml': 'mine' });
  expect(await run(cwd, ['new', 'acme:cart'])).toMatchObject({
    status: 2,
    err: 'wit-language-server: cart/wit already has a package\n',
  });
  expect(await run(cwd, ['new', 'acme:shop', '--wkg'])).toMatchObject({
    status: 2,
    err: 'wit-language-server: shop/wkg.toml is there already\n',
  });
  expect(existsSync(path.join(cwd, 'shop/wit'))).toBe(false);
  expect(readFileSync(path.join(cwd, 'shop/wkg.toml'), 'utf8')).toBe('mine');
});

it.each([
  ['cart', 'is not the name of a package'],
  ['a:b;interface:x', 'is not the name of a package'],
  ['../a:b', 'is not the name of a package'],
  ['acme:Cart_x', 'is not a valid name'],
  ['acme:world', 'is not a valid name'],
  ['acme:cart@1', 'is not a valid name'],
])('refuses %s', async (name, message) => {
  const cwd = directoryWith({});
  const { status, out, err } = await run(cwd, ['new', name]);
  expect([status, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  expect(existsSync(path.join(cwd, 'cart'))).toBe(false);
});

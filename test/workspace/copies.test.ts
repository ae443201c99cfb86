// Which of several copies of a package is meant, which versions there are, and what manifests say of both.

import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { directoryWith, run } from '../support/command.ts';
import { fixture } from '../support/fixture.ts';
import { TestClient } from '../support/server.ts';

const USING = 'package acme:app;\n\ninterface i {\n  use acme:lib/types.{t};\n  f: func() -> t;\n}\n';

function library(type: string, interfaceName = 'types'): string {
  return `package acme:lib;\n\ninterface ${interfaceName} {\n  type ${type} = u8;\n}\n`;
}

async function chosen(
  files: Readonly<Record<string, string>>,
  file = 'apps/a/wit/a.wit',
): Promise<{ uri: string; snapshot: Snapshot }> {
  const text = Object.entries(files)
    .map(([name, content]) => `//- ${name}\n${content}`)
    .join('');
  const { snapshot } = await fixture(text, { resolve: 'workspace' });
  const uri = `file:///w/${file}`;
  const [found] = snapshot.diagnostics(uri).filter((it) => it.code === 'package/resolved-from-workspace');
  return { uri: found?.related[0]?.uri.slice('file:///w/'.length) ?? '', snapshot };
}

it.each([
  [
    'the nearest',
    { 'apps/a/lib/l.wit': library('t'), 'apps/b/lib/l.wit': library('t'), 'lib/l.wit': library('t') },
    'apps/a/lib/l.wit',
  ],
  [
    'the nearest by folders, not by letters',
    { 'apps/ab/x/lib/l.wit': library('t'), 'apps/z/l.wit': library('t') },
    'apps/z/l.wit',
  ],
  [
    'one that has the interface',
    { 'apps/a/lib/l.wit': library('t', 'old'), 'far/away/l.wit': library('t') },
    'far/away/l.wit',
  ],
  ['none of a hidden folder', { 'apps/a/.cache/l.wit': library('t'), 'far/l.wit': library('t') }, 'far/l.wit'],
  ['the first by name of two as near', { 'apps/c/l.wit': library('t'), 'apps/b/l.wit': library('t') }, 'apps/b/l.wit'],
])('of several copies %s is taken', async (_, files, expected) => {
  const { uri, snapshot } = await chosen({ 'apps/a/wit/a.wit': USING, ...(files as Record<string, string>) });
  expect(uri).toBe(expected);
  expect(snapshot.diagnostics('file:///w/apps/a/wit/a.wit').filter((it) => it.severity === 'error')).toEqual([]);
});

it('the copies are counted and listed', async () => {
  const copies = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`lib${index}/l.wit`, library('t')]));
  const { snapshot } = await chosen({ 'apps/a/wit/a.wit': USING, ...copies });
  const [found] = snapshot.diagnostics('file:///w/apps/a/wit/a.wit');
  expect(found?.message).toContain('from one of 7 copies');
  expect(found?.related.map((it) => it.uri)).toEqual(Object.keys(copies).map((it) => `file:///w/${it}`));
});

it.each([
  ['deps.toml', { 'app/wit/deps.toml': 'lib = "../../libs/lib"\n' }],
  ['wkg.toml', { 'app/wkg.toml': '[overrides]\n"acme:lib" = { path = "../libs/lib" }\n' }],
  [
    'Cargo.toml, for a target',
    {
      'app/Cargo.toml':
        '[package]\nname = "app"\n[package.metadata.component.target.dependencies]\n"acme:lib" = { path = "../libs/lib" }\n',
    },
  ],
  [
    'Cargo.toml, for a component',
    {
      'app/Cargo.toml':
        '[package]\nname = "app"\n[package.metadata.component.dependencies]\n"acme:lib" = { path = "../libs/lib" }\n',
    },
  ],
  [
    'the root of a wkg workspace',
    { 'wkg.toml': '[workspace]\nmembers = ["app/wit"]\n', 'wkg/deps/acme-lib/package.wit': library('t') },
  ],
])('the copy that %s names is taken, by the editor and on the command line', async (_, manifest) => {
  // A nearer copy, which has something else.
  const files = {
    'app/wit/a.wit': USING,
    'app/other/l.wit': library('other'),
    'libs/lib/l.wit': library('t'),
    ...(manifest as Record<string, string>),
  };
  const directory = directoryWith(files);
  expect((await run(directory, ['check', 'app/wit', '--resolve', 'workspace'])).status).toBe(0);
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///w/${name}`, text])),
  );
  const client = await TestClient.inside(host);
  await client.initialize({ workspaceFolders: [{ uri: 'file:///w', name: 'w' }] });
  client.open('file:///w/app/wit/a.wit', USING);
  const found = await client.diagnostics('file:///w/app/wit/a.wit', 1);
  expect(found.map((it: { code: string }) => it.code)).toEqual(['package/resolved-from-workspace']);
});

it.each([
  ['@0.2', '0.2.9'],
  ['@0', '0.3.0'],
  ['@1', '1.0.0'],
  ['@2.1', '2.1.0'],
])('half a version %s is completed to a known one', async (written, expected) => {
  const versions = ['0.2.0', '0.2.9', '0.2.10-rc.1', '0.3.0', '1.0.0'];
  const files = versions.map(
    (it, index) => `//- wit/deps/l${index}/l.wit\n${library('t').replace('acme:lib', `acme:lib@${it}`)}`,
  );
  const text = `//- wit/a.wit\npackage acme:app;\n\nworld w {\n  import acme:lib/types${written};\n}\n${files.join('')}`;
  const { snapshot } = await fixture(text, { resolve: 'toolchain' });
  const found = snapshot.diagnostics('file:///w/wit/a.wit').find((it) => it.code === 'syntax/invalid-version');
  expect(found?.fixes.map((it) => it.title)).toEqual([`Change to \`${expected}\``]);
  expect(found?.fixes[0]?.edits[0]?.edits[0]?.text).toBe(expected);
});

it('the own package without its version is repaired to the bare name', async () => {
  const text =
    'package acme:app@1.0.0;\n\ninterface types {\n  type t = u8;\n}\n\ninterface i {\n  use acme:app/types.{t};\n  f: func() -> t;\n}\n';
  const { snapshot } = await fixture(`//- wit/a.wit\n${text}`, { resolve: 'toolchain' });
  const [found] = snapshot.diagnostics('file:///w/wit/a.wit');
  expect(found?.code).toBe('package/not-found');
  expect(found?.message).toContain('this package is `acme:app@1.0.0`');
  expect(found?.fixes.map((it) => [it.title, it.preferred])).toEqual([['Change to `types`', true]]);
});

// Files of several packages in one folder: one mistake for each file too many, and everything else keeps its meaning.

import { expect, it } from 'vitest';
import { definition } from '../../server/src/features/names/definition.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { fixture } from '../support/fixture.ts';
import { TestClient } from '../support/server.ts';

const FOLDER = `//- wit/alpha.wit
package acme:alpha;
interface types { record item { a: u32 } }
world plugin { import types; }
//- wit/beta.wit
package acme:beta;
interface types { record order { a: u32 } }
interface api { use types.{order}; f: func(o: order); }
//- wit/beta-more.wit
package acme:beta;
interface more { use types.{order}; use acme:alpha/types.{item}; f: func(o: order) -> item; }
//- wit/gamma.wit
package acme:gamma;
interface g { use acme:beta/types.{order}; f: func(o: order); }
//- wit/none.wit
interface mine { use types.{item}; f: func() -> item; }
`;

const URI = (name: string): string => `file:///w/wit/${name}.wit`;

it.each(['\n', '\r\n'])('gives one finding for each file that is not of the first package (%j)', async (newline) => {
  const { snapshot } = await fixture(FOLDER.replaceAll('\n', newline), { resolve: 'toolchain' });
  const codes = (name: string): string[] => snapshot.diagnostics(URI(name)).map((it) => it.code);
  expect(codes('alpha')).toEqual([]);
  expect(codes('none')).toEqual([]);
  for (const name of ['beta', 'beta-more', 'gamma']) expect(codes(name)).toEqual(['package/name-mismatch']);
  const [found] = snapshot.diagnostics(URI('beta'));
  expect(found?.message).toBe(
    'this file says package `acme:beta`, but `alpha.wit` in the same folder says `acme:alpha`: a folder is one package; move this file to a folder of its own',
  );
  expect(found?.fixes.map(({ title, preferred }) => [title, preferred])).toEqual([
    ['Move to `deps/beta/`', true],
    ['Move to `beta/`', undefined],
    ['Change to `acme:alpha`', undefined],
  ]);
  expect(found?.fixes.some((it) => it.safe === true)).toBe(false);
});

it('leads each name to the package of its own file', async () => {
  const { snapshot } = await fixture(FOLDER, { resolve: 'toolchain' });
  const targetOf = (name: string, text: string): string | undefined => {
    const offset = (snapshot.tree(URI(name))?.text ?? '').indexOf(text);
    return definition(snapshot, URI(name), offset)?.targets[0]?.uri;
  };
  expect(targetOf('beta', 'types.{')).toBe(URI('beta'));
  expect(targetOf('beta-more', 'types.{')).toBe(URI('beta'));
  expect(targetOf('beta-more', 'item}')).toBe(URI('alpha'));
  expect(targetOf('gamma', 'order}')).toBe(URI('beta'));
  expect(targetOf('none', 'types.{')).toBe(URI('alpha'));
});

it('is silent about it while the first line is being written', async () => {
  const { snapshot } = await fixture('//- wit/a.wit\npackage acme:al @;\n//- wit/b.wit\npackage acme:alpha;\n', {
    resolve: 'toolchain',
  });
  expect(snapshot.diagnostics(URI('b')).map((it) => it.code)).toEqual([]);
});

it('prefers what the toolchain takes: a package in deps/ before a file too many', async () => {
  const { snapshot } = await fixture(
    `//- wit/a.wit
package acme:a;
interface i { use acme:b/types.{vendored}; f: func() -> vendored; }
//- wit/b.wit
package acme:b;
interface types { type stray = u8; }
//- wit/deps/b/b.wit
package acme:b;
interface types { type vendored = u8; }
`,
    { resolve: 'toolchain' },
  );
  expect(snapshot.diagnostics(URI('a'))).toEqual([]);
  expect(snapshot.diagnostics(URI('b')).map((it) => it.code)).toEqual(['package/name-mismatch']);
});

it('never suggests what was asked for', async () => {
  const { snapshot } = await fixture(
    `//- wit/a.wit
package acme:a;
interface i { use acme:lost/types@1.0.0.{t}; }
//- .cache/lost/lost.wit
package acme:lost@1.0.0;
interface types { type t = u8; }
`,
    { resolve: 'workspace' },
  );
  const found = snapshot.diagnostics(URI('a')).find((it) => it.code === 'package/not-found');
  expect(found?.message).toContain('package `acme:lost@1.0.0` not found');
  expect(found?.message.match(/acme:lost@1\.0\.0/g)).toHaveLength(1);
  expect(found?.fixes).toEqual([]);
});

it('is repaired by a client that moves files', async () => {
  const files = { [URI('a')]: 'package acme:a;\n', [URI('b')]: 'package acme:b;\n' };
  const actions = async (resourceOperations: readonly string[]) => {
    const client = await TestClient.inside(new MemoryHost(files));
    await client.initialize({
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations } },
        textDocument: { codeAction: { codeActionLiteralSupport: {} } },
      },
      workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
    });
    client.open(URI('b'), files[URI('b')] ?? '');
    const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 8 } };
    const params = { textDocument: { uri: URI('b') }, range, context: { diagnostics: [] } };
    const { result } = await client.request('textDocument/codeAction', params);
    return result;
  };
  expect(await actions(['create', 'rename'])).toMatchObject([
    {
      title: 'Move to `deps/b/`',
      edit: { documentChanges: [{ kind: 'rename', oldUri: URI('b'), newUri: 'file:///w/wit/deps/b/b.wit' }] },
    },
    {
      title: 'Move to `b/`',
      edit: { documentChanges: [{ kind: 'rename', oldUri: URI('b'), newUri: 'file:///w/wit/b/b.wit' }] },
    },
    { title: 'Change to `acme:a`' },
  ]);
  expect(await actions([])).toMatchObject([{ title: 'Change to `acme:a`' }]);
});

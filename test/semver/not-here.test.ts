// Files that are somewhere else: in a submodule, in Git LFS, outside of a sparse checkout. None of it counts as unchanged or
// as removed.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestRepository, wit } from './repository.ts';

async function breaking(it: TestRepository, ...args: string[]) {
  const { status, out, err } = await run(it.path, ['breaking', '--format', 'json', '--against', 'HEAD', ...args]);
  const packages: { changes: { kind: string }[] }[] = out === '' ? [] : JSON.parse(out).packages;
  return { status, err, kinds: packages.flatMap((one) => one.changes.map(({ kind }) => kind)) };
}

const types = (type: string): Record<string, string> => ({
  't.wit': `package shop:types@1.0.0;\ninterface t { record r { a: ${type} } }\n`,
});
const CART = 'package shop:cart@1.0.0;\ninterface api { use shop:types/t@1.0.0.{r}; f: func() -> r; }\n';

it('a dependency in a submodule is read from its own objects', async () => {
  const library = TestRepository.create(types('u8'));
  const outer = TestRepository.create({ 'wit/a.wit': CART });
  outer.git('submodule', 'add', '-q', `file://${library.path}`, 'wit/deps/types');
  outer.commit();
  const inner = new TestRepository(`${outer.path}/wit/deps/types`);
  expect(await breaking(outer)).toMatchObject({ status: 0, err: '', kinds: [] });
  inner.write(types('u16'));
  expect((await breaking(outer, 'wit')).kinds).toContain('dep-changed');
  inner.commit();
  outer.commit();
  const { out } = await run(outer.path, ['breaking', 'wit', '--format', 'json', '--against', 'HEAD~1']);
  expect(out).toContain('dep-changed');
});

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;

it('a dependency that Git LFS has elsewhere is no success', async () => {
  const it = TestRepository.create({ 'wit/a.wit': wit('f: func();'), 'wit/deps/t.wasm': POINTER });
  it.write({ 'wit/a.wit': wit('f: func(); g: func();') });
  const { status, err } = await breaking(it);
  expect(status).toBe(2);
  expect(err).toContain('`wit/deps/t.wasm` is a Git LFS pointer');
});

it('what a sparse checkout leaves out was not removed', async () => {
  const it = TestRepository.create({
    'one/wit/a.wit': wit('f: func();', '1.0.0', 'shop:one'),
    'two/wit/a.wit': wit('f: func();', '1.0.0', 'shop:two'),
  });
  it.git('sparse-checkout', 'set', 'one');
  expect(await breaking(it)).toMatchObject({ status: 0, kinds: [] });
  it.git('sparse-checkout', 'disable');
  it.remove('two');
  expect((await breaking(it)).kinds).toEqual(['package-removed']);
});

/** What an editor that obeys the attribute writes. */
const ENCODED: readonly (readonly [attribute: string, encode: (text: string) => Buffer])[] = [
  ['*.wit working-tree-encoding=UTF-16LE-BOM', (it) => Buffer.from(`\ufeff${it}`, 'utf16le')],
  ['* -text\n/wit/**/*.wit text working-tree-encoding=ISO-8859-1 eol=lf', (it) => Buffer.from(it, 'latin1')],
  ['*.wit working-tree-encoding=UTF-8\na.wit working-tree-encoding=windows-1252', (it) => Buffer.from(it, 'latin1')],
  [
    'a.wit working-tree-encoding=UTF-32LE',
    (it) => Buffer.from(Uint32Array.from([...it].map((char) => char.codePointAt(0) ?? 0)).buffer),
  ],
];

it.each(ENCODED)('a file with the attribute `%s` is decoded before it is compared', async (attribute, encode) => {
  const text = wit('/// café\n  f: func();');
  const it = TestRepository.create({ '.gitattributes': `${attribute}\n` });
  mkdirSync(path.join(it.path, 'wit'));
  const file = path.join(it.path, 'wit/a.wit');
  writeFileSync(file, encode(text));
  it.commit();
  expect(it.git('show', 'HEAD:wit/a.wit')).toContain('café');
  expect(await breaking(it)).toMatchObject({ status: 0, err: '', kinds: [] });
  writeFileSync(file, encode(text.replace('f: func()', 'f: func(a: u8)')));
  expect(await breaking(it)).toMatchObject({ status: 1, err: '', kinds: expect.arrayContaining(['param-added']) });
});

it('an attribute that is taken back, or names no encoding, leaves a file what it is', async () => {
  for (const attribute of [
    '*.wit working-tree-encoding=ISO-8859-1\na.wit -working-tree-encoding',
    '*.wit text',
    'b.wit working-tree-encoding=ISO-8859-1',
  ]) {
    const it = TestRepository.create({ '.gitattributes': `${attribute}\n`, 'wit/a.wit': wit('f: func();') });
    writeFileSync(path.join(it.path, 'wit/a.wit'), Buffer.from(wit('/// café\n  f: func();'), 'latin1'));
    expect((await breaking(it)).err).toContain('`wit/a.wit` is not UTF-8');
  }
});

it('a package whose file became unreadable was not removed, and its repair introduces no version', async () => {
  const it = TestRepository.create({ 'wit/a.wit': wit('f: func();'), 'old/wit/b.wit': 'interface { this is not\n' });
  it.write({ 'wit/a.wit': 'inter face ( \n' });
  const gone = await breaking(it);
  expect(gone).toMatchObject({ status: 2, kinds: [] });
  expect(gone.err).toContain('`wit/a.wit` has a syntax error in line 1');
  it.write({ 'wit/a.wit': wit('f: func();'), 'old/wit/b.wit': 'package o:p@1.0.0;\ninterface i { f: func(); }\n' });
  expect(await breaking(it)).toMatchObject({ status: 0, kinds: ['base-unparseable', 'interface-added'] });
});

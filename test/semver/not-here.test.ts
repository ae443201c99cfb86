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

it('a file in the encoding that its attribute names is unchanged', async () => {
  const it = TestRepository.create({ '.gitattributes': '*.wit working-tree-encoding=UTF-16LE-BOM\n' });
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(wit('f: func();'), 'utf16le')]);
  mkdirSync(path.join(it.path, 'wit'));
  writeFileSync(path.join(it.path, 'wit/a.wit'), bytes);
  it.commit();
  expect(it.git('show', 'HEAD:wit/a.wit')).toContain('f: func();');
  expect(await breaking(it)).toMatchObject({ status: 0, err: '', kinds: [] });
});

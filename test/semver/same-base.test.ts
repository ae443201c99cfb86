// The editor and the command line choose the same base, call it by the same name and come to the same verdict: one table,
// both asked.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { TestRepository, temporary, wit } from './repository.ts';

interface Row {
  readonly title: string;
  /** The name of the folder that is the repository. */
  readonly folder?: string;
  readonly setUp: (repository: TestRepository) => void;
  /** The directory of the package. */
  readonly root: string;
  /** `--against` and the setting; `auto` where it is missing. */
  readonly against?: string;
  readonly label: string;
  readonly level: string;
  readonly required: string;
}

const OLD = wit('f: func(a: u32);');
const NEW = wit('f: func(a: u64);');

/** The old text is tagged, and the new one is the last commit. */
const tagged =
  (tag: string, file: string) =>
  (it: TestRepository): void => {
    it.commit({ [file]: OLD });
    it.tag(tag);
    it.commit({ [file]: NEW });
  };

const BREAKING = { level: 'major', required: '2.0.0' } as const;

const ROWS: readonly Row[] = [
  {
    title: 'a tag named after the folder of the repository',
    folder: 'shop',
    setUp: tagged('shop-v1.0.0', 'wit/a.wit'),
    root: 'wit',
    label: 'shop-v1.0.0',
    ...BREAKING,
  },
  {
    title: 'a tag named after the folder above the package',
    setUp: tagged('orders/v1.0.0', 'packages/orders/wit/a.wit'),
    root: 'packages/orders/wit',
    label: 'orders/v1.0.0',
    ...BREAKING,
  },
  {
    title: 'a tag named after the path of the package',
    setUp: tagged('packages/orders/wit/v1.0.0', 'packages/orders/wit/a.wit'),
    root: 'packages/orders/wit',
    label: 'packages/orders/wit/v1.0.0',
    ...BREAKING,
  },
  {
    title: 'a tag named after a directory on the way to the package',
    setUp: tagged('packages/orders/v1.0.0', 'packages/orders/wit/a.wit'),
    root: 'packages/orders/wit',
    label: 'packages/orders/v1.0.0',
    ...BREAKING,
  },
  {
    title: 'a tag named after the package',
    setUp: tagged('shop-cart@1.0.0', 'a/b/a.wit'),
    root: 'a/b',
    label: 'shop-cart@1.0.0',
    ...BREAKING,
  },
  {
    title: 'a folder that is no revision',
    setUp: (it) => {
      it.commit({ 'wit/a.wit': NEW, 'old/a.wit': OLD });
    },
    root: 'wit',
    against: 'old',
    label: 'old',
    ...BREAKING,
  },
  {
    title: 'a branch of the same name as a folder',
    setUp: (it) => {
      it.commit({ 'wit/a.wit': OLD, 'old/a.wit': NEW });
      it.git('branch', 'old');
      it.commit({ 'wit/a.wit': NEW });
    },
    root: 'wit',
    against: 'old',
    label: 'old',
    ...BREAKING,
  },
  {
    title: 'a file',
    setUp: (it) => {
      it.commit({ 'wit/a.wit': NEW, 'before.wit': OLD });
    },
    root: 'wit',
    against: 'before.wit',
    label: 'before.wit',
    ...BREAKING,
  },
  {
    title: 'a package that moved',
    setUp: (it) => {
      it.commit({ 'wit/a.wit': OLD, 'b/b.wit': wit('g: func();', '1.0.0', 'shop:other') });
      it.git('mv', 'wit', 'contracts');
      it.write({ 'contracts/a.wit': NEW });
    },
    root: 'contracts',
    label: 'HEAD',
    ...BREAKING,
  },
];

function repositoryOf({ folder = 'repository', setUp }: Row): TestRepository {
  const directory = path.join(temporary(), folder);
  mkdirSync(directory);
  const repository = new TestRepository(directory);
  repository.git('init', '-q', '-b', 'main');
  setUp(repository);
  return repository;
}

interface Verdict {
  readonly label: string;
  readonly level: string;
  readonly required: string | null;
}

async function onCommandLine({ path: cwd }: TestRepository, { against, root }: Row, where: string): Promise<Verdict> {
  const args = ['breaking', where, '--format', 'json', ...(against === undefined ? [] : ['--against', against])];
  const { out, err } = await run(cwd, args);
  expect(err).toBe('');
  const { base, packages } = JSON.parse(out);
  const one = packages.find((it: { name: string }) => it.name === 'shop:cart');
  expect(one, `${root} in ${out}`).toBeDefined();
  return { label: base.label, level: one.level, required: one.required };
}

async function inEditor(repository: TestRepository, { against, root }: Row): Promise<Verdict> {
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  const options = { initializationOptions: { semver: { base: against ?? 'auto' } } };
  await client.initialize({ rootUri: folder, ...options });
  const file = `${root}/a.wit`;
  const uri = `${folder}/${file}`;
  client.open(uri, repository.read(file));
  const { result } = await client.request('wit/contractChanges', { textDocument: { uri } });
  expect(result.uncompared).toEqual([]);
  const [one] = result.packages;
  return { label: one.base.label, level: one.level, required: one.required };
}

it.each(ROWS)('$title', async (row) => {
  const { label, level, required } = row;
  const repository = repositoryOf(row);
  const expected = { label, level, required };
  expect(await inEditor(repository, row)).toEqual(expected);
  expect(await onCommandLine(repository, row, row.root)).toEqual(expected);
});

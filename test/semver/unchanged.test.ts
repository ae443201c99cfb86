// What has the object ids that it had is not read from git, and compared only where it names something that changed.

import { expect, it } from 'vitest';
import { nodeHost } from '../../server/src/hosts/node.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { run } from '../support/command.ts';
import { TestRepository } from './repository.ts';

const base = (type: string): string => `package p:base@1.0.0;\ninterface types { record r { a: ${type} } }\n`;
const middle = 'package p:middle@1.0.0;\ninterface m { use p:base/types@1.0.0.{r}; f: func(a: r); }\n';
const top = 'package p:top@1.0.0;\ninterface t { use p:middle/m@1.0.0.{r}; f: func(a: r); }\n';
const alone = 'package p:alone@1.0.0;\ninterface a { f: func(); }\n';
const named = 'package p:named@1.0.0;\ninterface n { type t = u8; }\n';
const user = (more: string): string =>
  `package p:user@1.0.0;\ninterface u { use p:named/n@1.0.0.{t}; f: func(a: t); ${more} }\n`;

const FILES = {
  'base/a.wit': base('u8'),
  'middle/a.wit': middle,
  'top/a.wit': top,
  'alone/a.wit': alone,
  'named/a.wit': named,
  'user/a.wit': user(''),
};

interface Told {
  readonly status: number;
  /** Packages with changes. */
  readonly changed: readonly string[];
  readonly names: readonly string[];
  /** Files of the commit that were read. */
  readonly read: readonly string[];
}

async function told(repository: TestRepository, ...args: string[]): Promise<Told> {
  const entries = repository.git('ls-tree', '-r', 'HEAD').split('\n');
  const paths = new Map(entries.map((line) => [line.split(/\s+/)[2] ?? '', line.split('\t')[1] ?? '']));
  const read = new Set<string>();
  const plain = nodeHost();
  const { git } = plain;
  if (git === undefined) throw new Error('no git');
  const objects = (directory: string) => {
    const all = git.objects(directory);
    const reading = (oid: string) => {
      read.add(paths.get(oid) ?? '');
      return all.read(oid);
    };
    return { read: reading, close: () => all.close() };
  };
  const host: Host = { ...plain, git: { ...git, objects } };
  const { status, out } = await run(repository.path, ['breaking', ...args, '--format', 'json'], { host });
  const { packages } = JSON.parse(out);
  const changed = packages.filter((it: { level: string }) => it.level !== 'none');
  const nameOf = (it: { name: string }): string => it.name;
  return {
    status,
    changed: changed.map(nameOf).sort(),
    names: packages.map(nameOf).sort(),
    read: [...read].filter((it) => it.endsWith('.wit')).sort(),
  };
}

const ALL = ['p:alone', 'p:base', 'p:middle', 'p:named', 'p:top', 'p:user'];

it('reads nothing where nothing changed', async () => {
  expect(await told(TestRepository.create(FILES))).toEqual({ status: 0, changed: [], names: ALL, read: [] });
});

it('reads what changed, and has what that names', async () => {
  const repository = TestRepository.create(FILES);
  repository.write({ 'user/a.wit': user('g: func();') });
  const read = ['user/a.wit'];
  expect(await told(repository)).toEqual({ status: 0, changed: ['p:user'], names: ALL, read });
});

it('compares whoever names what changed, by whatever way', async () => {
  const repository = TestRepository.create(FILES);
  repository.write({ 'base/a.wit': base('u16') });
  const read = ['base/a.wit'];
  const changed = ['p:base', 'p:middle', 'p:top'];
  expect(await told(repository)).toEqual({ status: 1, changed, names: ALL, read });
  // One truth whatever is named.
  expect((await told(repository, 'top')).changed).toEqual(['p:top']);
});

it('compares whoever named what is gone', async () => {
  const repository = TestRepository.create(FILES);
  repository.remove('named');
  const { changed, read } = await told(repository);
  expect(changed).toContain('p:named');
  expect(read).toEqual(['named/a.wit']);
});

it('compares with a release that says something else', async () => {
  const repository = TestRepository.create(FILES);
  repository.tag('v1.0.0');
  repository.commit({ 'alone/a.wit': alone.replace('f:', 'g:') });
  const { names, status } = await told(repository, '--against', 'HEAD');
  expect({ names, status }).toEqual({ names: ALL, status: 0 });
  const { out } = await run(repository.path, ['breaking', 'alone', '--against', 'HEAD', '--format', 'json']);
  expect(JSON.parse(out).packages[0].changes.map((it: { kind: string }) => it.kind)).toEqual(['bump-missing']);
});

it('follows what a manifest says', async () => {
  const repository = TestRepository.create({ ...FILES, 'wkg.toml': '[overrides]\n"p:named" = { path = "named" }\n' });
  repository.write({ 'wkg.toml': '' });
  // Which of the packages it is about is not asked.
  expect((await told(repository)).read).toEqual(Object.keys(FILES).sort());
});

// Dependencies beside what is published: which are named, what is newer, whether that breaks; and who breaks by a publication.

import { expect, it } from 'vitest';
import { treeOf } from '../../../../test/semver/fixture.ts';
import { FIXTURE, fixture } from '../../../../test/support/fixture.ts';
import { packageKey } from '../../model/names.ts';
import { breaks, impactOn } from './impact.ts';
import { namedDependencies, newerVersions, outdatedOf } from './outdated.ts';

it.each([
  [undefined, ['1.0.0', '2.0.0'], [undefined, undefined]],
  ['1.0.0', [], [undefined, undefined]],
  ['1.0.0', ['0.9.0', '1.0.0'], [undefined, undefined]],
  ['1.0.0', ['1.0.0', '1.1.0', '1.10.0'], ['1.10.0', undefined]],
  ['1.0.0', ['1.1.0', '2.0.0', '3.0.0'], ['1.1.0', '3.0.0']],
  ['1.0.0', ['2.0.0'], [undefined, '2.0.0']],
  ['0.2.0', ['0.2.1', '0.3.0'], ['0.2.1', '0.3.0']],
  // Prereleases are nobody's next version.
  ['1.0.0', ['1.1.0-rc.1', '2.0.0-rc.1'], [undefined, undefined]],
  ['1.0.0-rc.1', ['1.0.0'], ['1.0.0', undefined]],
] as const)('after %s, of %j, these are worth a look: %j', (wanted, versions, expected) => {
  const { inTrack, newest } = newerVersions(wanted, versions);
  expect([inTrack, newest]).toEqual(expected);
});

async function site() {
  const { snapshot } = await fixture(`//- wit/a.wit
package acme:site@0.1.0;
world site {
  import z:last/api;
  import acme:log/api@0.2.0;
  export acme:log/api@0.2.0;
  import acme:gone/api@1.0.0;
  import own;
  import acme:site/other@0.1.0;
}
interface own {}
interface other {}
package n:ested { interface i {} }
//- wit/deps/log.wit
package acme:log@0.2.0;
interface api { f: func(); }
//- wit/deps/last.wit
package z:last;
interface api {}
`);
  const root = snapshot.roots.get(`${FIXTURE}/wit`);
  if (root === undefined) throw new Error(`no root among ${[...snapshot.roots.keys()].join()}`);
  return { snapshot, root };
}

it('names what a package refers to, once each, by name, with where it is named first and what is locked', async () => {
  const { snapshot, root } = await site();
  const lock = (name: string, ...versions: string[]) =>
    `[[packages]]\nname = "${name}"\nregistry = "x"\n${versions.map((it) => `\n[[packages.versions]]\nrequirement = "*"\nversion = "${it}"\ndigest = "sha256:0"\n`).join('')}`;
  const found = namedDependencies(snapshot, root, [
    { uri: `${FIXTURE}/wkg.toml`, text: '[overrides]\n"acme:gone" = { version = "9.9.9" }\n' },
    { uri: `${FIXTURE}/wkg.lock`, text: lock('acme:log', '0.2.0', '0.2.1') },
    { uri: `${FIXTURE}/other.lock`, text: lock('acme:gone', '1.0.0') },
  ]);
  const text = snapshot.tree(`${FIXTURE}/wit/a.wit`)?.text ?? '';
  expect(found.map((it) => [packageKey(it.id), it.locked, it.resolved !== undefined])).toEqual([
    ['acme:gone@1.0.0', [], false],
    ['acme:log@0.2.0', ['0.2.0', '0.2.1'], true],
    ['z:last', [], true],
  ]);
  expect(found.map(({ place }) => place?.span.start)).toEqual([
    text.indexOf('acme:gone'),
    text.indexOf('acme:log'),
    text.indexOf('z:last'),
  ]);
});

it('says of each newer version what of it reaches the package, where it was read', async () => {
  const { snapshot, root } = await site();
  const [, dependency] = namedDependencies(snapshot, root, []);
  if (dependency === undefined) throw new Error('no dependency');
  const users = snapshot.semantics.environment(root).ownPackages();
  const version = async (of: string, body: string) => {
    const { packages } = await treeOf(new Map([['a.wit', `package acme:log@${of};\ninterface api { ${body} }\n`]]));
    return [of, packages[0]] as const;
  };
  const read = [await version('0.2.1', 'f: func();'), await version('0.3.0', 'f: func(a: u8);')];
  const trees = new Map(read.flatMap(([of, tree]) => (tree === undefined ? [] : [[of, tree] as const])));
  const facts = { id: dependency.id, versions: ['0.2.0', '0.2.1', '0.3.0'] };
  const found = outdatedOf(users, dependency, facts, trees);
  expect(found).toMatchObject({ isPublished: true, inTrack: { version: '0.2.1', effects: [] } });
  expect(found.newest?.version).toBe('0.3.0');
  expect(found.newest?.effects?.map(({ who, side, how, needed }) => [who, side, how, needed])).toEqual([
    [['acme:site/site'], 'imports', 'link', 'build with `func(a: u8)` in place of `func()`'],
    [['acme:site/site'], 'implements', 'link', 'provide `func(a: u8)` in place of `func()`'],
  ]);
  expect(outdatedOf(users, dependency, facts, new Map()).newest).toEqual({ version: '0.3.0', effects: undefined });
  expect(outdatedOf(users, dependency, { ...facts, versions: ['0.1.0'] }, trees)).toEqual({
    dependency,
    isPublished: false,
  });
  const failure = { message: 'no answer' } as never;
  expect(outdatedOf(users, dependency, { ...facts, failure }, trees)).toEqual({
    ...{ dependency, isPublished: undefined, failure: 'no answer' },
  });
});

it('says who breaks by a publication: in the track at once, else when they move', async () => {
  const at = async (files: Record<string, string>) => (await treeOf(new Map(Object.entries(files)))).packages;
  const consumer = {
    ...({ name: 'acme:site@0.1.0', kind: 'package', where: 'here' } as const),
    packages: await at({
      'a.wit': 'package acme:site@0.1.0;\nworld site { import acme:log/api@0.2.0; import acme:log/api@0.1.0; }\n',
      'deps/one.wit': 'package acme:log@0.1.0;\ninterface api { f: func(); }\n',
      'deps/two.wit': 'package acme:log@0.2.0;\ninterface api { f: func(); g: func(); }\n',
    }),
  };
  const [target] = await at({ 'a.wit': 'package acme:log@0.2.1;\ninterface api { f: func(); }\n' });
  if (target === undefined) throw new Error('no target');
  const found = impactOn(consumer, target);
  expect(found.map((it) => [it.uses, it.sameTrack, it.effects.map(({ needed }) => needed), breaks(it)])).toEqual([
    ['0.1.0', false, [], false],
    ['0.2.0', true, ['stop using `api.g`'], true],
  ]);
  // In the track, and nothing of it changes: nobody breaks.
  const [same] = await at({ 'a.wit': 'package acme:log@0.2.1;\ninterface api { f: func(); g: func(); }\n' });
  const unchanged = same === undefined ? [] : impactOn(consumer, same);
  expect(unchanged.map((it) => [it.uses, it.sameTrack, breaks(it)])).toEqual([
    ['0.1.0', false, false],
    ['0.2.0', true, false],
  ]);
  expect(found[0]?.consumer).toEqual({ name: 'acme:site@0.1.0', kind: 'package', where: 'here' });
  const [other] = await at({ 'a.wit': 'package acme:unused@0.2.1;\ninterface api {}\n' });
  expect(other === undefined ? undefined : impactOn(consumer, other)).toEqual([]);
});

// What keeps a package from being published, judged from what registries said: each finding with all of its words.

import { expect, it } from 'vitest';
import { treeOf } from '../../../../test/semver/fixture.ts';
import type { PublishedTree } from '../../contract/published-base.ts';
import type { DependencyFacts, PublishFacts } from '../../contract/published-facts.ts';
import type { PackageId } from '../../model/names.ts';
import type { NamedDependency } from './outdated.ts';
import { type Candidate, publishFindings, versionFinding } from './publish-check.ts';

const PLACE = { uri: 'file:///w/a.wit', span: { start: 8, end: 22 } };
const idOf = (text: string): PackageId => {
  const [, namespace = '', name = '', version] = /^(.*):(.*?)(?:@(.*))?$/.exec(text) ?? [];
  return { namespace, name, ...(version === undefined ? {} : { version }) };
};
const METADATA = { description: 'Lines', licenses: 'MIT' };

async function candidateOf(text: string, more: Partial<Candidate> = {}): Promise<Candidate> {
  const { snapshot, packages } = await treeOf(new Map([['a.wit', text]]));
  const [first] = packages;
  if (first === undefined) throw new Error('no package');
  const { id } = first.stable;
  return { snapshot, packages, id, isComponent: false, place: PLACE, dependencies: [], metadata: METADATA, ...more };
}

async function published(version: string, text: string): Promise<PublishedTree> {
  const { snapshot, packages } = await treeOf(new Map([['old.wit', text]]));
  return {
    packages,
    release: { version },
    tree: { workspace: { snapshot: () => snapshot } },
  } as unknown as PublishedTree;
}

function factsOf(versions: readonly string[], more: Partial<PublishFacts> = {}): PublishFacts {
  const place = { site: { host: 'registry.invalid' }, repository: 'acme/log' };
  return {
    published: { versions, place } as unknown as PublishFacts['published'],
    ...{ below: undefined, above: undefined, wkg: { below: undefined, above: undefined }, dependencies: [] },
    ...more,
  };
}
const log = (version: string, body = 'f: func();') =>
  `package acme:log@${version};\ninterface api { ${body} }\nworld app { import api; }\nworld host { export api; }\n`;
const said = async (candidate: Candidate, facts: PublishFacts) =>
  publishFindings(candidate, facts).map((it) => `${it.severity} ${it.code}: ${it.message}`);

it('a version that a registry cannot have is wrong before one is asked', async () => {
  const of = async (version: string) => versionFinding(await candidateOf(`package acme:log${version};\n`));
  expect(await of('')).toEqual({
    ...{ code: 'publish/no-version', severity: 'error', place: PLACE, related: [] },
    message: '`acme:log` has no version: what is published has one',
  });
  expect(await of('@1.0.0+build.5')).toMatchObject({
    code: 'publish/build-metadata',
    severity: 'error',
    message: '`1.0.0+build.5` cannot be published: a tag of a registry cannot have a `+`',
  });
  expect(await of('@1.0.0')).toBeUndefined();
  expect(await of('@1.0.0-rc.1')).toBeUndefined();
});

it('nothing is said of a first version with all that a registry shows', async () => {
  expect(await said(await candidateOf(log('0.1.0')), factsOf([]))).toEqual([]);
});

it('a version that is taken says which is free, one below another that it is', async () => {
  expect(await said(await candidateOf(log('0.2.0')), factsOf(['0.2.0', '0.2.1']))).toEqual([
    'error publish/version-taken: `acme:log@0.2.0` is published already; 0.2.2 is free',
  ]);
  const above = await published('0.2.3', log('0.2.3'));
  expect(await said(await candidateOf(log('0.2.1')), factsOf(['0.2.3'], { above }))).toEqual([
    'warning publish/version-behind: 0.2.3 of this track is published already: 0.2.1 would come below it',
  ]);
});

it('what the version above would break is listed, three of it by name', async () => {
  const above = await published('0.2.3', log('0.2.3', ''));
  const now = await candidateOf(log('0.2.1', 'a: func(); b: func(); c: func(); d: func(); e: func();'));
  const [, next] = await said(now, factsOf(['0.2.3'], { above }));
  expect(next).toBe(
    'error publish/breaks-next: 0.2.3, which is published, would break 0.2.1: function removed: `a`; function removed: `b`; function removed: `c`; and 2 more',
  );
  const three = await candidateOf(log('0.2.1', 'a: func(); b: func(); c: func();'));
  expect((await said(three, factsOf(['0.2.3'], { above })))[1]).toMatch(
    /`a`; function removed: `b`; function removed: `c`$/,
  );
});

it('what changed since the version below is told as findings of the contract', async () => {
  const below = await published('1.0.0', log('1.0.0', 'f: func(); g: func();'));
  const found = publishFindings(await candidateOf(log('1.1.0')), factsOf(['1.0.0'], { below }));
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'error semver/func-removed',
    'error semver/bump-too-small',
  ]);
  expect(found[0]?.message).toContain('function removed: `g`');
  // The version makes room for it.
  expect(await said(await candidateOf(log('2.0.0')), factsOf(['1.0.0'], { below }))).toEqual([]);
});

it('a component is measured by the version that was given', async () => {
  const below = await published('1.0.0', log('1.0.0', 'f: func(); g: func();'));
  const candidate = async (version: string) =>
    candidateOf(log('9.9.9'), { isComponent: true, id: idOf(`acme:log@${version}`), metadata: undefined });
  const found = await said(await candidate('1.1.0'), factsOf(['1.0.0', '2.0.0'], { below }));
  expect(found).toEqual([
    'error publish/component-breaks: 1.1.0 does not make room for what changed since 1.0.0: function removed: `g`; 2.0.1 would',
    'warning publish/refused-by-wkg: `wkg publish` refuses components, which have no version in the file, with `--package` too; `wkg oci push registry.invalid/acme/log:1.1.0 FILE` publishes it',
  ]);
  expect(await said(await candidate('2.0.0'), factsOf(['1.0.0'], { below }))).toHaveLength(1);
});

it('`wkg publish` is asked the other way round, beside both neighbours', async () => {
  const older = await published('1.0.0', log('1.0.0', 'f: func();'));
  const newer = await published('1.2.0', `${log('1.2.0')}world more {}\n`);
  const now = await candidateOf(log('1.1.0', 'f: func(); g: func();').replace('world host { export api; }\n', ''));
  const found = await said(now, factsOf(['1.0.0', '1.2.0'], { wkg: { below: older, above: newer } }));
  expect(found[0]).toBe(
    'warning publish/refused-by-wkg: `wkg publish` will refuse this beside 1.0.0: world `host` was removed; it checks the other way round, and `--skip-semver-check` publishes all the same',
  );
  // It does not come so far where the version is taken.
  expect(await said(now, factsOf(['1.1.0'], { wkg: { below: older, above: undefined } }))).toEqual([
    'error publish/version-taken: `acme:log@1.1.0` is published already; 1.1.1 is free',
  ]);
  const same = await candidateOf(log('1.1.0'));
  expect(await said(same, factsOf([], { wkg: { below: older, above: undefined } }))).toEqual([]);
});

it.each([
  [undefined, '`description` and `licenses`'],
  [{}, '`description` and `licenses`'],
  [{ description: 'x' }, '`licenses`'],
  [{ licenses: 'MIT', description: '' }, '`description`'],
])('metadata %j lacks %s', async (metadata, what) => {
  const candidate = await candidateOf(log('1.0.0'), { metadata });
  expect(await said(candidate, factsOf([]))).toEqual([
    `warning publish/no-metadata: \`[metadata]\` of \`wkg.toml\` has no ${what}`,
  ]);
  expect(await said({ ...candidate, isComponent: true }, factsOf([]))).not.toContain('no-metadata');
});

it('each dependency is looked up by its name and version, and told where it is named', async () => {
  const names = [
    'a:gone@1.0.0',
    'a:old@0.9.0',
    'a:one@2.0.0',
    'a:any',
    'a:there@1.0.0',
    'a:dark@1.0.0',
    'a:unasked@1.0.0',
  ];
  const at = (index: number) => ({ uri: PLACE.uri, span: { start: index, end: index + 1 } });
  const dependencies = names.map(
    (it, index): NamedDependency => ({ id: idOf(it), place: at(index), resolved: undefined, locked: [] }),
  );
  const known = (name: string, versions: readonly string[], more: object = {}) =>
    ({ id: idOf(name), versions, ...more }) as DependencyFacts;
  const facts = [
    known('a:there@1.0.0', ['1.0.0']),
    known('a:gone@1.0.0', []),
    known('a:old@0.9.0', ['1.0.0', '1.1.0', '1.2.0', '1.3.0']),
    known('a:one@2.0.0', ['1.0.0']),
    known('a:any', ['1.0.0', '1.1.0']),
    known('a:dark@1.0.0', [], { failure: { message: 'no answer' } }),
  ];
  const candidate = await candidateOf(log('1.0.0'), { dependencies });
  const found = publishFindings(candidate, factsOf([], { dependencies: facts }));
  expect(found.every((it) => it.severity === 'error' && it.code === 'publish/dependency')).toBe(true);
  expect(found.map((it) => [it.place?.span.start, it.message])).toEqual([
    [0, '`a:gone@1.0.0` is not published'],
    [1, '`a:old@0.9.0` is not published; 1.1.0, 1.2.0, 1.3.0 are'],
    [2, '`a:one@2.0.0` is not published; 1.0.0 is'],
    [3, '`a:any` names no version, and 1.1.0 is published: `wkg` does not bring the two together'],
    [5, '`a:dark@1.0.0` cannot be looked up: no answer'],
  ]);
});

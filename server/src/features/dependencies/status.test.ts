// What `deps/` lacks of what manifests and lock files say, by the manifest of either tool.

import { expect, it } from 'vitest';
import { FIXTURE, fixture } from '../../../../test/support/fixture.ts';
import { dependencyStatus, toolOf } from './status.ts';

const USES = 'package a:b@1.0.0;\ninterface i { use x:y/types@1.2.0.{t}; f: func() -> t; }\n';
const ALONE = 'package a:b@1.0.0;\ninterface i {}\n';

async function status(text: string, manifests: Readonly<Record<string, string>>) {
  const { snapshot } = await fixture(text);
  const root = [...snapshot.roots.values()].find((it) => it.uri === FIXTURE);
  if (root === undefined) throw new Error(`no root in ${[...snapshot.roots.keys()]}`);
  const texts = Object.entries(manifests).map(([name, content]) => ({ uri: `${FIXTURE}/${name}`, text: content }));
  return dependencyStatus(snapshot, root, texts);
}
const told = async (text: string, manifests: Readonly<Record<string, string>>) =>
  (await status(text, manifests)).findings.map((it) => [
    it.state,
    it.name,
    it.message,
    it.place.uri.slice(FIXTURE.length + 1),
  ]);

it('wkg.toml needs a lock file once the package uses another', async () => {
  const missing = ['no-lock', 'wkg.toml', 'wkg.lock is missing beside wkg.toml: nothing was locked yet', 'wkg.toml'];
  expect(await told(USES, { 'wkg.toml': '' })).toEqual([missing]);
  expect(await told(ALONE, { 'wkg.toml': '' })).toEqual([]);
  // Nobody asks it of the other tool's manifest, which names what it wants.
  expect(await told(USES, { 'deps.toml': '' })).toEqual([]);
});

it('a lock file is no manifest without a lock, and its own lock file is enough', async () => {
  expect(await told(USES, { 'wkg.lock': 'version = 1\n' })).toEqual([]);
  expect(await told(USES, { 'wkg.toml': '', 'wkg.lock': 'version = 1\n' })).toEqual([]);
  expect((await told(USES, { 'wkg.toml': '', 'deps.lock': '' })).map(([state]) => state)).toContain('no-lock');
});

it('the tool is the one whose files are there', async () => {
  expect(toolOf(await status(USES, { 'deps.toml': '' }))).toBe('wit-deps');
  expect(toolOf(await status(USES, { 'wkg.toml': '' }))).toBe('wkg');
});

// Two worlds side by side: every kind of difference, on both sides, in its order, with its lines and its places.

import { expect, it } from 'vitest';
import { FIXTURE, fixture } from '../../../../test/support/fixture.ts';
import type { Loc, World } from '../../model/package.ts';
import { placeOf } from '../names/name-at.ts';
import { compareWorlds } from './compare.ts';

const DEPS = `
//- deps/one.wit
package dep:one@1.0.0;
interface stays { f: func(); }
//- deps/two.wit
package dep:two@0.2.1;
interface moves { f: func(); }
//- deps/three.wit
package dep:three@0.2.5;
interface raised { f: func(); }
`;

async function compared(before: string, after: string, [oldDeps, deps] = ['', ''] as readonly string[]) {
  const side = async (text: string, more: string) => {
    const { snapshot } = await fixture(`//- a.wit\n${text}${more}`);
    const [group] = snapshot.semantics.packagesOf(`${FIXTURE}/a.wit`);
    const world = group?.worlds.get('w') as World;
    const place = (loc: Loc): string => {
      const at = placeOf(snapshot, loc);
      return at === undefined ? '?' : (snapshot.tree(at.uri)?.text.slice(at.span.start, at.span.end) ?? '?');
    };
    return { world, place };
  };
  const [old, now] = [await side(before, oldDeps ?? ''), await side(after, deps ?? '')];
  return compareWorlds(old.world, now.world, {
    place: (loc) => `new ${now.place(loc)}`,
    oldPlace: (loc) => `old ${old.place(loc)}`,
  });
}

it('tells what is new, what changed and what is gone, imports first, and whom it breaks', async () => {
  const { items } = await compared(
    `package a:b@1.0.0;
interface same { f: func(); }
interface gone { f: func(); }
interface lost { f: func(); }
world w { import same; import gone; import log: func(m: string); export lost; export run: func(); export old: func(); }
`,
    `package a:b@2.0.0;
interface same { f: func(); }
interface fresh { f: func(); }
interface given { f: func(); }
world w { import same; import fresh; import log: func(m: list<u8>); export given; export run: func() -> u8; }
`,
  );
  // In the order of the worlds, which have exported interfaces last.
  expect(items.map(({ kind, direction, key, verdict }) => [kind, direction, key, verdict].join(' '))).toEqual([
    'changed import a:b/same@2.0.0 compatible',
    'added import a:b/fresh@2.0.0 breaking',
    'changed import log breaking',
    'removed import a:b/gone@1.0.0 compatible',
    'changed export run breaking',
    'added export a:b/given@2.0.0 compatible',
    'removed export old breaking',
    'removed export a:b/lost@1.0.0 breaking',
  ]);
  expect(items[0]).toMatchObject({ oldKey: 'a:b/same@1.0.0', before: [], after: [] });
});

it('has the lines that changed, and both places', async () => {
  const { items } = await compared(
    `package a:b;
interface api {
  resource r { constructor(); m: func(); }
  record point { x: u8, y: u8 }
  f: func(a: u8);
  g: func();
}
world w { export api; import t: func(); type n = u8; }
`,
    `package a:b;
interface api {
  resource r { constructor(); m: func(); k: static func(); }
  record point { x: u8, y: u16 }
  f: func(a: u8);
  h: func();
}
world w { export api; import t: func(); type n = u16; }
`,
  );
  const api = items.find((it) => it.key === 'a:b/api');
  expect(api).toMatchObject({ kind: 'changed', place: 'new api', oldPlace: 'old api', verdict: 'breaking' });
  expect(api).not.toHaveProperty('oldKey');
  const spaced = (lines: readonly string[] = []) => lines.map((it) => it.replace(/\s+/g, ' '));
  expect(spaced(api?.before)).toEqual([
    'resource r { constructor(); m: func(); }',
    'record point { x: u8, y: u8, }',
    'g: func();',
  ]);
  expect(spaced(api?.after)).toEqual([
    'resource r { constructor(); m: func(); k: static func(); }',
    'record point { x: u8, y: u16, }',
    'h: func();',
  ]);
  const type = items.find((it) => it.key === 'n');
  expect(type).toMatchObject({ kind: 'changed', direction: 'import', place: 'new n', oldPlace: 'old n' });
  expect([...(type?.before ?? []), ...(type?.after ?? [])].map((it) => it.replace(/;$/, ''))).toEqual([
    expect.stringMatching(/u8$/),
    expect.stringMatching(/u16$/),
  ]);
  expect(items).toHaveLength(2);
});

it('says of a function with an attribute both in one line', async () => {
  const { items } = await compared(
    'package a:b@1.0.0;\ninterface api {\n  f: func();\n}\nworld w { export api; }\n',
    'package a:b@1.0.0;\ninterface api {\n  f: func();\n  @since(version = 1.0.0)\n  g: func();\n}\nworld w { export api; }\n',
  );
  expect(items).toEqual([
    expect.objectContaining({ before: [], after: ['@since(version = 1.0.0) g: func();'], verdict: 'compatible' }),
  ]);
});

it('takes versions of one track for the same, with both names, and those of two for two', async () => {
  const world = (one: string, two: string) =>
    `package a:b;\nworld w { import dep:one/stays@1.0.0; import dep:two/moves@${one}; import dep:three/raised@${two}; }\n`;
  const deps = DEPS.replace('dep:two@0.2.1', 'dep:two@0.3.0').replace('dep:three@0.2.5', 'dep:three@0.2.6');
  const { items } = await compared(world('0.2.1', '0.2.5'), world('0.3.0', '0.2.6'), [DEPS, deps]);
  expect(items.map(({ kind, key, oldKey }) => [kind, key, oldKey])).toEqual([
    ['added', 'dep:two/moves@0.3.0', undefined],
    ['changed', 'dep:three/raised@0.2.6', 'dep:three/raised@0.2.5'],
    ['removed', 'dep:two/moves@0.2.1', undefined],
  ]);
});

it('tells what a component can do that it could not, and could do before', async () => {
  const deps =
    '\n//- deps/c.wit\npackage wasi:clocks@0.2.0;\ninterface wall-clock { now: func() -> u64; }\n//- deps/r.wit\npackage wasi:random@0.2.0;\ninterface random { get: func() -> u64; }\n';
  const { gains, losses } = await compared(
    'package a:b;\nworld w { import wasi:clocks/wall-clock@0.2.0; }\n',
    'package a:b;\nworld w { import wasi:random/random@0.2.0; }\n',
    [deps, deps],
  );
  expect(gains).toHaveLength(1);
  expect(losses).toHaveLength(1);
  expect(JSON.stringify(gains)).toContain('wasi:random');
  expect(JSON.stringify(losses)).toContain('wasi:clocks');
});

it('tells labels apart that stand for one interface', async () => {
  const world = (body: string) => `package a:b;\ninterface i { f: func(); }\nworld w { ${body} }\n`;
  const { items } = await compared(
    world('import one: i; import two: i;'),
    world('import one: i; import three: i; import i;'),
  );
  expect(items.map(({ kind, key }) => `${kind} ${key}`).sort()).toEqual(['added a:b/i', 'added three', 'removed two']);
});

// Types that are built of each other twice, two hundred times: whoever visits what it has seen before never comes back.

import { expect, it } from 'vitest';
import { contractHover } from '../../server/src/features/contracts/hover.ts';
import { contractLenses } from '../../server/src/features/contracts/lens.ts';
import { hover } from '../../server/src/features/hover/hover.ts';
import { compareTrees } from '../../server/src/semver/verdict.ts';
import { difference } from '../../server/src/world/agree.ts';
import { liveImports } from '../../server/src/world/live.ts';
import { Ties } from '../../server/src/world/parts.ts';
import { previewWorld } from '../../server/src/world/preview.ts';
import { printWorld } from '../../server/src/world/print.ts';
import { compared } from './based.ts';
import { treeOf } from './fixture.ts';

const LINES = 200;

/** Each definition mentions the one before it twice. */
const FORMS: Readonly<Record<string, (name: string, of: string) => string>> = {
  tuple: (name, of) => `type ${name} = tuple<${of}, ${of}>;`,
  record: (name, of) => `record ${name} { a: ${of}, b: ${of} }`,
  variant: (name, of) => `variant ${name} { a(${of}), b(${of}) }`,
  result: (name, of) => `type ${name} = result<${of}, ${of}>;`,
  'alias of an alias': (name, of) => `type ${name}x = tuple<${of}, ${of}>; type ${name} = ${name}x;`,
};

function types(form: string, first: string): string {
  const lines = [`type t0 = ${first};`];
  for (let at = 1; at <= LINES; at++) lines.push(FORMS[form]?.(`t${at}`, `t${at - 1}`) ?? '');
  return lines.join('\n');
}

const OWNERS: Readonly<Record<string, (body: string) => string>> = {
  interface: (body) => `interface api {\n${body}\nf: func(a: list<t${LINES}>);\n}\nworld w { import api; }`,
  world: (body) => `world w {\n${body}\nimport f: func(a: list<t${LINES}>);\n}`,
};

const cases = Object.keys(FORMS).flatMap((form) => Object.keys(OWNERS).map((owner) => [form, owner] as const));

function text(form: string, owner: string, first: string): string {
  return `package a:b@1.0.0;\n${OWNERS[owner]?.(types(form, first)) ?? ''}\n`;
}

it.each(cases)('%s in %s', { timeout: 10_000 }, async (form, owner) => {
  const [before, after] = [text(form, owner, 'u8'), text(form, owner, 'u16')];
  const old = await treeOf(new Map([['a.wit', before]]));
  const now = await treeOf(new Map([['a.wit', after]]));
  const [report] = compareTrees(old.packages, now.packages, { role: 'strict', policy: 'at-release' });
  const kinds = (report?.changes ?? []).map(({ kind, item }) => `${kind} ${item}`);
  const expected = owner === 'world' ? 'world-type-changed w.t0' : 'alias-target-changed api.t0';
  expect(kinds).toEqual([expected, 'bump-missing a:b@1.0.0']);

  const { snapshot, bases } = await compared(new Map([['a.wit', before]]), new Map([['a.wit', after]]));
  const uri = [...snapshot.roots.values()][0]?.files[0] ?? '';
  const offset = after.indexOf('u16');
  expect(contractHover(snapshot, bases, uri, offset)?.text).toContain('u16');
  expect(contractLenses(snapshot, bases, uri).length).toBeGreaterThan(0);
  expect(hover(snapshot, uri, after.lastIndexOf(`t${LINES}`))).toBeDefined();

  const [world] = now.packages.flatMap(({ stable }) => [...stable.worlds.values()]);
  const [oldWorld] = old.packages.flatMap(({ stable }) => [...stable.worlds.values()]);
  if (world === undefined || oldWorld === undefined) throw new Error('no world');
  expect(printWorld(world, { from: world.package })).toContain(owner === 'world' ? `t${LINES}` : 'api');
  expect(previewWorld(world, { place: () => undefined }).sizes.depth).toBeGreaterThan(0);
  expect(liveImports(world)).toBeDefined();
  for (const [key, item] of world.imports) {
    const given = oldWorld.imports.get(key);
    if (given === undefined || item.item.kind === 'type') continue;
    const port = { part: { name: 'a', world }, direction: 'import', item } as const;
    const from = { part: { name: 'b', world: oldWorld }, direction: 'export', item: given } as const;
    // No component nests so deep: what matters is that there is an answer.
    difference(new Ties(), port, from);
    expect(difference(new Ties(), port, { ...from, item })).toBeUndefined();
  }
});

it('a chain of twenty thousand interfaces, the last of them first', { timeout: 60_000 }, async () => {
  const chain = (field: string): Map<string, string> => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `interface i${at + 1} { use i${at}.{t}; }`).reverse();
    return new Map([['a.wit', `package a:b@1.0.0;\n${lines.join('\n')}\ninterface i0 { record t { a: ${field} } }\n`]]);
  };
  const [old, now] = [await treeOf(chain('u8')), await treeOf(chain('u16'))];
  const [report] = compareTrees(old.packages, now.packages, { role: 'strict', policy: 'at-release' });
  expect(report?.changes.map(({ kind, item }) => `${kind} ${item}`)).toEqual([
    'record-field-type-changed i0.t.a',
    'bump-missing a:b@1.0.0',
  ]);
});

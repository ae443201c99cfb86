// Which name is at an offset: both edges, what a `use` means, a version as a part of its package.

import { expect, it } from 'vitest';
import { FIXTURE, fixture } from '../../../../test/support/fixture.ts';
import { nameOf, namesAt, originalOf, packageAt, usedNameAt } from './name-at.ts';

const DEPS = `
//- deps/c.wit
package c:d@1.2.0;
interface e { type t = u8; }
interface other {}
`;

/** `‹text› role kind name`, of each name at the cursor. */
async function at(text: string): Promise<string[]> {
  const { snapshot, uri, offset } = await fixture(`//- a.wit\n${text}${DEPS}`);
  const source = snapshot.tree(uri)?.text ?? '';
  return namesAt(snapshot, uri, offset).map(
    ({ span, role, target }) => `‹${source.slice(span.start, span.end)}› ${role} ${target.kind} ${nameOf(target)}`,
  );
}

it.each([
  ['package a:b;\nuse c:d/e@$01.2.0;\n', ['‹c:d› reference package c:d']],
  ['package a:b;\nuse c:d/e@1.2.0$0;\n', ['‹c:d› reference package c:d']],
  // The second statement's own package, and nothing of the first.
  [
    'package a:b;\ninterface i { use c:d/e@1.2.0.{t}; }\nworld w { import c:d/other@1.$02.0; }\n',
    ['‹c:d› reference package c:d'],
  ],
  ['package a:b;\nuse c:$0d/e@1.2.0;\n', ['‹c:d› reference package c:d']],
  ['package a:b;\ninterface $0i {}\n', ['‹i› definition interface i']],
  ['package a:b;\ninterface i$0 {}\n', ['‹i› definition interface i']],
  ['package a:b;\ninterface i { type mine = u8; f: func(a: m$0ine); }\n', ['‹mine› reference type mine']],
  ['package a:b;\ninterface i $0{}\n', []],
  ['package a:b;\n// i$0\ninterface i {}\n', []],
])('%j', async (text, expected) => {
  expect(await at(text)).toEqual(expected);
});

it('finds the name that a `use` without `as` makes where it mentions a type, and none where there is an `as`', async () => {
  const made = async (text: string) => {
    const { snapshot, uri, offset } = await fixture(`//- a.wit\n${text}${DEPS}`);
    return namesAt(snapshot, uri, offset).map((it) => usedNameAt(snapshot, it)?.name);
  };
  expect(await made('package a:b;\ninterface h {}\ninterface i { use c:d/e@1.2.0.{$0t}; }\n')).toEqual(['t']);
  expect(await made('package a:b;\ninterface h {}\nworld w { use c:d/e@1.2.0.{$0t}; }\n')).toEqual(['t']);
  expect(await made('package a:b;\ninterface i { use c:d/e@1.2.0.{$0t as u}; }\n')).toEqual([undefined]);
  expect(await made('package a:b;\ninterface i { use c:d/e@1.2.0.{t}; f: func(a: $0t); }\n')).toEqual([undefined]);
  expect(await made('package a:b;\ninterface $0i { use c:d/e@1.2.0.{t}; }\n')).toEqual([undefined]);
});

it('goes through several `use` to the first', async () => {
  const { snapshot, uri, offset } = await fixture(`//- a.wit
package a:b;
interface one { record first { a: u8 } }
interface two { use one.{first as second}; }
interface three { use two.{second as third}; f: func(a: $0third); }
`);
  const [name] = namesAt(snapshot, uri, offset);
  if (name === undefined) throw new Error('no name');
  expect(nameOf(name.target)).toBe('third');
  expect(nameOf(originalOf(name.target))).toBe('first');
});

it('knows in which package of a file something stands: a nested one, or that of the file', async () => {
  const { snapshot } = await fixture(`//- a.wit
package a:b;
interface outer {}
package n:one { interface first {} }
package n:two { interface second {} }
interface last {}
`);
  const uri = `${FIXTURE}/a.wit`;
  const packages = snapshot.semantics.packagesOf(uri);
  const found = packages.flatMap((it) =>
    [...it.interfaces.values()].map(({ name, loc }) => {
      const id = packageAt(snapshot, loc)?.id;
      return [name, `${id?.namespace}:${id?.name}`];
    }),
  );
  expect(Object.fromEntries(found)).toEqual({ outer: 'a:b', first: 'n:one', second: 'n:two', last: 'a:b' });
});

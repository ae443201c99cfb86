// What an update leaves behind in `deps/`: only what was needed before and is by nobody now.

import { expect, it } from 'vitest';
import { FIXTURE, fixture } from '../../../../test/support/fixture.ts';
import { leftOver } from './left-over.ts';

async function environmentOf(files: string, root = 'wit') {
  const { snapshot } = await fixture(files);
  const found = snapshot.roots.get(`${FIXTURE}/${root}`);
  if (found === undefined) throw new Error(`no root among ${[...snapshot.roots.keys()].join()}`);
  return snapshot.semantics.environment(found);
}

const OWN = `//- wit/a.wit
package acme:own;
world w { import acme:log/api@1.0.0; import acme:also/api; }
//- wit/deps/also.wit
package acme:also;
interface api { use acme:shared/types.{t}; }
//- wit/deps/log.wit
package acme:log@1.0.0;
interface api { use acme:deep/types.{t}; use acme:shared/types.{t as u}; }
//- wit/deps/deep.wit
package acme:deep;
interface types { use acme:deeper/types.{t}; }
//- wit/deps/deeper.wit
package acme:deeper;
interface types { type t = u8; }
//- wit/deps/shared.wit
package acme:shared;
interface types { type t = u8; }
//- wit/deps/theirs.wit
package acme:theirs;
interface api {}
`;
const MOVE = { from: 'acme:log@1.0.0', to: 'acme:log@2.0.0' };

/** What is left after version 2 of `log` came, with this inside. */
async function left(body: string) {
  const own = await environmentOf(OWN);
  const coming = await environmentOf(`//- log/a.wit\npackage acme:log@2.0.0;\ninterface api { ${body} }\n`, 'log');
  const { unused, kept } = leftOver(own, coming.groups.slice(0, 1), MOVE);
  return {
    unused: unused.map((it) => it.files.map((uri) => uri.slice(uri.lastIndexOf('/') + 1)).join()).sort(),
    kept: [...kept.keys()].sort(),
  };
}

it('is what only the old version needed, directly or through others', async () => {
  expect(await left('')).toEqual({
    unused: ['deep.wit', 'deeper.wit', 'log.wit'],
    kept: ['acme:also', 'acme:shared', 'acme:theirs'],
  });
});

it('is nothing that the new version needs too, nor what that needs', async () => {
  expect(await left('use acme:deep/types.{t};')).toEqual({
    unused: ['log.wit'],
    kept: ['acme:also', 'acme:deep', 'acme:deeper', 'acme:shared', 'acme:theirs'],
  });
  expect(await left('use acme:deeper/types.{t};')).toEqual({
    unused: ['deep.wit', 'log.wit'],
    kept: ['acme:also', 'acme:deeper', 'acme:shared', 'acme:theirs'],
  });
});

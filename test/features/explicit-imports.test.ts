// Implicit imports written down: where it is offered, what is written, and that the world stays the same.

import { expect, it } from 'vitest';
import { explicitImports } from '../../server/src/features/worlds/explicit-imports.ts';
import { fixture } from '../support/fixture.ts';

/** The text after the rewriting; undefined where none is offered. */
async function rewritten(text: string): Promise<string | undefined> {
  const { snapshot, uri, offset, texts } = await fixture(text);
  const found = explicitImports(snapshot, uri, { start: offset, end: offset });
  const [edit] = found?.edits[0]?.edits ?? [];
  const before = texts.get(uri) ?? '';
  return edit === undefined ? undefined : before.slice(0, edit.start) + edit.text + before.slice(edit.end);
}

const DEPS = `//- deps/io/io.wit
package wasi:io@0.2.0;
interface error { resource error; }
interface streams { use error.{error}; resource %stream { fail: func() -> error; } }
`;

it('writes what is used by what is imported and exported, in the order in which it is needed', async () => {
  const text = `//- a.wit
package a:b;
interface api { use wasi:io/streams@0.2.0.{%stream}; open: func() -> %stream; }
world $0w {
  export api;
}
${DEPS}`;
  expect(await rewritten(text)).toBe(`package a:b;
interface api { use wasi:io/streams@0.2.0.{%stream}; open: func() -> %stream; }
world w {
  import wasi:io/error@0.2.0;
  import wasi:io/streams@0.2.0;
  export api;
}
`);
});

it('is offered at the statement that has the consequence, and keeps to one line', async () => {
  const text = `//- a.wit
package a:b;
interface types { type t = u8; }
interface api { use types.{t}; get: func() -> t; }
world w { import $0api; export run: func(); }
`;
  expect(await rewritten(text)).toContain('world w { import types; import api; export run: func(); }');
  expect(await rewritten(text.replace('$0api', 'api').replace('run', '$0run'))).toBeUndefined();
});

it('repeats gates', async () => {
  const text = `//- a.wit
package a:b@1.0.0;
@since(version = 1.0.0)
interface types { @since(version = 1.0.0) type t = u8; }
@since(version = 1.0.0)
interface api { @since(version = 1.0.0) use types.{t}; }
@since(version = 1.0.0)
world $0w {
  @since(version = 1.0.0)
  import api;
}
`;
  expect(await rewritten(text)).toContain(
    '{\n  @since(version = 1.0.0)\n  import types;\n  @since(version = 1.0.0)\n  import api;',
  );
});

it('is not offered where there is nothing implicit, nor in vendored files', async () => {
  expect(await rewritten('//- a.wit\npackage a:b;\ninterface i {}\nworld $0w { import i; }\n')).toBeUndefined();
  const vendored = `//- a.wit
package a:b;
//- deps/c/c.wit
package c:d;
interface types { type t = u8; }
interface api { use types.{t}; }
world $0w { import api; }
`;
  expect(await rewritten(vendored)).toBeUndefined();
});

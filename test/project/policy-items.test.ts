// Policies that ask something of every item: `since` and `docs`. Each kind of item is found, and none that has what is asked for.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

async function found(rule: object, text: string): Promise<string[]> {
  const cwd = directoryWith({
    'wit/a.wit': text,
    'wit-language-server.json': JSON.stringify({ policy: [{ name: 'all', ...rule }] }),
  });
  const { out } = await run(cwd, ['check', 'wit', '--format=json']);
  const { diagnostics } = JSON.parse(out) as {
    readonly diagnostics: readonly {
      readonly code: string;
      readonly message: string;
      readonly range: { readonly start: { readonly line: number } };
    }[];
  };
  return diagnostics
    .filter(({ code }) => code.startsWith('policy/'))
    .map(({ code, message, range }) => `${range.start.line + 1} ${code} ${/^`[^`]+`|^this/.exec(message)?.[0]}`);
}

const ITEMS = (header: string) => `${header}
interface api {
  record point { x: u32 }
  resource store {
    constructor();
    get: func() -> u8;
    open: static func();
  }
  run: func();
  @since(version = 1.0.0)
  kept: func();
  @unstable(feature = beta)
  new: func();
}
@since(version = 1.0.0)
interface old {
  @since(version = 1.0.0)
  type t = u8;
  last: func();
}
world w {
  import api;
}
`;

it('`since` finds every interface, type, function, method and world without it', async () => {
  const lines = await found({ since: true }, ITEMS('package a:b@1.0.0;'));
  expect(lines).toEqual([
    '2 policy/since `api`',
    '3 policy/since `point`',
    '4 policy/since `store`',
    '5 policy/since `constructor`',
    '6 policy/since `get`',
    '7 policy/since `open`',
    '9 policy/since `run`',
    '19 policy/since `last`',
    '21 policy/since `w`',
  ]);
});

it('`since` asks nothing of a package without a version', async () => {
  expect(await found({ since: true }, 'package a:b;\ninterface api { f: func(); }\n')).toEqual([]);
});

it('`docs` finds every item without documentation', async () => {
  const lines = await found(
    { docs: true },
    `package a:b;
/// Documented.
interface api {
  /// Documented.
  f: func();
  g: func();
  record r { a: u8 }
}
interface bare {}
world w {}
`,
  );
  expect(lines.map((it) => it.split(' ').slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['6 policy/docs', '7 policy/docs', '9 policy/docs', '10 policy/docs']),
  );
  for (const line of [3, 5]) expect(lines.some((it) => it.startsWith(`${line} `))).toBe(false);
});

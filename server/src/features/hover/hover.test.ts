// What hover says of constructs that are rare: the code, the facts, where it is from.

import { expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { hover } from './hover.ts';

async function said(text: string): Promise<string> {
  const { snapshot, uri, offset } = await fixture(text);
  return hover(snapshot, uri, offset)?.text ?? 'nothing';
}

it('counts in words', async () => {
  expect(await said('package a:$0b@1.0.0-rc.1+build.5;\ninterface i {}\nworld w {}\nworld v {}\n')).toContain(
    '1 interface, 2 worlds in 1 file',
  );
});

it('a parameter, by the function it is of', async () => {
  expect(await said('package a:b;\ninterface i { go: async func($0data: stream<u8>); }\n')).toContain('`func go`');
});

it('a constructor that can fail', async () => {
  const text = 'package a:b;\ninterface i { resource r { $0constructor(a: u8) -> result<r, string>; } }\n';
  expect(await said(text)).toContain('constructor(a: u8) -> result<r, string>;');
});

it('a name that `include` gives', async () => {
  const text = 'package a:b;\nworld w { import log: func(); }\nworld v { include w with { log as $0logger } }\n';
  expect(await said(text)).toContain('Here under the name `logger`');
});

it('sixteen members are shown, of more the first and how many there are', async () => {
  const fields = (count: number) => Array.from({ length: count }, (_, at) => `field-number-${at}: u8`).join(', ');
  const lines = async (count: number) =>
    (await said(`package a:b;\ninterface i { record $0r { ${fields(count)} } }\n`))
      .split('\n')
      .filter((line) => /^ {2}\S/.test(line));
  expect(await lines(16)).toHaveLength(16);
  expect((await lines(16)).at(-1)).toBe('  field-number-15: u8,');
  const more = await lines(40);
  expect(more.length).toBeLessThan(18);
  expect(more[0]).toBe('  field-number-0: u8,');
  expect(more.at(-1)).toMatch(/2[45] more/);
});

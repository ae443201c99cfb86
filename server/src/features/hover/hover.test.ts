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

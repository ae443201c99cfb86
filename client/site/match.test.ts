// The search of a site: what it finds, what comes first, and how long it takes with twenty thousand items.

import { expect, it } from 'vitest';
import { type Entry, entriesOf, type IndexedPage, search } from './match.ts';

const PAGES: readonly IndexedPage[] = [
  {
    p: 'wasi/filesystem/0.2.0/interface.types.html',
    k: 'wasi:filesystem@0.2.0',
    i: [
      ['types', 'interface', ''],
      ['types.descriptor', 'resource', 'type.descriptor'],
      ['types.descriptor-flags', 'flags', 'type.descriptor-flags'],
      ['types.error-code', 'enum', 'type.error-code'],
      ['types.descriptor.read', 'method', 'method.descriptor.read', 'descriptor, u64 -> result<list<u8>, error-code>'],
      [
        'types.descriptor.open-at',
        'method',
        'method.descriptor.open-at',
        'descriptor, string -> result<descriptor, error-code>',
      ],
      ['types.descriptor.sync', 'method', 'method.descriptor.sync', 'descriptor -> result<_, error-code>'],
      ['types.filesystem-error-code', 'func', 'func.filesystem-error-code', 'borrow<error> -> option<error-code>'],
      ['types.forget', 'func', 'func.forget', 'string -> '],
    ],
  },
  { p: 'wasi/io/0.2.0/index.html', k: 'wasi:io@0.2.0', i: [['wasi:io@0.2.0', 'package', '']] },
];

const ENTRIES = entriesOf(PAGES);
const names = (query: string): string[] => search(ENTRIES, query).map((it) => it.name);

it.each([
  [
    'descriptor',
    [
      'types.descriptor',
      'types.descriptor-flags',
      'types.descriptor.read',
      'types.descriptor.sync',
      'types.descriptor.open-at',
    ],
  ],
  ['read', ['types.descriptor.read']],
  ['error', ['types.error-code', 'types.filesystem-error-code']],
  ['oa', ['types.descriptor.open-at']],
  ['fec', ['types.filesystem-error-code']],
  ['o-at', ['types.descriptor.open-at']],
  ['descriptor.re', ['types.descriptor.read']],
  ['types descriptor/flags', ['types.descriptor-flags']],
  ['IO', ['wasi:io@0.2.0']],
  ['wasi:io', ['wasi:io@0.2.0']],
  ['filesystem read', ['types.descriptor.read']],
  ['zzz', []],
  ['  ', []],
])('`%s` finds names', (query, expected) => {
  expect(names(query).slice(0, Math.max(1, expected.length))).toEqual(expected);
});

it.each([
  ['-> result<_, error-code>', ['types.descriptor.sync', 'types.descriptor.read', 'types.descriptor.open-at']],
  ['-> result<list<u8>, _>', ['types.descriptor.read']],
  ['-> result<list<u8', ['types.descriptor.read']],
  ['string ->', ['types.forget', 'types.descriptor.open-at']],
  ['(string, descriptor) -> result', ['types.descriptor.open-at']],
  ['-> option', ['types.filesystem-error-code']],
  ['u64, u64 ->', []],
  ['<<<>>>,,->->', []],
])('`%s` finds functions by their types', (query, expected) => {
  expect(names(query)).toEqual(expected);
});

it('addresses lead to the item', () => {
  expect(search(ENTRIES, 'sync')[0]?.address).toBe('wasi/filesystem/0.2.0/interface.types.html#method.descriptor.sync');
});

it('takes less than 50 ms among 20,000 items', () => {
  const many: Entry[] = entriesOf(
    Array.from({ length: 200 }, (_, page) => ({
      p: `a/p${page}/1.0.0/interface.i.html`,
      k: `a:p${page}@1.0.0`,
      i: Array.from({ length: 100 }, (_, at) => [
        `i.some-long-name-${(page * 7919 + at * 104729) % 99991}`,
        'func',
        `func.${at}`,
        `list<tuple<string, u${at % 64}>>, borrow<thing> -> result<list<u8>, error-code-${at}>`,
      ]),
    })) as IndexedPage[],
  );
  expect(many).toHaveLength(20_000);
  search(many, '-> nothing');
  for (const query of [
    's',
    'some-long',
    'sln',
    'name-77',
    '-> result<_, error-code-7>',
    'list, borrow -> result',
    'nothing at all',
  ]) {
    // Time of the processor, and the best of some: others use the machine too.
    const times = Array.from({ length: 5 }, () => {
      const begin = process.cpuUsage();
      search(many, query);
      return process.cpuUsage(begin).user / 1000;
    });
    expect(Math.min(...times), query).toBeLessThan(50);
  }
});

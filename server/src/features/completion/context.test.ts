// What may stand at a place, whatever stands before it: finished, half typed, or wrong.

import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { contextAt } from './context.ts';
import type { Expected, PathText } from './expected.ts';

const pathText = ({ namespace, package: name, item, version }: PathText): string =>
  [
    namespace === undefined ? '' : `${namespace}:`,
    name === undefined ? '' : `${name}/`,
    item ?? '',
    version === undefined ? '' : `@${version}`,
  ].join('');

function said(it: Expected): string {
  const list = (some: readonly string[]) => (some.length === 0 ? '' : ` but ${some.join(' ')}`);
  switch (it.kind) {
    case 'item':
      return `item of ${it.place}${it.first ? ', first' : ''}${it.attributes.map((one) => ` @${one}`).join('')}`;
    case 'type':
      return [
        `type ${it.want}`,
        ...[
          it.placeholder ? 'or _' : '',
          it.returned ? 'returned' : '',
          it.defining === undefined ? '' : `in ${it.defining}`,
        ],
      ]
        .filter((part) => part !== '')
        .join(' ');
    case 'path':
      return `${it.statement} ${it.part} ${pathText(it.path)}`.trim();
    case 'use-names':
      return `types of ${pathText(it.path)}${list(it.used)}`;
    case 'with-names':
      return `labels of ${pathText(it.path)}${list(it.used)}`;
    case 'func':
      return `func of ${it.place}`;
    case 'words':
      return it.words.join(' | ');
    case 'attribute':
      return `@ of ${it.place}${list(it.given)}`;
    case 'attribute-key':
      return `key of @${it.attribute}`;
    case 'attribute-value':
      return `value of @${it.attribute}`;
    default:
      return it.kind;
  }
}

/** Each row: a text with the cursor, and what may stand there. */
function rows(around: (body: string) => string, table: readonly (readonly [string, string])[]): void {
  it.each(table)('%j: %s', async (body, expected) => {
    const { snapshot, uri, offset } = await fixture(around(body));
    const tree = snapshot.tree(uri);
    const found = tree === undefined ? undefined : contextAt(tree, offset);
    expect(found === undefined ? 'nothing' : found.expected.map(said).join(' + ')).toBe(expected);
  });
}

describe('in a file', () =>
  rows(
    (body) => body,
    [
      ['$0', 'item of file, first'],
      ['// note\n$0', 'item of file, first'],
      ['package $0', 'package-name'],
      ['package a:$0', 'nothing'],
      ['package a:b$0', 'nothing'],
      ['package a:b;\n$0', 'item of file'],
      ['package a:b\n$0', 'item of file'],
      ['package a:b@1.0.0;\nint$0', 'item of file'],
      ['package a:b;\ninterface $0', 'nothing'],
      ['package a:b;\nuse $0', 'toplevel-use start'],
      ['package a:b;\nuse c:$0', 'toplevel-use package c:'],
      ['package a:b;\nuse c:d/$0', 'toplevel-use item c:d/'],
      ['package a:b;\nuse c:d/e@$0', 'toplevel-use version c:d/e'],
      ['package a:b;\nuse c:d/e@1.2.3-r$0', 'toplevel-use version c:d/e'],
      ['package a:b;\nuse c:d/e $0', 'as'],
      ['package a:b;\nuse c:d/e as $0', 'nothing'],
      ['package a:b;\nuse c:d/e as f\n$0', 'item of file'],
      ['package a:b;\nuse c:d/e;\n@$0', '@ of file'],
      ['package a:b;\n@since(version = 1.0.0) @$0', '@ of file but since'],
      ['package a:b;\n@since($0', 'key of @since'],
      ['package a:b;\n@since(version = $0', 'value of @since'],
      ['package a:b;\n@unstable(feature = $0', 'value of @unstable'],
      ['package a:b;\n@unstable(feature = x)\n$0', 'item of file @unstable'],
      ['package a:b;\n@deprecated\n$0', 'item of file @deprecated'],
      ['package a:b;\npackage c:d {\n$0', 'item of nested'],
      ['package a:b;\npackage c:d { interface i { $0', 'item of interface'],
      ['package a:b;\npackage c:d { } $0', 'item of file'],
      ['package a:b;\ninterface i { } $0', 'item of file'],
      ['package a:b; /* $0 */', 'nothing'],
      ['package a:b; // $0', 'nothing'],
    ],
  ));

describe('in an interface', () =>
  rows(
    (body) => `package a:b;\ninterface i {\n${body}`,
    [
      ['$0', 'item of interface'],
      ['  f: func();\n  $0', 'item of interface'],
      ['  f: func()\n  $0', 'item of interface'],
      // What is wrong is skipped to where the next statement begins.
      ['  f: func(a: 5 %%%;\n  g: func(x: $0', 'type any'],
      ['  ] ] ]\n  type t = $0', 'type any in t'],
      ['  record r { a: u8, ) }\n  type t = $0', 'type any in t'],
      ['  nonsense here\n  $0', 'item of interface'],
      ['  f: $0', 'func of interface'],
      ['  f: async $0', 'func'],
      ['  f: func$0', 'func of interface'],
      ['  f: func($0', 'nothing'],
      ['  f: func(a$0', 'nothing'],
      ['  f: func(a: $0', 'type any'],
      ['  f: func(a: u8, b: $0', 'type any'],
      ['  f: func(a: u8,\n    b: s$0', 'type any'],
      ['  f: func() -> $0', 'type any returned'],
      ['  f: func() -> list<$0', 'type any returned'],
      ['  f: func(a: own<$0', 'type resource'],
      ['  f: func(a: borrow<$0', 'type resource'],
      ['  f: func(a: result<$0', 'type any or _'],
      ['  f: func(a: result<_, $0', 'type any'],
      ['  f: func(a: result<u8, $0', 'type any'],
      ['  f: func(a: tuple<u8, string, $0', 'type any'],
      ['  f: func(a: list<u8, $0', 'nothing'],
      ['  f: func(a: map<$0', 'type map-key'],
      ['  f: func(a: map<u8, $0', 'type any'],
      ['  f: func(a: future<$0', 'type any'],
      ['  f: func(a: stream<$0', 'type stream'],
      ['  f: func(a: option<option<$0', 'type any'],
      ['  get-it: get() -> $0', 'type any returned'],
      ['  f: get() -> $0', 'type any returned'],
      ['  f: set(value: $0', 'type any'],
      ['  type $0', 'nothing'],
      ['  type t = $0', 'type any in t'],
      ['  type %list = $0', 'type any in list'],
      ['  type t = u8\n  $0', 'item of interface'],
      ['  record $0', 'nothing'],
      ['  record r { $0', 'nothing'],
      ['  record r { a: $0', 'type any in r'],
      ['  record r { a: u8, b: list<$0', 'type any in r'],
      ['  record r { a: u8\n  b: $0', 'type any in r'],
      ['  record r { a: u8 } $0', 'item of interface'],
      ['  variant v { a($0', 'type any in v'],
      ['  variant v { a, b(u8), c($0', 'type any in v'],
      ['  variant v { a$0', 'nothing'],
      ['  enum e { a, $0', 'nothing'],
      ['  flags f { a, b } $0', 'item of interface'],
      ['  resource r { $0', 'item of resource'],
      ['  resource r; $0', 'item of interface'],
      ['  resource r { constructor($0', 'nothing'],
      ['  resource r { constructor(a: $0', 'type any'],
      ['  resource r { constructor(); $0', 'item of resource'],
      ['  resource r {\n    constructor();\n    $0', 'item of resource'],
      ['  resource r {\n    m: func();\n    $0', 'item of resource'],
      ['  resource r { m: func(); $0 }\n}', 'item of resource'],
      ['  resource r { m: $0', 'func of resource'],
      ['  resource r { m: static $0', 'func | async | get | set'],
      ['  resource r { m: static async $0', 'func'],
      ['  resource r { m: static get() -> $0', 'type any returned'],
      ['  resource r { } $0', 'item of interface'],
      ['  use $0', 'use start'],
      ['  use t.{$0', 'types of t'],
      ['  use t.{a, b as c, $0', 'types of t but a b'],
      ['  use c:d/e@1.2.3.{a, $0', 'types of c:d/e@1.2.3 but a'],
      ['  use c:d/e@1.2.3-rc.1.{$0', 'types of c:d/e@1.2.3-rc.1'],
      ['  use t.{a $0', 'as'],
      ['  use t.{a as $0', 'nothing'],
      ['  use t.{a}\n  $0', 'item of interface'],
      ['  use t\n  $0', 'item of interface'],
      ['  @external-id("x") @$0', '@ of interface but external-id'],
      ['  @external-id("x$0', 'nothing'],
      ['  @since(version = 1.$0', 'value of @since'],
      ['  @since(version = 1.0.0)\n  $0', 'item of interface @since'],
    ],
  ));

describe('in a world', () =>
  rows(
    (body) => `package a:b;\nworld w {\n${body}`,
    [
      ['$0', 'item of world'],
      ['  import $0', 'import start'],
      ['  export $0', 'export start'],
      ['  import f$0', 'import start'],
      ['  import f\n  $0', 'item of world'],
      ['  import c:$0', 'import package c: + func of world'],
      ['  import f: $0', 'func of world + import start'],
      ['  export f: async $0', 'func'],
      ['  export f: func(a: $0', 'type any'],
      ['  export f: get() -> $0', 'type any returned'],
      ['  import c:d/$0', 'import item c:d/'],
      ['  import c:d/e@$0', 'import version c:d/e'],
      ['  import l: c:d/$0', 'import item c:d/'],
      ['  import l: c:d/e@$0', 'import version c:d/e'],
      ['  export l: i; $0', 'item of world'],
      ['  export x: interface { $0', 'item of interface'],
      ['  export x: interface { f: func(); } $0', 'item of world'],
      ['  include $0', 'include start'],
      ['  include c:d/$0', 'include item c:d/'],
      ['  include v $0', 'with'],
      ['  include v with { $0', 'labels of v'],
      ['  include v with { a as b, $0', 'labels of v but a'],
      ['  include v with { a $0', 'as'],
      ['  include v with { a as $0', 'nothing'],
      ['  include v with { a as b }\n  $0', 'item of world'],
      ['  include v\n  $0', 'item of world'],
      ['  type t = $0', 'type any in t'],
      ['  use t.{$0', 'types of t'],
    ],
  ));

// What the words of the language mean, in a sentence or two each, and where the specification says so.

import { GENERICS, PRIMITIVES } from '../../syntax/builtins.ts';

const SPECIFICATION = 'https://github.com/WebAssembly/component-model/blob/main/design/mvp';

export interface Word {
  /** As it is written. */
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly link: string;
}

function word(title: string, text: string, page: string): Word {
  return { title, text, link: `${SPECIFICATION}/${page}` };
}

/** By keyword; built-in types are keywords. */
export const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ...Object.entries({ ...PRIMITIVES, ...GENERICS }).map(
    ([name, { title, sentence, page }]) => [name, word(title, sentence, page)] as const,
  ),
  ['_', word('_', 'Stands for no value in `result<_, E>`.', 'WIT.md#types')],
  [
    'package',
    word(
      'package',
      'Names the package that the file is part of, or, with braces, defines another package right here.',
      'WIT.md#package-declaration',
    ),
  ],
  [
    'interface',
    word(
      'interface',
      'A named group of types and functions, which a world imports or exports as one.',
      'WIT.md#item-interface',
    ),
  ],
  [
    'world',
    word(
      'world',
      'A contract of a component: everything that it imports and everything that it exports.',
      'WIT.md#item-world',
    ),
  ],
  [
    'import',
    word(
      'import',
      'What a component of this world needs from outside: an interface or a function.',
      'WIT.md#item-world',
    ),
  ],
  [
    'export',
    word(
      'export',
      'What a component of this world offers to the outside: an interface or a function.',
      'WIT.md#item-world',
    ),
  ],
  ['include', word('include', 'Adds all imports and exports of another world to this one.', 'WIT.md#item-include')],
  [
    'with',
    word(
      'with',
      'Gives imports and exports of an included world other names, where they would clash.',
      'WIT.md#name-conflicts-and-with',
    ),
  ],
  [
    'use',
    word(
      'use',
      'Brings types of another interface into this one; at the top of a file, an interface of another package under a short name.',
      'WIT.md#item-use',
    ),
  ],
  ['as', word('as', 'Renames what is imported here.', 'WIT.md#item-use')],
  ['type', word('type', 'Another name for a type.', 'WIT.md#item-type-alias')],
  ['record', word('record', 'A type of named fields, all of them present.', 'WIT.md#item-record-bag-of-named-fields')],
  ['flags', word('flags', 'A set of named bits.', 'WIT.md#item-flags-bag-of-bools')],
  [
    'variant',
    word(
      'variant',
      'Exactly one of several named cases, each with or without a value.',
      'WIT.md#item-variant-one-of-a-set-of-types',
    ),
  ],
  ['enum', word('enum', 'Exactly one of several names.', 'WIT.md#item-enum-variant-but-with-no-payload')],
  [
    'resource',
    word(
      'resource',
      'Something that is passed by handle and never copied, with functions of its own.',
      'WIT.md#item-resource',
    ),
  ],
  [
    'constructor',
    word(
      'constructor',
      'Makes a resource. With a result it is `result<R, E>`: making may fail.',
      'WIT.md#item-resource',
    ),
  ],
  ['static', word('static', 'A function of a resource that takes no `self`.', 'WIT.md#item-resource')],
  [
    'get',
    word(
      'get',
      'The getter of a property: it takes nothing and returns the value. What fails returns a `result` with an ok type.',
      'WIT.md#wit-functions',
    ),
  ],
  [
    'set',
    word(
      'set',
      'The setter of a property: it takes the new value, and returns nothing or a `result` without an ok type. It needs a getter of the same name.',
      'WIT.md#wit-functions',
    ),
  ],
  ['func', word('func', 'A function: named parameters, and at most one result.', 'WIT.md#wit-functions')],
  [
    'async',
    word(
      'async',
      'The function may block: callers should expect to wait. Part of the function’s type.',
      'Concurrency.md#summary',
    ),
  ],
  ['from', word('from', 'Reserved; it has no meaning today. As a name it is written `%from`.', 'WIT.md#keywords')],
]);

/** By name; they follow an `@`. */
export const ATTRIBUTE_WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['since', word('@since(version = 1.0.0)', 'Stable since that version of the package.', 'WIT.md#feature-gates')],
  [
    'unstable',
    word(
      '@unstable(feature = name)',
      'Not there unless the feature is active; may change or go away.',
      'WIT.md#feature-gates',
    ),
  ],
  [
    'deprecated',
    word(
      '@deprecated(version = 1.1.0)',
      'Should no longer be used, from that version on. Needs `@since` or `@unstable` beside it.',
      'WIT.md#feature-gates',
    ),
  ],
  [
    'external-id',
    word(
      '@external-id("…")',
      'The name by which the world outside knows the item, where that is no WIT name.',
      'WIT.md#item-world',
    ),
  ],
]);

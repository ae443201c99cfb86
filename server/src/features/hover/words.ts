// What the words of the language mean, in a sentence or two each, and where the specification says so.

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

function integer(name: string): [string, Word] {
  const bits = Number(name.slice(1));
  const range = name.startsWith('u') ? `0 to 2^${bits} − 1` : `−2^${bits - 1} to 2^${bits - 1} − 1`;
  const sign = name.startsWith('u') ? 'unsigned' : 'signed';
  return [
    name,
    word(name, `A${sign === 'unsigned' ? 'n' : ''} ${sign} integer of ${bits} bits, ${range}.`, 'WIT.md#types'),
  ];
}

/** By keyword; built-in types are keywords. */
export const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ...['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64'].map(integer),
  ['f32', word('f32', 'A floating-point number of 32 bits (IEEE 754). All NaNs are one value.', 'WIT.md#types')],
  ['f64', word('f64', 'A floating-point number of 64 bits (IEEE 754). All NaNs are one value.', 'WIT.md#types')],
  ['bool', word('bool', '`true` or `false`.', 'WIT.md#types')],
  ['char', word('char', 'A Unicode scalar value: any code point but a surrogate.', 'WIT.md#types')],
  [
    'string',
    word(
      'string',
      'A sequence of Unicode scalar values; its encoding in memory is each component’s own choice.',
      'WIT.md#types',
    ),
  ],
  [
    'list',
    word(
      'list<T>, list<T, N>',
      'A sequence of values of one type; with a length `N`, exactly so many of them, held in place.',
      'WIT.md#types',
    ),
  ],
  [
    'map',
    word(
      'map<K, V>',
      'Keys with a value each; passed as a list of pairs. Of a key that occurs twice, the last value counts. Keys are `bool`, integers, `char` or `string`.',
      'WIT.md#types',
    ),
  ],
  ['option', word('option<T>', 'A value that may be absent: `none` or `some(T)`.', 'WIT.md#types')],
  [
    'result',
    word(
      'result, result<T>, result<T, E>, result<_, E>',
      'The outcome of what may fail: `ok` with a `T`, or `err` with an `E`; `_` stands for no value.',
      'WIT.md#types',
    ),
  ],
  [
    'tuple',
    word(
      'tuple<A, B, …>',
      'Values of several types in a fixed order: a record whose fields have numbers.',
      'WIT.md#types',
    ),
  ],
  [
    'future',
    word(
      'future, future<T>',
      'The reading end of a value that comes later, once. Passing it on gives it away.',
      'Concurrency.md#streams-and-futures',
    ),
  ],
  [
    'stream',
    word(
      'stream, stream<T>',
      'The reading end of values that come over time, in chunks. Passing it on gives it away.',
      'Concurrency.md#streams-and-futures',
    ),
  ],
  [
    'error-context',
    word(
      'error-context',
      'Information for people about what went wrong; programs must not depend on what it says.',
      'Explainer.md#error-context-type',
    ),
  ],
  [
    'own',
    word(
      'own<R>',
      'A handle that owns a resource: passing it moves the ownership. A bare `R` means the same.',
      'WIT.md#handles',
    ),
  ],
  [
    'borrow',
    word(
      'borrow<R>',
      'A handle lent for the time of the call: the callee must let go of it before it returns. Not in results.',
      'WIT.md#handles',
    ),
  ],
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
  ['as', word('as', 'Gives what is brought another name here.', 'WIT.md#item-use')],
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

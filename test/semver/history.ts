// What happened to real packages, each reduced to a pair of our own and what must be said of it.

import type { Level } from '../../server/src/semver/levels.ts';
import type { RuleId } from '../../server/src/semver/table.ts';

export interface Event {
  readonly name: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly level: Level;
  /** Kinds that must be reported; nothing at all where there are none. */
  readonly kinds: readonly RuleId[];
  /** The new version makes room for it. */
  readonly covered?: true;
}

interface Sides {
  readonly level: Level;
  readonly kinds: readonly RuleId[];
  readonly covered?: true;
}

/** One interface, whose body changes. */
function api(name: string, before: string, after: string, sides: Sides, versions = ['0.2.0', '0.2.0']): Event {
  const text = (body: string, version = ''): string =>
    `package h:${name}@${version};\n\ninterface api {\n  ${body}\n}\n`;
  return file(name, text(before, versions[0]), text(after, versions[1]), sides);
}

function file(name: string, before: string, after: string, sides: Sides): Event {
  return { name, before: { 'a.wit': before }, after: { 'a.wit': after }, ...sides };
}

/** What stands below the package line. */
function body(name: string, before: string, after: string, sides: Sides): Event {
  const head = `package h:${name}@0.2.0;\n\n`;
  return file(name, head + before, head + after, sides);
}

const NONE: Sides = { level: 'none', kinds: [] };
const major = (...kinds: RuleId[]): Sides => ({ level: 'major', kinds });
const minor = (...kinds: RuleId[]): Sides => ({ level: 'minor', kinds });
const RC = ['0.2.0-rc-1', '0.2.0-rc-1'];
const ERROR = 'resource error { to-debug-string: func() -> string; }';

const RELEASES: readonly Event[] = [
  api('wasi-0-2-1', 'f: func();', 'f: func();\n  g: func();', { ...minor('func-added'), covered: true }, [
    '0.2.0',
    '0.2.1',
  ]),
  api(
    'wasi-0-2-2',
    '@since(version = 0.2.0)\n  type field-key = string;\n  @since(version = 0.2.0)\n  f: func(k: field-key);',
    '@since(version = 0.2.0)\n  type field-key = string;\n  @since(version = 0.2.1)\n  type field-name = field-key;\n  @since(version = 0.2.0)\n  f: func(k: field-name);',
    { ...minor('alias-introduced', 'since-backdated'), covered: true },
    ['0.2.1', '0.2.2'],
  ),
  api('wasi-0-2-3', 'f: func();', 'f: func();', { ...NONE, covered: true }, ['0.2.2', '0.2.3']),
  {
    name: 'wasi-0-2-4',
    before: {
      'x/a.wit': 'package h:clocks@0.2.3;\ninterface c { f: func(); }\n',
      'y/a.wit': 'package h:wasi-0-2-4@0.2.3;\nworld w { import h:clocks/c@0.2.3; }\n',
    },
    after: {
      'x/a.wit': 'package h:clocks@0.2.4;\ninterface c { f: func(); }\n',
      'y/a.wit': 'package h:wasi-0-2-4@0.2.3;\nworld w { import h:clocks/c@0.2.3; }\n',
    },
    level: 'none',
    kinds: ['dep-version-skew'],
  },
  {
    // The base does not load as one set.
    name: 'wasi-0-2-5',
    before: {
      'x/a.wit': 'package h:random@0.2.4;\ninterface r { f: func() -> u8; }\n',
      'y/a.wit':
        'package h:wasi-0-2-5@0.2.3;\ninterface t { use h:random/r@0.2.3.{none}; f: func(); }\nworld w { import h:random/r@0.2.3; import t; }\n',
    },
    after: {
      'x/a.wit': 'package h:random@0.2.5;\ninterface r { type none = u8; f: func() -> u8; }\n',
      'y/a.wit':
        'package h:wasi-0-2-5@0.2.5;\ninterface t { use h:random/r@0.2.5.{none}; f: func(); }\nworld w { import h:random/r@0.2.5; import t; }\n',
    },
    ...minor('dep-version-raised'),
    covered: true,
  },
  {
    name: 'wasi-0-2-9',
    before: { 'wasip2/a.wit': 'package h:wasi-0-2-9@0.2.8;\ninterface api { f: func(); }\n' },
    after: { 'proposals/p/wit/b.wit': 'package h:wasi-0-2-9@0.2.9;\ninterface api { f: func(); }\n' },
    ...NONE,
    covered: true,
  },
  api(
    'wasi-0-2-12',
    'f: func();\n  @unstable(feature = exit)\n  g: func(c: u8);',
    'f: func();\n  @since(version = 0.2.12)\n  g: func(c: u8);',
    { ...minor('unstable-stabilised'), covered: true },
    ['0.2.11', '0.2.12'],
  ),
  api('wasi-back', 'f: func();\n  g: func();', 'f: func();', major('func-removed', 'version-decreased'), [
    '0.2.12',
    '0.2.0',
  ]),
  api(
    'wasi-rc-02',
    'write: async func(d: stream<u8>) -> result;',
    'write: func(d: stream<u8>) -> future<result>;',
    major('async-changed'),
    ['0.3.0-rc-2026-01-06', '0.3.0-rc-2026-02-09'],
  ),
  api(
    'wasi-rc-03',
    'enum code { a, b }\n  f: func() -> code;\n  g: func(len: u64);',
    'variant code { a, b, other(option<string>) }\n  f: func() -> code;\n  g: func(max-len: u64);',
    { ...major('type-kind-changed', 'param-renamed'), covered: true },
    ['0.3.0-rc-2026-02-09', '0.3.0-rc-2026-03-15'],
  ),
  {
    name: 'wasi-0-3-0',
    before: { 'wit-0.3.0-draft/a.wit': 'package h:wasi-0-3-0@0.3.0-rc-2026-03-15;\ninterface api { f: func(); }\n' },
    after: { 'wit/a.wit': 'package h:wasi-0-3-0@0.3.0;\ninterface api { f: func(); }\n' },
    ...NONE,
    covered: true,
  },
  api('wasi-0-2-to-3', 'f: func() -> u8;', 'f: async func() -> u8;', { ...major('async-changed'), covered: true }, [
    '0.2.12',
    '0.3.0',
  ]),
];

const COMPATIBLE: readonly Event[] = [
  body(
    'clocks-c7f717e1',
    'interface clock {\n  type duration = u64;\n  wait: func(d: duration);\n}\n',
    'interface types {\n  type duration = u64;\n}\ninterface clock {\n  use types.{duration};\n  wait: func(d: duration);\n}\n',
    minor('type-moved-with-use', 'interface-added'),
  ),
  body(
    'http-d2a63e11',
    'interface c { type duration = u64; }\ninterface t { type duration = u64; }\ninterface api {\n  use c.{duration};\n  f: func(d: duration);\n}\n',
    'interface c { type duration = u64; }\ninterface t { type duration = u64; }\ninterface api {\n  use t.{duration};\n  f: func(d: duration);\n}\n',
    { level: 'dangerous', kinds: ['use-source-changed'] },
  ),
  api(
    'http-1b206d73',
    'type field-key = string;\n  f: func(k: field-key);',
    'type field-name = field-key;\n  type field-key = string;\n  f: func(k: field-name);',
    minor('alias-introduced'),
  ),
  api(
    'http-21bdfda7',
    'resource fields { get: func(); }',
    'resource fields { get: func(); has: func() -> bool; }',
    minor('method-added'),
  ),
  api(
    'blobstore-d9f62e67',
    'resource out { w: func(); }',
    'resource out { w: func(); new: static func() -> out; }',
    minor('static-added'),
  ),
  body(
    'http-37b91f4f',
    'interface i { f: func(); }\ninterface j { f: func(); }\nworld proxy {\n  import i;\n  export j;\n}\n',
    'interface i { f: func(); }\ninterface j { f: func(); }\nworld imports {\n  import i;\n}\nworld proxy {\n  include imports;\n  export j;\n}\n',
    minor('world-added'),
  ),
  api('http-8eb7f8a6', 'f: func();', 'f: func();\n  @unstable(feature = x)\n  g: func();', {
    level: 'none',
    kinds: ['unstable-added'],
  }),
  body(
    'cli-1d8439dc',
    'interface i { f: func(); }\n',
    'interface i { f: func(); }\n@unstable(feature = x)\ninterface j { f: func(); }\n',
    { level: 'none', kinds: ['unstable-added'] },
  ),
  body(
    'clocks-c727a4c1',
    'interface i { type t = u8; f: func(); }\n',
    '@since(version = 0.2.0)\ninterface i { @since(version = 0.2.0) type t = u8; @since(version = 0.2.0) f: func(); }\n',
    { level: 'none', kinds: ['gate-added'] },
  ),
  api('io-285a3144', 'f: func();', '@since(version = 0.2.0)\n  f: func();', { level: 'none', kinds: ['gate-added'] }),
  body(
    'http-b8fdd996',
    'interface i { f: func(); }\n@unstable(feature = tz)\ninterface tz { f: func(); }\nworld imports {\n  import i;\n  @unstable(feature = tz)\n  import tz;\n}\nworld proxy {\n  include imports;\n}\n',
    'interface i { f: func(); }\n@unstable(feature = tz)\ninterface tz { f: func(); }\nworld imports {\n  import i;\n  @unstable(feature = tz)\n  import tz;\n}\nworld proxy {\n  import i;\n}\n',
    { level: 'none', kinds: ['unstable-removed'] },
  ),
];

const BREAKING: readonly Event[] = [
  api('http-012b7bd0', 'f: func(ms: u32);', 'f: func(duration: u32);', major('param-renamed', 'prerelease-reused'), RC),
  api(
    'http-aca4a7b8',
    'f: func() -> option<result<u8>>;',
    'f: func() -> option<result<result<u8>>>;',
    major('result-type-changed'),
  ),
  api(
    'http-e1819131',
    'variant e { a, b(string) }\n  f: func() -> e;',
    'variant e { a, b(string), c }\n  f: func() -> e;',
    major('variant-case-added'),
  ),
  api(
    'http-473c9019',
    'record options { a: u32 }\n  f: func(o: options);',
    'resource options { a: func() -> u32; }\n  f: func(o: options);',
    major('type-kind-changed'),
  ),
  body(
    'http-7b823e1d',
    'interface handler { handle: func(r: u8) -> u8; }\nworld w { import handler; export handler; }\n',
    'interface handler { handle: async func(r: u8) -> u8; }\nworld w { import handler; export handler; }\n',
    major('async-changed'),
  ),
  body(
    'io-a39776e6',
    `interface streams {\n  ${ERROR}\n  f: func() -> error;\n}\n`,
    `interface error-api {\n  ${ERROR}\n}\ninterface streams {\n  use error-api.{error};\n  f: func() -> error;\n}\n`,
    major('resource-moved'),
  ),
  {
    name: 'clocks-117d18de',
    before: {
      'a.wit': 'package h:clocks-117d18de@0.2.0;\ninterface a { f: func(); }\n',
      'timezone.wit': 'interface timezone { g: func() -> string; }\n',
    },
    after: { 'a.wit': 'package h:clocks-117d18de@0.2.0;\ninterface a { f: func(); }\n' },
    ...major('interface-removed'),
  },
  file(
    'sockets-e6a5b5ec',
    'package h:sockets-e6a5b5ec;\ninterface api {\n  enum e { a, b, c }\n  f: func() -> e;\n}\n',
    'package h:sockets-e6a5b5ec@0.2.0;\ninterface api {\n  enum e { c, a, d }\n  f: func() -> e;\n}\n',
    major('enum-case-reordered', 'package-version-introduced'),
  ),
  api(
    'filesystem-977377b9',
    'flags mode { r, w }\n  resource d { set: func(m: mode); get: func(); }',
    'resource d { get: func(); }',
    major('type-removed', 'method-removed'),
  ),
  body(
    'cli-266876ac',
    'interface i { f: func(); }\nworld reactor { import i; }\n',
    'interface i { f: func(); }\nworld imports { import i; }\n',
    major('world-renamed'),
  ),
  api('config-a56612fd', 'get: func() -> list<u8>;', 'get: func() -> string;', major('result-type-changed')),
  api(
    'messaging-4ee59bb8',
    'f: func() -> result<list<u8>>;\n  g: func(a: u8);',
    'f: func() -> result<option<list<u8>>>;\n  g: func(a: u8, b: u8);',
    major('result-type-changed', 'param-added'),
  ),
  api(
    'otel-e5262a84',
    'current-span: func(id: u64) -> u64;',
    'outer-span: func(id: u64) -> u64;',
    major('func-renamed', 'prerelease-reused'),
    RC,
  ),
  api(
    'random-2f85e3a9',
    'insecure-seed: func() -> tuple<u64, u64>;',
    'get-insecure-seed: func() -> tuple<u64, u64>;',
    major('func-renamed'),
  ),
];

export const HISTORY: readonly Event[] = [...RELEASES, ...COMPATIBLE, ...BREAKING];

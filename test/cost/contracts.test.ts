// What `breaking` and `world` cost over what has many parts, all of them changed: steps, as in cost.test.ts.

import { describe, expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';
import { stepsOf } from './steps.ts';

const FULL = process.env.COST === 'full';
const [SMALL, LARGE] = FULL ? [300, 3000] : [100, 1000];
const LIMIT = 1.1;

function many(count: number, one: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => one(n)).join('');
}

/** `t`: the type that changes. */
type Shape = (n: number, t: string) => string;

const inInterface =
  (body: Shape): Shape =>
  (n, t) =>
    `interface i {\n${body(n, t)}}\nworld w { import i; export i; }\n`;

const SHAPES: Readonly<Record<string, Shape>> = {
  interfaces: (n, t) =>
    `${many(n, (it) => `interface i${it} { f: func(a: ${t}); }\n`)}world w {\n${many(n, (it) => `  import i${it};\n`)}}\n`,
  functions: inInterface((n, t) => many(n, (it) => `  fn${it}: func(a: ${t});\n`)),
  parameters: inInterface((n, t) => `  f: func(${many(n, (it) => `p${it}: ${t}, `)});\n`),
  records: inInterface((n, t) => many(n, (it) => `  record r${it} { a: ${t} }\n`)),
  fields: inInterface((n, t) => `  record r {\n${many(n, (it) => `    c${it}: ${t},\n`)}  }\n`),
  cases: inInterface((n, t) => `  variant v {\n${many(n, (it) => `    c${it}(${t}),\n`)}  }\n`),
  methods: inInterface((n, t) => `  resource r {\n${many(n, (it) => `    m${it}: func(a: ${t});\n`)}  }\n`),
  aliases: inInterface((n, t) => `  type t0 = ${t};\n${many(n, (it) => `  type t${it + 1} = t${it};\n`)}`),
  'renamed functions': inInterface((n, t) => many(n, (it) => `  fn${it}-${t}: func();\n`)),
  'renamed fields': inInterface((n, t) => `  record r {\n${many(n, (it) => `    c${it}-${t}: u8,\n`)}  }\n`),
  'functions of a world': (n, t) => `world w {\n${many(n, (it) => `  import fn${it}: func(a: ${t});\n`)}}\n`,
  'inline interfaces': (n, t) =>
    `world w {\n${many(n, (it) => `  import i${it}: interface { f: func(a: ${t}); }\n`)}}\n`,
  includes: (n, t) =>
    `${many(n, (it) => `world v${it} { import fn${it}: func(a: ${t}); }\n`)}world w {\n${many(n, (it) => `  include v${it};\n`)}}\n`,
  'a chain of includes': (n, t) =>
    `world w0 { import f: func(a: ${t}); }\n${many(n, (it) => `world w${it + 1} { include w${it}; }\n`)}world w { include w${n}; }\n`,
  'a chain of uses': (n, t) =>
    `interface i0 { record t { a: ${t} } }\n${many(n, (it) => `interface i${it + 1} { use i${it}.{t}; f: func() -> t; }\n`)}world w { import i${n}; }\n`,
  'users of one interface': (n, t) =>
    `interface i { record r { a: ${t} } }\n${many(n, (it) => `interface user${it} { use i.{r}; f: func() -> r; }\n`)}world w { import user1; }\n`,
  'worlds that import one interface': (n, t) =>
    `interface i { f: func(a: ${t}); }\n${many(n, (it) => `world w${it} { import i; }\n`)}world w { import i; }\n`,
  gates: inInterface((n, t) => many(n, (it) => `  @since(version = 1.0.0)\n  fn${it}: func(a: ${t});\n`)),
  docs: inInterface((n, t) => `${many(n, () => `  /// of ${t}\n`)}  f: func();\n`),
};

function text(shape: Shape, n: number, t: string): string {
  return `package a:b@1.0.0;\n${shape(n, t)}`;
}

type Sizes = readonly [small: number, large: number];

function expectLinear([small, large]: Sizes, what: string): void {
  const exponent = Math.log(large / small) / Math.log(LARGE / SMALL);
  expect(exponent, `exponent ${exponent.toFixed(2)} of ${what}`).toBeLessThanOrEqual(LIMIT);
}

/** Steps, and what is printed: a text that stands in each of many rows costs no step. */
async function expectLinearCommand(
  files: (n: number) => Record<string, string>,
  args: readonly string[],
): Promise<void> {
  const once = async (n: number) => {
    const directory = directoryWith(files(n));
    let printed = 0;
    const counted = await stepsOf(async () => {
      const { status, err, out } = await run(directory, args);
      expect(status, err).toBeLessThanOrEqual(1);
      printed = out.length;
    });
    return { ...counted, printed };
  };
  await once(SMALL / 10);
  const [small, large] = [await once(SMALL), await once(LARGE)];
  expectLinear([small.steps, large.steps], `steps; most: ${large.most}`);
  expectLinear([small.printed, large.printed], 'what is printed');
}

/** All of them with COST=full. */
const USUAL = ['parameters', 'fields', 'renamed fields', 'functions of a world', 'includes', 'users of one interface'];

describe.each(Object.entries(SHAPES).filter(([name]) => FULL || USUAL.includes(name)))('%s', (_, shape) => {
  it.each(FULL ? ['json', 'pretty', 'markdown', 'sarif', 'github'] : ['json'])(
    'breaking --format %s',
    { timeout: 300_000 },
    async (format) => {
      const files = (n: number) => ({ 'old/a.wit': text(shape, n, 'u8'), 'new/a.wit': text(shape, n, 'u16') });
      await expectLinearCommand(files, ['breaking', 'new', '--against', 'old', '--format', format]);
    },
  );

  it.each(FULL ? ['json', 'wit', 'mermaid', 'svg'] : ['json'])(
    'world --format %s',
    { timeout: 300_000 },
    async (format) => {
      const args = ['world', 'new', 'a:b/w', '--format', format];
      await expectLinearCommand((n) => ({ 'new/a.wit': text(shape, n, 'u8') }), args);
    },
  );
});

// Nothing costs more than what it is many: steps, not seconds, grow with an exponent of at most 1.1. COST=full goes from 1,000 to
// 100,000.

import { expect, it } from 'vitest';
import { applyEdits, LineIndex } from '../../server/src/base/text.ts';
import { decodeUtf8 } from '../../server/src/base/utf8.ts';
import { decodeBinary } from '../../server/src/binary/decode.ts';
import { assemble } from '../../server/src/binary/wat.ts';
import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { formatDocument } from '../../server/src/features/format.ts';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { editOf } from '../../server/src/lsp/content-changes.ts';
import { WitParser } from '../../server/src/syntax/parser.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { stepsOf } from './steps.ts';

const [SMALL, LARGE] = process.env.COST === 'full' ? [1000, 100_000] : [1000, 10_000];
const LIMIT = 1.1;
const ROOT = 'file:///w/wit';
const H = 'package a:b@1.0.0;\n';

function many(count: number, one: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => one(n)).join('');
}

/** Reads, checks and formats. */
async function checked(files: Readonly<Record<string, string>>): Promise<void> {
  const host = new MemoryHost();
  for (const [name, text] of Object.entries(files)) host.write(`${ROOT}/${name}`, text);
  const parser = new WitParser();
  const workspace = new Workspace(host, parser);
  workspace.setFolders(['file:///w']);
  workspace.setSettings({ ...DEFAULT_SETTINGS, resolve: 'toolchain' });
  const root = await workspace.loadDirectory(ROOT);
  if (root === undefined) throw new Error('the root was not loaded');
  workspace.snapshot().check(root);
  for (const text of Object.values(files)) formatDocument(parser.read(text), DEFAULT_FORMAT);
}

const inOne = (body: (n: number) => string) => (n: number) => checked({ 'a.wit': `${H}${body(n)}` });
const within = (body: (n: number) => string) => inOne((n) => `interface i {\n${body(n)}}\n`);

const CASES: Readonly<Record<string, (n: number) => unknown>> = {
  items: inOne((n) => many(n, (it) => `interface i${it} { f: func(); }\n`)),
  types: within((n) => many(n, (it) => `  record t${it} { a: u8 }\n`)),
  errors: within((n) => many(n, () => '  f func;\n')),
  'unknown names': within((n) => many(n, (it) => `  type t${it} = nope${it};\n`)),
  'equal names': within((n) => many(n, () => '  same: func();\n')),
  attributes: within((n) => `${many(n, () => '  @since(version = 1.0.0)\n')}  f: func();\n`),
  nesting: within((n) => `  type t = ${'list<'.repeat(n)}u8${'>'.repeat(n)};\n`),
  braces: inOne((n) => '{'.repeat(n) + '}'.repeat(n)),
  lines: within((n) => many(n, () => '\n')),
  uses: inOne(
    (n) =>
      `interface j {\n${many(n, (it) => `  type t${it} = u8;\n`)}}\ninterface i {\n${many(n, (it) => `  use j.{t${it}};\n`)}}\n`,
  ),
  'imports of a world': inOne(
    (n) => `${many(n, (it) => `interface i${it} {}\n`)}world w {\n${many(n, (it) => `  import i${it};\n`)}}\n`,
  ),
  includes: inOne(
    (n) =>
      `${many(n, (it) => `world v${it} { import f${it}: func(); }\n`)}world w {\n${many(n, (it) => `  include v${it};\n`)}}\n`,
  ),
  cases: within(
    (n) =>
      `  enum e {\n${many(n, (it) => `    c${it},\n`)}  }\n  variant v {\n${many(n, (it) => `    c${it}(u8),\n`)}  }\n`,
  ),
  fields: within((n) => `  record r {\n${many(n, (it) => `    c${it}: u8,\n`)}  }\n`),
  parameters: within((n) => `  f: func(${many(n, (it) => `p${it}: u8, `)});\n`),
  docs: within((n) => `${many(n, () => '  /// words\n')}  f: func();\n`),
  'comments of blocks': within((n) => `${many(n, () => '  /** words */\n')}  f: func();\n`),
  packages: (n) =>
    checked({
      'a.wit': `${H}interface i {}\n`,
      ...Object.fromEntries(
        Array.from({ length: n / 10 }, (_, it) => [
          `deps/d${it}/a.wit`,
          `package x:p${it};\ninterface i { type t = u8; }\n`,
        ]),
      ),
    }),
  files: (n) =>
    checked(
      Object.fromEntries(
        Array.from({ length: n / 10 }, (_, it) => [
          `f${it}.wit`,
          `${it === 0 ? H : ''}interface i${it} { type t = u8; }\n`,
        ]),
      ),
    ),
  'a chain of aliases': within((n) => `  type t0 = u8;\n${many(n, (it) => `  type t${it + 1} = t${it};\n`)}`),
  'a chain of uses': inOne(
    (n) =>
      `interface i0 { resource t; }\n${many(n, (it) => `interface i${it + 1} { use i${it}.{t}; f: func() -> t; }\n`)}`,
  ),
  'a chain of includes': inOne(
    (n) => `world w0 { import f: func(); }\n${many(n, (it) => `world w${it + 1} { include w${it}; }\n`)}`,
  ),
  'a chain of includes that rename': inOne(
    (n) =>
      `world w0 { import f0: func(); }\n${many(n, (it) => `world w${it + 1} { include w${it} with { f${it} as f${it + 1} } }\n`)}`,
  ),
  'names of an include': inOne(
    (n) =>
      `world v {\n${many(n, (it) => `  import f${it}: func();\n`)}}\nworld w {\n  include v with { ${many(n, (it) => `f${it} as g${it}, `)} }\n}\n`,
  ),
  'changes of one edit'(n) {
    const text = `${H}${many(n, (it) => `interface i${it} {}\n`)}`;
    const changes = Array.from({ length: n }, (_, it) => ({
      range: { start: { line: n - it, character: 10 }, end: { line: n - it, character: 10 } },
      text: 'x',
    }));
    const edit = editOf(new LineIndex(text), changes, 'utf-16');
    applyEdits(text, [edit]);
  },
  'bytes of a .wasm'(n) {
    const bytes = assemble(
      `(component (type (component (type (instance ${'(type u8) '.repeat(n)} (export "x" (type (eq 0))))) (export "m:n/i" (instance (type 0))))) (export "i" (type 0)))`,
    );
    if (!(bytes instanceof Uint8Array)) throw new Error(bytes.fault);
    decodeBinary(bytes, (part) => decodeUtf8(part).text);
  },
  'types of a .wasm'(n) {
    const types = many(n, (it) => `(type (record (field "a" u8))) (export "t${it}" (type (eq ${2 * it}))) `);
    const bytes = assemble(
      `(component (type (component (type (instance ${types})) (export "m:n/i" (instance (type 0))))) (export "i" (type 0)))`,
    );
    if (!(bytes instanceof Uint8Array)) throw new Error(bytes.fault);
    decodeBinary(bytes, (part) => decodeUtf8(part).text);
  },
};

it.each(Object.entries(CASES))('%s', { timeout: 300_000 }, async (_, work) => {
  // What is made once is not counted.
  await work(SMALL / 10);
  const small = await stepsOf(() => work(SMALL));
  const large = await stepsOf(() => work(LARGE));
  const exponent = Math.log(large.steps / small.steps) / Math.log(LARGE / SMALL);
  expect(exponent, `exponent ${exponent.toFixed(2)}; most steps: ${large.most}`).toBeLessThanOrEqual(LIMIT);
});

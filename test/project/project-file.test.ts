// `wit-language-server.json`: strict keys, `extends`, the nearest file upwards, and the command line that obeys it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { PROJECT_SHAPE } from '../../server/src/project/keys.ts';
import { readProjectFile } from '../../server/src/project/project-file.ts';
import { Projects, textsOf } from '../../server/src/project/projects.ts';
import { schemaOf } from '../../server/src/project/shape.ts';
import { directoryWith, run } from '../support/command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = 'wit-language-server.json';
const WIT = 'package shop:cart;\n\n/// ends with */ here\ninterface types {\n  type id = u32;\n}\n';
const GATED =
  'package shop:cart@1.0.0;\n\ninterface types {\n  @unstable(feature = fast)\n  type id = u32;\n  type other = id;\n}\n';

const json = (value: unknown): string => JSON.stringify(value);

/** `code at "text": message` of everything that is wrong in a text. */
function problems(text: string): string[] {
  return readProjectFile('file:///p/wit-language-server.json', text).problems.map(
    ({ code, message, span }) => `${code} at ${json(text.slice(span.start, span.end))}: ${message}`,
  );
}

describe('reading', () => {
  it.each([
    ['{}', []],
    ['\ufeff{ "features": ["a"] }', []],
    ['{\r\n  "features": ["\u{1f600}"]\r\n}', []],
    ['', ['project/not-json at "": this is not JSON: value expected']],
    ['{ "features": [], }', ['project/not-json at "}": this is not JSON: property name expected']],
    ['// c\n{}', ['project/not-json at "// c": this is not JSON: invalid comment token']],
    ['[]', ['project/invalid-value at "[]": the file must be an object']],
    [
      '{ "featurs": [] }',
      ['project/unknown-key at "\\"featurs\\"": the file has the unknown key `featurs`; did you mean `features`?'],
    ],
    ['{ "__proto__": 1 }', ['project/unknown-key at "\\"__proto__\\"": the file has the unknown key `__proto__`']],
    ['{ "base": "a", "base": "b" }', ['project/unknown-key at "\\"base\\"": the file has `base` twice']],
    ['{ "base": "" }', ['project/invalid-value at "\\"\\"": `base` must not be empty']],
    [
      '{ "format": { "width": 12.5 } }',
      ['project/invalid-value at "12.5": `width` must be a whole number from 20 to 400, not 12.5'],
    ],
    [
      '{ "resolve": "workspce" }',
      [
        'project/invalid-value at "\\"workspce\\"": `resolve` must be `toolchain` or `workspace`, not `workspce`; did you mean `workspace`?',
      ],
    ],
    [
      '{ "levels": { "lint/missing-doc": "off" } }',
      [
        'project/unknown-key at "\\"lint/missing-doc\\"": the code `lint/missing-doc` is not one of a diagnostic; did you mean `lint/missing-docs` or `lint/missing-since`?',
      ],
    ],
    ['{ "levels": { "policy/capability": "off" } }', [expect.stringContaining('is not one of a diagnostic')]],
    [
      '{ "dependencies": { "name": "x" } }',
      ['project/unknown-key at "\\"name\\"": the package `name` must be `namespace:name`, with or without a version'],
    ],
    [
      '{ "capabilities": { "a:b": { "title": "x" } } }',
      ['project/invalid-value at "{ \\"title\\": \\"x\\" }": `a:b` has no `sentence`'],
    ],
    [
      '{ "policy": [{ "capabilities": { "deny": ["file"] } }] }',
      [
        'project/invalid-value at "\\"file\\"": `deny`, entry 1, must be a capability, not `file`; did you mean `files`?',
      ],
    ],
    [
      '{ "policy": [{ "functions": { "deny": ["wasi:io/poll"] } }] }',
      [expect.stringContaining('must be a pattern such as `wasi:filesystem/types#descriptor.open-at`')],
    ],
    [
      `{ "policy": [{ "interfaces": { "deny": ["${'a*'.repeat(9)}:b"] } }] }`,
      [expect.stringContaining('at most 4 `*`')],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('does not descend as deep as a text may be nested', () => {
    expect(problems(`{ "exclude": ${'['.repeat(200_000)}`)).toEqual([
      'project/not-json at "[": this is nested too deeply',
    ]);
  });

  it('keeps what is sound beside what is not', () => {
    const { values } = readProjectFile('file:///p', '{ "features": ["a", 1], "format": { "width": 5 }, "x": 1 }');
    expect(values).toEqual({ features: ['a'], format: {} });
  });
});

describe('extends', () => {
  const projectAt = async (files: Record<string, unknown>, directory = 'file:///repo/pkg') => {
    const host = new MemoryHost();
    for (const [name, it] of Object.entries(files))
      host.write(`file:///repo/${name}`, typeof it === 'string' ? it : json(it));
    return new Projects(textsOf(host)).nearest(directory);
  };

  it('merges maps by entry, adds up policies, and lets the nearest file have the last word', async () => {
    const project = await projectAt({
      [FILE]: {
        extends: ['a.json', 'shared/b.json'],
        levels: { 'lint/deprecated': 'error' },
        policy: [{ name: 'own' }],
      },
      'a.json': {
        features: ['a'],
        levels: { 'lint/deprecated': 'off', 'lint/unused-use': 'off' },
        policy: [{ name: 'a' }],
      },
      'shared/b.json': { features: ['b'], policy: [{ name: 'b' }], dependencies: { 'x:y': '../y.wasm' } },
    });
    expect(project?.values).toEqual({
      features: ['b'],
      levels: { 'lint/deprecated': 'error', 'lint/unused-use': 'off' },
      dependencies: { 'x:y': 'file:///repo/y.wasm' },
    });
    expect(project?.policy.map((it) => it.rule.name)).toEqual(['a', 'b', 'own']);
    expect(Object.fromEntries(project?.origins ?? [])).toMatchObject({
      features: 'file:///repo/shared/b.json',
      'levels.lint/deprecated': `file:///repo/${FILE}`,
      'levels.lint/unused-use': 'file:///repo/a.json',
    });
    expect(project?.problems).toEqual([]);
  });

  it('says what cannot be read, and what goes in a circle', async () => {
    const circle = await projectAt({ [FILE]: { extends: 'a.json' }, 'a.json': { extends: `./${FILE}` } });
    expect(circle?.problems).toMatchObject([{ code: 'project/extends', uri: 'file:///repo/a.json' }]);
    const missing = await projectAt({ [FILE]: { extends: 'none.json' } });
    expect(missing?.problems.map((it) => it.message)).toEqual(['`none.json` cannot be read']);
    const wrong = await projectAt({ [FILE]: { extends: 'a.json' }, 'a.json': '{' });
    expect(wrong?.problems).toMatchObject([{ code: 'project/not-json', uri: 'file:///repo/a.json' }]);
  });

  it('reads a file once that two others extend, and not without end', async () => {
    const diamond = await projectAt({
      [FILE]: { extends: ['a.json', 'b.json'] },
      'a.json': { extends: 'c.json' },
      'b.json': { extends: 'c.json' },
      'c.json': { policy: [{ name: 'c' }] },
    });
    expect(diamond?.policy.length).toBe(1);
    const chain = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [at === 0 ? FILE : `${at}.json`, { extends: `${at + 1}.json` }]),
    );
    expect((await projectAt(chain))?.problems.map((it) => it.message)).toEqual(['more than 50 files are extended']);
  });

  it('takes the nearest file, and looks no further than the repository', async () => {
    const files = { [FILE]: { features: ['outer'] }, [`pkg/${FILE}`]: { features: ['inner'] } };
    expect((await projectAt(files, 'file:///repo/pkg/wit'))?.values.features).toEqual(['inner']);
    expect((await projectAt(files, 'file:///repo/other'))?.values.features).toEqual(['outer']);
    expect(await projectAt({ ...files, 'other/.git/HEAD': 'x' }, 'file:///repo/other/wit')).toBeUndefined();
  });
});

describe('check', () => {
  const check = async (files: Record<string, string>, ...args: string[]) => {
    const { status, out, err } = await run(directoryWith(files), ['check', '--format=json', ...args]);
    const found = status === 2 ? [] : JSON.parse(out).diagnostics;
    return { status, err, found: found.map((it: { severity: string; code: string }) => `${it.severity} ${it.code}`) };
  };

  it('takes levels, features and excluded paths from the nearest file', async () => {
    const files = { 'a/wit/a.wit': WIT, 'b/wit/b.wit': GATED.replace('cart', 'basket') };
    expect((await check(files)).found).toEqual([
      'warning lint/docs-comment-end',
      expect.stringContaining('error gate/inactive'),
    ]);
    const levels = {
      [FILE]: json({ levels: { 'lint/docs-comment-end': 'off' } }),
      [`b/${FILE}`]: json({ features: ['fast'] }),
    };
    expect((await check({ ...files, ...levels })).found).toEqual([]);
    expect((await check({ ...files, [FILE]: json({ exclude: ['b/', '/a'] }) })).err).toContain('no WIT files');
    expect((await check({ ...files, [FILE]: json({ exclude: ['b/'] }) })).found).toEqual([
      'warning lint/docs-comment-end',
    ]);
  });

  it('lets options win, and --config replace the file', async () => {
    const files = { 'b.wit': GATED, [FILE]: json({ features: ['fast'] }), 'other.json': '{}' };
    expect((await check(files)).status).toBe(0);
    expect((await check(files, '--features=slow')).status).toBe(1);
    expect((await check(files, '--config', 'other.json')).status).toBe(1);
    expect(await check(files, '--config', 'none.json')).toMatchObject({
      status: 2,
      err: 'wit-language-server: cannot read none.json\n',
    });
  });

  it('refuses a file that is not understood, with its place', async () => {
    const files = { 'wit/a.wit': WIT, [FILE]: '{\n  "featurs": []\n}' };
    const err = `wit-language-server: ${FILE}:2:3: the file has the unknown key \`featurs\`; did you mean \`features\`?\n`;
    for (const args of [
      ['check', 'wit'],
      ['check', '--stdin'],
      ['world', 'wit'],
      ['compose', 'wit'],
      ['format', 'wit'],
      ['breaking', 'wit', '--against', 'wit'],
    ])
      expect(await run(directoryWith(files), args), args.join(' ')).toEqual({ status: 2, out: '', err });
    expect(await run(directoryWith({ 'wit/a.wit': WIT }), ['check', '--config', 'wit/a.wit'])).toMatchObject({
      status: 2,
    });
  });

  it('prints what holds and where it comes from', async () => {
    const files = {
      'pkg/a.wit': WIT,
      [`pkg/${FILE}`]: json({ extends: '../rules.json', dependencies: { 'a:b': 'b.wasm' } }),
      'rules.json': json({ levels: { 'lint/deprecated': 'error' }, policy: [{ name: 'r' }], base: 'main' }),
    };
    const cwd = directoryWith(files);
    const { out, status } = await run(cwd, [
      'check',
      'pkg',
      '--print-config',
      '--features=x',
      '--deny=lint/missing-docs',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      files: [`pkg/${FILE}`, 'rules.json'],
      settings: {
        features: { value: ['x'], from: 'command line' },
        allFeatures: { value: false, from: 'default' },
        resolve: { value: 'toolchain', from: 'default' },
        'levels.lint/deprecated': { value: 'error', from: 'rules.json' },
        'levels.lint/missing-docs': { value: 'warning', from: 'command line' },
        base: { value: 'main', from: 'rules.json' },
        'dependencies.a:b': { value: path.join(cwd, 'pkg/b.wasm'), from: `pkg/${FILE}` },
      },
      policy: [{ value: { name: 'r' }, from: 'rules.json' }],
    });
  });
});

describe('--baseline', () => {
  const second = `${WIT}\n/// another */ end\ninterface more {\n  type id = u32;\n}\n`;

  it('lets pass what was there, and fails for what is new', async () => {
    const cwd = directoryWith({ 'wit/a.wit': WIT });
    const args = ['check', 'wit', '--deny=warnings', '--baseline', 'base.json'];
    expect(await run(cwd, args)).toMatchObject({
      status: 2,
      err: expect.stringContaining('`--update-baseline` writes it'),
    });
    expect(await run(cwd, [...args, '--update-baseline'])).toMatchObject({ status: 0 });
    expect(readFileSync(path.join(cwd, 'base.json'), 'utf8')).toMatch(
      /^\{\n {2}"version": 1,\n {2}"findings": \[\n {4}\{"path":"wit\/a\.wit","code":"lint\/docs-comment-end",.*"count":1\}\n {2}\]\n\}\n$/,
    );
    expect((await run(cwd, args)).status).toBe(0);
    // The line moves; the finding is the same.
    expect(
      (
        await run(
          directoryWith({ 'wit/a.wit': `// first\n${WIT}`, 'base.json': readFileSync(path.join(cwd, 'base.json')) }),
          args,
        )
      ).status,
    ).toBe(0);
    const more = directoryWith({ 'wit/a.wit': second, 'base.json': readFileSync(path.join(cwd, 'base.json')) });
    const { status, out } = await run(more, [...args, '--format=json']);
    expect([status, JSON.parse(out).diagnostics.length]).toEqual([1, 1]);
    const sarif = JSON.parse((await run(more, [...args, '--format=sarif'])).out);
    expect(
      sarif.runs[0].results.map((it: { suppressions?: unknown[] }) => it.suppressions?.length ?? 0).sort(),
    ).toEqual([0, 1]);
  });

  it('says what is gone, and refuses what is no baseline', async () => {
    const cwd = directoryWith({
      'a.wit': 'package a:b;\n',
      'base.json': '{ "version": 1, "findings": [{ "path": "a.wit", "code": "x", "message": "m", "count": 2 }] }',
      'bad.json': '{ "version": 2 }',
    });
    expect(await run(cwd, ['check', '.', '--baseline=base.json'])).toMatchObject({
      status: 0,
      err: expect.stringContaining('2 findings of base.json are gone'),
    });
    expect(await run(cwd, ['check', '.', '--baseline=bad.json'])).toMatchObject({ status: 2 });
    expect(await run(cwd, ['check', '.', '--update-baseline'])).toMatchObject({ status: 2 });
  });
});

it('the width of a line comes from the file where `.editorconfig` says nothing', async () => {
  const long =
    'package a:b;\n\ninterface i {\n  f: func(first-parameter: string, second-parameter: string) -> string;\n}\n';
  const project = { 'a.wit': long, [FILE]: json({ format: { width: 40 } }) };
  expect((await run(directoryWith(project), ['format', '--check', '.'])).status).toBe(1);
  expect((await run(directoryWith({ 'a.wit': long }), ['format', '--check', '.'])).status).toBe(0);
  expect(
    (
      await run(directoryWith({ ...project, '.editorconfig': 'root = true\n[*]\nmax_line_length = 90\n' }), [
        'format',
        '--check',
        '.',
      ])
    ).status,
  ).toBe(0);
});

it('packages of a `.wac` file are found through `dependencies`', async () => {
  const cwd = directoryWith({
    'app.wac': 'package my:app;\n\nlet a = new shop:cart {};\nexport a...;\n',
    'elsewhere/cart.wit': 'package shop:cart;\n\nworld cart {\n  export run: func();\n}\n',
    [FILE]: json({ dependencies: { 'shop:cart': 'elsewhere/cart.wit' }, exclude: ['elsewhere'] }),
  });
  const { status, out, err } = await run(cwd, ['compose', 'app.wac', '--format=wit']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toContain('export run: func();');
});

it('the schema is made from the keys', () => {
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'schemas/wit-language-server.schema.json'), 'utf8'));
  // Not current: node scripts/gen-project-schema.mjs
  expect(schema).toEqual({ ...schemaOf(PROJECT_SHAPE), $schema: schema.$schema, title: schema.title });
});

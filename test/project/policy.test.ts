// Policies: what they refuse, where it is said and how, by every command and in the editor.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith, run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { runTool, tool } from '../support/tools.ts';

const FILE = 'wit-language-server.json';
const json = (value: unknown): string => JSON.stringify(value);
const policy = (...rules: object[]): string => json({ policy: rules });

const NET = `package acme:net@1.2.0;

interface types {
  type port = u16;
}
interface tcp {
  use types.{port};
  resource socket {
    constructor();
    connect: func(port: port);
    listen: static func(port: port) -> socket;
  }
  name: func() -> string;
}
world all {
  import tcp;
}
`;
const RANDOM = 'package wasi:random@0.2.0;\n\ninterface random {\n  get-random-u64: func() -> u64;\n}\n';
const APP = `package acme:app@1.0.0;

world inner {
  include acme:net/all@1.2.0;
}

world app {
  include inner;
  import wasi:random/random@0.2.0;
  import exec: func(line: string);
  export run: func();
}
`;
const FILES = { 'wit/app.wit': APP, 'wit/deps/net/net.wit': NET, 'wit/deps/random/random.wit': RANDOM };

async function check(rules: object[], files: Record<string, string> = FILES, ...args: string[]) {
  const cwd = directoryWith({ ...files, [FILE]: policy(...rules) });
  const { status, out, err } = await run(cwd, ['check', 'wit', '--format=json', ...args]);
  const found: {
    path: string;
    range: { start: { line: number } };
    severity: string;
    code: string;
    message: string;
    related: { path: string; message: string }[];
  }[] = status === 2 ? [] : JSON.parse(out).diagnostics;
  return {
    status,
    err,
    found,
    lines: found.map((it) => `${it.range.start.line + 1} ${it.severity} ${it.code} ${it.message}`),
  };
}

describe('check', () => {
  it('names what brings it, where, and through what', async () => {
    const { status, lines, found } = await check([
      { name: 'no-net', reason: 'it is a plug-in', interfaces: { deny: ['acme:net/tcp'] } },
    ]);
    expect(status).toBe(1);
    expect(lines).toEqual([
      '4 error policy/interface `include acme:net/all@1.2.0` brings `acme:net/tcp@1.2.0`, which is denied by the policy `no-net`: it is a plug-in',
      '8 error policy/interface `include acme:app/inner@1.0.0` brings `acme:net/tcp@1.2.0`, which is denied by the policy `no-net`: it is a plug-in',
    ]);
    expect(found[1]?.related.map((it) => `${it.path} ${it.message}`)).toEqual([
      'wit/app.wit `include acme:net/all@1.2.0` in `acme:app/inner@1.0.0`',
      'wit/deps/net/net.wit `import acme:net/tcp@1.2.0` in `acme:net/all@1.2.0`',
      `${FILE} the rule of the policy`,
    ]);
  });

  it.each<[string, object, string[]]>([
    ['capabilities that are denied', { capabilities: { deny: ['random'] } }, ['9 policy/capability']],
    [
      'capabilities beside those allowed',
      { capabilities: { allow: ['random', 'acme:net'] } },
      ['10 policy/capability'],
    ],
    [
      'what the host defines',
      { capabilities: { deny: ['host-defined'] } },
      ['4 policy/capability', '8 policy/capability', '10 policy/capability'],
    ],
    [
      'interfaces that are allowed, types alone always',
      { interfaces: { allow: ['wasi:*'] } },
      ['4 policy/interface', '8 policy/interface'],
    ],
    ['other worlds', { for: ['acme:app/inner'], interfaces: { allow: [] } }, ['4 policy/interface']],
    ['other packages', { for: ['other:*'], interfaces: { allow: [] } }, []],
    ['methods', { for: ['*:*/app'], functions: { deny: ['acme:net/tcp#socket.connect'] } }, ['8 policy/function']],
    [
      'static functions and constructors',
      { for: ['*:*/app'], functions: { deny: ['acme:net@1#socket.listen', 'acme:net@1#socket.constructor'] } },
      ['8 policy/function', '8 policy/function'],
    ],
    ['functions of the world itself', { functions: { deny: ['acme:app/app#exec'] } }, ['10 policy/function']],
    ['a newer version than the pattern', { interfaces: { deny: ['acme:net@2'] } }, []],
    ['dependencies', { dependencies: { deny: ['acme:net'] } }, ['4 policy/dependency']],
    ['tracks', { dependencies: { tracks: { 'acme:*': ['2'], 'wasi:*': ['0.2'] } } }, ['4 policy/dependency']],
    ['sources', { dependencies: { sources: ['workspace'] } }, ['4 policy/dependency', '9 policy/dependency']],
    ['nothing', {}, []],
  ])('%s', async (_, rule, expected) => {
    const { found } = await check([rule]);
    expect(found.map((it) => `${it.range.start.line + 1} ${it.code}`)).toEqual(expected);
  });

  it('counts a rule of level `warning` as one, and adds up rules', async () => {
    const { status, lines } = await check([
      { level: 'warning', capabilities: { deny: ['random'] } },
      { for: ['acme:other'], capabilities: { deny: ['random'] } },
    ]);
    expect([status, lines.length]).toEqual([0, 1]);
    expect(lines[0]).toBe(
      '9 warning policy/capability `wasi:random/random@0.2.0` gives `random` (can draw random numbers), which is denied by the policy',
    );
  });

  it('a comment or a level does not silence it', async () => {
    const text = APP.replace('  import wasi', '  // wit-ignore: policy/capability we need it\n  import wasi');
    const { found } = await check([{ capabilities: { deny: ['random'] } }], { ...FILES, 'wit/app.wit': text });
    expect(found.filter((it) => it.severity === 'error').map((it) => it.code)).toEqual(['policy/capability']);
  });

  it('a target world, beside the package or where `dependencies` says', async () => {
    const host = `package acme:host;\n\nworld host {\n  import acme:net/tcp@1.2.0;\n  import exec: func(line: string);\n  export run: func();\n}\n`;
    const rule = { for: ['acme:app/app'], target: 'acme:host/host' };
    const beside = await check([rule], { ...FILES, 'wit/deps/host/host.wit': host });
    expect(beside.lines).toEqual([
      '7 error policy/target `app` does not fit `acme:host/host`: `host` does not import `wasi:random/random@0.2.0`, which this imports, as asked by the policy',
    ]);
    const elsewhere = { ...FILES, 'hosts/host.wit': host, 'hosts/deps/net/net.wit': NET };
    expect((await check([rule], elsewhere)).lines).toEqual([
      expect.stringContaining('the world `acme:host/host`, which this must fit, is not found'),
    ]);
    const cwd = directoryWith({
      ...elsewhere,
      [FILE]: json({ policy: [rule], dependencies: { 'acme:host': 'hosts' } }),
    });
    expect(JSON.parse((await run(cwd, ['check', 'wit', '--format=json'])).out).diagnostics).toMatchObject([
      { code: 'policy/target', message: expect.stringContaining('wasi:random/random') },
    ]);
  });

  it('a policy of its own, beside that of the project; one without rules is refused', async () => {
    const cwd = directoryWith({
      ...FILES,
      'rules.json': policy({ capabilities: { deny: ['random'] } }),
      'empty.json': '{}',
      'bad.json': '{ "polcy": [] }',
      [FILE]: policy({ interfaces: { deny: ['acme:net'] } }),
    });
    const codes = JSON.parse(
      (await run(cwd, ['check', 'wit', '--format=json', '--policy=rules.json'])).out,
    ).diagnostics.map((it: { code: string }) => it.code);
    expect(codes.sort()).toEqual(['policy/capability', 'policy/interface', 'policy/interface']);
    expect(await run(cwd, ['check', 'wit', '--policy=empty.json'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('has no rules'),
    });
    expect(await run(cwd, ['check', 'wit', '--policy=bad.json'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('unknown key `polcy`'),
    });
    expect(await run(cwd, ['check', 'wit', '--policy=none.json'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('cannot read none.json'),
    });
  });

  it('standard input in the place of a file', async () => {
    const cwd = directoryWith({ ...FILES, [FILE]: policy({ capabilities: { deny: ['random'] } }) });
    const { status, out } = await run(cwd, ['check', '--stdin', '--stdin-filepath=wit/app.wit', '--format=json'], {
      stdin: APP.replaceAll('\n', '\r\n'),
    });
    expect([status, JSON.parse(out).diagnostics]).toMatchObject([
      1,
      [{ code: 'policy/capability', range: { start: { line: 8, character: 2 } } }],
    ]);
  });

  it.each(['pretty', 'sarif', 'github', 'junit', 'gitlab-code-quality'])('as %s', async (format) => {
    const cwd = directoryWith({ ...FILES, [FILE]: policy({ capabilities: { deny: ['random'] } }) });
    const { status, out } = await run(cwd, ['check', 'wit', `--format=${format}`]);
    expect(status).toBe(1);
    expect(out).toContain('policy/capability');
    expect(out).toContain('can draw random numbers');
  });
});

describe('world and compose', () => {
  it('world fails for its own world, and says so in JSON', async () => {
    const cwd = directoryWith({ ...FILES, [FILE]: policy({ capabilities: { deny: ['random'] } }) });
    const app = await run(cwd, ['world', 'wit', 'app', '--format=json']);
    expect([app.status, JSON.parse(app.out).policy]).toMatchObject([
      1,
      [{ code: 'policy/capability', severity: 'error', path: 'wit/app.wit' }],
    ]);
    expect(app.err).toContain('wit/app.wit:9:3: `wasi:random/random@0.2.0` gives `random`');
    expect((await run(cwd, ['world', 'wit', 'inner'])).status).toBe(0);
  });

  it('a composition answers for what is left, not for what a part gives another', async () => {
    const files = {
      'app.wit':
        'package my:app;\nworld app {\n  import log: interface { write: func(); }\n  import exec: func();\n  export run: func();\n}\n',
      'log.wit': 'package my:log;\nworld log {\n  export log: interface { write: func(); }\n}\n',
    };
    const cwd = directoryWith({
      ...files,
      'log-only.json': policy({ functions: { deny: ['*#write'] } }),
      'none.json': policy({ name: 'pure', capabilities: { deny: ['host-defined'] } }),
    });
    expect((await run(cwd, ['compose', 'app.wit', 'log.wit', '--policy=log-only.json'])).status).toBe(0);
    expect((await run(cwd, ['compose', 'app.wit', '--policy=log-only.json'])).status).toBe(1);
    const whole = await run(cwd, ['compose', 'app.wit', 'log.wit', '--policy=none.json', '--format=json']);
    expect([whole.status, JSON.parse(whole.out).composition.problems]).toEqual([
      1,
      [
        {
          kind: 'policy',
          message:
            'the whole imports `exec` (from `app`), which gives `host-defined` (can do what the host provides as `exec` (host-defined)), which is denied by the policy `pure`',
        },
      ],
    ]);
  });
});

const wasmTools = tool('wasm-tools');

it.skipIf(wasmTools === undefined)('a compiled component is judged by what it imports', async () => {
  const cwd = directoryWith(FILES);
  const make = (...args: string[]): unknown => expect(runTool(wasmTools ?? '', args, cwd).status).toBe(0);
  make('component', 'embed', '--dummy', 'wit', '--world', 'app', '-o', 'core.wasm');
  make('component', 'new', 'core.wasm', '-o', 'app.wasm');
  writeFileSync(path.join(cwd, 'rules.json'), policy({ capabilities: { deny: ['random'] } }));
  const denied = await run(cwd, ['check', 'app.wasm', '--policy=rules.json', '--format=json']);
  expect(denied.status).toBe(1);
  expect(JSON.parse(denied.out).diagnostics).toMatchObject([{ code: 'policy/capability', path: 'app.wasm' }]);
  writeFileSync(path.join(cwd, 'rules.json'), policy({ capabilities: { deny: ['files'] } }));
  expect(await run(cwd, ['check', 'app.wasm', '--policy=rules.json'])).toMatchObject({ status: 0 });
  // Without a policy there is nothing to check in it.
  expect((await run(cwd, ['check', 'app.wasm'])).status).toBe(1);
  expect(readFileSync(path.join(cwd, 'app.wasm')).length).toBeGreaterThan(0);
});

describe('breaking', () => {
  const old = (since: string): string =>
    `package acme:api@1.3.0;\n\ninterface api {\n  keep: func();\n  @since(version = 1.0.0)${since}\n  gone: func();\n}\n`;
  const now = (version: string): string => `package acme:api@${version};\n\ninterface api {\n  keep: func();\n}\n`;
  const removal = async (since: string, version: string) => {
    const cwd = directoryWith({
      'old/a.wit': old(since),
      'new/a.wit': now(version),
      [FILE]: policy({ deprecation: { minors: 2 } }),
    });
    const { status, err } = await run(cwd, ['breaking', 'new', '--against', './old', '--fail-on=none']);
    return { status, err };
  };

  it('an item goes when it was deprecated for long enough', async () => {
    expect(await removal('', '1.4.0')).toMatchObject({
      status: 1,
      err: expect.stringContaining('`api.gone` is removed without having been deprecated'),
    });
    expect(await removal(' @deprecated(version = 1.3.0)', '1.4.0')).toMatchObject({
      status: 1,
      err: expect.stringContaining('in 1.4.0, deprecated since 1.3.0; 2 minor versions must lie between'),
    });
    expect((await removal(' @deprecated(version = 1.2.0)', '1.4.0')).status).toBe(0);
    expect((await removal(' @deprecated(version = 1.3.0)', '2.0.0')).status).toBe(0);
  });

  it('only some may accept', async () => {
    const ignore = (owner?: string): string =>
      json({ ignore: [{ package: 'acme:api', reason: 'r', ...(owner === undefined ? {} : { owner }) }] });
    const accepted = async (owner?: string) => {
      const cwd = directoryWith({
        'old/a.wit': old(''),
        'new/a.wit': now('1.4.0'),
        'new/.wit-ignore.json': ignore(owner),
        [FILE]: policy({ breaking: { acceptedBy: ['board'] } }),
      });
      return run(cwd, ['breaking', 'new', '--against', './old']);
    };
    expect(await accepted('board')).toMatchObject({ status: 0 });
    for (const owner of ['me', undefined])
      expect(await accepted(owner)).toMatchObject({
        status: 2,
        err: expect.stringContaining('the policy lets only `board` accept breaking changes'),
      });
  });
});

it('the editor says it while the policy is typed', async () => {
  const folder = pathToUri(directoryWith(FILES));
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: folder, name: 'w' }] });
  const uri = `${folder}/wit/app.wit`;
  const METHOD = 'textDocument/publishDiagnostics';
  const codes = async (fits: (codes: string[]) => boolean): Promise<void> => {
    const last = () => client.notifications.findLast((it) => it.method === METHOD && it.params.uri === uri)?.params;
    await client.notified(
      METHOD,
      (params) => params === last() && fits(params.diagnostics.map((it: { code: string }) => it.code)),
    );
  };
  client.open(uri, APP);
  await codes((it) => it.length === 0);
  client.open(`${folder}/${FILE}`, policy({ name: 'calm', capabilities: { deny: ['random'] } }));
  await codes((it) => it.join() === 'policy/capability');
  const at = { line: 8, character: 12 };
  const hover = await client.request('textDocument/hover', { textDocument: { uri }, position: at });
  expect(hover.result.contents.value).toContain('denied by the policy `calm`');
  client.change(`${folder}/${FILE}`, 2, { text: policy({ capabilities: { deny: ['files'] } }) });
  await codes((it) => it.length === 0);
});

it('the editor says it of a `.wac` file, at the component that brings it', async () => {
  const wac = 'package my:app;\n\nlet a = new shop:cart { ... };\nexport a...;\n';
  const cart = 'package shop:cart;\n\nworld cart {\n  import exec: func();\n  export run: func();\n}\n';
  const files = {
    'app.wac': wac,
    'deps/shop/cart.wit': cart,
    [FILE]: policy({ name: 'pure', capabilities: { deny: ['host-defined'] } }),
  };
  const folder = pathToUri(directoryWith(files));
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: folder, name: 'w' }] });
  client.open(`${folder}/app.wac`, wac);
  const message = await client.notified(
    'textDocument/publishDiagnostics',
    (params) => params.uri === `${folder}/app.wac` && params.diagnostics.length > 0,
  );
  expect(message.params.diagnostics).toMatchObject([
    {
      code: 'policy/capability',
      severity: 1,
      range: { start: { line: 2, character: 12 }, end: { line: 2, character: 21 } },
    },
  ]);
});

// `check` of `.wac` files: what the editor shows of them, with the exit status and in the formats of `check`.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith, run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const GREETER =
  'package shop:greeter;\nworld greeter {\n  import name: func() -> string;\n  export greet: func() -> string;\n}\n';
const NAME = 'package shop:name;\nworld name {\n  export name: func() -> string;\n  export age: func() -> u8;\n}\n';
const WIT = { 'greeter/greeter.wit': GREETER, 'name/name.wit': NAME };
const GOOD =
  'package shop:app;\nlet n = new shop:name {};\nlet g = new shop:greeter { name: n.name };\nexport g.greet;\n';
/** A wrong type, an unknown name, an unknown package; after a character of two units. */
const BAD =
  'package shop:app; // 𝒳\nlet n = new shop:name {};\n/* 𝒳 */ let g = new shop:greeter { name: n.age };\nlet x = new shop:none {};\nexport h.greet;\n';

async function json(cwd: string, ...args: string[]) {
  const { status, out, err } = await run(cwd, ['check', '--format', 'json', ...args]);
  expect(err).toBe('');
  return { status, ...JSON.parse(out) };
}

async function codes(cwd: string, ...args: string[]): Promise<[number, string[]]> {
  const { status, diagnostics } = await json(cwd, ...args);
  return [status, diagnostics.map((it: { path: string; code: string }) => `${it.path} ${it.code}`)];
}

it('judges a composition by the packages of the workspace', async () => {
  const cwd = directoryWith({ ...WIT, 'app/whole.wac': GOOD, 'app/broken.wac': BAD });
  expect(await json(cwd, 'app/whole.wac')).toEqual({ status: 0, version: 1, files: 1, diagnostics: [] });
  expect(await codes(cwd, 'app/broken.wac')).toEqual([
    1,
    ['app/broken.wac wac/argument-type', 'app/broken.wac wac/unknown-package', 'app/broken.wac wac/unknown-name'],
  ]);
  // Some of each, each file once.
  const both = await json(cwd, 'app/broken.wac', 'greeter', './app/broken.wac', 'app/whole.wac');
  expect([both.status, both.files, both.diagnostics.length]).toEqual([1, 3, 3]);
});

it('says what the editor shows: codes, severities, texts and places', async () => {
  const files = {
    ...WIT,
    'broken.wac': BAD,
    'wit-language-server.json': '{ "levels": { "wac/unknown-package": "warning" } }',
    'deps/shop/none.wasm': new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]),
  };
  const cwd = directoryWith(files);
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: pathToUri(cwd), name: 'w' }] });
  const uri = pathToUri(path.join(cwd, 'broken.wac'));
  client.open(uri, BAD);
  const shown = () =>
    client.notifications.filter((it) => it.method === 'textDocument/publishDiagnostics' && it.params.uri === uri);
  await expect.poll(() => shown().at(-1)?.params.diagnostics.length, { timeout: 20_000 }).toBe(3);
  const { diagnostics } = await json(cwd, 'broken.wac');
  const severities = ['', 'error', 'warning'];
  const inEditor = shown()
    .at(-1)
    ?.params.diagnostics.map((it: { range: object; severity: number; code: string; message: string }) => ({
      range: it.range,
      severity: severities[it.severity],
      code: it.code,
      message: it.message,
    }));
  // An editor sorts them itself.
  inEditor.sort((a: (typeof diagnostics)[0], b: (typeof diagnostics)[0]) => a.range.start.line - b.range.start.line);
  expect(diagnostics.map(({ path: _, related: __, ...rest }: Record<string, unknown>) => rest)).toEqual(inEditor);
  expect(inEditor[0].range.start).toEqual({ line: 2, character: '/* 𝒳 */ let g = new shop:greeter { name: '.length });
  expect(inEditor[1]).toMatchObject({ severity: 'warning', message: expect.stringContaining('is a core module') });
});

it('prints in every format', async () => {
  const cwd = directoryWith({ ...WIT, 'broken.wac': BAD });
  const printed = async (format: string) => (await run(cwd, ['check', 'broken.wac', '--format', format])).out;
  const pretty = await printed('pretty');
  expect(pretty).toContain('broken.wac:3:');
  expect(pretty).toContain('let g = new shop:greeter { name: n.age };');
  expect(await printed('github')).toMatch(
    /^::error file=broken\.wac,line=3,endLine=3,col=\d+,endColumn=\d+,title=wac\/argument-type::/,
  );
  const [sarif] = JSON.parse(await printed('sarif')).runs;
  expect(sarif.results.map((it: { ruleId: string }) => it.ruleId)).toContain('wac/unknown-name');
  expect(sarif.tool.driver.rules.map((it: { id: string }) => it.id)).toContain('wac/unknown-name');
  expect(await printed('junit')).toContain('broken.wac');
  expect(JSON.parse(await printed('gitlab-code-quality'))[0]).toMatchObject({ check_name: 'wac/argument-type' });
});

it('finds packages in deps/ beside the file, and where the project file says', async () => {
  const project = { dependencies: { 'shop:name': '../elsewhere/name' } };
  const cwd = directoryWith({
    'work/app/whole.wac': GOOD,
    'work/app/deps/shop/greeter/greeter.wit': GREETER,
    'elsewhere/name/name.wit': NAME,
    'work/wit-language-server.json': JSON.stringify(project),
  });
  expect(await codes(path.join(cwd, 'work'), 'app/whole.wac')).toEqual([0, []]);
  writeFileSync(path.join(cwd, 'work/wit-language-server.json'), '{}');
  expect(await codes(path.join(cwd, 'work'), 'app/whole.wac')).toEqual([1, ['app/whole.wac wac/unknown-package']]);
});

it('follows levels, --deny and --policy', async () => {
  const cwd = directoryWith({
    ...WIT,
    'logger/l.wit':
      'package shop:logger;\ninterface log { f: func(); }\nworld logger { import log; export run: func(); }\n',
    'whole.wac': 'package shop:app;\nlet n = new shop:nme {};\nexport n.name;\n',
    'quiet/whole.wac': 'package shop:app;\nlet n = new shop:nme {};\nexport n.name;\n',
    'quiet/wit-language-server.json': '{ "levels": { "wac/unknown-package": "warning" } }',
  });
  expect((await codes(cwd, 'whole.wac'))[0]).toBe(1);
  expect(await codes(cwd, 'quiet/whole.wac')).toEqual([0, ['quiet/whole.wac wac/unknown-package']]);
  expect((await codes(cwd, 'quiet/whole.wac', '--deny', 'wac/unknown-package'))[0]).toBe(1);
  expect((await run(cwd, ['check', 'quiet/whole.wac', '--max-warnings', '0'])).status).toBe(1);
  writeFileSync(path.join(cwd, 'good.wac'), 'package shop:app;\nlet l = new shop:logger { ... };\nexport l.run;\n');
  writeFileSync(path.join(cwd, 'rules.json'), '{ "policy": [{ "interfaces": { "deny": ["shop:logger/log"] } }] }');
  expect(await codes(cwd, 'good.wac')).toEqual([0, []]);
  expect(await codes(cwd, 'good.wac', '--policy', 'rules.json')).toEqual([1, ['good.wac policy/interface']]);
});

it('a directory stands for its packages, as the editor shows only compositions that are open', async () => {
  const cwd = directoryWith({ ...WIT, 'broken.wac': BAD });
  expect(await codes(cwd, '.')).toEqual([0, []]);
});

it('says why a file cannot be judged', async () => {
  const cwd = directoryWith({
    ...WIT,
    'latin.wac': new Uint8Array([0x70, 0xe9]),
    'large.wac': ' '.repeat(1024 * 1024 + 1),
  });
  mkdirSync(path.join(cwd, 'folder.wac'));
  const failed = async (...args: string[]) => {
    const { status, out, err } = await run(cwd, ['check', ...args]);
    expect([status, out]).toEqual([2, '']);
    return err;
  };
  expect(await failed('none.wac')).toContain('no such file or directory: none.wac');
  expect(await failed('latin.wac', 'greeter')).toContain('latin.wac is not UTF-8');
  expect(await failed('large.wac', '--max-file-size', '1')).toContain('large.wac is larger than 1 MB');
  expect(await failed('folder.wac')).toContain('no WIT files in folder.wac');
  writeFileSync(path.join(cwd, 'wit-language-server.json'), '{ "levls": {} }');
  expect(await failed('latin.wac')).toContain('wit-language-server.json');
});

it('shows a file as it was named, also through a link', async () => {
  const cwd = directoryWith({ ...WIT, 'real/broken.wac': BAD, 'link.wac': '->real/broken.wac' });
  expect((await codes(cwd, 'link.wac'))[1]?.[0]).toBe('link.wac wac/argument-type');
});

it('checks standard input in the place of a file', async () => {
  const cwd = directoryWith({ 'deps/shop/greeter/greeter.wit': GREETER, 'deps/shop/name/name.wit': NAME });
  const ran = async (stdin: string | Uint8Array) =>
    run(cwd, ['check', '--stdin', '--stdin-filepath', 'new.wac', '--format', 'json'], { stdin });
  expect(await ran(GOOD)).toMatchObject({ status: 0, err: '' });
  const { status, out } = await ran(BAD);
  expect([status, JSON.parse(out).diagnostics[0]]).toMatchObject([1, { path: 'new.wac', code: 'wac/argument-type' }]);
  expect(await ran(new Uint8Array([0xe9]))).toMatchObject({ status: 2, err: expect.stringContaining('not UTF-8') });
});

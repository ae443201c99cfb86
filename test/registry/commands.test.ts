// `publish-check`, `outdated` and `impact` against a registry on this machine: what they find, their formats and exit codes.

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { directoryWith, type Ran, run } from '../support/command.ts';
import { fakeRegistry, json } from '../support/registry.ts';
import { componentBytes, hasTools, packageBytes } from './published.ts';
import { configured } from './user.ts';

const log = (version: string, cases = 'a, b', more = ''): string =>
  `package acme:log@${version};\n/// Lines.\ninterface api {\n  /// Levels.\n  enum level {\n    ${cases}\n  }\n  /// Writes.\n  log: func(l: level);\n${more}}\n/// An app.\nworld app {\n  /// Lines.\n  import api;\n}\n`;
const SITE = 'package acme:site@0.1.0;\nworld site { import acme:log/api@0.2.0; export go: func(); }\n';
const WKG = '[metadata]\ndescription = "Lines"\nlicenses = "MIT"\n';

function validated(name: string, text: string): unknown {
  const schema: object = JSON.parse(
    readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  const ajv = new Ajv({ allErrors: true });
  const value: unknown = JSON.parse(text);
  expect([ajv.validate(schema, value), ajv.errorsText()]).toEqual([true, 'No errors']);
  return value;
}

async function codes(ran: Promise<Ran>): Promise<string[]> {
  const { out, err } = await ran;
  expect(err).toBe('');
  return JSON.parse(out).diagnostics.map((it: { code: string; severity: string }) => `${it.severity} ${it.code}`);
}

describe.skipIf(!hasTools)('publish-check', () => {
  async function check(text: string, files: Readonly<Record<string, string | Uint8Array>> = { 'wkg.toml': WKG }) {
    const fake = await fakeRegistry();
    configured(fake);
    for (const version of ['0.2.0', '0.2.3']) fake.publish('acme/log', version, packageBytes(log(version)));
    fake.publish('acme/site', '0.1.0', componentBytes(SITE, 'site', [log('0.2.0')]));
    const folder = directoryWith({ 'wit/a.wit': text, ...files });
    return { fake, folder, check: (...args: string[]) => run(folder, ['publish-check', 'wit', ...args]) };
  }

  it('is clean for a version that can be published', async () => {
    const it = await check(log('0.2.4'));
    expect(await it.check()).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/no problems/) });
  });

  it.each([
    ['a version that is taken', log('0.2.3'), ['error publish/version-taken']],
    ['a version below', log('0.2.1'), ['warning publish/version-behind']],
    [
      'a version below that would be broken by the next',
      log('0.2.1', 'a, b, c'),
      [
        'error semver/enum-case-added',
        'error semver/bump-too-small',
        'warning publish/version-behind',
        'error publish/breaks-next',
      ],
    ],
    ['no version', log('1.0.0').replace('@1.0.0', ''), ['error publish/no-version']],
    ['build metadata', log('0.2.4+b'), ['error publish/build-metadata']],
    ['a break', log('0.2.4', 'a, b, c'), ['error semver/enum-case-added', 'error semver/bump-too-small']],
    ['a break in a new track', log('0.3.0', 'a, b, c'), []],
    ['no documentation', log('0.2.4').replace('/// Writes.\n', ''), ['information lint/missing-docs']],
    ['an error', log('0.2.4').replace('log: func(l: level)', 'log: func(l: nothing)'), ['error name/unknown-type']],
  ])('finds %s', async (_, text, wanted) => {
    const it = await check(text);
    const found = await codes(it.check('--format', 'json'));
    for (const code of wanted) expect(found).toContain(code);
    const failing = wanted.filter((one) => one.startsWith('error'));
    expect(found.filter((one) => one.startsWith('error') && !one.includes('semver')).sort()).toEqual(
      failing.filter((one) => !one.includes('semver')).sort(),
    );
    expect((await it.check()).status).toBe(failing.length > 0 ? 1 : 0);
  });

  it('says what a lower version would do to the next, in words', async () => {
    const it = await check(log('0.2.1', 'a, b, c'));
    expect((await it.check('--format', 'github')).out).toMatch(
      /0\.2\.3, which is published, would break 0\.2\.1: enum case removed: `c` from `level`/,
    );
  });

  it('looks up dependencies, and metadata', async () => {
    const text =
      'package acme:web@0.1.0;\n/// A web.\nworld web {\n  /// a\n  import acme:log/api@0.2.9;\n  /// b\n  import acme:gone/api;\n}\n';
    const it = await check(text, {});
    const { out } = await it.check('--format', 'github');
    expect(out).toMatch(/publish\/dependency::`acme:log@0\.2\.9` is not published; 0\.2\.0, 0\.2\.3 are/);
    expect(out).toMatch(/publish\/dependency::`acme:gone` is not published/);
    expect(out).toMatch(/no `description` and `licenses`/);
  });

  it('checks a component under the name that is given', async () => {
    const it = await check(log('0.2.4'), { 'c.wasm': componentBytes(SITE, 'site', [log('0.2.0', 'a')]) });
    const at = (...args: string[]) => run(it.folder, ['publish-check', 'c.wasm', ...args]);
    expect((await at()).err).toMatch(/does not say which package it is: `--package ns:name@version`/);
    expect((await at('--package', 'acme:site')).err).toMatch(/must be `ns:name@version`/);
    expect((await at('--package', 'acme:site@0.1.1')).out).toMatch(
      /0\.1\.1 does not make room for what changed since 0\.1\.0: .*; 0\.2\.0 would/,
    );
    expect(await at('--package', 'acme:site@0.2.0', '--deny', 'warnings')).toMatchObject({ status: 1 });
    expect(await at('--package', 'acme:site@0.2.0')).toMatchObject({ status: 0 });
  });

  it('is never clean when a registry does not answer', async () => {
    const it = await check(log('0.2.4'));
    it.fake.on(/tags/, (_, response) => json(response, {}, 403));
    expect(await it.check()).toMatchObject({
      status: 2,
      err: expect.stringMatching(/acme:log@0\.2\.4: cannot be checked: .* does not allow this/),
    });
    expect((await it.check('--format', 'junit')).out).toMatch(/errors="1"/);
    expect(await run(it.folder, ['publish-check', 'nothing'])).toMatchObject({ status: 2 });
  });

  it('hostile texts of a registry do not reach a terminal', async () => {
    const it = await check(log('0.2.4'));
    it.fake.on(/tags/, (_, response) => json(response, { errors: [{ message: '\u001b[2J::error::x' }] }, 403));
    const { err, out } = await it.check('--format', 'github');
    expect(err + out).not.toContain('\u001b');
    expect(out).not.toMatch(/^::error::x/m);
  });
});

describe.skipIf(!hasTools)('outdated', () => {
  it('tells what is newer, and whether that breaks', async () => {
    const fake = await fakeRegistry();
    configured(fake);
    for (const [version, cases] of [
      ['0.2.0', 'a, b'],
      ['0.2.1', 'a, b'],
      ['0.2.2-rc.1', 'a'],
      ['0.3.0', 'a, b, c'],
    ] as const)
      fake.publish('acme/log', version, packageBytes(log(version, cases)));
    const files = {
      'wit/a.wit': SITE,
      'wit/deps/log.wit': log('0.2.0'),
      'wkg.lock': 'version = 1\n[[packages]]\nname = "acme:log"\n[[packages.versions]]\nversion = "0.2.0"\n',
    };
    const folder = directoryWith(files);
    const ran = await run(folder, ['outdated', 'wit', '--format', 'json']);
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(validated('outdated', ran.out)).toMatchObject({
      dependencies: [
        {
          ...{
            package: 'acme:site@0.1.0',
            name: 'acme:log',
            wanted: '0.2.0',
            locked: ['0.2.0'],
            vendored: '0.2.0',
            published: true,
          },
          inTrack: { version: '0.2.1', breaking: false },
          newest: {
            version: '0.3.0',
            breaking: true,
            effects: [{ who: ['acme:site/site'], side: 'imports', how: 'link' }],
          },
        },
      ],
    });
    const table = (await run(folder, ['outdated', 'wit'])).out;
    expect(table.split('\n')[1]?.split(/ {2,}/)).toEqual([
      'acme:log',
      '0.2.0',
      '0.2.0',
      '0.2.0',
      '0.2.1',
      '0.3.0 breaks',
    ]);
    expect((await run(folder, ['outdated', 'wit', '--format', 'sarif'])).out).toMatch(/published\/newer-version/);
    // Offline, the same of what was fetched.
    expect((await run(folder, ['outdated', 'wit', '--offline'])).out).toBe(table);
  });

  it('a wanted version that is not published fails, and so does a registry that is silent', async () => {
    const fake = await fakeRegistry();
    configured(fake);
    fake.publish('acme/log', '0.2.1', packageBytes(log('0.2.1')));
    const folder = directoryWith({ 'wit/a.wit': SITE });
    expect(await run(folder, ['outdated', 'wit'])).toMatchObject({
      status: 1,
      out: expect.stringMatching(/0\.2\.0 \(not published\)/),
    });
    fake.on(/tags/, (_, response) => json(response, {}, 403));
    const ran = await run(folder, ['outdated', 'wit', '--format', 'json']);
    expect(ran).toMatchObject({ status: 2, err: expect.stringMatching(/acme:log@0\.2\.0: cannot be looked up/) });
    validated('outdated', ran.out);
  });
});

describe.skipIf(!hasTools)('impact', () => {
  it('tells who breaks: packages, components, paths; others are listed', async () => {
    const fake = await fakeRegistry();
    configured(fake);
    fake.publish('acme/site', '0.1.0', componentBytes(SITE, 'site', [log('0.2.0')]));
    const uses = (name: string, version: string) =>
      `package acme:${name}@1.0.0;\ninterface i { use acme:log/api@${version}.{level}; f: func(l: level); }\n`;
    fake.publish('acme/web', '1.0.0', packageBytes(uses('web', '0.2.1'), [log('0.2.1')]));
    fake.publish('acme/old', '1.0.0', packageBytes(uses('old', '0.1.0'), [log('0.1.0')]));
    fake.publish('acme/other', '1.0.0', packageBytes('package acme:other@1.0.0;\ninterface i { f: func(); }\n'));
    const folder = directoryWith({
      'log/a.wit': log('0.2.2', 'a, b, c'),
      'own/b.wit': uses('own', '0.2.0'),
      'own/deps/log.wit': log('0.2.0'),
    });
    const ran = await run(folder, ['impact', 'acme:log', '--format', 'json']);
    expect(ran).toMatchObject({ status: 1, err: '' });
    const value = validated('impact', ran.out) as {
      consumers: { name: string; kind: string; uses: string; breaks: boolean }[];
    };
    expect(value.consumers.map((it) => [it.name, it.kind, it.uses, it.breaks])).toEqual([
      ['acme:own@1.0.0', 'package', '0.2.0', true],
      ['acme:site@0.1.0', 'component', '0.2.0', true],
      ['acme:web@1.0.0', 'package', '0.2.1', true],
      ['acme:old@1.0.0', 'package', '0.1.0', false],
    ]);
    const { out } = await run(folder, ['impact', 'acme:log', '--format', 'github']);
    expect(out).toMatch(
      /::error file=log\/a\.wit,line=6,.*title=published\/breaks-consumer::breaks `acme:site@0\.1\.0` .*\(silent\); it has to build with `enum level \{ a, b, c \}`/,
    );
    // Only what is named.
    const one = await run(folder, ['impact', 'acme:log', 'log', '--registry', 'acme:web']);
    expect(one.out).toMatch(/1 consumer, 1 breaks/);
    const none = await run(folder, ['impact', 'acme:log', 'log', '--registry', 'acme:o*']);
    expect(none).toMatchObject({ status: 0, out: expect.stringMatching(/0 break, 1 when they move to its track/) });
    expect((await run(folder, ['impact', 'acme:log', '--offline', '--format', 'json'])).out).toBe(ran.out);
  });

  it('says what it could not find out', async () => {
    const fake = await fakeRegistry();
    configured(fake);
    const folder = directoryWith({ 'log/a.wit': log('0.2.2') });
    expect((await run(folder, ['impact', 'acme:none'])).err).toMatch(
      /there is no package `acme:none` here: name it with `--candidate PATH`/,
    );
    expect((await run(folder, ['impact', 'log'])).err).toMatch(/not the name of a package/);
    fake.on(/_catalog/, (_, response) => json(response, {}, 404));
    expect(await run(folder, ['impact', 'acme:log'])).toMatchObject({
      status: 2,
      err: expect.stringMatching(/does not list its packages/),
    });
    fake.publish('acme/bad', '1.0.0', Buffer.from('not wasm: acme:log'));
    expect(await run(folder, ['impact', 'acme:log', 'log', '--registry', 'acme:bad'])).toMatchObject({
      status: 2,
      err: expect.stringMatching(/bad:1\.0\.0 cannot be read as a component or WIT package/),
    });
  });
});

// `breaking --format json` and its neighbours, whole: every field of a change, what is accepted, packages that are new or gone.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const OLD = `package a:good@1.0.0;
interface i {
  record r { x: u8, y: u8 }
  f: func(a: u8) -> r;
  gone: func();
}
world w { import i; }
world host { export i; }
`;
const NEW = `package a:good@1.1.0;
interface i {
  record r { x: u8, y: u8 }
  f: func(a: u8, b: string) -> r;
  more: func();
}
world w { import i; }
world host { export i; }
`;
const at = (path: string, line: number, start: number, end: number) => ({
  path,
  range: { start: { line, character: start }, end: { line, character: end } },
});

it('tells all of each change', async () => {
  const cwd = directoryWith({ 'old/a.wit': OLD, 'new/a.wit': NEW });
  const { status, out, err } = await run(cwd, ['breaking', 'new', '--against', 'old', '--format', 'json']);
  expect([status, err]).toEqual([1, '']);
  const { packages, ...rest } = JSON.parse(out);
  expect(rest).toEqual({ version: 1, base: { kind: 'directory', label: 'old', commit: null } });
  expect(packages).toHaveLength(1);
  const { changes, ...own } = packages[0];
  expect(own).toEqual({
    ...{ name: 'a:good', baseVersion: '1.0.0', version: '1.1.0', required: '2.0.0', level: 'major', covered: false },
    capabilities: [],
  });
  const kinds = changes.map((it: { kind: string }) => it.kind);
  expect(kinds).toEqual(['param-added', 'func-removed', 'func-added', 'bump-too-small']);
  expect(changes[0]).toEqual({
    ...{ kind: 'param-added', item: 'i.f.b', owner: 'i.f', row: 'i.f', level: 'major', hazard: 'link' },
    ...{ importer: 'breaks', implementer: 'breaks', message: 'parameter added: `b: string` in `f`' },
    ...{ before: 'func(a: u8) -> r', after: 'func(a: u8, b: string) -> r', page: 'semver/param-added.md' },
    breaks: { importers: ['a:good/w'], implementers: ['a:good/host'] },
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    location: at('new/a.wit', 3, 17, 18),
    baseLocation: at('old/a.wit', 3, 2, 3),
  });
  expect(changes[1]).toEqual({
    ...{ kind: 'func-removed', item: 'i.gone', owner: 'i', row: 'i.gone', level: 'major', hazard: 'link' },
    ...{ importer: 'breaks', implementer: 'ok', message: 'function removed: `gone`', page: 'semver/func-removed.md' },
    ...{ before: 'gone: func()', after: null },
    breaks: { importers: ['a:good/w'], implementers: [] },
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    location: at('new/a.wit', 1, 10, 11),
    baseLocation: at('old/a.wit', 4, 2, 6),
  });
  // A world of the package exports the interface: who implements it lacks the function.
  expect(changes[2]).toMatchObject({
    ...{ kind: 'func-added', item: 'i.more', level: 'major', importer: 'ok', implementer: 'breaks', before: null },
    ...{
      after: 'more: func()',
      breaks: { importers: [], implementers: ['a:good/host'] },
      baseLocation: null,
    },
    location: at('new/a.wit', 4, 2, 6),
  });
});

it('has what this change accepts first, with its terms and its place', async () => {
  const now = NEW.replace(
    '}\nworld w',
    '}\n// wit-ignore: semver/world-import-removed owner=ann agreed\nworld w',
  ).replace('  // wit', '// wit');
  const accepted = now.replace(
    '  f: func(a',
    '  // wit-ignore: semver/func-removed owner=ann until=3.0.0 expires=2999-01-01 nobody calls it\n  f: func(a',
  );
  const cwd = directoryWith({ 'old/a.wit': OLD, 'new/a.wit': accepted });
  const { out } = await run(cwd, ['breaking', 'new', '--against', 'old', '--format', 'json']);
  const [{ changes }] = JSON.parse(out).packages;
  expect(changes[0]).toMatchObject({
    kind: 'func-removed',
    suppressed: true,
    accepted: {
      ...{ by: 'comment', reason: 'nobody calls it', owner: 'ann', until: '3.0.0', expires: '2999-01-01' },
      ...{ isNew: true, path: 'new/a.wit' },
    },
  });
  expect(changes[1]).toMatchObject({ kind: 'param-added' });
  expect(changes[1]).not.toHaveProperty('suppressed');
});

it('has packages that are new and gone, and one that cannot be compared', async () => {
  const cwd = directoryWith({
    'old/one/a.wit': 'package a:one@1.0.0;\ninterface i {}\n',
    'old/gone/a.wit': 'package a:gone@1.0.0;\ninterface i { f: func(); h: func(); }\n',
    'new/one/a.wit': 'package a:one@1.0.0;\ninterface i { f: func( }\n',
    'new/fresh/a.wit': 'package a:fresh@0.1.0;\ninterface other { g: func() -> string; }\n',
  });
  const { status, out } = await run(cwd, ['breaking', 'new', '--against', 'old', '--format', 'json']);
  expect(status).toBe(2);
  const found = Object.fromEntries(JSON.parse(out).packages.map((it: { name: string }) => [it.name, it]));
  expect(found['a:fresh']).toMatchObject({ baseVersion: null, version: '0.1.0', changes: [{ kind: 'package-added' }] });
  expect(found['a:gone']).toMatchObject({ baseVersion: '1.0.0', version: null });
  expect(found['a:gone'].changes[0]).toMatchObject({
    kind: 'package-removed',
    location: null,
    baseLocation: { path: 'old/gone/a.wit' },
  });
  expect(found['a:one'].unread).toMatch(/\S/);
});

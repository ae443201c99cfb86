// What a release says of itself in words: its heading, its first sentence, each change; and the order of packages and releases.

import { expect, it } from 'vitest';
import { compareArchive, readArchive } from '../../../../test/semver/fixture.ts';
import {
  type ChangelogChange,
  type ChangelogRelease,
  changelogMarkdown,
  changelogOf,
  leadOf,
  releaseMarkdown,
  withoutItem,
} from './changelog.ts';

const release = (more: Partial<ChangelogRelease> = {}): ChangelogRelease => ({
  ...{ version: '1.1.0', baseVersion: '1.0.0', baseName: null, kind: 'changed', label: null, commit: null, date: null },
  ...{ level: 'minor', required: '1.1.0', covered: true, summary: '2 additive', unread: null },
  ...{ changes: [], capabilities: [] },
  ...more,
});
const change = (more: Partial<ChangelogChange> = {}): ChangelogChange => ({
  ...{ verdict: 'additive', item: 'api.f', rules: ['semver/func-added'], messages: ['function added: `f`'] },
  ...{ before: null, after: null, importersBreak: false, implementersBreak: false, hazard: 'none', accepted: null },
  ...more,
});
const heading = (more: Partial<ChangelogRelease>) => releaseMarkdown('a:b', release(more)).split('\n', 1)[0];

it.each<[Partial<ChangelogRelease>, string]>([
  [{}, '## `a:b` 1.1.0 (unreleased)'],
  [{ version: null }, '## `a:b` (unreleased)'],
  [{ label: 'v1.1.0' }, '## `a:b` 1.1.0'],
  [{ label: 'v1.1.0', date: '2026-02-03' }, '## `a:b` 1.1.0 (2026-02-03)'],
  [{ label: 'spring' }, '## `a:b` 1.1.0 (spring)'],
  [{ label: 'spring', date: '2026-02-03' }, '## `a:b` 1.1.0 (spring, 2026-02-03)'],
  [{ label: 'v1.1.0', version: null }, '## `a:b` (v1.1.0)'],
  [{ date: '2026-02-03' }, '## `a:b` 1.1.0 (unreleased, 2026-02-03)'],
])('a release %j is headed %s', (more, expected) => {
  expect(heading(more)).toBe(expected);
});

it.each<[Partial<ChangelogRelease>, string]>([
  [{}, '2 additive changes since 1.0.0.'],
  [{ summary: '1 additive' }, '1 additive change since 1.0.0.'],
  [{ summary: '1 breaking, 1 additive' }, '1 breaking, 1 additive changes since 1.0.0.'],
  [{ summary: 'unchanged' }, 'No change that asks for a version since 1.0.0.'],
  [{ baseVersion: null }, '2 additive changes.'],
  [{ covered: false, required: '2.0.0' }, '2 additive changes since 1.0.0. Needs version **2.0.0**.'],
  [{ covered: false, required: null }, '2 additive changes since 1.0.0.'],
  [{ baseName: 'a:old' }, 'The package was called `a:old`. 2 additive changes since 1.0.0.'],
  [{ kind: 'first' }, 'First version.'],
  [{ kind: 'removed' }, 'The package is removed.'],
  [{ unread: 'it is broken', kind: 'first' }, 'Not compared: it is broken.'],
])('a release %j begins: %s', (more, expected) => {
  expect(leadOf(release(more))).toBe(expected);
});

it.each<[Partial<ChangelogChange>, string]>([
  [{}, '- **`api.f`**: function added.\n'],
  [{ importersBreak: true }, '- **`api.f`**: function added. Breaks importers.\n'],
  [{ implementersBreak: true }, '- **`api.f`**: function added. Breaks implementers.\n'],
  [
    { importersBreak: true, implementersBreak: true, accepted: { reason: 'agreed', owner: 'ann' } },
    '- **`api.f`**: function added. Breaks importers and implementers. Accepted: agreed\n',
  ],
  [{ messages: ['one in `f`', 'two'] }, '- **`api.f`**: one; two.\n'],
  [
    { before: 'func(\n  a: u8,\n)', after: 'func()' },
    '- **`api.f`**: function added.\n  ```diff\n  -func( a: u8, )\n  +func()\n  ```\n',
  ],
  [{ before: 'func()' }, '- **`api.f`**: function added.\n  ```diff\n  -func()\n  ```\n'],
  [{ after: 'func()' }, '- **`api.f`**: function added.\n  ```diff\n  +func()\n  ```\n'],
  [{ before: 'func()', after: 'func()' }, '- **`api.f`**: function added.\n'],
  // The message says the new text already.
  [{ after: 'x: u8', messages: ['field added: `x: u8`'] }, '- **`api.f`**: field added: `x: u8`.\n'],
  [
    { before: 'x: u16', after: 'x: u8', messages: ['field changed: `x: u8`'] },
    '- **`api.f`**: field changed: `x: u8`.\n  ```diff\n  -x: u16\n  +x: u8\n  ```\n',
  ],
])('a change %j is written %j', (more, expected) => {
  const text = releaseMarkdown('a:b', release({ changes: [change(more)] }));
  const body = text.slice(text.indexOf('- **'));
  expect(body.trimEnd()).toBe(expected.trimEnd());
});

it('has each verdict under a heading of its own, the worst first, then what worlds gain and lose', () => {
  const verdicts = ['other', 'additive', 'dangerous', 'breaking'] as const;
  const changes = verdicts.map((verdict) => change({ verdict, item: verdict }));
  const capabilities = [
    { world: 'one', gains: ['x', 'y'], losses: [] },
    { world: 'two', gains: [], losses: ['z'] },
    { world: 'three', gains: ['x'], losses: ['z'] },
  ];
  const lines = releaseMarkdown('a:b', release({ changes, capabilities }))
    .split('\n')
    .filter((line) => line !== '');
  expect(lines.slice(2)).toEqual([
    '### Breaking changes',
    '- **`breaking`**: function added: `f`.',
    '### Dangerous changes',
    '- **`dangerous`**: function added: `f`.',
    '### Additions',
    '- **`additive`**: function added: `f`.',
    '### Other changes',
    '- **`other`**: function added: `f`.',
    'A component of world `one` can now use x, y.',
    'A component of world `two` can no longer use z.',
    'A component of world `three` can now use x and can no longer use z.',
  ]);
  // Of a package that is gone, nothing has to be listed.
  expect(releaseMarkdown('a:b', release({ changes, kind: 'removed' }))).not.toContain('###');
});

it('leaves the name of the item out of the end of a message, and only there', () => {
  expect(withoutItem('function added: `f`', 'api.f')).toBe('function added');
  expect(withoutItem('parameter added in `f`', 'api.f')).toBe('parameter added');
  expect(withoutItem('function added: `f`', 'api.g')).toBe('function added: `f`');
  expect(withoutItem('`f` is gone', 'f')).toBe('`f` is gone');
});

it('lists packages by their names, releases the newest first, and steps in which nothing happened not at all', async () => {
  const step = async (before: string | undefined, after: string, label: string, name: string) => {
    const files = [`package ${name}@1.0.0;\n${before ?? ''}`, `package ${name}@${label};\n${after}`];
    const archive = `//- before/a.wit\n${files[0]}\n//- after/a.wit\n${files[1]}\n`;
    const { before: old, after: now, reports } = await compareArchive(readArchive(archive));
    const [report] = reports;
    if (report === undefined) throw new Error('no report');
    const at = { label, commit: `c-${label}`, date: '2026-01-02' };
    const side = (tree: typeof old) => ({ at, snapshot: tree.snapshot, packages: tree.packages });
    return { at, before: before === undefined ? undefined : side(old), after: side(now), report, ignores: undefined };
  };
  const API = 'interface api { f: func(); }';
  const steps = [
    await step(undefined, API, '1.0.0', 'z:last'),
    await step(API, API, '1.0.0', 'a:first'),
    await step(API, `${API}\ninterface more {}`, '1.1.0', 'z:last'),
    await step(API, 'interface api { }', '2.0.0', 'a:first'),
  ];
  const all = changelogOf(steps as unknown as Parameters<typeof changelogOf>[0]);
  expect(all.map(({ name, releases }) => [name, releases.map((it) => [it.label, it.kind])])).toEqual([
    ['a:first', [['2.0.0', 'changed']]],
    [
      'z:last',
      [
        ['1.1.0', 'changed'],
        ['1.0.0', 'first'],
      ],
    ],
  ]);
  const [first] = all[0]?.releases ?? [];
  expect(first).toMatchObject({
    version: '2.0.0',
    baseVersion: '1.0.0',
    baseName: null,
    level: 'major',
    covered: true,
  });
  expect(first).toMatchObject({ commit: 'c-2.0.0', date: '2026-01-02', unread: null, summary: '1 breaking' });
  expect(first?.changes).toEqual([
    expect.objectContaining({ verdict: 'breaking', item: 'api.f', rules: ['semver/func-removed'], accepted: null }),
  ]);
  expect(changelogMarkdown(all).match(/^## .*$/gm)).toEqual([
    '## `a:first` 2.0.0 (2026-01-02)',
    '## `z:last` 1.1.0 (2026-01-02)',
    '## `z:last` 1.0.0 (2026-01-02)',
  ]);
  expect(changelogMarkdown([])).toBe('No contract changes.\n');
});

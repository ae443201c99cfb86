// How the window shows contract changes: the tree, the status bar, the marks, the commands.

import { expect, it, vi } from 'vitest';
import type { PackageContract } from '../../server/src/lsp/contract-protocol.ts';
import { extension, Memento, settled } from '../support/extension.ts';
import { State } from '../support/languageclient.ts';
import { document, editor, fake, type MarkdownString } from '../support/vscode.ts';
import { at, change, contract } from './contract-changes.ts';

/** The window waits for a moment without keystrokes before it asks. */
const PATIENCE = { timeout: 20_000, interval: 10 };

type Node = object;
interface Item {
  readonly label: string;
  readonly id?: string;
  readonly description?: string;
  readonly iconPath: { readonly id: string; readonly color?: { readonly id: string } };
  readonly tooltip: string | MarkdownString;
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
}
interface Tree {
  getChildren(node?: Node): Promise<Node[]>;
  getParent(node: Node): Node | undefined;
  getTreeItem(node: Node): Item;
}

async function shown(
  packages: readonly PackageContract[],
  { uncompared = [], ...more }: { readonly uncompared?: readonly object[]; readonly states?: Memento } = {},
) {
  const started = await extension({
    responses: {
      'wit/contractChanges': () => ({ packages, uncompared }),
      'wit/contractReport': () => '# Report',
      'wit/chooseContractBase': () => null,
      'wit/contractBases': () => [
        { base: 'auto', kind: 'auto', commit: 'aaaaaaaaaaaaaaa', label: 'main' },
        { base: 'v1', kind: 'tag', commit: 'bbbbbbbbbbbbbbb' },
        { base: '1.0.0', kind: 'published version', commit: '' },
      ],
    },
    ...(more.states === undefined ? {} : { workspaceState: more.states }),
  });
  const view = fake.views.find((it) => it.id === 'wit.contractChanges') ?? {};
  const status = fake.items.find((it) => it.id === 'wit.contracts') ?? {};
  return { ...started, view, status, client: started.client };
}

const markdownOf = (item: Item | undefined) => (item?.tooltip as MarkdownString | undefined)?.value;

/** The tree that the window was given. */
const treeOf = (view: Record<string, unknown>) => view.provider as Tree;

it('the tree has packages, their own changes, then interfaces, the worst change first', async () => {
  const changes = [
    change('patch', 'api.small'),
    change('minor', 'a:b'),
    change('dangerous', 'api.middle'),
    change('major', 'api.f', { breaks: { importers: ['x:y/w', 'same'], implementers: ['same', 'z'] } }),
    change('minor', 'world'),
  ];
  const { view } = await shown(
    [contract('a:b', changes), contract('quiet', []), contract('old', [], { stale: true })],
    {
      uncompared: [
        { reason: 'off', message: 'off', roots: [] },
        { reason: 'unborn', message: 'no commit yet', roots: [] },
      ],
    },
  );
  const tree = treeOf(view);
  const roots = await tree.getChildren();
  const items = roots.map((it) => tree.getTreeItem(it));
  expect(items.map((it) => it.label)).toEqual(['a:b', 'old', 'no commit yet']);
  expect(items[2]).toMatchObject({ iconPath: { id: 'info' }, tooltip: 'no commit yet' });
  expect(items[0]).toMatchObject({
    id: 'a:b@1.0.0',
    description: '5 changes → 2.0.0',
    tooltip: 'Compared with main @ 0123456789',
  });
  expect(items[1]?.tooltip).toBe(
    'Compared with main @ 0123456789\nThe package has errors: this is the state before them.',
  );
  expect(view.badge).toEqual({ value: 1, tooltip: '1 breaking contract changes' });
  expect(view.description).toBe('since main');

  const [root] = roots;
  const inside = await tree.getChildren(root);
  const labels = inside.map((it) => tree.getTreeItem(it));
  expect(labels.map((it) => it.label)).toEqual(['a:b: a:b changed', 'api', 'world']);
  expect(labels[1]).toMatchObject({
    id: 'a:b@1.0.0/api',
    description: 'breaking',
    iconPath: { id: 'symbol-interface' },
  });
  expect(labels[1]?.iconPath.color?.id).toBe('list.errorForeground');
  expect(labels[2]).toMatchObject({ description: 'additive' });
  expect(labels.map((it) => it.iconPath.color?.id)[2]).toBe('gitDecoration.addedResourceForeground');
  const api = inside[1] ?? {};
  expect(tree.getParent(api)).toBe(root);
  const leaves = await tree.getChildren(api);
  expect(tree.getParent(leaves[0] ?? {})).toBe(api);
  expect(tree.getParent(root ?? {})).toBeUndefined();
  const shownLeaves = leaves.map((it) => tree.getTreeItem(it));
  expect(shownLeaves.map((it) => [it.label, it.description, it.iconPath.id])).toEqual([
    ['f: api.f changed', 'breaking', 'error'],
    ['middle: api.middle changed', 'dangerous', 'warning'],
    ['small: api.small changed', 'cosmetic', 'circle-small'],
  ]);
  expect(markdownOf(shownLeaves[0])).toBe(
    '`semver/major-kind`\n```diff\n- old\n+ new\n```\nBreaks in this workspace: x:y/w, same, z',
  );
  expect(markdownOf(shownLeaves[1])).not.toContain('Breaks');
  expect(shownLeaves[0]?.command).toMatchObject({ command: 'wit.openContractChange', arguments: [changes[3]] });
  expect(await tree.getChildren(leaves[0])).toEqual([]);
});

it('what is accepted says by whom, and is not counted; what is covered needs nothing', async () => {
  const accepted = { by: 'file', reason: 'agreed', owner: 'ann', isNew: false } as const;
  const changes = [
    change('major', 'f', { suppressed: true, accepted, before: null }),
    change('major', 'g', { suppressed: true, accepted: { ...accepted, owner: null, isNew: true }, after: null }),
  ];
  const more = { covered: true, base: { label: '1.0.0', commit: null, note: 'the last release' } };
  const { view } = await shown([contract('a:b', changes), contract('c:d', [change('major', 'h')], more)]);
  const tree = treeOf(view);
  const [first, second] = await tree.getChildren();
  expect(view.badge).toBeUndefined();
  expect(view.description).toBe('since main, 1.0.0');
  expect(tree.getTreeItem(second ?? {})).toMatchObject({
    description: '1 changes',
    tooltip: 'Compared with 1.0.0\nthe last release',
    iconPath: { id: 'package', color: undefined },
  });
  const owners = await tree.getChildren(first);
  const leaves = await Promise.all(owners.map(async (it) => (await tree.getChildren(it))[0] ?? {}));
  const [f, g] = leaves.map((it) => tree.getTreeItem(it));
  expect(f?.description).toBe('accepted: agreed (ann)');
  expect(markdownOf(f)).toBe('`semver/major-kind`\n```diff\n+ new\n```\n\naccepted: agreed (ann)');
  expect(g?.description).toBe('accepted in this change: agreed');
  expect(markdownOf(g)).toContain('```diff\n- old\n```');
});

it('names two bases beside the title and counts the others', async () => {
  const bases = ['main', 'v1', 'v2', 'main', 'v3'].map((label, index) =>
    contract(`p${index}`, [], { base: { label, commit: null, note: null } }),
  );
  const { view } = await shown(bases);
  expect(await treeOf(view).getChildren()).toEqual([]);
  expect(view.description).toBe('since main, v1 +2');
});

it('the status bar says the verdict on the package that is edited', async () => {
  fake.active = editor(document('file:///w/a.wit'));
  const { status, client } = await shown([contract('a:b', [change('major', 'f')])]);
  await vi.waitFor(() => expect(status.text).toBe('$(git-compare) 1 changes → 2.0.0'), PATIENCE);
  expect(client.asked).toContainEqual(['wit/contractChanges', { textDocument: { uri: 'file:///w/a.wit' } }]);
  expect(status).toMatchObject({
    shown: true,
    name: 'WIT contract changes',
    command: 'wit.showContractChanges',
    tooltip: 'a:b against main',
    accessibilityInformation: { label: 'WIT contract changes of a:b: 1 changes, needs version 2.0.0', role: 'button' },
    backgroundColor: { id: 'statusBarItem.warningBackground' },
  });
});

it.each([
  ['covered', { covered: true }, '$(git-compare) 1 changes'],
  ['without a version', { required: null }, '$(git-compare) 1 changes'],
])('the status bar of a package %s asks for no version', async (_, more, text) => {
  fake.active = editor(document('file:///w/a.wit'));
  const base = { label: 'main', commit: null, note: 'a note' };
  const { status } = await shown([contract('a:b', [change('minor', 'f')], { base, ...more })]);
  await vi.waitFor(() => expect(status.text).toBe(text), PATIENCE);
  expect(status.backgroundColor).toBeUndefined();
  expect(status.tooltip).toBe('a:b against main\na note');
});

it('elsewhere the status bar says the worst of the workspace', async () => {
  const minor = contract('minor', [change('minor', 'f')]);
  const { status } = await shown([minor, contract('none', []), contract('worst', [change('major', 'f')])]);
  await vi.waitFor(() => expect(status.tooltip).toBe('worst against main'), PATIENCE);
});

it('where nothing has changed the status bar says that the server is ready, while it is', async () => {
  const ready = await shown([contract('none', [])]);
  await vi.waitFor(() => expect(ready.status.text).toBe('$(check) WIT'), PATIENCE);
  expect(ready.status.tooltip).toBe('The WIT language server is ready. No contract changes are known.');
  ready.client.become(State.Stopped);
  await vi.waitFor(() => expect(ready.status.shown).toBe(false), PATIENCE);
});

it.each([
  ['off', false],
  ['no-repository', false],
  ['no-git', false],
  ['unborn', false],
  ['shallow', true],
])('a package that is not compared because of `%s` says so: %s', async (reason, says) => {
  fake.active = editor(document('file:///w/a.wit'));
  const { status, client } = await shown([], { uncompared: [{ reason, message: 'why', roots: [] }] });
  await vi.waitFor(() => expect(client.asked.length).toBeGreaterThan(2), PATIENCE);
  await settled();
  expect(status.shown).toBe(says);
  if (says) expect(status).toMatchObject({ text: '$(git-compare) not compared', tooltip: 'why' });
});

it('is asked again when a text changes or the server says so, once for many, and not for other texts', async () => {
  const { client } = await shown([]);
  const count = () => client.asked.filter(([method]) => method === 'wit/contractChanges').length;
  await vi.waitFor(() => expect(count()).toBeGreaterThan(2), PATIENCE);
  vi.useFakeTimers();
  try {
    await vi.advanceTimersByTimeAsync(1000);
    const before = count();
    fake.onChange.fire({ document: document('file:///a.txt', '', 'plaintext'), contentChanges: [{}] });
    fake.onChange.fire({ document: document('file:///a.wit'), contentChanges: [] });
    await vi.advanceTimersByTimeAsync(1000);
    expect(count()).toBe(before);
    const wit = { document: document('file:///a.wit'), contentChanges: [{}] };
    fake.onChange.fire(wit);
    await vi.advanceTimersByTimeAsync(200);
    fake.onChange.fire(wit);
    await vi.advanceTimersByTimeAsync(200);
    expect(count()).toBe(before);
    await vi.advanceTimersByTimeAsync(60);
    const once = count() - before;
    expect(once).toBeGreaterThan(0);
    client.notify('wit/contractChangesChanged');
    await vi.advanceTimersByTimeAsync(260);
    expect(count()).toBe(before + 2 * once);
  } finally {
    vi.useRealTimers();
  }
});

it('marks changed items by their level, each with what it was where nothing else says it', async () => {
  fake.folders.push({ uri: document('file:///w').uri, name: 'w' });
  fake.files.set('wit-base:/0123abcd/a.wit', new TextEncoder().encode('old text\n'));
  const now = editor(document('file:///w/a.wit', 'new text\n'));
  // The old text, as git shows it, with other line ends.
  const old = editor(document('git:/w/a.wit', 'old text\r\n'));
  const other = editor(document('git:/w/a.wit', 'neither\n'));
  const unrelated = editor(document('untitled:/w/a.wit', 'new text\n'));
  // As it was in a commit before; the file is gone since.
  const gone = editor(document('git:/w/gone.wit', 'old text\n'));
  fake.visible.push(now, gone, old, other, unrelated, editor(document('file:///w/b.txt', '', 'plaintext')));
  fake.documents.push(now.document);
  await shown([
    contract('a:b', [
      change('patch', 'gone', { location: at(7, 'file:///w/gone.wit') }),
      change('major', 'f'),
      change('minor', 'g', { location: at(3) }),
      change('dangerous', 'h', { location: null }),
      change('major', 'quiet', { suppressed: true }),
    ]),
  ]);
  const [major, dangerous, minor] = fake.decorationTypes;
  const lines = (of: typeof now, type: unknown) => of.decorations.get(type)?.map((it) => it.range.start.line);
  await vi.waitFor(() => expect(lines(now, major)).toEqual([1]), PATIENCE);
  await settled();
  expect([major, dangerous, minor].map((it) => lines(now, it))).toEqual([[1], [], [3]]);
  expect([major, dangerous, minor].map((it) => lines(old, it))).toEqual([[2], [2], [2]]);
  for (const it of [other, unrelated, gone])
    expect([major, dangerous, minor].map((type) => lines(it, type))).toEqual([[], [], []]);
  expect(now.decorations.get(major)?.[0]?.hoverMessage).toBeUndefined();
  expect(old.decorations.get(major)?.[0]?.hoverMessage?.value).toBe(
    '**breaking:** `f` changed\n```diff\n- old\n+ new\n```\n',
  );
  expect([major, dangerous, minor].map((it) => it?.overviewRulerColor)).toEqual([
    { id: 'editorOverviewRuler.errorForeground' },
    { id: 'editorOverviewRuler.warningForeground' },
    { id: 'editorOverviewRuler.addedForeground' },
  ]);
  const pictures = [major, dangerous, minor].map((it) => String(it?.gutterIconPath));
  expect(new Set(pictures).size).toBe(3);
});

it('opens a change beside its old text, or alone where there is only one of them', async () => {
  const first = change('major', 'f');
  const { run } = await shown([contract('a:b', [first])]);
  await run('wit.openContractChange', first);
  const diff = fake.executed.find(([name]) => name === 'vscode.diff') ?? [];
  expect(diff.slice(1, 4).map(String)).toEqual([
    'wit-base:/0123abcd/a.wit',
    'file:///w/a.wit',
    'a.wit (contract changes)',
  ]);
  expect(diff[4]).toMatchObject({ selection: { start: { line: 1 }, end: { line: 1, character: 5 } } });
  // Removed: the old text.
  await run('wit.openContractChange', { ...first, location: null });
  expect(fake.opened.at(-1)).toMatchObject(['wit-base:/0123abcd/a.wit', { selection: { start: { line: 2 } } }]);
  // Added: beside the old text of the file that another change leads to.
  fake.executed.length = 0;
  await run('wit.openContractChange', { ...first, baseLocation: null });
  expect(fake.executed.map(([name]) => name)).toEqual(['vscode.diff']);
  // Added, in a file that is new.
  const file = at(4, 'file:///w/new.wit');
  await run('wit.openContractChange', { ...first, baseLocation: null, location: file });
  expect(fake.opened.at(-1)).toMatchObject(['file:///w/new.wit', { selection: { start: { line: 4 } } }]);
  const count = fake.opened.length;
  await run('wit.openContractChange', { ...first, baseLocation: null, location: null });
  expect(fake.opened).toHaveLength(count);
});

it('shows the tree at a package, or at one of its interfaces', async () => {
  const { run } = await shown([contract('a:b', [change('major', 'api.f')])]);
  fake.executed.length = 0;
  await run('wit.showContractChanges', 'file:///w/a.wit', 'api');
  expect(fake.executed.map(([name]) => name)).toEqual(['wit.contractChanges.focus', 'reveal']);
  expect(fake.executed[1]).toMatchObject(['reveal', { kind: 'owner', name: 'api' }, { expand: true, focus: true }]);
  await run('wit.showContractChanges', 'file:///w/a.wit', null);
  expect(fake.executed.at(-1)).toMatchObject(['reveal', { kind: 'package' }, {}]);
  fake.executed.length = 0;
  await run('wit.showContractChanges');
  expect(fake.executed.map(([name]) => name)).toEqual(['wit.contractChanges.focus']);
  fake.active = editor(document('file:///w/a.wit'));
  await run('wit.showContractChanges');
  expect(fake.executed.map(([name]) => name)).toContain('reveal');
});

it('copies the report', async () => {
  const { run } = await shown([]);
  await run('wit.copyContractChanges');
  expect(fake.clipboard).toBe('# Report');
  expect(fake.shown.at(-1)).toMatchObject({ kind: 'status', text: 'Contract changes copied as Markdown' });
});

it('lets choose a base from those that there are, marks what holds, and keeps the choice', async () => {
  const { run, client, workspaceState } = await shown([]);
  fake.answers.set('pick', ({ items }) => items[2]);
  await run('wit.chooseContractBase');
  const [pick] = fake.shown.filter((it) => it.kind === 'pick');
  expect(pick?.text).toBe('Choose Base for Contract Changes');
  expect(pick?.items).toMatchObject([
    { label: '$(check) As the Setting Says', description: 'wit.semver.base: auto · now main · aaaaaaaaaa' },
    { label: 'auto', description: 'now main · aaaaaaaaaa', base: 'auto' },
    { label: 'v1', description: 'tag · bbbbbbbbbb', base: 'v1' },
    { label: '1.0.0', description: 'published version', base: '1.0.0' },
    { label: 'Enter a Revision, Folder or File…', ask: true },
  ]);
  expect(workspaceState.get('wit.contractBase')).toBe('v1');
  expect(client.asked).toContainEqual(['wit/chooseContractBase', { base: 'v1' }]);

  fake.settings.set('wit.semver.base', { workspaceValue: 'main' });
  fake.answers.set('pick', ({ items }) => items.at(-1));
  fake.answers.set('input', () => ' HEAD~3 ');
  await run('wit.chooseContractBase');
  expect(fake.shown.filter((it) => it.kind === 'input')[0]).toMatchObject({ options: { value: 'v1' } });
  expect(workspaceState.get('wit.contractBase')).toBe('HEAD~3');
  // What is in the list already is marked there.
  expect(fake.shown.filter((it) => it.kind === 'pick').at(-1)?.items).toMatchObject([
    { label: 'As the Setting Says' },
    { label: 'auto' },
    { label: '$(check) v1' },
    { label: '1.0.0' },
    { ask: true },
  ]);

  // What was typed is in the list the next time.
  fake.answers.set('pick', () => undefined);
  await run('wit.chooseContractBase');
  const last = fake.shown.filter((it) => it.kind === 'pick').at(-1)?.items;
  expect(last?.slice(0, 2)).toMatchObject([
    { label: 'As the Setting Says', description: 'wit.semver.base: main' },
    { label: '$(check) HEAD~3', base: 'HEAD~3' },
  ]);
  expect(workspaceState.get('wit.contractBase')).toBe('HEAD~3');

  fake.answers.set('pick', ({ items }) => items.at(-1));
  for (const typed of ['  ', undefined]) {
    fake.answers.set('input', () => typed);
    await run('wit.chooseContractBase');
    expect(workspaceState.get('wit.contractBase')).toBe('HEAD~3');
  }
  fake.answers.set('pick', ({ items }) => items[0]);
  await run('wit.chooseContractBase');
  expect(workspaceState.get('wit.contractBase')).toBeUndefined();
  expect(client.asked).toContainEqual(['wit/chooseContractBase', { base: null }]);
});

it('a key binding names a base, and the empty one takes it back', async () => {
  const { run, workspaceState } = await shown([]);
  await run('wit.chooseContractBase', 'v2');
  expect(workspaceState.get('wit.contractBase')).toBe('v2');
  await run('wit.chooseContractBase', '');
  expect(workspaceState.get('wit.contractBase')).toBeUndefined();
});

it('a base that was chosen before is told to every server that comes up', async () => {
  const states = new Memento();
  await states.update('wit.contractBase', 'v1');
  const { client } = await shown([], { states });
  expect(client.asked).toContainEqual(['wit/chooseContractBase', { base: 'v1' }]);
  const without = await shown([]);
  expect(without.client.asked.map(([method]) => method)).not.toContain('wit/chooseContractBase');
});

it('the steps of the walkthrough are done once there is what they ask for', async () => {
  const steps = () => fake.executed.filter(([name]) => name === 'setContext').map(([, step]) => step);
  const { run } = await shown([contract('a:b', [change('minor', 'f')])]);
  await vi.waitFor(() => expect(steps()).toEqual(['wit.hasContractChange']), PATIENCE);
  fake.files.set('file:///w/a.wit', new Uint8Array());
  fake.onCreate.fire();
  await settled();
  expect(steps()).toEqual(['wit.hasContractChange', 'wit.hasPackage']);
  fake.files.set('file:///w/deps/b/a.wit', new Uint8Array());
  fake.onCreate.fire();
  await settled();
  expect(steps()).toEqual(['wit.hasContractChange', 'wit.hasPackage', 'wit.hasDependency']);
  expect(fake.onCreate.listeners.size).toBe(0);
  await run('wit.previewWorld', 'file:///w/a.wit', 'a:b/w');
  expect(steps().at(-1)).toBe('wit.hasPreview');
});

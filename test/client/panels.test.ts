// The panels beside the editor: what they ask the server, what they tell their page, what the page makes them do.

import { beforeEach, expect, it, vi } from 'vitest';
import { DOCUMENTATION_PAGE } from '../../server/src/lsp/documentation-protocol.ts';
import { WORLD_REQUESTS, WORLDS_CHANGED } from '../../server/src/lsp/world-protocol.ts';
import { extension, settled } from '../support/extension.ts';
import { document, editor, fake, type Panel, resetVscode, restoredPanel, type Shown, Uri } from '../support/vscode.ts';

beforeEach(resetVscode);

const FILE = 'file:///w/shop.wit';
const shown = (kind: Shown['kind']) => fake.shown.filter((it) => it.kind === kind);

/** The server knows one world, `a:b/shop`, and answers with what it was asked. */
async function previews() {
  const missing = new Set<unknown>();
  const started = await extension({
    responses: {
      [WORLD_REQUESTS.preview]: (it) => {
        const { uri, world = 'a:b/shop@1.0.0' } = it as { uri: string; world?: string };
        return missing.has(uri) ? null : { uri, world: { path: world } };
      },
      [WORLD_REQUESTS.list]: (it) => {
        const { uri } = (it as { textDocument?: { uri: string } }).textDocument ?? { uri: FILE };
        return missing.has(uri) ? [] : [{ uri, path: 'x:y/part' }];
      },
      [WORLD_REQUESTS.render]: (it) => {
        const { format } = it as { format: string };
        return format === 'picture' ? { picture: { drawn: true } } : { text: `as ${format}` };
      },
      [WORLD_REQUESTS.compose]: () => ({ composed: true }),
      [WORLD_REQUESTS.compare]: () => ({ compared: true }),
      [WORLD_REQUESTS.composition]: (it) => (missing.has((it as { uri: string }).uri) ? null : { composition: true }),
    },
  });
  const asked = (method: string) => started.client.asked.filter(([it]) => it === method).map(([, params]) => params);
  return { ...started, client: started.client, asked, missing };
}

async function opened(run: (command: string, ...values: unknown[]) => Promise<unknown>): Promise<Panel> {
  await run('wit.previewWorld', FILE, 'a:b/shop@1.0.0');
  const panel = fake.panels.at(-1) ?? restoredPanel('none');
  await panel.say({ kind: 'ready' });
  return panel;
}

it('shows a world with its picture and all worlds, once for each world', async () => {
  const { run, asked } = await previews();
  const panel = await opened(run);
  expect(panel.title).toBe('World shop');
  expect(panel.posted).toEqual([
    {
      kind: 'show',
      result: { uri: FILE, world: { path: 'a:b/shop@1.0.0' } },
      picture: { drawn: true },
      worlds: [{ uri: FILE, path: 'x:y/part' }],
    },
  ]);
  expect(asked(WORLD_REQUESTS.render)).toEqual([
    { worlds: [{ uri: FILE, world: 'a:b/shop@1.0.0' }], format: 'picture', whole: true, most: 12, opened: [] },
  ]);
  const { html, options } = panel.webview as {
    html: string;
    options: { localResourceRoots: Uri[]; enableScripts: true };
  };
  expect(html).toContain('webview:/ext/dist/preview.js');
  expect(html).toContain('webview:/ext/dist/preview.css');
  expect(/nonce-([0-9a-f]{32})'/.exec(html)?.[1]).toBeDefined();
  expect(options.localResourceRoots.map(String)).toEqual(['file:///ext/dist']);
  await run('wit.previewWorld', FILE, 'a:b/shop@1.0.0');
  expect(fake.panels).toHaveLength(1);
  expect(panel.revealed).toEqual([[undefined, true]]);
  await run('wit.previewWorld', FILE, 'a:b/other');
  expect(fake.panels.map((it) => it.title)).toEqual(['World shop', 'World other']);
  // A panel that was closed is made anew.
  panel.dispose();
  await run('wit.previewWorld', FILE, 'a:b/shop@1.0.0');
  expect(fake.panels).toHaveLength(3);
});

it('finds the world at the cursor, and says where there is none', async () => {
  const { run, asked, missing } = await previews();
  await run('wit.previewWorld');
  expect(fake.panels).toEqual([]);
  fake.active = editor(document(FILE), 4, 2);
  await run('wit.previewWorld');
  expect(asked(WORLD_REQUESTS.preview)[0]).toEqual({ uri: FILE, position: { line: 4, character: 2 } });
  expect(fake.panels.map((it) => it.title)).toEqual(['World shop']);
  missing.add(FILE);
  await run('wit.previewWorld');
  expect(shown('information').map((it) => it.text)).toEqual(['This file has no world.']);
  expect(fake.panels).toHaveLength(1);
});

it('follows the text, and says when its world is gone', async () => {
  const { run, client, missing } = await previews();
  const panel = await opened(run);
  client.notify(WORLDS_CHANGED);
  await settled();
  expect(panel.posted.map((it) => it.kind)).toEqual(['show', 'show']);
  missing.add(FILE);
  client.notify(WORLDS_CHANGED);
  await settled();
  expect(panel.posted.at(-1)).toEqual({ kind: 'gone', world: 'a:b/shop@1.0.0' });
  // Of two questions at once only the last answer counts.
  missing.clear();
  const before = panel.posted.length;
  client.notify(WORLDS_CHANGED);
  client.notify(WORLDS_CHANGED);
  await settled();
  expect(panel.posted).toHaveLength(before + 1);
});

it('shows a world beside another, or put together with others', async () => {
  const { run, asked } = await previews();
  const panel = await opened(run);
  await panel.say({ kind: 'second', choice: { how: 'base' } });
  expect(panel.posted.at(-1)).toMatchObject({ second: { choice: { how: 'base' }, compared: { compared: true } } });
  const own = { uri: FILE, world: 'a:b/shop@1.0.0' };
  expect(asked(WORLD_REQUESTS.compare)).toEqual([{ old: 'base', new: own }]);
  await panel.say({ kind: 'second', choice: { how: 'compare', uri: 'file:///o.wit', path: 'o:o/w' } });
  expect(asked(WORLD_REQUESTS.compare)[1]).toEqual({ old: { uri: 'file:///o.wit', world: 'o:o/w' }, new: own });
  const wires = [{ from: 'a', to: 'b' }];
  await panel.say({
    kind: 'second',
    choice: { how: 'compose', parts: [{ uri: 'file:///p.wit', path: 'p:p/w' }], wires },
  });
  const worlds = [own, { uri: 'file:///p.wit', world: 'p:p/w' }];
  expect(asked(WORLD_REQUESTS.compose)).toEqual([{ worlds, wires }]);
  expect(asked(WORLD_REQUESTS.render).at(-1)).toMatchObject({ worlds, wires, format: 'picture' });
  expect(panel.posted.at(-1)).toMatchObject({ second: { composed: { composed: true } } });

  fake.answers.set('open', () => [Uri.parse('file:///q.wasm')]);
  await panel.say({ kind: 'pick' });
  expect(asked(WORLD_REQUESTS.list).at(-2)).toEqual({ textDocument: { uri: 'file:///q.wasm' } });
  expect(asked(WORLD_REQUESTS.compose).at(-1)).toEqual({
    worlds: [...worlds, { uri: 'file:///q.wasm', world: 'x:y/part' }],
    wires,
  });
  await panel.say({ kind: 'second' });
  expect(panel.posted.at(-1)).not.toHaveProperty('second');
});

it('a component without a world cannot be added, and is named', async () => {
  const { run, missing, asked } = await previews();
  const panel = await opened(run);
  await panel.say({ kind: 'second', choice: { how: 'compose', parts: [], wires: [] } });
  missing.add('file:///q.wasm');
  fake.answers.set('open', () => [Uri.parse('file:///q.wasm')]);
  const before = asked(WORLD_REQUESTS.compose).length;
  await panel.say({ kind: 'pick' });
  expect(shown('warning').map((it) => it.text)).toEqual(['/q.wasm has no world.']);
  expect(asked(WORLD_REQUESTS.compose)).toHaveLength(before);
  fake.answers.delete('open');
  await panel.say({ kind: 'pick' });
  expect(asked(WORLD_REQUESTS.compose)).toHaveLength(before);
});

it('exports what is shown, under the name of its world', async () => {
  const { run, asked } = await previews();
  const panel = await opened(run);
  fake.answers.set('save', ({ options }) => options.defaultUri);
  for (const format of ['svg', 'mermaid', 'wac']) await panel.say({ kind: 'export', format });
  expect([...fake.files].map(([uri, bytes]) => [uri, new TextDecoder().decode(bytes)])).toEqual([
    ['file:///w/shop.svg', 'as svg'],
    ['file:///w/shop.mmd', 'as mermaid'],
    ['file:///w/whole.wac', 'as wac'],
  ]);
  expect(asked(WORLD_REQUESTS.render).at(-1)).toMatchObject({ format: 'wac', file: 'file:///w/whole.wac' });
  fake.answers.delete('save');
  await panel.say({ kind: 'export', format: 'svg' });
  expect(fake.files.size).toBe(3);
  await panel.say({ kind: 'copy', format: 'mermaid' });
  expect(fake.clipboard).toBe('as mermaid');
});

it('opens the text of a world as a new document, to be saved in a folder of its own', async () => {
  fake.folders.push({ uri: Uri.file('/w'), name: 'w' });
  const { run } = await previews();
  const panel = await opened(run);
  await panel.say({ kind: 'export', format: 'wit' });
  expect(fake.opened).toEqual([['untitled:/w/exported/shop.wit', 1]]);
  expect(fake.editorOf.get('untitled:/w/exported/shop.wit')?.edits).toMatchObject([[{}, 'as wit']]);
  expect(fake.languages.map(([, language]) => language)).toEqual(['wit']);
  fake.folders.length = 0;
  await panel.say({ kind: 'export', format: 'wit' });
  expect(fake.opened.at(-1)).toEqual(['untitled:Untitled-1', 1]);
});

it('leads to places, and opens boxes of the drawing', async () => {
  const { run, asked } = await previews();
  const panel = await opened(run);
  const range = { start: { line: 2, character: 1 }, end: { line: 2, character: 5 } };
  await panel.say({ kind: 'open', place: { uri: 'file:///w/a.wit', range } });
  expect(fake.opened).toMatchObject([['file:///w/a.wit', { selection: range, viewColumn: 1 }]]);
  await panel.say({ kind: 'opened', boxes: ['one'] });
  expect(asked(WORLD_REQUESTS.render).at(-1)).toMatchObject({ opened: ['one'] });
});

it('shows a composition by its file, and follows it', async () => {
  const { run, missing, client } = await previews();
  await run('wit.previewComposition');
  fake.active = editor(document(FILE));
  await run('wit.previewComposition');
  expect(fake.panels).toEqual([]);
  fake.active = editor(document('file:///w/a%20b.wac', '', 'wac'));
  await run('wit.previewComposition');
  await run('wit.previewComposition', 'file:///w/other.wac');
  expect(fake.panels.map((it) => it.title)).toEqual(['a b.wac', 'other.wac']);
  const [, panel] = fake.panels;
  await panel?.say({ kind: 'ready' });
  expect(panel?.posted).toEqual([{ kind: 'composition', result: { composition: true } }]);
  missing.add('file:///w/other.wac');
  client.notify(WORLDS_CHANGED);
  await settled();
  expect(panel?.posted.at(-1)).toEqual({ kind: 'gone', world: '' });
});

it('a preview comes back as it was left, but for a choice that cannot be read', async () => {
  const { asked } = await previews();
  const restore = (state: unknown) =>
    fake.providers
      .get('wit.worldPreview')
      ?.deserializeWebviewPanel?.(restoredPanel('World shop') as never, state as never);
  const own = { uri: FILE, world: 'a:b/shop' };
  await restore({ ...own, choice: { how: 'base' } });
  await fake.panels.at(-1)?.say({ kind: 'ready' });
  expect(asked(WORLD_REQUESTS.compare)).toEqual([{ old: 'base', new: own }]);
  await restore({ uri: FILE, world: 'a:b/two', choice: { how: 'compose' } });
  await fake.panels.at(-1)?.say({ kind: 'ready' });
  expect(fake.panels.at(-1)?.posted.at(-1)).not.toHaveProperty('second');
  const lost = restoredPanel('World');
  let isGone = false;
  lost.onDidDispose(() => {
    isGone = true;
  });
  await fake.providers.get('wit.worldPreview')?.deserializeWebviewPanel?.(lost as never, undefined as never);
  expect(isGone).toBe(true);
});

const pageOf = (path: string) => ({
  ...{ path, title: path, heading: `Page ${path}`, kind: '', crumbs: [], badges: [], lead: [], sections: [] },
  docs: { markdown: `about ${path}`, links: { a: 'target.html' } },
});

async function documentation() {
  const pages = new Map<string, string>();
  const started = await extension({
    responses: {
      [DOCUMENTATION_PAGE]: (it) => {
        const { address, position } = it as { address?: string; position?: { line: number } };
        const found = address ?? pages.get(String(position?.line));
        return found === undefined || found.startsWith('gone')
          ? null
          : { address: found, page: pageOf(found.split('#')[0] ?? '') };
      },
    },
  });
  fake.commands.set('markdown.api.render', (it) => `<p>${it}</p>`);
  for (const line of [1, 2, 3]) pages.set(String(line), `p${line}.html#f${line}`);
  pages.set('4', 'p1.html#g');
  const open = async (line: number): Promise<Panel> => {
    fake.active = editor(document(FILE), line);
    await started.run('wit.openDocumentation');
    return fake.panels.at(-1) ?? restoredPanel('none');
  };
  return { ...started, client: started.client, open };
}

const placeOf = (panel: Panel) => {
  const { kept, back, forward, anchor } = panel.posted.at(-1) as {
    readonly kept: { readonly address: string; readonly follow: boolean };
    readonly back: boolean;
    readonly forward: boolean;
    readonly anchor: string | null;
  };
  return [kept.address, anchor, back ? 'back' : '', forward ? 'forward' : ''].filter((it) => it !== '');
};

it('shows the documentation of the name at the cursor, rendered, and goes back and forward', async () => {
  const { open } = await documentation();
  const panel = await open(1);
  await panel.say({ kind: 'ready' });
  expect(panel.title).toBe('WIT Documentation');
  expect(panel.posted.at(-1)).toMatchObject({
    kind: 'page',
    body: expect.stringContaining('<h1>Page p1.'),
    docs: [{ html: '<p>about p1.html</p>', links: ['target.html'], level: 2 }],
    kept: { uri: FILE, follow: false },
  });
  expect(placeOf(panel)).toEqual(['p1.html#f1', 'f1']);
  await open(2);
  expect(fake.panels).toHaveLength(1);
  expect(panel.revealed).toEqual([[undefined, true]]);
  expect(placeOf(panel)).toEqual(['p2.html#f2', 'f2', 'back']);
  // The same once more is no step.
  await open(2);
  expect(placeOf(panel)).toEqual(['p2.html#f2', 'f2', 'back']);
  await panel.say({ kind: 'link', href: '../x/p3.html#a%20b' });
  expect(placeOf(panel)).toEqual(['x/p3.html#a b', 'a b', 'back']);
  await panel.say({ kind: 'back' });
  await panel.say({ kind: 'back' });
  expect(placeOf(panel)).toEqual(['p1.html#f1', 'f1', 'forward']);
  await panel.say({ kind: 'back' });
  expect(placeOf(panel)).toEqual(['p1.html#f1', 'f1', 'forward']);
  await panel.say({ kind: 'forward' });
  expect(placeOf(panel)).toEqual(['p2.html#f2', 'f2', 'back', 'forward']);
  // What is opened now takes the place of what came next.
  await open(3);
  expect(placeOf(panel)).toEqual(['p3.html#f3', 'f3', 'back']);
});

it('an edit moves nothing; a page that is gone says so; a hidden panel asks nothing', async () => {
  const { open, client } = await documentation();
  const panel = await open(1);
  await panel.say({ kind: 'ready' });
  client.notify(WORLDS_CHANGED);
  await settled();
  expect(placeOf(panel)).toEqual(['p1.html#f1', null]);
  const count = panel.posted.length;
  panel.visible = false;
  client.notify(WORLDS_CHANGED);
  await settled();
  expect(panel.posted).toHaveLength(count);
  await panel.say({ kind: 'link', href: 'gone.html' });
  expect(panel.posted.at(-1)).toEqual({ kind: 'gone' });
});

it('follows the cursor where that is wanted, once it rests, without a way back', async () => {
  const { open } = await documentation();
  const panel = await open(1);
  await panel.say({ kind: 'ready' });
  const move = (line: number, language = 'wit') =>
    fake.onSelection.fire({ textEditor: editor(document(FILE, '', language), line) });
  move(2);
  await panel.say({ kind: 'follow', on: true });
  expect(panel.posted.at(-1)).toMatchObject({ kept: { follow: true } });
  move(3, 'plaintext');
  move(3);
  move(2);
  await vi.waitFor(() => expect(placeOf(panel)).toEqual(['p2.html#f2', 'f2']), { timeout: 20_000, interval: 10 });
  expect(panel.posted.some((it) => JSON.stringify(it).includes('p3.html'))).toBe(false);
});

it('opens the source of a line, and says where nothing is documented', async () => {
  const { open, run } = await documentation();
  const panel = await open(1);
  await panel.say({ kind: 'ready' });
  await panel.say({ kind: 'link', href: 'file:///w/a.wit#L12' });
  await panel.say({ kind: 'link', href: 'file:///w/b.wit' });
  expect(fake.opened).toMatchObject([
    ['file:///w/a.wit', { selection: { start: { line: 11 } }, viewColumn: 1 }],
    ['file:///w/b.wit', { selection: { start: { line: 0 } }, viewColumn: 1 }],
  ]);
  fake.active = editor(document(FILE), 9);
  await run('wit.openDocumentation');
  expect(shown('information').map((it) => it.text)).toEqual(['There is nothing with documentation here.']);
  fake.active = editor(document('file:///a.txt', '', 'plaintext'), 1);
  await run('wit.openDocumentation');
  expect(shown('information')).toHaveLength(1);
});

it('documentation stays text where nothing renders Markdown; a panel comes back, but only one', async () => {
  await documentation();
  fake.commands.set('markdown.api.render', () => Promise.reject(new Error('disabled')));
  const restore = fake.providers.get('wit.documentation')?.deserializeWebviewPanel;
  const panel = restoredPanel('WIT Documentation');
  await restore?.(panel as never, { uri: FILE, address: 'p1.html#f1', follow: true } as never);
  await panel.say({ kind: 'ready' });
  expect(panel.posted.at(-1)).toMatchObject({ docs: [{ text: 'about p1.html' }], kept: { follow: true } });
  const second = restoredPanel('WIT Documentation');
  let isGone = false;
  second.onDidDispose(() => {
    isGone = true;
  });
  await restore?.(second as never, { uri: FILE, address: 'p1.html', follow: false } as never);
  expect(isGone).toBe(true);
});

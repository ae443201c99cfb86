// What an editor asks at a name, over many names of one package; and symbols over a workspace of thousands of files.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { refactorings } from '../server/src/features/code-actions.ts';
import { complete } from '../server/src/features/completion/completion.ts';
import { folds } from '../server/src/features/folding.ts';
import { hover } from '../server/src/features/hover/hover.ts';
import { documentLinks } from '../server/src/features/links.ts';
import { definition } from '../server/src/features/names/definition.ts';
import { highlight } from '../server/src/features/names/highlight.ts';
import { references } from '../server/src/features/names/references.ts';
import { rename } from '../server/src/features/names/rename.ts';
import { selections } from '../server/src/features/selection.ts';
import { semanticTokens } from '../server/src/features/semantic-tokens.ts';
import { documentSymbols } from '../server/src/features/symbols.ts';
import { workspaceSymbols } from '../server/src/features/workspace-symbols.ts';
import { nodeHost, pathToUri } from '../server/src/hosts/node.ts';
import type { ItemTree } from '../server/src/syntax/items.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';
import type { Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';

type Ask = (snapshot: Snapshot, uri: string, offset: number, tree: ItemTree) => unknown;

const REQUESTS: Readonly<Record<string, Ask>> = {
  definition: (snapshot, uri, offset) => definition(snapshot, uri, offset),
  references: (snapshot, uri, offset) => references(snapshot, uri, offset, true),
  highlight: (snapshot, uri, offset) => highlight(snapshot, uri, offset),
  hover: (snapshot, uri, offset) => hover(snapshot, uri, offset),
  completion: (snapshot, uri, offset) => complete(snapshot, uri, offset),
  rename: (snapshot, uri, offset) => rename(snapshot, uri, offset, 'a-fresh-name'),
  'code actions': (snapshot, uri, offset) => refactorings(snapshot, uri, { start: offset, end: offset }),
  'document symbols': (_, __, ___, tree) => documentSymbols(tree),
  'semantic tokens': (snapshot, uri) => semanticTokens(snapshot, uri),
  folding: (_, __, ___, tree) => folds(tree),
  selection: (_, __, offset, tree) => selections(tree, offset),
  links: (snapshot, uri) => documentLinks(snapshot, uri),
};

/** Milliseconds, p95 by request. Before each question a character is typed, so that nothing is remembered of the last. */
export async function requestTimes(wit: WitParser, file: string, rounds: number): Promise<Map<string, number>> {
  const uri = pathToUri(file);
  const workspace = new Workspace(nodeHost(), wit);
  workspace.openFile(uri, readFileSync(file, 'utf8'), 1);
  await workspace.load(uri);
  const names = workspace.snapshot().semantics.refs(uri);
  const result = new Map<string, number>();
  let version = 1;
  for (const [name, ask] of Object.entries(REQUESTS)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const text = workspace.snapshot().tree(uri)?.text ?? '';
      workspace.changeFile(uri, [{ start: text.length, end: text.length, text: ' ' }], ++version);
      const snapshot = workspace.snapshot();
      const tree = snapshot.tree(uri);
      const at = names[Math.floor((round * names.length) / rounds)]?.span.start ?? 0;
      if (tree === undefined) continue;
      const start = performance.now();
      ask(snapshot, uri, at, tree);
      if (round >= rounds / 5) times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    result.set(name, times[Math.floor(times.length * 0.95)] ?? 0);
  }
  workspace.closeFile(uri);
  return result;
}

/** Symbols of a made workspace: files, milliseconds of the first question and p95 of others. */
export async function symbolTimes(
  wit: WitParser,
  tool: string,
  files: number,
): Promise<{ readonly files: number; readonly first: number; readonly p95: number } | undefined> {
  if (!existsSync(tool)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-bench-'));
  try {
    spawnSync(process.execPath, [tool, '--files', String(files), '--seed', '7', '--out', folder], { stdio: 'ignore' });
    const workspace = new Workspace(nodeHost(), wit);
    workspace.setFolders([pathToUri(folder)]);
    for (const root of (await workspace.find(pathToUri(folder))) ?? []) await workspace.loadDirectory(root);
    const snapshot = workspace.snapshot();
    const ask = (query: string): number => {
      const start = performance.now();
      workspaceSymbols(snapshot, query);
      return performance.now() - start;
    };
    const first = ask('user');
    const times = [
      'u',
      'us',
      'use',
      'user',
      'handle',
      'request',
      'gr',
      'sb',
      'list-all',
      'xyz',
      'record',
      'tok',
      'stream',
    ]
      .flatMap((query) => [ask(query), ask(query)])
      .sort((a, b) => a - b);
    const loaded = [...snapshot.roots.values()].reduce((sum, root) => sum + root.files.length, 0);
    return { files: loaded, first, p95: times[Math.floor(times.length * 0.95)] ?? 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

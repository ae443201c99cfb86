// Several files in one text, for tests of what needs a whole workspace: `//- path` begins a file, `$0` is the cursor.

import type { CheckSettings } from '../../server/src/check/settings.ts';
import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { testParser } from './parser.ts';

/** Where the files of fixtures lie. */
export const FIXTURE = 'file:///w';

export interface Place {
  readonly uri: string;
  readonly offset: number;
}

export interface Fixture {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  /** Texts by URI, without the cursors. */
  readonly texts: ReadonlyMap<string, string>;
  /** Every `$0` in the order of the text. */
  readonly cursors: readonly Place[];
  /** The first `$0`; without one, the start of the first file. */
  readonly uri: string;
  readonly offset: number;
}

const parser = await testParser();

/** The files of a fixture. What stands before the first `//- path` is `a.wit`. */
export function splitFixture(text: string): { texts: Map<string, string>; cursors: Place[] } {
  const texts = new Map<string, string>();
  const cursors: Place[] = [];
  const parts = text.split(/^\/\/- (\S+)\r?\n/m);
  const files: [string, string][] = parts[0]?.trim() === '' ? [] : [['a.wit', parts[0] ?? '']];
  for (let at = 1; at < parts.length; at += 2) files.push([parts[at] ?? '', parts[at + 1] ?? '']);
  for (const [path, marked] of files) {
    const uri = `${FIXTURE}/${path}`;
    const pieces = marked.split('$0');
    let offset = 0;
    for (const piece of pieces.slice(0, -1)) {
      offset += piece.length;
      cursors.push({ uri, offset });
    }
    texts.set(uri, pieces.join(''));
  }
  return { texts, cursors };
}

/** A workspace with the files of a fixture, every package of it loaded. */
export async function fixture(text: string, settings: Partial<CheckSettings> = {}): Promise<Fixture> {
  const { texts, cursors } = splitFixture(text);
  const workspace = new Workspace(new MemoryHost(Object.fromEntries(texts)), parser);
  workspace.setFolders([FIXTURE]);
  workspace.setSettings({ ...DEFAULT_SETTINGS, ...settings });
  for (const uri of texts.keys()) if (uri.endsWith('.wit')) await workspace.load(uri);
  const [first] = cursors;
  const { uri, offset } = first ?? { uri: [...texts.keys()][0] ?? '', offset: 0 };
  return { workspace, snapshot: workspace.snapshot(), texts, cursors, uri, offset };
}

/** Text around a span, with the span between `‹` and `›`: its whole line, after `path:line`. */
export function excerpt(
  snapshot: Snapshot,
  uri: string,
  span: { readonly start: number; readonly end: number },
): string {
  const lines = snapshot.lines(uri);
  if (lines === undefined) return `${uri}: not loaded`;
  const { line } = lines.position(span.start);
  const start = lines.lineStart(line);
  const end = Math.max(span.end, lines.lineStart(line + 1));
  const { text } = lines;
  const shown = `${text.slice(start, span.start)}‹${text.slice(span.start, span.end)}›${text.slice(span.end, end)}`;
  return `${uri.slice(FIXTURE.length + 1)}:${line + 1} ${shown.trim()}`;
}

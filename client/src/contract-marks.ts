// Marks at changed items, in the gutter and the overview ruler, on both sides of every diff editor: in the file, and in the texts
// beside it that the server, git or an extension for reviews shows under a scheme of its own.
import * as vscode from 'vscode';
import type { ContractChange } from '../../server/src/lsp/contract-protocol.ts';
import type { Level } from '../../server/src/semver/levels.ts';
import { type ContractSource, levelName, toRange } from './contract-source.ts';
import { diffText } from './contract-tree.ts';

/** Each level has a shape of its own: colours alone do not tell everybody. */
const LOOKS = {
  major: { path: 'M8 3l5 5-5 5-5-5z', fill: '#f14c4c', ruler: 'editorOverviewRuler.errorForeground' },
  dangerous: { path: 'M8 3.5l5 9H3z', fill: '#cca700', ruler: 'editorOverviewRuler.warningForeground' },
  minor: { path: 'M7 4h2v3h3v2H9v3H7V9H4V7h3z', fill: '#2ea043', ruler: 'editorOverviewRuler.addedForeground' },
} as const;

type Types = ReadonlyMap<Level, vscode.TextEditorDecorationType>;

export class ContractMarks implements vscode.Disposable {
  readonly #source: ContractSource;
  readonly #types: Types = typesOf();
  readonly #listeners: readonly vscode.Disposable[];
  #round = 0;

  constructor(source: ContractSource) {
    this.#source = source;
    const update = (): void => void this.#update();
    this.#listeners = [source.onDidChange(update), vscode.window.onDidChangeVisibleTextEditors(update)];
    update();
  }

  dispose(): void {
    for (const it of [...this.#types.values(), ...this.#listeners]) it.dispose();
  }

  async #update(): Promise<void> {
    const round = ++this.#round;
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => document.languageId === 'wit');
    // An old text alone leads to no file: then all packages are asked for.
    const files = new Map(editors.map(({ document }) => [`${fileOf(document.uri)}`, fileOf(document.uri)]));
    const answers = await Promise.all([...files.values()].map((file) => this.#source.changes(file)));
    if (round !== this.#round) return;
    // Files of one package have the same changes.
    const all = new Map(
      answers.flatMap((it) => it.packages.flatMap((one) => one.changes.map((change) => [keyOf(change), change]))),
    );
    const changes = [...all.values()].filter((it) => !it.suppressed);
    for (const editor of editors) {
      const places = await markedRanges(editor.document, changes);
      if (round !== this.#round) return;
      mark(editor, this.#types, places);
    }
  }
}

function keyOf(it: ContractChange): string {
  return JSON.stringify([it.kind, it.item, it.location, it.baseLocation]);
}

export interface MarkedRange {
  readonly change: ContractChange;
  readonly range: vscode.Range;
  /** The server's hover says it already. */
  readonly told: boolean;
}

/** Schemes of documents whose path is no place in the file system. */
const NO_FILES: ReadonlySet<string> = new Set(['untitled', 'wit-base', 'wit-wasm', 'wit-world', 'http', 'https']);

/**
 * The file of the workspace that a document shows in some version: its own, or the one at its path, which git, and extensions for
 * pull requests, timelines and blame keep under schemes of theirs.
 */
function fileOf(uri: vscode.Uri): vscode.Uri | undefined {
  if (uri.scheme === 'file') return uri;
  if (NO_FILES.has(uri.scheme)) return undefined;
  const file = vscode.Uri.file(uri.path);
  return vscode.workspace.getWorkspaceFolder(file) === undefined ? undefined : file;
}

/** What is marked in a text: as it is now, as it was, or neither, where it is another version than those that were compared. */
export async function markedRanges(
  document: vscode.TextDocument,
  changes: readonly ContractChange[],
): Promise<MarkedRange[]> {
  const places: MarkedRange[] = [];
  const same = new Map<string, boolean>();
  const shows = async (uri: string): Promise<boolean> => {
    // What cannot be read, such as a file that is gone, is another text.
    const known = same.get(uri) ?? (await isText(document, vscode.Uri.parse(uri)).catch(() => false));
    same.set(uri, known);
    return known;
  };
  for (const change of changes) {
    const { location, baseLocation } = change;
    const told = document.uri.scheme === 'file';
    if (location !== null && (await shows(location.uri))) places.push({ change, range: toRange(location.range), told });
    else if (baseLocation !== null && (await shows(baseLocation.uri)))
      places.push({ change, range: toRange(baseLocation.range), told: false });
  }
  return places;
}

/** Is this the text at an address, under whatever scheme? */
async function isText(document: vscode.TextDocument, address: vscode.Uri): Promise<boolean> {
  if (document.uri.toString() === address.toString()) return true;
  const file = document.uri.scheme === 'file' ? undefined : fileOf(document.uri);
  if (file === undefined) return false;
  if (address.scheme === 'file') return file.path === address.path && (await textOf(address)) === plain(document);
  // `wit-base:/COMMIT/PATH`, where the path begins at the top of the repository.
  const path = address.path.replace(/^\/[0-9a-f]+\//, '/');
  return file.path.endsWith(path) && plain(await vscode.workspace.openTextDocument(address)) === plain(document);
}

/** As the server reads it: an open document, else the disk. */
async function textOf(file: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === file.toString());
  if (open !== undefined) return plain(open);
  const bytes = await vscode.workspace.fs.readFile(file);
  return new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
}

/** Line ends do not count: git may have changed them. */
function plain(document: vscode.TextDocument): string {
  return document.getText().replaceAll('\r\n', '\n');
}

function mark(editor: vscode.TextEditor, types: Types, places: readonly MarkedRange[]): void {
  for (const [level, type] of types) {
    const options = places
      .filter(({ change }) => change.level === level)
      .map(({ change, range, told }): vscode.DecorationOptions => {
        if (told) return { range };
        const hoverMessage = new vscode.MarkdownString(
          `**${levelName(change.level)}:** ${change.message}`,
        ).appendCodeblock(diffText(change), 'diff');
        return { range, hoverMessage };
      });
    editor.setDecorations(type, options);
  }
}

function typesOf(): Types {
  const types = new Map<Level, vscode.TextEditorDecorationType>();
  for (const level of ['major', 'dangerous', 'minor'] as const) {
    const { path, fill, ruler } = LOOKS[level];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${path}" fill="${fill}"/></svg>`;
    const type = vscode.window.createTextEditorDecorationType({
      gutterIconPath: vscode.Uri.parse(`data:image/svg+xml;base64,${btoa(svg)}`),
      gutterIconSize: 'contain',
      overviewRulerColor: new vscode.ThemeColor(ruler),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    });
    types.set(level, type);
  }
  return types;
}

// Marks at changed items, in the gutter and the overview ruler: in the file, and in the old text beside it, be it the one
// that the server shows or the one that VS Code's own diff editor has from git.
import * as vscode from 'vscode';
import type { ContractChange } from '../../server/src/lsp/contract-protocol.ts';
import type { Level } from '../../server/src/semver/levels.ts';
import { type ContractSource, isContract, levelName, toRange } from './contract-source.ts';
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
    const files = new Map(
      editors.flatMap(({ document }) => (isContract(document) ? [[document.uri.toString(), document]] : [])),
    );
    const answers = await Promise.all([...files.values()].map(({ uri }) => this.#source.changes(uri)));
    if (round !== this.#round) return;
    // Files of one package have the same changes.
    const all = new Map(
      answers.flatMap((it) => it.packages.flatMap((one) => one.changes.map((change) => [keyOf(change), change]))),
    );
    const changes = [...all.values()].filter((it) => !it.suppressed);
    for (const editor of editors) {
      const places = isContract(editor.document)
        ? newPlaces(editor.document, changes)
        : await oldPlaces(editor.document, changes);
      if (round !== this.#round) return;
      mark(editor, this.#types, places);
    }
  }
}

function keyOf(it: ContractChange): string {
  return JSON.stringify([it.kind, it.item, it.location, it.baseLocation]);
}

interface Place {
  readonly change: ContractChange;
  readonly range: vscode.Range;
  /** The server's hover says it already. */
  readonly told: boolean;
}

function newPlaces(document: vscode.TextDocument, changes: readonly ContractChange[]): Place[] {
  const uri = document.uri.toString();
  return changes.flatMap((change) => {
    const { location } = change;
    if (location === null || vscode.Uri.parse(location.uri).toString() !== uri) return [];
    return [{ change, range: toRange(location.range), told: true }];
  });
}

/** What has changed since, in an old text; nothing in a text that is another one than what was compared. */
export async function oldPlaces(document: vscode.TextDocument, changes: readonly ContractChange[]): Promise<Place[]> {
  const places: Place[] = [];
  const same = new Map<string, boolean>();
  for (const change of changes) {
    const { baseLocation } = change;
    if (baseLocation === null) continue;
    const { uri } = baseLocation;
    const fits = same.get(uri) ?? (await isText(document, vscode.Uri.parse(uri)));
    same.set(uri, fits);
    if (fits) places.push({ change, range: toRange(baseLocation.range), told: false });
  }
  return places;
}

async function isText(document: vscode.TextDocument, base: vscode.Uri): Promise<boolean> {
  if (document.uri.toString() === base.toString()) return true;
  // `wit-base:/COMMIT/PATH` and `git:/TOP/PATH`.
  const path = base.path.replace(/^\/[0-9a-f]+\//, '/');
  if (document.uri.scheme !== 'git' || !document.uri.path.endsWith(path)) return false;
  const old = await vscode.workspace.openTextDocument(base);
  return old.getText() === document.getText();
}

function mark(editor: vscode.TextEditor, types: Types, places: readonly Place[]): void {
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

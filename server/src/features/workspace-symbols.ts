// Every declaration of the workspace by a part of its name.

import type { Span } from '../base/text.ts';
import type { ItemTree } from '../syntax/items.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { type DocumentSymbol, documentSymbols, type SymbolKind } from './symbols.ts';

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The package, and what the symbol stands in: `a:b@1.0.0/types.point`. */
  readonly container: string;
  readonly uri: string;
  readonly span: Span;
  readonly deprecated: boolean;
}

interface Known {
  readonly symbol: DocumentSymbol;
  readonly lower: string;
  /** The letters that occur, a bit each. */
  readonly letters: number;
  readonly owners: readonly string[];
}

const known = new WeakMap<ItemTree, readonly Known[]>();
const SKIPPED: ReadonlySet<SymbolKind> = new Set(['include']);

/** The best matches, best first; all, up to the limit, where nothing is asked for. */
export function workspaceSymbols(snapshot: Snapshot, query: string, limit = 256): readonly WorkspaceSymbol[] {
  const wanted = query.trim().replace(/^%/, '').toLowerCase();
  const letters = lettersOf(wanted);
  const found: { score: number; uri: string; it: Known }[] = [];
  const seen = new Set<ItemTree>();
  for (const root of snapshot.roots.values()) {
    for (const [files, penalty] of [[root.files, 0] as const, ...root.deps.map((it) => [it.files, 40] as const)]) {
      for (const uri of files) {
        const tree = snapshot.tree(uri);
        // Copies in several `deps/` are one text, and said once.
        if (tree === undefined || (penalty > 0 && seen.has(tree))) continue;
        seen.add(tree);
        for (const it of symbolsOf(tree)) {
          if ((it.letters & letters) !== letters) continue;
          const score = scoreOf(it.lower, wanted);
          if (score !== undefined) found.push({ score: score + penalty + it.owners.length, uri, it });
        }
      }
    }
  }
  found.sort((a, b) => a.score - b.score || compare(a.it.lower, b.it.lower) || compare(a.uri, b.uri));
  return found.slice(0, limit).map(({ uri, it }) => ({
    name: it.symbol.name,
    kind: it.symbol.kind,
    container: [packageOf(snapshot, uri), it.owners.join('.')].filter((part) => part !== '').join('/'),
    uri,
    span: it.symbol.selection,
    deprecated: it.symbol.deprecated,
  }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function symbolsOf(tree: ItemTree): readonly Known[] {
  const old = known.get(tree);
  if (old !== undefined) return old;
  const found: Known[] = [];
  const add = (symbols: readonly DocumentSymbol[], owners: readonly string[]): void => {
    for (const symbol of symbols) {
      if (SKIPPED.has(symbol.kind)) continue;
      const lower = symbol.name.toLowerCase();
      found.push({ symbol, lower, letters: lettersOf(lower), owners });
      if (symbol.children.length > 0) add(symbol.children, [...owners, symbol.name]);
    }
  };
  add(documentSymbols(tree), []);
  known.set(tree, found);
  return found;
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
  }
  return letters;
}

/** How far the name is from what is asked for; undefined when its letters are not all there in this order. */
function scoreOf(name: string, wanted: string): number | undefined {
  if (wanted === '') return name.length;
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 5 + name.length - wanted.length;
  const inside = name.indexOf(wanted);
  if (inside !== -1) return (isWordStart(name, inside) ? 20 : 60) + inside;
  let score = 100;
  let at = 0;
  for (const char of wanted) {
    const next = name.indexOf(char, at);
    if (next === -1) return undefined;
    if (next > at) score += isWordStart(name, next) ? 2 : 8;
    at = next + 1;
  }
  return score + name.length - wanted.length;
}

function isWordStart(name: string, at: number): boolean {
  return at === 0 || !/[a-z0-9]/.test(name[at - 1] ?? '');
}

/** The package that a file says it is, or that another file of its directory says. */
function packageOf(snapshot: Snapshot, uri: string): string {
  const root = snapshot.rootOf(uri);
  const group = root?.deps.find((it) => it.files.includes(uri))?.files ?? root?.files ?? [];
  for (const file of [uri, ...group]) {
    const tree = snapshot.tree(file);
    const declared = tree === undefined ? undefined : documentSymbols(tree).find((it) => it.kind === 'package');
    if (declared !== undefined) return declared.name;
  }
  return '';
}

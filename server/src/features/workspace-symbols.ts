// Every declaration of the workspace by a part of its name.

import { memo } from '../base/memo.ts';
import type { Span } from '../base/text.ts';
import { type Attribute, type Decl, type Entry, type ItemTree, type Node, spanOf } from '../syntax/items.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { kindOf, type SymbolKind } from './symbols.ts';

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The package, and the container of the symbol: `a:b@1.0.0/types.point`. */
  readonly container: string;
  readonly uri: string;
  readonly span: Span;
  readonly deprecated: boolean;
}

interface Declared {
  readonly name: string;
  readonly lower: string;
  readonly kind: SymbolKind;
  readonly owners: readonly string[];
  readonly node: Node;
  readonly attributes: readonly Attribute[];
}

/** The symbols of a file; the letters of each, and of all, a bit per letter. */
interface Known {
  readonly symbols: readonly Declared[];
  readonly masks: Int32Array;
  readonly all: number;
}

interface Match {
  readonly score: number;
  readonly uri: string;
  readonly it: Declared;
}

/** The best matches, best first; any, up to the limit, where nothing is asked for. Fields and cases are not among them. */
export function workspaceSymbols(snapshot: Snapshot, query: string, limit = 256): readonly WorkspaceSymbol[] {
  const wanted = query.trim().replace(/^%/, '').toLowerCase();
  const letters = lettersOf(wanted);
  let found: Match[] = [];
  let worst = Number.POSITIVE_INFINITY;
  /** Only the best are kept; what is worse than all of them is not even noted. */
  const cut = (): void => {
    found = found.sort(compareMatches).slice(0, limit);
    worst = found.length < limit ? worst : (found.at(-1)?.score ?? worst);
  };
  const seen = new Set<ItemTree>();
  const search = (uri: string, penalty: number): void => {
    const tree = snapshot.tree(uri);
    // Copies in several `deps/` are one text, and said once.
    if (tree === undefined || (penalty > 0 && seen.has(tree))) return;
    seen.add(tree);
    const { symbols, masks, all } = symbolsOf(tree);
    if ((all & letters) !== letters) return;
    for (let at = 0; at < symbols.length; at++) {
      const it = symbols[at];
      if (it === undefined || ((masks[at] ?? 0) & letters) !== letters) continue;
      const score = scoreOf(it.lower, wanted);
      if (score === undefined || score + penalty + it.owners.length > worst) continue;
      found.push({ score: score + penalty + it.owners.length, uri, it });
      if (found.length >= 8 * limit) cut();
    }
  };
  for (const root of snapshot.workRoots) for (const uri of root.files) search(uri, 0);
  for (const root of snapshot.workRoots)
    for (const { files } of root.deps) for (const uri of files) search(uri, VENDORED);
  cut();
  return found.flatMap(({ uri, it }) => {
    const tree = snapshot.tree(uri);
    if (tree === undefined) return [];
    return [
      {
        name: it.name,
        kind: it.kind,
        container: [packageOf(snapshot, uri), it.owners.join('.')].filter((part) => part !== '').join('/'),
        uri,
        span: spanOf(tree, it.node),
        deprecated: it.attributes.some(({ name }) => name.text === 'deprecated'),
      },
    ];
  });
}

/** How much further away is what does not belong to the workspace. */
const VENDORED = 40;

function compareMatches(a: Match, b: Match): number {
  return a.score - b.score || compare(a.it.lower, b.it.lower) || compare(a.uri, b.uri);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NO_OWNERS: readonly string[] = [];

const symbolsOf = memo((tree: ItemTree): Known => {
  const found: Declared[] = [];
  const add = (
    kind: SymbolKind,
    name: string,
    node: Node,
    owners: readonly string[],
    attributes: readonly Attribute[],
  ): void => {
    if (name === '') return;
    const lower = name.toLowerCase();
    found.push({ name, lower, kind, owners, node, attributes });
  };
  const declared = (decl: Decl, base: number, owners: readonly string[]): void => {
    const { attributes } = decl;
    switch (decl.kind) {
      case 'package':
      case 'nested-package': {
        const { namespace, name } = decl.name;
        add('package', `${namespace.text}:${name.text}`, base + decl.name.node, owners, attributes);
        return;
      }
      case 'import':
      case 'export': {
        const { extern } = decl;
        if (extern.kind === 'path') return;
        const kind = extern.kind === 'func' ? kindOf(extern.func, 'func') : 'interface';
        add(kind, extern.label.text, base + extern.label.node, owners, attributes);
        if (extern.kind !== 'interface') return;
        for (const it of extern.members) declared(it, base, [...owners, extern.label.text]);
        return;
      }
      case 'func':
        add(kindOf(decl.func, 'func'), decl.name.text, base + decl.name.node, owners, attributes);
        return;
      case 'interface':
      case 'world':
      case 'type':
      case 'record':
      case 'variant':
      case 'enum':
      case 'flags':
        add(decl.kind, decl.name.text, base + decl.name.node, owners, attributes);
        return;
      case 'resource':
        add('resource', decl.name.text, base + decl.name.node, owners, attributes);
        for (const it of decl.funcs) {
          if (it.kind === 'constructor') continue;
          add(kindOf(it.func, 'method'), it.name.text, base + it.name.node, [...owners, decl.name.text], it.attributes);
        }
        return;
      default:
    }
  };
  const walk = (entries: readonly Entry[], owners: readonly string[]): void => {
    for (const { chunk, base, members } of entries) {
      declared(chunk.decl, base, owners);
      if (members.length === 0) continue;
      const { decl } = chunk;
      walk(members, decl.kind === 'interface' || decl.kind === 'world' ? [...owners, decl.name.text] : owners);
    }
  };
  walk(tree.entries, NO_OWNERS);
  const masks = Int32Array.from(found, (it) => lettersOf(it.lower));
  return { symbols: found, masks, all: masks.reduce((sum, it) => sum | it, 0) };
});

function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
  }
  return letters;
}

/** How far the name is from what is asked for; undefined when its letters are not all there in this order. */
/** How well a name, in lower case, matches what is wanted: less is better; undefined when it does not. */
export function scoreOf(name: string, wanted: string): number | undefined {
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
    for (const { chunk } of snapshot.tree(file)?.entries ?? []) {
      if (chunk.decl.kind !== 'package') continue;
      const { namespace, name, version } = chunk.decl.name;
      return `${namespace.text}:${name.text}${version === undefined ? '' : `@${version.text}`}`;
    }
  }
  return '';
}

// The paths of `use`, `include`, `import` and `export`: interfaces and worlds of the package by name, of others by their
// whole path, or its next part.

import { escapePath, type KnownItem, pathTo } from '../../check/declared-names.ts';
import { compareVersions } from '../../model/names.ts';
import { spanOf } from '../../syntax/items.ts';
import { escapeName } from '../../syntax/words.ts';
import type { Expected, PathStatement } from './expected.ts';
import { type CompletionItem, matches } from './item.ts';
import type { Scope, Visible } from './scope.ts';

/** Maximum number of items of other packages offered at once. */
const MAX_ITEMS = 200;

export interface PathItems {
  readonly items: CompletionItem[];
  readonly cut: boolean;
}

type PathExpected = Extract<Expected, { kind: 'path' }>;

/** `after`: the text that follows the word. */
export function pathItems(scope: Scope, expected: PathExpected, prefix: string, after: string): PathItems {
  const { statement, part, path } = expected;
  const wanted = scope.visible.filter((it) => fits(scope, statement, it));
  const foreign = wanted.filter(({ distance }) => distance !== 'package');
  if (part === 'start') return startItems(scope, expected, wanted, prefix, after);
  const inNamespace = foreign.filter(({ item }) => item.source.id.namespace === path.namespace);
  if (part === 'package') return packageItems(inNamespace, statement, prefix, after);
  const inPackage = inNamespace.filter(({ item }) => item.source.id.name === path.package);
  if (part === 'item') return { items: itemItems(inPackage, statement, after), cut: false };
  return { items: versionItems(inPackage.filter(({ item }) => item.name === path.item)), cut: false };
}

/** May the item stand in the statement, and not there already? */
function fits(scope: Scope, statement: PathStatement, { item, distance }: Visible): boolean {
  if (statement === 'toplevel-use') return true;
  if (item.kind !== (statement === 'include' ? 'world' : 'interface')) return false;
  // Nothing could follow in the braces.
  if (statement === 'use' && item.types.length === 0) return false;
  return distance !== 'package' || (statement !== 'use' && statement !== 'include') || !scope.circle.has(item.name);
}

function startItems(
  scope: Scope,
  { statement }: PathExpected,
  wanted: readonly Visible[],
  prefix: string,
  after: string,
): PathItems {
  const items: CompletionItem[] = [];
  const there = alreadyThere(scope, statement);
  for (const [name, item] of scope.aliases) {
    if (!fits(scope, statement, { item, distance: 'dependency' }) || statement === 'toplevel-use') continue;
    items.push({
      ...itemOf(item, 0),
      label: name,
      text: escapeName(name),
      ...ending(escapeName(name), statement, after),
    });
  }
  if (statement !== 'toplevel-use') {
    for (const label of scope.lostAliases) {
      const text = escapeName(label);
      items.push({ label, kind: 'alias', text, rank: 2, ...ending(text, statement, after) });
    }
  }
  let cut = false;
  for (const { item, distance } of wanted) {
    const path = pathTo(item, scope.own);
    if (there.has(path)) continue;
    if (distance === 'package') {
      const text = escapeName(item.name);
      if (!scope.aliases.has(item.name)) items.push({ ...itemOf(item, 1), text, ...ending(text, statement, after) });
      continue;
    }
    if (!matches(prefix, path)) continue;
    if (items.length >= MAX_ITEMS) {
      cut = true;
      break;
    }
    const rank = distance === 'dependency' ? 100 : 200;
    items.push({ ...itemOf(item, rank), label: path, text: path, filter: path, ...ending(path, statement, after) });
  }
  items.push(...namespaceItems(wanted, after));
  return { items, cut };
}

/** `ns` for who types path by path. */
function namespaceItems(wanted: readonly Visible[], after: string): CompletionItem[] {
  const names = new Set(
    wanted.filter(({ distance }) => distance !== 'package').map(({ item }) => item.source.id.namespace),
  );
  return [...names].map((name) => ({
    label: name,
    kind: 'package',
    ...goingOn(name, ':', after),
    rank: 300,
    detail: 'namespace',
  }));
}

/** A part of a path, with the sign after it unless that is there. */
function goingOn(name: string, sign: ':' | '/', after: string): Pick<CompletionItem, 'text' | 'again'> {
  const text = escapeName(name);
  return after.trimStart().startsWith(sign) ? { text } : { text: `${text}${sign}`, again: true };
}

/** Plain imports, or exports, of the world; a second one would be an error. */
function alreadyThere({ body, tree, offset }: Scope, statement: PathStatement): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { decl, base } of body?.members ?? []) {
    if (decl.kind !== statement || (decl.kind !== 'import' && decl.kind !== 'export')) continue;
    if (decl.extern.kind !== 'path' || decl.extern.label !== undefined) continue;
    const { start, end } = spanOf(tree, base + decl.extern.path.node);
    if (offset < start || offset > end) found.add(tree.text.slice(start, end).replace(/\s+/g, ''));
  }
  return found;
}

function itemOf(item: KnownItem, rank: number): CompletionItem {
  return {
    label: item.name,
    kind: item.kind,
    text: escapeName(item.name),
    rank,
    target: { uri: item.uri, node: item.node },
    ...(item.deprecated ? { deprecated: true } : {}),
  };
}

/** What a statement that ends here goes on with. */
function ending(text: string, statement: PathStatement, after: string): Pick<CompletionItem, 'snippet' | 'again'> {
  if (after.trim() !== '') return {};
  if (statement === 'use') return { snippet: `${text}.{$1};$0`, again: true };
  return statement === 'toplevel-use' ? {} : { snippet: `${text};$0` };
}

/** After `ns:`: all that its packages have, and their names. */
function packageItems(found: readonly Visible[], statement: PathStatement, prefix: string, after: string): PathItems {
  const names = new Set(found.map(({ item }) => item.source.id.name));
  const items: CompletionItem[] = [...names].map((name) => ({
    label: name,
    kind: 'package',
    ...goingOn(name, '/', after),
    rank: MAX_ITEMS,
  }));
  // What goes on is a path already.
  if (/^\s*\//.test(after)) return { items, cut: false };
  const order = newestFirst(found);
  for (const { item } of found) {
    const rest = pathTo(item, undefined).slice(escapeName(item.source.id.namespace).length + 1);
    if (!matches(prefix, rest)) continue;
    if (items.length >= MAX_ITEMS) return { items, cut: true };
    const rank = order.get(versionOf(item)) ?? 0;
    items.push({ ...itemOf(item, rank), label: rest, text: rest, filter: rest, ...ending(rest, statement, after) });
  }
  return { items, cut: false };
}

/** After `ns:package/`. */
function itemItems(found: readonly Visible[], statement: PathStatement, after: string): CompletionItem[] {
  const version = /^\s*@\s*([0-9][0-9A-Za-z+-]*(?:\.[0-9A-Za-z+-]+)*)/.exec(after)?.[1];
  if (/^\s*@/.test(after)) {
    const exact = found.filter(({ item }) => item.source.id.version === version);
    const named = new Map((exact.length > 0 ? exact : found).map(({ item }) => [item.name, item]));
    return [...named.values()].map((item) => itemOf(item, 0));
  }
  const order = newestFirst(found);
  return found.map(({ item }) => {
    const { version: own } = item.source.id;
    const text = own === undefined ? escapeName(item.name) : `${escapeName(item.name)}@${own}`;
    const label = own === undefined ? item.name : `${item.name}@${own}`;
    return {
      ...itemOf(item, order.get(versionOf(item)) ?? 0),
      label,
      text,
      filter: label,
      detail: escapePath(item.source.key),
      ...ending(text, statement, after),
    };
  });
}

/** The place of each version among all, the newest first. */
function newestFirst(found: readonly Visible[]): ReadonlyMap<string, number> {
  const versions = [...new Set(found.map(({ item }) => versionOf(item)))];
  return new Map(versions.sort((a, b) => compareVersions(b, a)).map((it, index) => [it, index]));
}

function versionOf(item: KnownItem): string {
  return item.source.id.version ?? '0.0.0-0';
}

/** After the `@`: the newest first. */
function versionItems(found: readonly Visible[]): CompletionItem[] {
  const versions = [...new Set(found.flatMap(({ item }) => item.source.id.version ?? []))];
  return versions
    .sort((a, b) => compareVersions(b, a))
    .map((version, index) => ({ label: version, kind: 'version', text: version, rank: index }));
}

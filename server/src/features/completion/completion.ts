// What may be typed at a place. Knows the place by the tokens before it, so an unfinished statement is no hindrance; offers
// nothing where nothing known fits.

import type { Snapshot } from '../../workspace/snapshot.ts';
import { docsOf } from '../hover/docs.ts';
import { declarationOf } from '../hover/render.ts';
import { type CompletionContext, contextAt } from './context.ts';
import { docLinkItems } from './doc-links.ts';
import type { Expected } from './expected.ts';
import type { CompletionItem, Completions, CompletionTarget } from './item.ts';
import { funcWords, gateNames, itemWords, plainWords, siblingPackage } from './keywords.ts';
import { attributeKeys, attributeValues, labelItems, usedTypeItems } from './names.ts';
import { pathItems } from './paths.ts';
import { Scope } from './scope.ts';
import { typeItems } from './types.ts';

/** Characters after which completion is worth asking for. */
export const COMPLETION_TRIGGERS = [':', '/', '@', '.', '{', '<', '=', '`'] as const;

const NOTHING: Completions = {
  items: [],
  insert: { start: 0, end: 0 },
  replace: { start: 0, end: 0 },
  incomplete: false,
};

export function complete(snapshot: Snapshot, uri: string, offset: number): Completions {
  const tree = snapshot.tree(uri);
  const links = docLinkItems(snapshot, uri, offset);
  if (links !== undefined) return { ...links, items: unique(links.items) };
  const place = tree === undefined ? undefined : contextAt(tree, offset);
  if (tree === undefined || place === undefined) return NOTHING;
  const scope = new Scope(snapshot, uri, tree, place.insert.start);
  const items: CompletionItem[] = [];
  let incomplete = false;
  for (const expected of place.expected) {
    const found = itemsFor(scope, place, expected);
    items.push(...found.items);
    incomplete ||= found.cut;
  }
  const { insert, replace, prefix } = place;
  const offered = prefix.startsWith('%') ? items.flatMap((it) => escaped(it)) : items;
  return { items: unique(offered), insert, replace, incomplete };
}

interface Found {
  readonly items: readonly CompletionItem[];
  readonly cut: boolean;
}

function itemsFor(scope: Scope, { prefix, replace }: CompletionContext, expected: Expected): Found {
  const all = (items: readonly CompletionItem[]): Found => ({ items, cut: false });
  switch (expected.kind) {
    case 'item':
      return all(itemWords(scope, expected));
    case 'type':
      return typeItems(scope, expected, prefix);
    case 'path':
      return pathItems(scope, expected, prefix, restOfLine(scope, replace.end));
    case 'use-names':
      return all(usedTypeItems(scope, expected, replace.end));
    case 'with-names':
      return all(labelItems(scope, expected, replace.end));
    case 'func':
      return all(funcWords(expected.place));
    case 'words':
      return all(plainWords(expected.words));
    case 'attribute':
      return all(gateNames(scope, expected));
    case 'attribute-key':
      return all(attributeKeys(expected.attribute));
    case 'attribute-value':
      return all(attributeValues(scope, expected.attribute));
    case 'package-name': {
      const name = siblingPackage(scope);
      return all(name === undefined ? [] : [{ label: name, kind: 'package', text: name, rank: 0 }]);
    }
  }
}

function restOfLine({ tree }: Scope, offset: number): string {
  const end = tree.text.indexOf('\n', offset);
  return tree.text.slice(offset, end === -1 ? Math.min(tree.text.length, offset + 300) : Math.min(end, offset + 300));
}

/** After a typed `%` only names stand, each with it. */
function escaped(item: CompletionItem): CompletionItem[] {
  if (item.kind === 'keyword' || item.kind === 'snippet' || item.kind === 'primitive') return [];
  return [{ ...item, text: item.text.startsWith('%') ? item.text : `%${item.text}`, filter: `%${item.label}` }];
}

/** By rank, then by name; of two that are the same, the first. */
function unique(items: readonly CompletionItem[]): CompletionItem[] {
  const sorted = [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const seen = new Set<string>();
  return sorted.filter((it) => {
    const key = `${it.label} ${it.kind} ${it.detail ?? ''}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

export interface Resolved {
  /** The declaration as WIT text. */
  readonly declaration: string;
  /** Markdown. */
  readonly docs: string | undefined;
}

/** The details of an item when it is selected. */
export function resolveCompletion(snapshot: Snapshot, { uri, node }: CompletionTarget): Resolved | undefined {
  for (const it of snapshot.semantics.packagesOf(uri)) {
    const ref = it.refs.find(({ role, loc }) => role === 'definition' && loc.node === node && loc.uri === uri);
    if (ref === undefined) continue;
    return { declaration: declarationOf(snapshot, ref.target), docs: docsOf(snapshot, ref.target) };
  }
  return undefined;
}

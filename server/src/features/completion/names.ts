// Names in braces: types of a `use`, labels of an `include … with`; and the values of attributes.

import { compareVersions } from '../../model/names.ts';
import type { World } from '../../model/package.ts';
import { type Attribute, type Decl, spanOf } from '../../syntax/items.ts';
import { tokensOf } from '../../syntax/lexer.ts';
import { escapeName } from '../../syntax/words.ts';
import type { Expected, PathText } from './expected.ts';
import type { CompletionItem } from './item.ts';
import type { Scope } from './scope.ts';
import { kindOf } from './types.ts';

/** Names that stand in the braces after the place; the word at the place itself is before `end`. */
function usedAfter({ tree }: Scope, end: number): string[] {
  const names: string[] = [];
  let alias = false;
  const { text } = tree;
  const close = text.indexOf('}', end);
  for (const token of tokensOf(text, end, close === -1 ? Math.min(text.length, end + 2000) : close)) {
    if (token.kind === ';' || token.kind === '{' || token.kind === ':') return [];
    if (!alias && /^[%\w]/.test(text.slice(token.start, token.start + 1)) && token.kind !== 'as')
      names.push(text.slice(token.start, token.end).replace(/^%/, ''));
    alias = token.kind === 'as';
  }
  return names;
}

/** Types of the interface that the `use` does not have yet. */
export function usedTypeItems(
  scope: Scope,
  { path, used }: Extract<Expected, { kind: 'use-names' }>,
  end: number,
): CompletionItem[] {
  const item = scope.find(path);
  if (item?.kind !== 'interface') return [];
  const taken = new Set([...used, ...usedAfter(scope, end)]);
  const renamed = /^\s+as\b/.test(scope.tree.text.slice(end, end + 50));
  return item.types
    .filter((type) => !taken.has(type.name) && (renamed || !isTaken(scope, type.name, end)))
    .map((type) => ({
      label: type.name,
      kind: kindOf(type.kind),
      text: escapeName(type.name),
      rank: type.kind === 'use' ? 10 : 0,
      target: { uri: item.uri, node: type.node },
      ...(type.deprecated ? { deprecated: true } : {}),
    }));
}

/** Is the name made in the body, elsewhere than by the word that ends here? */
function isTaken({ owner, tree, uri }: Scope, name: string, end: number): boolean {
  const type = owner?.types.get(name);
  if (type !== undefined) return type.loc.uri !== uri || spanOf(tree, type.loc.node).end !== end;
  return owner?.kind === 'interface' && owner.funcs.has(name);
}

/** What the included world has under a label: only that can be renamed. */
export function labelItems(
  scope: Scope,
  { path, used }: Extract<Expected, { kind: 'with-names' }>,
  end: number,
): CompletionItem[] {
  const world = worldOf(scope, path);
  if (world === undefined) return [];
  const taken = new Set([...used, ...usedAfter(scope, end)]);
  const labels = new Set<string>();
  for (const { key } of [...world.imports.values(), ...world.exports.values()])
    if (/^[A-Za-z][\w-]*$/.test(key) && !taken.has(key)) labels.add(key);
  return [...labels].map((label) => ({ label, kind: 'label', text: escapeName(label), rank: 0 }));
}

function worldOf(scope: Scope, path: PathText): World | undefined {
  const item = scope.find(path);
  if (item === undefined) return undefined;
  return scope.snapshot.semantics
    .packagesOf(item.uri)
    .find((it) => it.key === item.source.key)
    ?.worlds.get(item.name);
}

// Attributes

export function attributeKeys(attribute: string): CompletionItem[] {
  if (attribute === 'external-id') return [];
  const key = attribute === 'unstable' ? 'feature' : 'version';
  return [{ label: key, kind: 'keyword', text: `${key} = `, rank: 0 }];
}

export function attributeValues(scope: Scope, attribute: string): CompletionItem[] {
  if (attribute === 'unstable') return features(scope);
  return attribute === 'since' || attribute === 'deprecated' ? versions(scope) : [];
}

/** The package's own version, then those that its other items have. */
function versions(scope: Scope): CompletionItem[] {
  const own = scope.own?.id.version;
  const known = new Set(own === undefined ? [] : [own]);
  for (const it of attributesOf(scope)) {
    if (it.value?.kind !== 'version') continue;
    if (own === undefined || compareVersions(it.value.text, own) <= 0) known.add(it.value.text);
  }
  return [...known]
    .sort((a, b) => compareVersions(b, a))
    .map((version, index) => ({ label: version, kind: 'version', text: version, rank: index }));
}

function features(scope: Scope): CompletionItem[] {
  const names = new Set(scope.snapshot.settings(scope.uri).features);
  for (const it of attributesOf(scope))
    if (it.name.text === 'unstable' && it.value?.kind === 'identifier' && it.value.text !== '')
      names.add(it.value.text);
  return [...names].sort().map((name) => ({ label: name, kind: 'feature', text: escapeName(name), rank: 0 }));
}

function* attributesOf({ own, uri, offset }: Scope): Generator<Attribute> {
  for (const part of own?.parts ?? []) {
    for (const entry of part.entries.flatMap((it) => [it, ...it.members])) {
      for (const it of allAttributes(entry.chunk.decl)) {
        // What is being typed here is no example for itself.
        const value = it.value === undefined ? undefined : spanOf(part.tree, entry.base + it.value.node);
        const here = part.uri === uri && value !== undefined && value.start <= offset && offset <= value.end;
        if (!here) yield it;
      }
    }
  }
}

function allAttributes(decl: Decl): readonly Attribute[] {
  if (decl.kind === 'resource') return [...decl.attributes, ...decl.funcs.flatMap((it) => it.attributes)];
  if ((decl.kind === 'import' || decl.kind === 'export') && decl.extern.kind === 'interface')
    return [...decl.attributes, ...decl.extern.members.flatMap(allAttributes)];
  return decl.attributes;
}

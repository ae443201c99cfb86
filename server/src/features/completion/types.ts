// Types where a type is needed: built-in ones, those in scope, and those that a `use` would bring, with that `use`.

import { type KnownItem, type KnownType, pathTo } from '../../check/declared-names.ts';
import { addUse } from '../../check/use-edits.ts';
import { heldByDefinition } from '../../model/handles.ts';
import { itemPath } from '../../model/names.ts';
import { originalType, resourceOf, type Type, type TypeDef } from '../../model/package.ts';
import { partsOf } from '../../model/type.ts';
import { perDefinition, typesOf } from '../../model/visit.ts';
import { GENERIC_NAMES, GENERICS, MAP_KEYS, PRIMITIVE_NAMES } from '../../syntax/builtins.ts';
import { escapeName } from '../../syntax/words.ts';
import type { TypeWanted } from './expected.ts';
import { type CompletionItem, type CompletionKind, matches } from './item.ts';
import type { Distance, Scope } from './scope.ts';

/** Maximum number of types from elsewhere offered at once. */
const MAX_IMPORTS = 100;

export interface TypeItems {
  readonly items: CompletionItem[];
  /** There is more, for another word. */
  readonly cut: boolean;
}

export function typeItems(scope: Scope, wanted: TypeWanted, prefix: string): TypeItems {
  if (wanted.want === 'map-key') return { items: primitives(MAP_KEYS), cut: false };
  const items = [...typesInScope(scope, wanted)];
  if (wanted.want !== 'resource') {
    items.push(...primitives(PRIMITIVE_NAMES.filter((name) => !(wanted.want === 'stream' && name === 'char'))));
    items.push(...generics(wanted));
  }
  if (wanted.placeholder) items.push({ label: '_', kind: 'keyword', text: '_', rank: 300 });
  const imports = typesElsewhere(scope, wanted, prefix);
  return { items: [...items, ...imports.items], cut: imports.cut };
}

function primitives(names: readonly string[]): CompletionItem[] {
  return names.map((name, index) => ({ label: name, kind: 'primitive', text: name, rank: 100 + index }));
}

function generics({ returned }: TypeWanted): CompletionItem[] {
  return GENERIC_NAMES.filter((name) => !(returned && name === 'borrow')).map((name, index) => ({
    label: name,
    kind: 'keyword',
    text: name,
    snippet: GENERICS[name].snippet,
    rank: 200 + index,
  }));
}

// In scope

function typesInScope(scope: Scope, wanted: TypeWanted): CompletionItem[] {
  const { owner } = scope;
  if (owner === undefined) return declaredNames(scope, wanted);
  const defining = wanted.defining === undefined ? undefined : owner.types.get(wanted.defining);
  const isCyclic = defining === undefined ? () => false : containing(defining);
  const found: CompletionItem[] = [];
  for (const type of owner.types.values()) {
    if (type.name === '' || type.name === wanted.defining) continue;
    // What leads nowhere may be one.
    if (wanted.want === 'resource' && resourceOf(type) === undefined && originalType(type) !== undefined) continue;
    if (wanted.returned && heldByDefinition(type).borrow) continue;
    if (isCyclic(type)) continue;
    found.push(inScope(type));
  }
  return found;
}

function inScope(type: TypeDef): CompletionItem {
  const original = originalType(type) ?? type;
  const used = type.def.kind === 'use';
  return {
    label: type.name,
    kind: kindOf(original.def.kind),
    text: escapeName(type.name),
    rank: used ? 50 : 0,
    target: original.loc,
    ...(used && original.owner.name !== undefined
      ? { detail: itemPath(original.owner.package, original.owner.name) }
      : {}),
    ...(original.gate.deprecated === undefined ? {} : { deprecated: true }),
  };
}

/** Tells whether a type has another in it, through any number of names. */
function containing(other: TypeDef): (type: TypeDef) => boolean {
  const inside = (type: Type): boolean => (type.kind === 'ref' ? contains(type.def) : partsOf(type).some(inside));
  const contains: (type: TypeDef) => boolean = perDefinition((type) => {
    if (type === other) return true;
    if (type.def.kind === 'use') return type.def.target !== undefined && contains(type.def.target);
    return typesOf(type).some(inside);
  });
  return contains;
}

/** Where the body means nothing yet: the names that it declares. */
function declaredNames({ body }: Scope, wanted: TypeWanted): CompletionItem[] {
  const names = new Set<string>();
  for (const { decl } of body?.members ?? []) {
    if (decl.kind === 'use') for (const { name, alias = name } of decl.names) names.add(alias.text);
    else if ('name' in decl && decl.kind !== 'func') {
      if (wanted.want !== 'resource' || decl.kind === 'resource') names.add(decl.name.text);
    }
  }
  names.delete('');
  if (wanted.defining !== undefined) names.delete(wanted.defining);
  return [...names].map((name) => ({ label: name, kind: 'alias', text: escapeName(name), rank: 0 }));
}

// Elsewhere

const RANKS: Readonly<Record<Distance, number>> = { package: 400, dependency: 500, workspace: 600 };

function typesElsewhere(scope: Scope, wanted: TypeWanted, prefix: string): TypeItems {
  const { body, own, circle } = scope;
  if (body === undefined || own === undefined) return { items: [], cut: false };
  const brought = broughtTypes(scope);
  const items: CompletionItem[] = [];
  for (const { item, distance } of scope.visible) {
    if (item.kind !== 'interface' || (distance === 'package' && circle.has(item.name))) continue;
    for (const type of item.types) {
      if (type.kind === 'use' || (wanted.want === 'resource' && type.kind !== 'resource')) continue;
      if (!matches(prefix, type.name) || brought.has(`${item.uri}#${type.node}`)) continue;
      if (items.length >= MAX_IMPORTS) return { items, cut: true };
      items.push(imported(scope, item, type, RANKS[distance]));
    }
  }
  return { items, cut: prefix === '' && items.length > 0 };
}

/** Types that are in scope, under whatever name. */
function broughtTypes({ owner }: Scope): ReadonlySet<string> {
  const found = new Set<string>();
  for (const type of owner?.types.values() ?? []) {
    for (let at: TypeDef | undefined = type, steps = 0; at !== undefined && steps < 100; steps++) {
      found.add(`${at.loc.uri}#${at.loc.node}`);
      at = at.def.kind === 'use' ? at.def.target : undefined;
    }
  }
  return found;
}

function imported(scope: Scope, item: KnownItem, type: KnownType, rank: number): CompletionItem {
  const { tree, body, own, owner } = scope;
  const path = pathTo(item, own);
  const taken = isTaken(owner, type.name);
  const name = taken ? `${item.name}-${type.name}` : type.name;
  const alias = taken ? name : undefined;
  return {
    label: name,
    kind: kindOf(type.kind),
    text: escapeName(name),
    detail: `use ${path}`,
    rank,
    target: { uri: item.uri, node: type.node },
    ...(body === undefined ? {} : { edits: [addUse(tree, body, path, type.name, alias)] }),
    ...(type.deprecated ? { deprecated: true } : {}),
  };
}

function isTaken(owner: Scope['owner'], name: string): boolean {
  if (owner === undefined) return false;
  if (owner.types.has(name)) return true;
  return owner.kind === 'interface' ? owner.funcs.has(name) : owner.items.some((it) => it.label === name);
}

export function kindOf(kind: TypeDef['def']['kind'] | KnownType['kind']): CompletionKind {
  return kind === 'type' || kind === 'use' || kind === 'alias' ? 'alias' : kind;
}

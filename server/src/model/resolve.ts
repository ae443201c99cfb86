// From the item trees of one package to its meaning. Total: whatever is broken has less meaning and a problem, and what
// follows from it is silent. The order of the checks is not the reference's, their outcome is (wit-parser `ast/resolve.rs`
// and `resolve/mod.rs`).

import type { Extern, InterfaceDecl, InterfaceMember, WorldDecl } from '../syntax/items.ts';
import { pairAccessors } from './accessors.ts';
import type { Mutable } from './building.ts';
import { checkSince, type Features, isActive, readGate } from './gates.ts';
import type { Func, Gate, Interface, Loc, Package, Ref, TypeDef, Use, World } from './package.ts';
import { Body, type Member } from './resolve-body.ts';
import { checkFunc, checkHandles, resolveFunc } from './resolve-func.ts';
import { resolveWorld } from './resolve-world.ts';
import { type Makings, makingsOf, rememberMakings, stillHolds } from './reuse.ts';
import { type Declared, type Dependencies, type Findings, locOf, PackageScope } from './scope.ts';
import { isAnonymous, missingPackageLine, type PackageSource, type SourcePart } from './source.ts';

/**
 * `earlier`: what this package was the last time, with the same features. Its interfaces and worlds that say the same and
 * lead to the same are taken over as they are, the very same objects.
 */
export function resolvePackage(
  source: PackageSource,
  dependencies: Dependencies,
  features: Features,
  earlier?: Package,
): Package {
  const scope = new PackageScope(source, dependencies, features);
  const makings = earlier?.key === source.key ? makingsOf(earlier) : undefined;
  scope.resolveItem = (item, loc) => resolveItem(scope, item, loc, makings);
  if (isAnonymous(source)) reportMissingLine(scope);
  for (const item of scope.declared) resolveItem(scope, item, locOf(item.part, item.entry, item.decl.name), makings);
  scope.checkAliases();
  scope.finishRefs();

  const interfaces = new Map<string, Interface>();
  const worlds = new Map<string, Package['worlds'] extends ReadonlyMap<string, infer W> ? W : never>();
  for (const [name, { built }] of scope.items) {
    if (built?.kind === 'interface') interfaces.set(name, built);
    else if (built?.kind === 'world') worlds.set(name, built);
  }
  const [loc] = source.declarations;
  const findings: readonly Findings[] = [scope.shared, ...scope.declared.map((it) => it.findings)];
  const pathRefs = scope.shared.refs;
  const itemRefs = scope.declared.map((it) => it.findings.refs);
  let refs: readonly Ref[] | undefined;
  const result: Package = {
    id: source.id,
    key: source.key,
    ...(loc === undefined ? {} : { loc }),
    declarations: source.declarations,
    nested: source.nested,
    files: [...new Set(source.parts.map((part) => part.uri))],
    interfaces,
    worlds,
    dependencies: scope.used,
    problems: findings.flatMap((it) => it.problems),
    get refs() {
      refs ??= [...pathRefs, ...itemRefs.flat()];
      return refs;
    },
    pathRefs,
    itemRefs,
  };
  for (const at of source.declarations)
    pathRefs.push({
      loc: at,
      role: 'definition',
      target: { kind: 'package', id: source.id, package: result, loc: at },
    });
  rememberMakings(result, scope.declared);
  return result;
}

function reportMissingLine(scope: PackageScope): void {
  const part = scope.source.parts.find((it) => it.entries.length > 0) ?? scope.source.parts[0];
  if (part !== undefined) scope.problems.push(missingPackageLine(part));
}

function resolveItem(scope: PackageScope, item: Declared, loc: Loc, makings: Makings | undefined): Declared['built'] {
  if (item.state === 'done') return item.built;
  if (item.state === 'building') {
    reportCycle(scope, item, loc);
    return undefined;
  }
  scope.building.push({ item, loc });
  item.state = 'building';
  const made = makings?.get(item.decl.name.text);
  if (made !== undefined && stillHolds(scope, item, made)) {
    item.built = made.built;
    item.findings = made.findings;
    item.taken = made;
  } else {
    item.findings = { problems: [], refs: [] };
    item.built = scope.finding(item.findings, () => build(scope, item));
  }
  item.state = 'done';
  scope.building.pop();
  return item.built;
}

function build(scope: PackageScope, item: Declared): Interface | World {
  const { decl } = item;
  const built = decl.kind === 'interface' ? resolveInterface(scope, item, decl) : resolveWorldItem(scope, item, decl);
  scope.ref(built.loc, built, 'definition');
  return built;
}

/** Each step of the way back to where it began. */
function reportCycle(scope: PackageScope, item: Declared, loc: Loc): void {
  const from = scope.building.findIndex((it) => it.item === item);
  const steps = scope.building.slice(from + 1);
  const name = item.decl.name.text;
  const way = [name, ...steps.map((it) => it.item.decl.name.text), name].map((it) => `\`${it}\``).join(' → ');
  scope.problem('name/item-cycle', loc, `\`${name}\` depends on itself: ${way}`, {
    related: [
      { loc: locOf(item.part, item.entry, item.decl.name), message: `\`${name}\` is declared here` },
      ...steps.map((it) => ({ loc: it.loc, message: `\`${it.item.decl.name.text}\` is needed here` })),
    ],
  });
}

function resolveInterface(scope: PackageScope, item: Declared, decl: InterfaceDecl): Interface {
  const { part, entry } = item;
  const gate = readGate(decl.attributes, part.uri, entry.base, scope, false);
  const loc = locOf(part, entry, decl.name);
  checkSince(gate, scope.source.id, loc, scope.problems);
  const members = membersOf(item) as Member<InterfaceMember>[];
  const place = {
    name: decl.name.text,
    loc,
    item: locOf(part, entry, decl),
    gate,
    active: isActive(gate, scope.features),
  };
  return buildInterface(scope, part, members, place);
}

function resolveWorldItem(scope: PackageScope, item: Declared, decl: WorldDecl): World {
  const { part, entry } = item;
  const gate = readGate(decl.attributes, part.uri, entry.base, scope, false);
  const loc = locOf(part, entry, decl.name);
  checkSince(gate, scope.source.id, loc, scope.problems);
  const place = {
    name: decl.name.text,
    loc,
    item: locOf(part, entry, decl),
    gate,
    active: isActive(gate, scope.features),
  };
  return resolveWorld(scope, part, membersOf(item), place);
}

function membersOf(item: Declared): Member<Declared['entry']['chunk']['decl']>[] {
  return item.entry.members.map((member) => ({ decl: member.chunk.decl, base: member.base }));
}

export interface Place {
  readonly loc: Loc;
  readonly item: Loc;
  readonly gate: Gate;
  readonly active: boolean;
}

function buildInterface(
  scope: PackageScope,
  part: SourcePart,
  members: readonly Member<InterfaceMember>[],
  place: Place & { readonly name: string | undefined },
): Interface {
  const types = new Map<string, TypeDef>();
  const funcs = new Map<string, Func>();
  const uses: Use[] = [];
  const result: Mutable<Interface> = { kind: 'interface', package: scope.source.id, ...place, types, funcs, uses };
  const body = new Body(scope, part, result, types);
  body.resolveTypes(members);
  result.uses = body.uses;
  const all: Func[] = [];
  for (const { decl, base } of members) {
    if (decl.kind === 'resource') {
      const def = types.get(decl.name.text);
      if (def?.def.kind === 'resource' && def.loc.node === base + decl.name.node)
        for (const func of def.def.funcs) all.push(func);
    } else if (decl.kind === 'func') {
      const loc = body.loc(base, decl.name.node);
      const added = decl.name.text !== '' && body.addFunc(decl.name.text, loc, decl.func.accessor?.kind);
      const func = resolveFunc(body, { ...decl, kind: 'free', label: decl.name }, base);
      if (added) all.push(func);
    }
  }
  for (const func of all) {
    if (!funcs.has(func.name)) funcs.set(func.name, func);
    checkFunc(body, func);
  }
  pairAccessors(funcs, (it) => it);
  checkHandles(body);
  return result;
}

/** `import x: interface { … }`: its scope is its own, nothing of the world's is in it. */
export function resolveInline(
  scope: PackageScope,
  part: SourcePart,
  extern: Extract<Extern, { kind: 'interface' }>,
  base: number,
  place: Place,
): Interface {
  const members = extern.members.map((decl) => ({ decl, base }));
  return buildInterface(scope, part, members, { ...place, name: undefined });
}

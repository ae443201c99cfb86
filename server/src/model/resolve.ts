// From the item trees of one package to its meaning. Total: whatever is broken has less meaning and a problem, and what
// follows from it is silent. The order of the checks is not the reference's, their outcome is (wit-parser `ast/resolve.rs`
// and `resolve/mod.rs`).

import type { InterfaceDecl, InterfaceMember, WorldDecl } from '../syntax/items.ts';

import { checkSince, type Features, isActive, readGate } from './gates.ts';
import { orderItems, type Step } from './item-order.ts';
import type { Func, Interface, Loc, Package, Ref, TypeDef, World } from './package.ts';
import type { Declared, Dependencies, Findings } from './resolution.ts';
import type { Member } from './resolve-body.ts';
import { buildInterface } from './resolve-interface.ts';
import { resolveWorld } from './resolve-world.ts';
import { type Makings, makingsOf, rememberMakings, stillHolds } from './reuse.ts';
import { locOf, PackageScope } from './scope.ts';
import { isAnonymous, missingPackageLine, type PackageSource } from './source.ts';

/**
 * `earlier`: what this package was the last time, with the same features. Its interfaces and worlds that say the same and
 * lead to the same are taken over as they are, the very same objects. `references`: does the result know every name and what
 * it means, not of packages alone, and what the next resolution may take over? Who looks once at many packages needs neither.
 */
export function resolvePackage(
  source: PackageSource,
  dependencies: Dependencies,
  features: Features,
  earlier?: Package,
  references = true,
): Package {
  const scope = new PackageScope(source, dependencies, features);
  const makings = earlier?.key === source.key && source.merged !== true ? makingsOf(earlier) : undefined;
  const { order, closing } = orderItems(scope);
  scope.resolveItem = (item, loc) => {
    const from = scope.building.at(-1)?.item;
    const way = from === undefined ? undefined : closing.get(from)?.get(item);
    if (way === undefined) return resolveItem(scope, item, loc, makings);
    reportCycle(scope, item, from ?? item, way, loc);
    return undefined;
  };
  if (isAnonymous(source)) reportMissingLine(scope);
  for (const item of order) resolveItem(scope, item, nameOf(item), makings);
  if (source.merged === true) mergeCopies(scope);
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
  if (!references) for (const it of findings) keepPackages(it.refs);
  const pathRefs = scope.shared.refs;
  const itemRefs = scope.declared.map((it) => it.findings.refs);
  const result = withRefs({
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
    pathRefs,
    itemRefs,
  });
  for (const at of source.declarations)
    pathRefs.push({
      loc: at,
      role: 'definition',
      target: { kind: 'package', id: source.id, package: result, loc: at },
    });
  if (references) rememberMakings(result, scope.declared);
  return result;
}

/** Which packages are mentioned, and where, is known in any case. */
function keepPackages(refs: Ref[]): void {
  let kept = 0;
  for (const it of refs) if (it.target.kind === 'package') refs[kept++] = it;
  refs.length = kept;
}

/** A function of its own: what a closure in `resolvePackage` sees, with the whole scope, would live as long as the package. */
function withRefs(it: Omit<Package, 'refs'>): Package {
  let refs: readonly Ref[] | undefined;
  return {
    ...it,
    get refs() {
      refs ??= [...it.pathRefs, ...it.itemRefs.flat()];
      return refs;
    },
  };
}

/** What a further copy of an interface has and the first has not. */
function mergeCopies({ items, declared }: PackageScope): void {
  for (const { decl, built: copy } of declared) {
    const whole = items.get(decl.name.text)?.built;
    if (copy?.kind !== 'interface' || whole?.kind !== 'interface' || copy === whole) continue;
    addMissing(whole.types as Map<string, TypeDef>, copy.types);
    addMissing(whole.funcs as Map<string, Func>, copy.funcs);
  }
}

function addMissing<T>(to: Map<string, T>, from: ReadonlyMap<string, T>): void {
  for (const [name, it] of from) if (!to.has(name)) to.set(name, it);
}

function reportMissingLine(scope: PackageScope): void {
  const part = scope.source.parts.find((it) => it.entries.length > 0) ?? scope.source.parts[0];
  if (part !== undefined) scope.problems.push(missingPackageLine(part));
}

function resolveItem(scope: PackageScope, item: Declared, loc: Loc, makings: Makings | undefined): Declared['built'] {
  if (item.state === 'done') return item.built;
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

/** Each step of the way from an item back to it; `from` is the last. */
function reportCycle(scope: PackageScope, item: Declared, from: Declared, steps: readonly Step[], loc: Loc): void {
  const name = item.decl.name.text;
  const names = steps.map((it) => it.item.decl.name.text);
  const isCut = from !== item && steps.at(-1)?.item !== from;
  const last = from.decl.name.text;
  const ring = [name, ...names, ...(isCut ? [undefined, last] : [])];
  // The reference reports what the first item of a cycle mentions, at its name, or at the mention in another file.
  const [next = { item, loc }] = steps;
  const way = [...ring.slice(1), ...ring.slice(0, 1), next.item.decl.name.text].map((it) =>
    it === undefined ? '…' : `\`${it}\``,
  );
  const place = next.item.part === item.part ? nameOf(next.item) : next.loc;
  scope.problem('name/item-cycle', place, `\`${next.item.decl.name.text}\` depends on itself: ${way.join(' → ')}`, {
    related: [...steps, { item, loc }].map((it) => ({
      loc: it.loc,
      message: `\`${it.item.decl.name.text}\` is needed here`,
    })),
  });
}

function nameOf({ part, entry, decl }: Declared): Loc {
  return locOf(part, entry, decl.name);
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

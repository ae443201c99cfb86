// What happened to one interface: which types and functions came, went, moved or got another name. What is in them is
// compared by `diff-types.ts` and `diff-func.ts`.

import { funcName, getterName } from '../model/names.ts';
import type { Func, Interface, Loc, TypeDef } from '../model/package.ts';
import { resourceOf } from '../model/package.ts';
import { type Comparison, visibleFuncs, visibleTypes } from './comparison.ts';
import { compareFunc } from './diff-func.ts';
import type { Pair } from './diff-list.ts';
import { compareType } from './diff-types.ts';
import { addedRule, removedRule } from './func-rules.ts';
import { checkNewGate, compareGates } from './gates.ts';
import type { InterfaceRole } from './levels.ts';
import { likeName } from './similar.ts';
import type { RuleId } from './table.ts';
import { funcText, typeDefText } from './text.ts';

/** The two versions of an interface, with the names that pair up. */
export interface InterfacePair {
  readonly path: string;
  readonly before: Interface;
  readonly after: Interface;
  /** On which side old components are. */
  readonly role: InterfaceRole;
  readonly types: readonly Pair<TypeDef>[];
  /** Names of types that are old ones renamed. */
  readonly renamed: ReadonlySet<string>;
}

/** First step, for all interfaces before any is compared: renamed types count as the same wherever they are mentioned. */
export function pairTypes(
  comparison: Comparison,
  path: string,
  before: Interface,
  after: Interface,
  role: InterfaceRole,
): InterfacePair {
  const [old, now] = [visibleTypes(before), visibleTypes(after)];
  const types: Pair<TypeDef>[] = [];
  for (const [name, type] of now) {
    const other = old.get(name);
    if (other !== undefined) types.push({ before: other, after: type });
  }
  const others = pairRenamed(comparison, old, now);
  const renamed = new Set(others.map((it) => it.after.name));
  return { path, before, after, role, types: [...types, ...others], renamed };
}

type Types = ReadonlyMap<string, TypeDef>;

/** Types of an interface or a world that are old ones renamed: they count as the same wherever they are mentioned. */
export function pairRenamed(comparison: Comparison, old: Types, now: Types): readonly Pair<TypeDef>[] {
  const gone = [...old.values()].filter((type) => !now.has(type.name));
  const added = [...now.values()].filter((type) => !old.has(type.name));
  const renamed = new Map<TypeDef, TypeDef>();
  for (const type of gone) {
    const candidates = added.filter((it) => !renamed.has(it) && isRenamed(comparison, type, it));
    const [candidate] = candidates;
    if (candidate === undefined || (candidates.length > 1 && !likeName(type.name, candidate.name))) continue;
    if (gone.filter((it) => isRenamed(comparison, it, candidate)).length > 1 && !likeName(type.name, candidate.name))
      continue;
    renamed.set(candidate, type);
    comparison.equal.pairTypes(type, candidate);
  }
  return [...renamed].map(([after, before]) => ({ before, after }));
}

function isRenamed(comparison: Comparison, before: TypeDef, after: TypeDef): boolean {
  const { equal } = comparison;
  if (before.def.kind !== after.def.kind) return false;
  if (before.def.kind === 'use' && after.def.kind === 'use') {
    const [old, now] = [before.def.target, after.def.target];
    return old !== undefined && now !== undefined && equal.corresponds(old, now);
  }
  if (before.def.kind === 'resource' && after.def.kind === 'resource') {
    const labels = new Set(before.def.funcs.map((it) => it.label));
    const shared = after.def.funcs.filter((it) => labels.has(it.label)).length;
    const all = Math.max(before.def.funcs.length, after.def.funcs.length);
    return all === 0 ? likeName(before.name, after.name) : shared * 2 > all;
  }
  // Aliases of something common say little.
  if (before.def.kind === 'alias' && !likeName(before.name, after.name)) return false;
  return equal.sameDefinition(before, after);
}

/** Second step. */
export function compareInterface(comparison: Comparison, pair: InterfacePair): void {
  const { path, before, after, renamed } = pair;
  compareGates(comparison, path, before, after);
  for (const it of pair.types) {
    if (renamed.has(it.after.name)) typeRenamed(comparison, pair, it);
    else {
      compareGates(comparison, `${path}.${it.after.name}`, it.before, it.after);
      compareType(comparison, `${path}.${it.after.name}`, it.before, it.after);
    }
  }
  const kept = new Set(pair.types.map((it) => it.before));
  const known = new Set(pair.types.map((it) => it.after));
  for (const type of visibleTypes(before).values()) if (!kept.has(type)) typeRemoved(comparison, pair, type);
  for (const type of visibleTypes(after).values()) {
    if (known.has(type)) continue;
    typeAdded(comparison, pair, type);
    checkNewGate(comparison, `${path}.${type.name}`, type, itemsOf(after));
  }
  compareFuncs(comparison, pair, visibleFuncs(before), visibleFuncs(after));
}

function* itemsOf(owner: Interface): Generator<TypeDef | Func> {
  for (const type of owner.types.values()) if (type.def.kind !== 'use') yield type;
  yield* owner.funcs.values();
}

function typeRenamed(comparison: Comparison, { path }: InterfacePair, { before, after }: Pair<TypeDef>): void {
  const kinds: Partial<Record<TypeDef['def']['kind'], RuleId>> = { resource: 'resource-renamed', use: 'use-renamed' };
  comparison.add(kinds[after.def.kind] ?? 'type-renamed', `${path}.${after.name}`, {
    detail: `\`${before.name}\` is \`${after.name}\``,
    loc: after.loc,
    baseLoc: before.loc,
    whole: after.item,
    baseWhole: before.item,
    before: typeDefText(before),
    after: typeDefText(after),
  });
}

function typeAdded(comparison: Comparison, { path, role }: InterfacePair, type: TypeDef): void {
  const kind: RuleId =
    type.def.kind === 'use'
      ? 'use-added'
      : type.def.kind === 'resource'
        ? 'resource-added'
        : type.def.kind === 'alias'
          ? resourceOf(type) === undefined
            ? 'alias-introduced'
            : 'resource-aliased'
          : 'type-added';
  comparison.add(kind, `${path}.${type.name}`, {
    detail: `\`${type.name}\``,
    loc: type.loc,
    whole: type.item,
    after: typeDefText(type),
    role,
  });
}

function typeRemoved(comparison: Comparison, pair: InterfacePair, type: TypeDef): void {
  const { path, after } = pair;
  const found = { baseLoc: type.loc, baseWhole: type.item, before: typeDefText(type), loc: after.loc };
  const moved = type.def.kind === 'use' ? undefined : newPlace(comparison, type);
  if (moved !== undefined) {
    const resource = type.def.kind === 'resource';
    comparison.add(resource ? 'resource-moved' : 'type-moved', `${path}.${type.name}`, {
      ...found,
      detail: `\`${type.name}\` is in \`${moved.owner.name ?? ''}\` now`,
      related: [{ loc: moved.loc, message: `\`${type.name}\` is here now` }],
    });
    return;
  }
  const kinds: Record<TypeDef['def']['kind'], RuleId> = {
    use: 'use-removed',
    resource: 'resource-removed',
    alias: 'alias-dropped',
    record: 'type-removed',
    variant: 'type-removed',
    enum: 'type-removed',
    flags: 'type-removed',
  };
  const like = kinds[type.def.kind];
  const kind = type.gate.deprecated === undefined ? like : 'deprecated-removed-item';
  comparison.add(kind, `${path}.${type.name}`, { ...found, like, detail: `\`${type.name}\`` });
}

/** Another interface of the package that has the type now and did not have it. */
function newPlace(comparison: Comparison, type: TypeDef): TypeDef | undefined {
  for (const [name, owner] of comparison.after.interfaces) {
    const candidate = owner.active ? owner.types.get(type.name) : undefined;
    if (candidate === undefined || !candidate.active || candidate.def.kind !== type.def.kind) continue;
    if (comparison.before.interfaces.get(name)?.types.has(type.name) === true) continue;
    if (type.def.kind === 'resource' || comparison.equal.sameDefinition(type, candidate)) return candidate;
  }
  return undefined;
}

function compareFuncs(
  comparison: Comparison,
  pair: Pick<InterfacePair, 'path' | 'role' | 'types' | 'after'> & { readonly renamed: ReadonlySet<string> },
  before: ReadonlyMap<string, Func>,
  after: ReadonlyMap<string, Func>,
): void {
  const { path, role } = pair;
  // A resource that came, went, or became something else is said as a whole.
  const resources = new Map<string, string>();
  for (const it of pair.types) {
    if (it.before.def.kind === 'resource' && it.after.def.kind === 'resource')
      resources.set(it.before.name, it.after.name);
  }
  const names = new Set(resources.values());
  const own = (func: Func, known: { has(name: string): boolean }): boolean =>
    func.resource === undefined || known.has(func.resource.name);
  const old = new Map<string, Func>();
  for (const func of before.values()) if (own(func, resources)) old.set(nowName(func, resources), func);
  const now = new Map([...after].filter(([, func]) => own(func, names)));
  for (const [name, func] of now) {
    const other = old.get(name);
    if (other === undefined) continue;
    compareGates(comparison, pathOf(path, func), other, func);
    const funcs = { before: other, after: func };
    compareFunc(comparison, pathOf(path, func), funcs, pair.after.name !== undefined);
    if (role === 'imported') comparison.share([funcs]);
  }
  const gone = [...old].flatMap(([name, func]) => (now.has(name) ? [] : [func]));
  const added = [...now].flatMap(([name, func]) => (old.has(name) ? [] : [func]));
  for (const { before: a, after: b } of rekinded(gone, added)) kindChanged(comparison, path, a, b);
  for (const { before: a, after: b } of renamedFuncs(comparison, gone, added, resources))
    renamed(comparison, pair, { before: a, after: b });
  for (const func of gone) removed(comparison, pair, func);
  for (const func of added) {
    comparison.add(addedRule(func), pathOf(path, func), {
      ...wholeOf(undefined, func),
      detail: `\`${func.label}\``,
      loc: func.loc,
      role,
    });
    checkNewGate(comparison, pathOf(path, func), func, after.values());
  }
}

/** The name that an old function has in the new version when its resource was renamed. */
function nowName(func: Func, resources: ReadonlyMap<string, string>): string {
  const resource = func.resource === undefined ? undefined : resources.get(func.resource.name);
  if (resource === undefined || resource === func.resource?.name) return func.name;
  return funcName(func, resource);
}

export function pathOf(path: string, func: Func): string {
  return func.resource === undefined ? `${path}.${func.label}` : `${path}.${func.resource.name}.${func.label}`;
}

function wholeOf(before: Func | undefined, after: Func | undefined) {
  return {
    whole: after?.item,
    baseWhole: before?.item,
    before: before === undefined ? undefined : funcText(before),
    after: after === undefined ? undefined : funcText(after),
  };
}

/** Takes from both lists what is in both under another kind of name. */
function rekinded(gone: Func[], added: Func[]): Pair<Func>[] {
  const differ = (a: Func, b: Func): boolean =>
    a.kind !== b.kind || (a.accessor === undefined) !== (b.accessor === undefined);
  const same = (a: Func, b: Func): boolean =>
    a.accessor === undefined || b.accessor === undefined || a.accessor === b.accessor;
  return take(gone, added, (a, b) => a.label === b.label && differ(a, b) && same(a, b));
}

function kindChanged(comparison: Comparison, path: string, before: Func, after: Func): void {
  const word = (func: Func): string => {
    const of = func.resource === undefined ? '' : ` of \`${func.resource.name}\``;
    if (func.accessor !== undefined) return `a ${func.kind === 'static' ? 'static ' : ''}${func.accessor}ter${of}`;
    if (func.kind === 'free') return 'a free function';
    return func.kind === 'static' ? `a static function${of}` : `a ${func.kind}${of}`;
  };
  comparison.add('func-kind-changed', pathOf(path, after), {
    ...wholeOf(before, after),
    detail: `\`${after.label}\` was ${word(before)}, is ${word(after)}`,
    loc: after.loc,
    baseLoc: before.loc,
  });
}

/** Takes from both lists functions that only differ in names, their own and those of parameters, where there is no doubt. */
function renamedFuncs(
  comparison: Comparison,
  gone: Func[],
  added: Func[],
  resources: ReadonlyMap<string, string>,
): Pair<Func>[] {
  const alike = (a: Func, b: Func): boolean =>
    a.kind === b.kind &&
    a.accessor === b.accessor &&
    (a.resource === undefined ? undefined : resources.get(a.resource.name)) === b.resource?.name &&
    comparison.equal.sameTypes(a, b);
  const clear = (a: Func, b: Func): boolean =>
    likeName(a.label, b.label) ||
    (a.params.length + (a.result === undefined ? 0 : 1) > 0 &&
      gone.filter((it) => alike(it, b)).length === 1 &&
      added.filter((it) => alike(a, it)).length === 1);
  return take(gone, added, (a, b) => alike(a, b) && clear(a, b));
}

function renamed(comparison: Comparison, pair: Pick<InterfacePair, 'path' | 'after'>, funcs: Pair<Func>): void {
  const { path } = pair;
  const { before, after } = funcs;
  comparison.add('func-renamed', pathOf(path, after), {
    ...wholeOf(before, after),
    detail: `\`${before.label}\` is \`${after.label}\``,
    loc: after.loc,
    baseLoc: before.loc,
  });
  compareFunc(comparison, pathOf(path, after), funcs, pair.after.name !== undefined);
}

function removed(
  comparison: Comparison,
  { path, after, types }: Pick<InterfacePair, 'path' | 'after' | 'types'>,
  func: Func,
): void {
  const resource = types.find((it) => it.before.name === func.resource?.name)?.after;
  // Of a property that can still be read, the getter is the place.
  const getter = after.funcs.get(getterName(func.name) ?? '');
  const loc: Loc = getter?.loc ?? resource?.loc ?? after.loc;
  const like = removedRule(func);
  comparison.add(func.gate.deprecated === undefined ? like : 'deprecated-removed-item', pathOf(path, func), {
    ...wholeOf(func, undefined),
    like,
    detail: `\`${func.label}\``,
    loc,
    baseLoc: func.loc,
  });
}

/** Pairs that fit, one after another; what is paired leaves the lists. */
function take(gone: Func[], added: Func[], fits: (before: Func, after: Func) => boolean): Pair<Func>[] {
  const pairs: Pair<Func>[] = [];
  for (const before of [...gone]) {
    const after = added.find((it) => fits(before, it));
    if (after === undefined) continue;
    pairs.push({ before, after });
    gone.splice(gone.indexOf(before), 1);
    added.splice(added.indexOf(after), 1);
  }
  return pairs;
}

// The statements of a world, before elaboration.

import type { AccessorKind, Decl, ExternDecl, IncludeDecl, InterfaceMember, UsePath } from '../syntax/items.ts';
import type { Mutable } from './building.ts';
import { elaborate } from './elaborate.ts';
import { checkSince, isActive, readGate } from './gates.ts';
import { labelsOf, withAlias } from './labels.ts';
import { itemPath, pathText } from './names.ts';
import type { Func, Include, Interface, Loc, TypeDef, Unresolved, World, WorldItem, WorldItemKind } from './package.ts';
import { Body, type Member } from './resolve-body.ts';
import { checkFunc, checkHandles, resolveFunc } from './resolve-func.ts';
import { type Declaration, resolveInline } from './resolve-interface.ts';
import type { PackageScope } from './scope.ts';
import type { SourcePart } from './source.ts';

export function resolveWorld(
  scope: PackageScope,
  part: SourcePart,
  members: readonly Member<Decl>[],
  place: Declaration & { name: string },
): World {
  const types = new Map<string, TypeDef>();
  const world: Mutable<World> = {
    kind: 'world',
    package: scope.source.id,
    ...place,
    items: [],
    includes: [],
    uses: [],
    types,
    imports: new Map(),
    exports: new Map(),
  };
  const body = new Body(scope, part, world, types);
  body.resolveTypes(
    members.filter((it): it is Member<InterfaceMember> => it.decl.kind !== 'func' && it.decl.kind !== 'import'),
  );
  world.uses = body.uses;
  const reader = new WorldReader(body, world);
  reader.types();
  const includes: Include[] = [];
  const unresolved: Unresolved[] = [];
  const missing = (target: unknown, path: UsePath, base: number, active: boolean): void => {
    if (target === undefined && active) unresolved.push({ path: pathText(path), loc: body.loc(base, path.name.node) });
  };
  for (const { decl, base } of members) {
    if (decl.kind === 'include') {
      const include = readInclude(body, decl, base);
      includes.push(include);
      missing(include.target, decl.path, base, include.active);
      unresolved.push(...(include.target?.unresolved ?? []));
    } else if (decl.kind === 'import' || decl.kind === 'export') {
      const { item, active } = reader.extern(decl, base);
      if (item.kind === 'interface' && decl.extern.kind === 'path')
        missing(item.interface, decl.extern.path, base, active);
    } else if (decl.kind === 'use') {
      const loc = body.loc(base, decl.node);
      const use = body.uses.find((it) => it.loc.node === loc.node && it.loc.uri === loc.uri);
      missing(use?.target, decl.path, base, use?.active === true);
    }
  }
  if (unresolved.length > 0) world.unresolved = unresolved;
  world.items = reader.items;
  world.includes = includes;
  for (const func of reader.funcs) checkFunc(body, func);
  checkHandles(body);
  const { imports, exports } = elaborate(scope, world);
  world.imports = imports;
  world.exports = exports;
  return world;
}

function readInclude(body: Body, decl: IncludeDecl, base: number): Include {
  const { scope, part } = body;
  const gate = readGate(decl.attributes, part.uri, base, scope, false);
  const active = isActive(gate, scope.features);
  const loc = body.loc(base, decl.path.name.node);
  const target = scope.lookup(part, decl.path, base, 'world', !active && decl.path.package !== undefined);
  checkSince(gate, scope.source.id, loc, scope.problems);
  const world = target?.kind === 'world' ? target : undefined;
  if (active && body.owner.active && world !== undefined && !world.active && decl.path.package === undefined) {
    scope.problem(
      'gate/inactive',
      loc,
      `world \`${world.name}\` is only available with the feature \`${world.gate.unstable ?? ''}\``,
      {
        related: [{ loc: world.loc, message: 'its gate is here' }],
      },
    );
  }
  const names = decl.names.map(({ name, alias }) => ({
    name: name.text,
    alias: alias.text,
    nameLoc: body.loc(base, name.node),
    aliasLoc: body.loc(base, alias.node),
  }));
  const include: Include = { loc, statement: body.loc(base, decl.node), target: world, names, gate, active };
  for (const pair of names) {
    if (pair.name !== '' && world !== undefined)
      for (const entity of labelsOf(world, pair.name)) scope.ref(pair.nameLoc, entity);
    const alias = pair.alias === '' ? undefined : withAlias(include, pair);
    if (alias !== undefined) scope.ref(pair.aliasLoc, alias, 'definition');
  }
  return include;
}

/** Collects what a world imports and exports as written, and refuses names that clash. */
class WorldReader {
  readonly items: WorldItem[] = [];
  readonly funcs: Func[] = [];
  readonly #body: Body;
  readonly #world: World;
  readonly #seen = { import: new Map<string, Seen>(), export: new Map<string, Seen>() };
  readonly #plain = { import: new Map<string, Loc>(), export: new Map<string, Loc>() };

  constructor(body: Body, world: World) {
    this.#body = body;
    this.#world = world;
  }

  /** Types of a world are imports of it, and so are the functions of its resources. */
  types(): void {
    for (const [name, type] of this.#world.types) {
      this.#seen.import.set(name, { loc: type.loc });
      if (!type.active && this.#world.active) this.#gatedType(type);
      this.#push('import', { kind: 'type', type }, name, type.loc, type.item, type);
      if (type.def.kind !== 'resource') continue;
      for (const func of type.def.funcs) {
        this.funcs.push(func);
        this.#push('import', { kind: 'func', func }, func.name, func.loc, func.item, func);
      }
    }
  }

  /** The reference cannot take a type out of a world: it refuses the package unless the feature is active. */
  #gatedType(type: TypeDef): void {
    const feature = type.gate.unstable ?? '';
    this.#body.scope.problem(
      'gate/inactive',
      type.loc,
      `a type in a world cannot be behind a feature gate; the toolchain rejects it unless the feature \`${feature}\` is active`,
    );
  }

  extern(decl: ExternDecl, base: number): WorldItem {
    const { scope, part } = this.#body;
    const gate = readGate(decl.attributes, part.uri, base, scope);
    const active = isActive(gate, scope.features);
    const statement = this.#body.loc(base, decl.node);
    const { extern } = decl;
    const nameNode = extern.kind === 'path' && extern.label === undefined ? extern.path.name : extern.label;
    const loc = this.#body.loc(base, nameNode?.node ?? decl.node);
    const place = { gate, active };
    checkSince(gate, scope.source.id, loc, scope.problems);
    if (extern.kind === 'path') {
      const relaxed = !active && extern.path.package !== undefined;
      const found = scope.lookup(part, extern.path, base, 'interface', relaxed);
      const target = found?.kind === 'interface' ? found : undefined;
      this.#checkThere(target, extern.path.package === undefined, active, loc);
      if (extern.label === undefined) {
        this.#plainOnce(decl.kind, target, loc);
        return this.#push(decl.kind, { kind: 'interface', interface: target }, undefined, loc, statement, place);
      }
      this.#label(decl.kind, extern.label.text, 'interface', loc);
      return this.#labelled(decl.kind, target, extern.label.text, loc, statement, place);
    }
    const accessor = extern.kind === 'func' ? extern.func.accessor?.kind : undefined;
    this.#label(decl.kind, extern.label.text, extern.kind, loc, accessor);
    if (extern.kind === 'func') {
      const func: Mutable<Func> = resolveFunc(
        this.#body,
        { kind: 'free', label: extern.label, func: extern.func, attributes: [], node: decl.node },
        base,
      );
      // Its gate was checked with the statement.
      this.funcs.push({ ...func, active });
      func.gate = gate;
      func.active = active;
      return this.#push(decl.kind, { kind: 'func', func }, func.name, loc, statement, place);
    }
    const inline = resolveInline(scope, part, extern, base, {
      loc,
      item: statement,
      gate,
      // Its own gate only: what a world that is not there holds is looked at all the same.
      active,
    });
    return this.#labelled(decl.kind, inline, extern.label.text, loc, statement, place);
  }

  /** An interface under a name of the world's own, which is a definition. */
  #labelled(
    direction: 'import' | 'export',
    target: Interface | undefined,
    name: string,
    loc: Loc,
    statement: Loc,
    place: { gate: WorldItem['gate']; active: boolean },
  ): WorldItem {
    const item = this.#push(direction, { kind: 'interface', interface: target }, name, loc, statement, place);
    this.#body.scope.ref(loc, { kind: 'extern', name, world: this.#world, item, loc }, 'definition');
    return item;
  }

  #push(
    direction: 'import' | 'export',
    item: WorldItemKind,
    label: string | undefined,
    loc: Loc,
    statement: Loc,
    place: { gate: WorldItem['gate']; active: boolean },
  ): WorldItem {
    const result: WorldItem = { direction, item, label, loc, statement, gate: place.gate, active: place.active };
    this.items.push(result);
    return result;
  }

  #checkThere(target: Interface | undefined, local: boolean, active: boolean, loc: Loc): void {
    if (target === undefined || target.active || !active || !local || !this.#world.active) return;
    this.#body.scope.problem(
      'gate/inactive',
      loc,
      `interface \`${target.name ?? ''}\` is only available with the feature \`${target.gate.unstable ?? ''}\``,
      {
        related: [{ loc: target.loc, message: 'its gate is here' }],
      },
    );
  }

  #plainOnce(direction: 'import' | 'export', target: Interface | undefined, loc: Loc): void {
    if (target?.name === undefined) return;
    const key = itemPath(target.package, target.name);
    const first = this.#plain[direction].get(key);
    if (first === undefined) {
      this.#plain[direction].set(key, loc);
      return;
    }
    this.#body.scope.problem('world/duplicate-interface', loc, `interface \`${target.name}\` is ${direction}ed twice`, {
      related: [{ loc: first, message: `it is first ${direction}ed here` }],
      data: { kind: 'remove', loc, what: `the second ${direction}` },
    });
  }

  /** A getter and a setter may have one name. */
  #label(direction: 'import' | 'export', name: string, what: string, loc: Loc, accessor?: AccessorKind): void {
    if (name === '') return;
    const seen = this.#seen[direction];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, { loc, ...(accessor === undefined ? {} : { accessors: new Set([accessor]) }) });
      return;
    }
    if (accessor !== undefined && first.accessors?.has(accessor) === false) {
      first.accessors.add(accessor);
      return;
    }
    this.#body.scope.problem(
      'world/conflicting-item',
      loc,
      `the ${direction} \`${name}\` (${what === 'func' ? 'a function' : 'an interface'}) has the name of another ${direction}`,
      {
        related: [{ loc: first.loc, message: `\`${name}\` is first defined here` }],
      },
    );
  }
}

interface Seen {
  readonly loc: Loc;
  /** Of a property: its functions so far. */
  readonly accessors?: Set<AccessorKind>;
}

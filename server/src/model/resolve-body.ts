// The inside of an interface, or the types of a world: `use`d names, type definitions, functions.

import { FOREIGN_TYPES, FORMER_TYPES } from '../base/foreign.ts';
import { didYouMean } from '../base/suggest.ts';
import { BUILTIN_NAMES, canBeBare, genericOf, PRIMITIVES } from '../syntax/builtins.ts';
import { mapArguments } from '../syntax/generic-types.ts';
import type {
  AccessorKind,
  InterfaceMember,
  Node,
  ResourceDecl,
  TypeDecl,
  TypeSyntax,
  UseDecl,
} from '../syntax/items.ts';
import { escapeName } from '../syntax/words.ts';
import { pairedAccessors } from './accessors.ts';
import type { Mutable } from './building.ts';
import { checkSince, isActive, isThere, readGate } from './gates.ts';
import { heldByDefinition } from './handles.ts';
import type { CaseDef, FieldDef, Func, Interface, Loc, Type, TypeDef, Use, World } from './package.ts';
import { resolveFunc } from './resolve-func.ts';
import type { PackageScope } from './scope.ts';
import type { SourcePart } from './source.ts';
import { namedBy, partsOf } from './type.ts';
import { findCycles } from './type-cycles.ts';

/** A member with what its nodes count from. */
export interface Member<D> {
  readonly decl: D;
  readonly base: number;
}

type Named =
  | { readonly kind: 'type'; readonly def: Mutable<TypeDef> }
  | { readonly kind: 'func'; readonly loc: Loc; readonly accessors?: ReadonlySet<AccessorKind> };

/** Names, types and functions of one body while it is resolved. */
export class Body {
  readonly scope: PackageScope;
  readonly part: SourcePart;
  readonly owner: Interface | World;
  readonly names = new Map<string, Named>();
  readonly types: Map<string, TypeDef>;
  readonly uses: Use[] = [];
  /** Handles, to be checked when all types are known. */
  readonly #handles: { def: TypeDef; loc: Loc }[] = [];
  #cyclic: ReadonlySet<number> = new Set();

  constructor(scope: PackageScope, part: SourcePart, owner: Interface | World, types: Map<string, TypeDef>) {
    this.scope = scope;
    this.part = part;
    this.owner = owner;
    this.types = types;
  }

  loc(base: number, node: Node): Loc {
    return { uri: this.part.uri, node: base + node };
  }

  /** `use` statements and type definitions, in the order in which the reference resolves them. */
  resolveTypes(members: readonly Member<InterfaceMember>[]): void {
    for (const { decl, base } of members) if (decl.kind === 'use') this.#use(decl, base);
    const defs: { def: Mutable<TypeDef>; decl: TypeDecl; base: number }[] = [];
    const repeated: typeof defs = [];
    for (const { decl, base } of members) {
      if (!isTypeDecl(decl)) continue;
      const { def, added } = this.#declare(decl, base);
      (added ? defs : repeated).push({ def, decl, base });
    }
    const { cyclic, order } = findCycles(this, defs);
    this.#cyclic = cyclic;
    for (const { def, decl, base } of order) {
      def.def = this.#define(def, decl, base);
      this.types.set(def.name, def);
      // In this order every answer builds on known ones: a chain of a thousand aliases needs no deep recursion.
      heldByDefinition(def);
    }
    // What is in a definition without a name of its own still has a meaning.
    for (const { def, decl, base } of repeated) def.def = this.#define(def, decl, base);
    for (const { def, decl, base } of [...defs, ...repeated])
      if (decl.kind === 'resource') def.def = { kind: 'resource', funcs: this.#resourceFuncs(def, decl, base) };
    for (const { def } of defs) this.#checkReferences(def);
  }

  #use(decl: UseDecl, base: number): void {
    const { scope, part } = this;
    const gate = readGate(decl.attributes, part.uri, base, scope);
    const active = isActive(gate, scope.features);
    const relaxed = !active && decl.path.package !== undefined;
    const target = scope.lookup(part, decl.path, base, 'interface', relaxed);
    const from = target?.kind === 'interface' ? target : undefined;
    const names: TypeDef[] = [];
    for (const { name, alias } of decl.names) {
      const own = alias ?? name;
      if (own.text === '') continue;
      const nameLoc = this.loc(base, name.node);
      const original = from === undefined ? undefined : this.#usedType(from, name.text, nameLoc, relaxed);
      const loc = this.loc(base, own.node);
      const def: Mutable<TypeDef> = {
        kind: 'type',
        name: own.text,
        owner: this.owner,
        loc,
        item: this.loc(base, decl.node),
        gate,
        active,
        def: { kind: 'use', target: original },
      };
      if (original !== undefined) scope.ref(nameLoc, original);
      if (!this.add(own.text, { kind: 'type', def }, loc)) continue;
      if (alias !== undefined || original === undefined) scope.ref(loc, def, 'definition');
      this.types.set(own.text, def);
      // Asked now, a chain of uses is never followed for more than one step.
      heldByDefinition(def);
      names.push(def);
      checkSince(gate, scope.source.id, loc, scope.problems);
      if (active && original !== undefined && !isThere(original)) this.inactive(loc, original);
      else if (active && !this.owner.active) this.#gatedOwner(def);
    }
    this.uses.push({ loc: this.loc(base, decl.node), target: from, names, gate, active });
  }

  #usedType(from: Interface, name: string, loc: Loc, relaxed: boolean): TypeDef | undefined {
    const found = from.types.get(name);
    if (found !== undefined || relaxed || name === '') return found;
    const { scope } = this;
    const where = from.name === undefined ? 'this interface' : `interface \`${from.name}\``;
    if (from.funcs.has(name)) {
      scope.problem(
        'name/function-not-type',
        loc,
        `\`${name}\` of ${where} is a function; only types can be used from an interface`,
      );
      return undefined;
    }
    const near = scope.nearest(name, from.types.size, () => from.types.keys());
    scope.problem('name/not-in-interface', loc, `${where} has no type \`${name}\`${didYouMean(near)}`, {
      related: [{ loc: from.loc, message: `${where} is declared here` }],
      data: { kind: 'rename', loc, names: near },
    });
    return undefined;
  }

  /** Adds a function; a getter and a setter may have one name. */
  addFunc(name: string, loc: Loc, accessor: AccessorKind | undefined): boolean {
    const first = this.names.get(name);
    if (accessor === undefined || first?.kind !== 'func' || first.accessors?.has(accessor) !== false)
      return this.add(
        name,
        { kind: 'func', loc, ...(accessor === undefined ? {} : { accessors: new Set([accessor]) }) },
        loc,
      );
    this.names.set(name, { ...first, accessors: new Set([...first.accessors, accessor]) });
    return true;
  }

  /** Adds a name to the body; reports and refuses a second one. */
  add(name: string, named: Named, loc: Loc): boolean {
    const first = this.names.get(name);
    if (first === undefined) {
      this.names.set(name, named);
      return true;
    }
    this.scope.problem('name/duplicate', loc, `the name \`${name}\` is defined twice here`, {
      related: [
        { loc: first.kind === 'type' ? first.def.loc : first.loc, message: `\`${name}\` is first defined here` },
      ],
    });
    return false;
  }

  #declare(decl: TypeDecl, base: number): { def: Mutable<TypeDef>; added: boolean } {
    const { scope } = this;
    const loc = this.loc(base, decl.name.node);
    const gate = readGate(decl.attributes, this.part.uri, base, scope);
    const active = isActive(gate, scope.features);
    const item = this.loc(base, decl.node);
    const def: Mutable<TypeDef> = {
      kind: 'type',
      name: decl.name.text,
      owner: this.owner,
      loc,
      item,
      gate,
      active,
      def: { kind: 'record', fields: [] },
    };
    if (decl.kind === 'resource') def.def = { kind: 'resource', funcs: [] };
    if (decl.name.text === '') return { def, added: false };
    scope.ref(loc, def, 'definition');
    const added = !this.#overridden(def) && this.add(decl.name.text, { kind: 'type', def }, loc);
    if (added) checkSince(gate, scope.source.id, loc, scope.problems);
    return { def, added };
  }

  /** The reference drops a definition that a later `use` of the same name follows, and says nothing. */
  #overridden(def: TypeDef): boolean {
    const first = this.names.get(def.name);
    if (first?.kind !== 'type' || first.def.def.kind !== 'use' || first.def.loc.node < def.loc.node) return false;
    this.scope.problem(
      'name/overridden-by-use',
      def.loc,
      `this definition of \`${def.name}\` is lost: a later \`use\` brings another \`${def.name}\`, which the toolchain takes instead`,
      { related: [{ loc: first.def.loc, message: `the other \`${def.name}\` comes from here` }] },
    );
    return true;
  }

  #define(def: TypeDef, decl: TypeDecl, base: number): TypeDef['def'] {
    switch (decl.kind) {
      case 'type':
        return { kind: 'alias', type: this.type(decl.type, base) };
      case 'record':
        return { kind: 'record', fields: decl.fields.map((field) => this.#field(def, field.name, field.type, base)) };
      case 'resource':
        return { kind: 'resource', funcs: [] };
      default:
        if (decl.cases.length === 0 && decl.kind !== 'flags' && decl.name.text !== '') {
          const loc = this.loc(base, decl.name.node);
          const what = decl.kind === 'enum' ? 'enum' : 'variant';
          this.scope.problem('type/empty', loc, `${what} \`${decl.name.text}\` must have at least one case`);
        }
        return { kind: decl.kind, cases: decl.cases.map((it) => this.#case(def, it.name, it.type, base)) };
    }
  }

  #field(type: TypeDef, name: { text: string; node: Node }, syntax: TypeSyntax, base: number): FieldDef {
    const field: FieldDef = { name: name.text, type: this.type(syntax, base), loc: this.loc(base, name.node) };
    this.scope.ref(field.loc, { kind: 'field', name: field.name, type, field, loc: field.loc }, 'definition');
    return field;
  }

  #case(type: TypeDef, name: { text: string; node: Node }, syntax: TypeSyntax | undefined, base: number): CaseDef {
    const payload = syntax === undefined ? {} : { type: this.type(syntax, base) };
    const it: CaseDef = { name: name.text, loc: this.loc(base, name.node), ...payload };
    this.scope.ref(it.loc, { kind: 'case', name: it.name, type, case: it, loc: it.loc }, 'definition');
    return it;
  }

  #resourceFuncs(def: TypeDef, decl: ResourceDecl, base: number): readonly Func[] {
    const seen = new Map<string, { readonly loc: Loc; readonly accessors: Set<AccessorKind> }>();
    const funcs: Func[] = [];
    for (const syntax of decl.funcs) {
      const loc = this.loc(base, syntax.name.node);
      const isConstructor = syntax.kind === 'constructor';
      const accessor = syntax.func.accessor?.kind;
      const name = isConstructor ? '' : syntax.name.text;
      const earlier = seen.get(name);
      // A getter and a setter are one name; that one of them is static is said where the setter has no getter.
      const isOther =
        accessor !== undefined && earlier?.accessors.has(accessor) === false && earlier.accessors.size > 0;
      const first = isOther ? undefined : earlier?.loc;
      if (first !== undefined) {
        const message = isConstructor
          ? `resource \`${def.name}\` has two constructors`
          : `resource \`${def.name}\` has two functions \`${syntax.name.text}\``;
        this.scope.problem('type/duplicate-function', loc, message, {
          related: [{ loc: first, message: 'the first one is here' }],
        });
      } else if (syntax.name.text !== '') {
        const known = earlier ?? { loc, accessors: new Set<AccessorKind>() };
        if (accessor !== undefined) known.accessors.add(accessor);
        seen.set(name, known);
      }
      funcs.push(resolveFunc(this, { ...syntax, label: syntax.name, resource: def }, base));
    }
    return pairedAccessors(funcs);
  }

  /** An active item refers to one behind an inactive feature (wit-parser: "excluded due to its feature not being activated"). */
  #checkReferences(def: TypeDef): void {
    if (!def.active) return;
    if (!this.owner.active) {
      this.#gatedOwner(def);
      return;
    }
    if (def.def.kind === 'record') {
      for (const field of def.def.fields) this.checkActive(field.type, field.loc);
    } else if (def.def.kind === 'variant') {
      for (const it of def.def.cases) if (it.type !== undefined) this.checkActive(it.type, def.loc);
    } else if (def.def.kind === 'alias') {
      this.checkActive(def.def.type, def.loc);
    }
  }

  /** A type without a gate in a gated interface or world (wit-parser: "this type is not gated by a feature but its interface is"). */
  #gatedOwner(def: TypeDef): void {
    const { owner } = this;
    const what = owner.kind === 'world' ? 'world' : 'interface';
    const feature = owner.gate.unstable ?? '';
    this.scope.problem(
      'gate/inactive',
      def.loc,
      `the ${what} of this type is behind the feature \`${feature}\`, which is not active, and the type is not: it needs \`@unstable(feature = ${feature})\` too`,
      {
        related: [{ loc: owner.loc, message: `the gate of the ${what} is here` }],
      },
    );
  }

  /** Reports at `loc` when the type mentions one that is not there. */
  checkActive(type: Type, loc: Loc): void {
    const gone = inactiveIn(type);
    if (gone !== undefined) this.inactive(loc, gone);
  }

  inactive(loc: Loc, gone: TypeDef): void {
    const feature = gone.gate.unstable ?? gone.owner.gate.unstable ?? '';
    this.scope.problem(
      'gate/inactive',
      loc,
      `type \`${gone.name}\` is only available with the feature \`${feature}\``,
      {
        related: [{ loc: gone.loc, message: `\`${gone.name}\` is behind \`@unstable(feature = ${feature})\`` }],
      },
    );
  }

  // Types

  type(syntax: TypeSyntax, base: number): Type {
    const loc = this.loc(base, syntax.node);
    switch (syntax.kind) {
      case 'primitive':
        return { kind: 'primitive', name: syntax.name, loc };
      case 'name':
        return this.#named(syntax.name.text, this.loc(base, syntax.name.node), loc);
      case 'own':
      case 'borrow': {
        const nameLoc = this.loc(base, syntax.resource.node);
        const named = this.#named(syntax.resource.text, nameLoc, nameLoc);
        if (named.kind !== 'ref') return { kind: 'error', loc };
        this.#handles.push({ def: named.def, loc: nameLoc });
        return { kind: syntax.kind, def: named.def, loc };
      }
      case 'bad':
        return { kind: 'error', loc };
      case 'map':
        this.#mapKey(syntax, base);
    }
    return { ...mapArguments(syntax, (it) => this.type(it, base)), loc };
  }

  /** Handles met since the last call, for the check that they are handles of resources. */
  takeHandles(): readonly { def: TypeDef; loc: Loc }[] {
    return this.#handles.splice(0);
  }

  #named(name: string, nameLoc: Loc, loc: Loc): Type {
    if (name === '') return { kind: 'error', loc };
    const named = this.names.get(name);
    if (named?.kind === 'type') {
      this.scope.ref(nameLoc, named.def);
      if (this.#cyclic.has(nameLoc.node)) return { kind: 'error', loc };
      return { kind: 'ref', def: named.def, loc };
    }
    if (named?.kind === 'func') {
      this.scope.problem('name/function-not-type', nameLoc, `\`${name}\` is a function; expected a type`, {
        related: [{ loc: named.loc, message: `\`${name}\` is defined here` }],
      });
    } else {
      this.#unknownType(name, nameLoc);
      const once = FORMER_TYPES.get(name);
      if (once !== undefined) return { kind: 'primitive', name: once, loc };
    }
    return { kind: 'error', loc };
  }

  #unknownType(name: string, loc: Loc): void {
    const wit = FOREIGN_TYPES.get(name);
    if (wit !== undefined) {
      const message =
        wit === ''
          ? `unknown type \`${name}\`: what has no value is left out, as in \`func()\` or \`result\``
          : `unknown type \`${name}\`; in WIT it is \`${wit}\``;
      const names = wit === '' || needsArguments(wit) ? [] : [wit];
      this.scope.problem(
        'name/unknown-type',
        loc,
        message,
        names.length === 0 ? {} : { data: { kind: 'rename', loc, names } },
      );
      return;
    }
    const { names } = this;
    const isType = (it: string): boolean => names.get(it)?.kind === 'type';
    const near = this.scope.nearest(name, names.size, () => [...[...names.keys()].filter(isType), ...BUILTIN_NAMES]);
    const written = near.flatMap((it) => (isType(it) ? [escapeName(it)] : needsArguments(it) ? [] : [it]));
    const data =
      near.length > 0 ? { kind: 'rename' as const, loc, names: written } : { kind: 'add-use' as const, name };
    this.scope.problem('name/unknown-type', loc, `unknown type \`${name}\`${didYouMean(near)}`, { data });
  }

  #mapKey(syntax: { readonly key: TypeSyntax; readonly node: Node }, base: number): void {
    const { key } = syntax;
    if (key.kind === 'bad' || (key.kind === 'primitive' && PRIMITIVES[key.name].mapKey)) return;
    this.scope.problem(
      'type/map-key',
      this.loc(base, key.node),
      'the key of a map must be written as one of bool, u8 … u64, s8 … s64, char, string',
    );
  }
}

/** Does a type need arguments, so that its name alone is no repair? */
function needsArguments(name: string): boolean {
  const row = genericOf(name);
  return row !== undefined && !canBeBare(row);
}

function isTypeDecl(decl: { readonly kind: string }): decl is TypeDecl {
  return (
    decl.kind === 'type' ||
    decl.kind === 'record' ||
    decl.kind === 'flags' ||
    decl.kind === 'variant' ||
    decl.kind === 'enum' ||
    decl.kind === 'resource'
  );
}

/** The first named type in `type` that is not there. */
function inactiveIn(type: Type): TypeDef | undefined {
  const def = namedBy(type);
  if (def !== undefined) return isThere(def) ? undefined : def;
  for (const part of partsOf(type)) {
    const found = inactiveIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

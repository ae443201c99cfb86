// One chunk of flat syntax to one declaration. Total: whatever is missing becomes an empty name or a `bad` type; a syntax
// problem reported elsewhere says so. Nodes are numbered in the order they are met, so equal tokens give equal numbers.

import type { Flat, FlatKind } from './flat.ts';
import type {
  AccessorKind,
  Attribute,
  Case,
  Decl,
  Extern,
  FuncType,
  InterfaceMember,
  Name,
  Node,
  Param,
  ResourceFunc,
} from './items.ts';
import { TypeLowering } from './lower-types.ts';
import type { SyntaxProblem } from './problems.ts';

export interface Lowered {
  readonly decl: Decl;
  readonly spans: readonly number[];
  readonly problems: readonly SyntaxProblem[];
}

/** Lowers the node `root` of `flat`; spans become relative to `origin`. */
export function lower(flat: Flat, text: string, origin: number): Lowered {
  const lowering = new Lowering(flat, text, origin);
  const decl = lowering.decl(0);
  // A copy has no room to grow: there are as many as declarations, and they are kept.
  return { decl, spans: lowering.spans.slice(), problems: lowering.problems };
}

/** What every declaration has. */
interface Base {
  readonly node: Node;
  readonly attributes: readonly Attribute[];
}

const NAMED: ReadonlySet<FlatKind> = new Set<FlatKind>([
  'func_item',
  'type_item',
  'record_item',
  'flags_item',
  'variant_item',
  'enum_item',
  'resource_item',
]);

class Lowering extends TypeLowering {
  decl(root: number): Decl {
    const { flat } = this;
    const kind = flat.kind(root);
    const base: Base = { node: this.node(root), attributes: this.attributes(root) };
    switch (kind) {
      case 'package_decl':
      case 'nested_package_definition':
        return this.packageDecl(root, base);
      case 'toplevel_use_item': {
        this.refuseAttributes(root);
        const keyword = this.keyword(root, 'use');
        const path = this.usePath(flat.child(root, 'use_path'), root);
        const alias = flat.child(root, 'identifier');
        const named = alias === undefined ? {} : { alias: this.name(alias) };
        return { kind: 'toplevel-use', ...base, keyword, path, ...named };
      }
      case 'interface_item':
        this.refuseExternalId(base.attributes, 'an interface');
        return { kind: 'interface', ...base, name: this.nameIn(root) };
      case 'world_item':
        this.refuseExternalId(base.attributes, 'a world');
        return { kind: 'world', ...base, name: this.nameIn(root) };
      case 'import_item':
        return { kind: 'import', ...base, extern: this.extern(root) };
      case 'export_item':
        return { kind: 'export', ...base, extern: this.extern(root) };
      case 'include_item': {
        this.refuseExternalId(base.attributes, 'an `include`');
        const path = this.usePath(flat.child(root, 'use_path'), root);
        const pairs = this.pairs(flat.child(root, 'include_names'), 'include_name');
        const names = pairs.map(({ name, alias }) => ({ name, alias: alias ?? this.missing(root) }));
        return { kind: 'include', ...base, path, names };
      }
      default:
        return this.member(root, kind, base);
    }
  }

  packageDecl(root: number, base: Base): Decl {
    this.refuseAttributes(root);
    const name = this.packageName(this.flat.child(root, 'package_name'), root);
    if (this.flat.kind(root) === 'package_decl') return { kind: 'package', ...base, name };
    return { kind: 'nested-package', ...base, name, keyword: this.keyword(root, 'package') };
  }

  /** A member of an interface; `bad` for every other kind. */
  member(root: number, kind: FlatKind, base: Base): InterfaceMember {
    if (kind === 'use_item') {
      const path = this.usePath(this.flat.child(root, 'use_path'), root);
      return { kind: 'use', ...base, path, names: this.pairs(this.flat.child(root, 'use_names'), 'use_name') };
    }
    // Read before `nameIn`, which makes a node, can be called.
    if (!NAMED.has(kind)) return { kind: 'bad', ...base };
    return this.named(root, kind, base, this.nameIn(root));
  }

  named(root: number, kind: FlatKind, base: Base, name: Name): InterfaceMember {
    switch (kind) {
      case 'func_item':
        return { kind: 'func', ...base, name, func: this.funcType(this.flat.child(root, 'func_type'), root) };
      case 'type_item':
        return { kind: 'type', ...base, name, type: this.typeIn(root) };
      case 'record_item': {
        const fields = this.bodyOf(root, 'record_body', 'record_field').map((child) => {
          const node = this.node(child);
          return { node, name: this.nameIn(child), type: this.typeIn(child) };
        });
        return { kind: 'record', ...base, name, fields };
      }
      case 'flags_item':
        return { kind: 'flags', ...base, name, cases: this.cases(root, 'flags_body', 'flags_field') };
      case 'variant_item':
        return { kind: 'variant', ...base, name, cases: this.cases(root, 'variant_body', 'variant_case') };
      case 'enum_item':
        return { kind: 'enum', ...base, name, cases: this.cases(root, 'enum_body', 'enum_case') };
      case 'resource_item':
        return { kind: 'resource', ...base, name, funcs: this.resourceFuncs(root) };
      default:
        return { kind: 'bad', ...base };
    }
  }

  extern(root: number): Extern {
    const { flat } = this;
    const label = flat.child(root, 'identifier');
    const func = flat.child(root, 'func_type');
    const inline = flat.child(root, 'inline_interface');
    if (func !== undefined) {
      const name = label === undefined ? this.missing(root) : this.name(label);
      return { kind: 'func', label: name, func: this.funcType(func, root) };
    }
    if (inline !== undefined) {
      const name = label === undefined ? this.missing(root) : this.name(label);
      return {
        kind: 'interface',
        label: name,
        members: this.inlineMembers(inline),
      };
    }
    const named = label === undefined ? {} : { label: this.name(label) };
    return {
      kind: 'path',
      ...named,
      path: this.usePath(flat.child(root, 'use_path'), root),
    };
  }

  inlineMembers(inline: number): InterfaceMember[] {
    const { flat } = this;
    const body = flat.child(inline, 'interface_body');
    if (body === undefined) return [];
    const members: InterfaceMember[] = [];
    for (const child of flat.children(body)) {
      const base = {
        node: this.node(child),
        attributes: this.attributes(child),
      };
      members.push(this.member(child, flat.kind(child), base));
    }
    return members;
  }

  resourceFuncs(root: number): ResourceFunc[] {
    const { flat } = this;
    const body = flat.child(root, 'resource_body');
    if (body === undefined) return [];
    const funcs: ResourceFunc[] = [];
    for (const child of flat.children(body)) {
      const kind = flat.kind(child);
      if (kind !== 'resource_constructor' && kind !== 'resource_method') continue;
      const node = this.node(child);
      const attributes = this.attributes(child);
      if (kind === 'resource_method') {
        const name = this.nameIn(child);
        const isStatic = flat.child(child, 'static') !== undefined;
        funcs.push({
          kind: isStatic ? 'static' : 'method',
          node,
          attributes,
          name,
          func: this.funcType(flat.child(child, 'func_type'), child),
        });
        continue;
      }
      const name = {
        text: 'constructor',
        node: this.keyword(child, 'constructor'),
      };
      const params = this.params(child);
      const result = this.optionalType(child);
      const func = {
        async: false,
        params,
        node,
        ...(result === undefined ? {} : { result }),
      };
      funcs.push({ kind: 'constructor', node, attributes, name, func });
    }
    return funcs;
  }

  funcType(index: number | undefined, parent: number): FuncType {
    if (index === undefined) return { async: false, params: [], node: this.missing(parent).node };
    const node = this.node(index);
    const params = this.params(index);
    const result = this.optionalType(index);
    const async = this.flat.child(index, 'async') !== undefined;
    const accessor = this.accessor(index, 'get') ?? this.accessor(index, 'set');
    return {
      async,
      params,
      node,
      ...(accessor === undefined ? {} : { accessor }),
      ...(result === undefined ? {} : { result }),
    };
  }

  accessor(index: number, kind: AccessorKind): FuncType['accessor'] {
    const word = this.flat.child(index, kind);
    return word === undefined ? undefined : { kind, node: this.node(word) };
  }

  params(index: number): Param[] {
    return this.bodyOf(index, 'param_list', 'param').map((child) => ({
      name: this.nameIn(child),
      type: this.typeIn(child),
    }));
  }

  cases(root: number, body: FlatKind, kind: FlatKind): Case[] {
    return this.bodyOf(root, body, kind).map((child) => {
      const node = this.node(child);
      const name = this.nameIn(child);
      const type = this.optionalType(child);
      return { node, name, ...(type === undefined ? {} : { type }) };
    });
  }

  pairs(body: number | undefined, kind: FlatKind): { name: Name; alias?: Name }[] {
    if (body === undefined) return [];
    const { flat } = this;
    return flat.childrenOf(body, kind).map((child) => {
      const [first, second] = flat.childrenOf(child, 'identifier');
      const name = first === undefined ? this.missing(child) : this.name(first);
      return second === undefined ? { name } : { name, alias: this.name(second) };
    });
  }
}

// Types of one chunk, lowered.

import type { FlatKind } from './flat.ts';
import type { Node, Primitive, TypeSyntax } from './items.ts';
import { NameLowering } from './lower-names.ts';

/** How deep types may nest; the reference's own limit. */
export const MAX_DEPTH = 100;

export class TypeLowering extends NameLowering {
  typeIn(parent: number): TypeSyntax {
    return (
      this.optionalType(parent) ?? {
        kind: 'bad',
        node: this.missing(parent).node,
      }
    );
  }

  /** The first child that is a type. */
  optionalType(parent: number, depth = 0): TypeSyntax | undefined {
    const child = this.flat.children(parent).find((it) => isType(this.flat.kind(it)));
    return child === undefined ? undefined : this.type(child, depth);
  }

  type(index: number, depth: number): TypeSyntax {
    const { flat } = this;
    const kind = flat.kind(index);
    if (depth >= MAX_DEPTH) return this.tooDeep(index);
    const node = this.node(index);
    if (kind === 'type_name') {
      const child = flat.child(index, 'identifier');
      return { kind: 'name', node, name: child === undefined ? this.missing(index) : this.name(child) };
    }
    if (kind === 'primitive_type') return { kind: 'primitive', node, name: this.slice(index) as Primitive };
    if (kind === 'own_handle') return { kind: 'own', node, resource: this.nameIn(index) };
    if (kind === 'borrow_handle') return { kind: 'borrow', node, resource: this.nameIn(index) };
    return this.generic(index, kind, node, depth);
  }

  generic(index: number, kind: FlatKind, node: Node, depth: number): TypeSyntax {
    const { flat } = this;
    const types = flat.children(index).filter((it) => isType(flat.kind(it)) || flat.kind(it) === 'placeholder');
    const at = (n: number): TypeSyntax => {
      const child = types[n];
      return child === undefined ? { kind: 'bad', node: this.missing(index).node } : this.type(child, depth + 1);
    };
    switch (kind) {
      case 'list_type': {
        const element = at(0);
        const length = flat.child(index, 'integer');
        return { kind: 'list', node, element, ...(length === undefined ? {} : { length: this.listLength(length) }) };
      }
      case 'map_type':
        return { kind: 'map', node, key: at(0), value: at(1) };
      case 'option_type':
        return { kind: 'option', node, of: at(0) };
      case 'result_type': {
        const ok = types[0] === undefined || flat.kind(types[0]) === 'placeholder' ? {} : { ok: at(0) };
        return { kind: 'result', node, ...ok, ...(types[1] === undefined ? {} : { err: at(1) }) };
      }
      case 'tuple_type':
        return { kind: 'tuple', node, items: types.map((_, n) => at(n)) };
      case 'future_type':
        return { kind: 'future', node, ...(types.length === 0 ? {} : { of: at(0) }) };
      case 'stream_type':
        return { kind: 'stream', node, ...(types.length === 0 ? {} : { of: at(0) }) };
      default:
        return { kind: 'bad', node };
    }
  }

  tooDeep(index: number): TypeSyntax {
    const node = this.node(index);
    this.problem('syntax/nesting-too-deep', index, `types cannot nest deeper than ${MAX_DEPTH} levels`);
    return { kind: 'bad', node };
  }

  listLength(index: number): { value: number | undefined; node: Node } {
    const value = Number(this.slice(index));
    const fits = value <= 0xffffffff;
    if (!fits)
      this.problem('syntax/invalid-list-length', index, 'a list length must fit in 32 bits (at most 4294967295)');
    return { value: fits ? value : undefined, node: this.node(index) };
  }
}

const TYPES: ReadonlySet<FlatKind> = new Set<FlatKind>([
  'primitive_type',
  'list_type',
  'map_type',
  'option_type',
  'result_type',
  'tuple_type',
  'future_type',
  'stream_type',
  'own_handle',
  'borrow_handle',
  'type_name',
]);

function isType(kind: FlatKind): boolean {
  return TYPES.has(kind);
}

// Types of one chunk, lowered.

import { GENERIC_NAMES, GENERICS, type GenericName, isPrimitive } from './builtins.ts';
import type { FlatKind } from './flat.ts';
import { genericType } from './generic-types.ts';
import type { TypeSyntax } from './items.ts';
import { NameLowering } from './lower-names.ts';

/** How deep types may nest; the reference's own limit. */
const MAX_DEPTH = 100;

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
    const child = this.flat.find(parent, isType);
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
    if (kind === 'primitive_type') {
      const word = this.slice(index);
      return isPrimitive(word) ? { kind: 'primitive', node, name: word } : { kind: 'bad', node };
    }
    const name = NAMES.get(kind);
    if (name === undefined) return { kind: 'bad', node };
    if (name === 'own' || name === 'borrow') return { kind: name, node, resource: this.nameIn(index) };
    const missing = (): TypeSyntax => ({ kind: 'bad', node: this.missing(index).node });
    const args = flat
      .children(index)
      .filter((it) => isType(flat.kind(it)) || flat.kind(it) === 'placeholder')
      .map((it) => (flat.kind(it) === 'placeholder' ? undefined : this.type(it, depth + 1)));
    return { ...genericType(name, args, missing, this.listLength(index)), node };
  }

  tooDeep(index: number): TypeSyntax {
    const node = this.node(index);
    this.problem('syntax/nesting-too-deep', index, `types cannot nest deeper than ${MAX_DEPTH} levels`);
    return { kind: 'bad', node };
  }

  /** Undefined without a length, or when it does not fit in 32 bits. */
  listLength(parent: number): number | undefined {
    const index = this.flat.child(parent, 'integer');
    if (index === undefined) return undefined;
    const value = Number(this.slice(index));
    if (value <= 0xffffffff) return value;
    this.problem('syntax/invalid-list-length', index, 'a list length must fit in 32 bits (at most 4294967295)');
    return undefined;
  }
}

/** The generic types by their nodes. */
const NAMES: ReadonlyMap<string, GenericName> = new Map(GENERIC_NAMES.map((name) => [GENERICS[name].node, name]));

function isType(kind: FlatKind): boolean {
  return kind === 'type_name' || kind === 'primitive_type' || NAMES.has(kind);
}

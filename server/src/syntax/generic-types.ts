// Generic types applied to their arguments: one shape for types as written, as meant, and as they are in a binary. What
// follows from the shape alone is here: arguments, mapping, comparison, text.

/** A generic type; of the built-in ones all but the handles, whose argument is not a type. */
type Shape<A extends { readonly type: unknown }> =
  | { readonly kind: 'list'; readonly element: A['type']; readonly length?: number }
  | { readonly kind: 'option'; readonly of: A['type'] }
  | { readonly kind: 'result'; readonly ok?: A['type']; readonly err?: A['type'] }
  | { readonly kind: 'tuple'; readonly items: readonly A['type'][] }
  | { readonly kind: 'map'; readonly key: A['type']; readonly value: A['type'] }
  | { readonly kind: 'future' | 'stream'; readonly of?: A['type'] };

/** `T` is whatever a type is at this place. */
export type GenericType<T> = Shape<{ readonly type: T }>;
export type HandleKind = 'own' | 'borrow';

/** With what is written beside it. For a `type` that contains this one: the record keeps the two from going in circles. */
export type GenericTypeOf<A extends { readonly type: unknown }, B> = Shape<A> & B;

/** The arguments in the order in which they are written; `undefined` for one that is left out. */
export function argumentsOf<T>(type: GenericType<T>): readonly (T | undefined)[] {
  switch (type.kind) {
    case 'list':
      return [type.element];
    case 'option':
    case 'future':
    case 'stream':
      return [type.of];
    case 'result':
      return [type.ok, type.err];
    case 'tuple':
      return type.items;
    case 'map':
      return [type.key, type.value];
  }
}

/** The type of a kind with these arguments, as `argumentsOf` gives them; `missing` for one that has to be there. */
export function genericType<T>(
  kind: GenericType<T>['kind'],
  args: readonly (T | undefined)[],
  missing: () => T,
  length?: number,
): GenericType<T> {
  const at = (index: number): T => args[index] ?? missing();
  switch (kind) {
    case 'list':
      return { kind, element: at(0), ...(length === undefined ? {} : { length }) };
    case 'option':
      return { kind, of: at(0) };
    case 'future':
    case 'stream':
      return { kind, ...(args[0] === undefined ? {} : { of: args[0] }) };
    case 'result':
      return {
        kind,
        ...(args[0] === undefined ? {} : { ok: args[0] }),
        ...(args[1] === undefined ? {} : { err: args[1] }),
      };
    case 'tuple':
      return { kind, items: args.map((_, index) => at(index)) };
    case 'map':
      return { kind, key: at(0), value: at(1) };
  }
}

/** The same type with every argument changed, in the order in which they are written. */
export function mapArguments<T, U>(type: GenericType<T>, change: (argument: T) => U): GenericType<U> {
  switch (type.kind) {
    case 'list':
      return {
        kind: 'list',
        element: change(type.element),
        ...(type.length === undefined ? {} : { length: type.length }),
      };
    case 'option':
      return { kind: 'option', of: change(type.of) };
    case 'future':
    case 'stream':
      return { kind: type.kind, ...(type.of === undefined ? {} : { of: change(type.of) }) };
    case 'result':
      return {
        kind: 'result',
        ...(type.ok === undefined ? {} : { ok: change(type.ok) }),
        ...(type.err === undefined ? {} : { err: change(type.err) }),
      };
    case 'tuple':
      return { kind: 'tuple', items: type.items.map(change) };
    case 'map':
      return { kind: 'map', key: change(type.key), value: change(type.value) };
  }
}

/** Are two types alike but for what their arguments are: the same kind and length, the same arguments there? */
export function sameShape<T, U>(a: GenericType<T>, b: GenericType<U>): boolean {
  if (a.kind !== b.kind || lengthOf(a) !== lengthOf(b)) return false;
  const [left, right] = [argumentsOf(a), argumentsOf(b)];
  return left.length === right.length && left.every((it, index) => (it === undefined) === (right[index] === undefined));
}

function lengthOf(type: GenericType<unknown>): number | undefined {
  return type.kind === 'list' ? type.length : undefined;
}

/** `list<u8, 4>`; `textOf` writes an argument. */
export function genericText<T>(type: GenericType<T>, textOf: (argument: T) => string): string {
  const given = argumentsOf(type);
  const last = given.findLastIndex((it) => it !== undefined);
  const written = given.slice(0, last + 1).map((it) => (it === undefined ? '_' : textOf(it)));
  const length = lengthOf(type);
  if (length !== undefined) written.push(String(length));
  // A tuple without elements is an error, but it is written like this.
  return written.length === 0 && type.kind !== 'tuple' ? type.kind : `${type.kind}<${written.join(', ')}>`;
}

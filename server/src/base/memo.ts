// Answers computed once and kept for as long as what they are about is alive. Undefined is an answer like any other.

/** `compute`, called once for each object. */
export function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const kept = known.get(key);
    if (kept !== undefined) return kept.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}

/** `compute`, called again when the object is another than the last one: for answers that are too large to keep of all. */
export function memoLatest<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  let latest = memo(compute);
  let last: WeakRef<K> | undefined;
  return (key) => {
    if (last?.deref() !== key) {
      last = new WeakRef(key);
      latest = memo(compute);
    }
    return latest(key);
  };
}

/** `compute`, remembered of at most `most` objects: of one more, all are forgotten. */
export function memoRecent<K extends object, V>(compute: (key: K) => V, most: number): (key: K) => V {
  const kept = new Map<K, V>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = compute(key);
    if (kept.size >= most) kept.clear();
    kept.set(key, value);
    return value;
  };
}

/** `compute`, called once for each object and name; more arguments must follow from these two. */
export function memoByName<K extends object, V, Rest extends readonly unknown[] = []>(
  compute: (key: K, name: string, ...rest: Rest) => V,
): (key: K, name: string, ...rest: Rest) => V {
  const rowOf = memo((_: K) => new Map<string, { readonly value: V }>());
  return (key, name, ...rest) => {
    const row = rowOf(key);
    const kept = row.get(name) ?? { value: compute(key, name, ...rest) };
    row.set(name, kept);
    return kept.value;
  };
}

/** Values by two objects, kept while both are alive. */
export class WeakPairMap<A extends object, B extends object, V> {
  readonly #rows = new WeakMap<A, WeakMap<B, V>>();

  get(a: A, b: B): V | undefined {
    return this.#rows.get(a)?.get(b);
  }

  set(a: A, b: B, value: V): void {
    const row = this.#rows.get(a) ?? new WeakMap<B, V>();
    this.#rows.set(a, row.set(b, value));
  }
}

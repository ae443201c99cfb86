// What a misspelt name may have meant: suggestions for a whole package, within bounds.

import { didYouMean, nearest, nearestPackages } from '../base/suggest.ts';

/** How many names all suggestions of one item may look at: thousands of unknown names are no slips. */
const MAX_COMPARED = 200_000;

interface KnownPackages {
  readonly all: readonly string[];
  /** By the name without its version. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

/** What can be said of a package that is not found. */
interface Facts {
  readonly places?: string;
  readonly locked?: (namespace: string, name: string) => string | undefined;
}

export class KnownNames {
  readonly #ownKey: string;
  readonly #listPackages: () => readonly string[];
  readonly #compared = new Map<object, number>();
  #byName: KnownPackages | undefined;

  /** `ownKey`: the package itself. `listPackages`: all that could be referred to. */
  constructor(ownKey: string, listPackages: () => readonly string[]) {
    this.#ownKey = ownKey;
    this.#listPackages = listPackages;
  }

  /** Names near to one that is unknown, as long as `item` does not ask that too often. */
  nearest(item: object, name: string, count: number, known: () => Iterable<string>): string[] {
    return this.#mayCompare(item, count) ? nearest(name, known()) : [];
  }

  /** The packages that were meant by an unknown key, and what to say of it. */
  packageNotFound(
    item: object,
    key: string,
    { places, locked }: Facts,
  ): { readonly near: readonly string[]; readonly message: string } {
    const { near, hint } = this.#packages(item, key);
    const base = key.split('@')[0] ?? key;
    const [namespace = '', name = ''] = base.split(':');
    const own = this.#ownKey.split('@')[0] === base;
    const fact = own ? undefined : locked?.(namespace, name);
    // Nothing here is meant, so it is to be had elsewhere.
    const isAbsent = !own && near.length === 0 && fact === undefined && places?.includes('deps/') === true;
    const advice = isAbsent ? '; `wkg fetch` fetches what a registry has' : '';
    const where = places === undefined ? '' : ` (${places}${advice})`;
    return { near, message: `package \`${key}\` not found${fact === undefined ? hint : `; ${fact}`}${where}` };
  }

  #packages(item: object, key: string): { readonly near: readonly string[]; readonly hint: string } {
    const { all, versions: byName } = this.#known();
    const base = key.split('@')[0] ?? key;
    // What was asked for is no suggestion.
    const versions = (byName.get(base) ?? []).filter((it) => it !== key);
    const near = versions.length > 0 ? versions : this.#mayCompare(item, all.length) ? nearestPackages(key, all) : [];
    if (this.#ownKey.split('@')[0] === base)
      return { near, hint: `; this package is \`${this.#ownKey}\`, and its own interfaces are named without it` };
    const others = all.length <= 9 ? all.filter((it) => it !== key) : all;
    const list = (names: readonly string[]): string => names.map((it) => `\`${it}\``).join(', ');
    if (versions.length > 0) return { near, hint: `; known ${versions.length === 1 ? 'is' : 'are'} ${list(versions)}` };
    return {
      near,
      hint: didYouMean(near) || (others.length > 0 && others.length <= 8 ? `; known packages: ${list(others)}` : ''),
    };
  }

  #mayCompare(item: object, count: number): boolean {
    const compared = (this.#compared.get(item) ?? 0) + count;
    this.#compared.set(item, compared);
    return compared <= MAX_COMPARED || compared === count;
  }

  #known(): KnownPackages {
    if (this.#byName !== undefined) return this.#byName;
    const all = this.#listPackages().filter((it) => it !== this.#ownKey);
    const versions = new Map<string, string[]>();
    for (const it of all) {
      const base = it.split('@')[0] ?? it;
      const list = versions.get(base);
      if (list === undefined) versions.set(base, [it]);
      else list.push(it);
    }
    this.#byName = { all, versions };
    return this.#byName;
  }
}

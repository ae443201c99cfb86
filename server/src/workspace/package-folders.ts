// How WIT files lie on a disk: which of them are one package, and what is vendored beside them (`deps/`).

/** A directory whose own `*.wit` files are one package (or several nested ones), or a single file that is. */
export interface PackageRoot {
  readonly uri: string;
  readonly kind: 'directory' | 'file';
  /** URIs of the package's own files, sorted by path. */
  readonly files: readonly string[];
  /** What lies in `deps/`, sorted by name; empty for a single file. */
  readonly deps: readonly DependencyGroup[];
  /** What lock files say of packages, by name; absent where none was read. */
  readonly locked?: ReadonlyMap<string, string>;
  /** What in `deps/`, or in its place, makes the toolchain refuse the package, and is no file that could say so itself. */
  readonly depsFaults?: readonly DepsFault[];
  /** URIs of the roots that hold what manifests name as dependencies. */
  readonly named?: readonly string[];
}

export interface DepsFault {
  readonly uri: string;
  /** `link-as-text`: git wrote the target of the link into a file. */
  readonly kind: 'dead-link' | 'file' | 'link-as-text';
}

/** One entry of `deps/`: each is a package group of its own. */
export interface DependencyGroup {
  readonly uri: string;
  readonly kind: 'directory' | 'file' | 'binary';
  readonly files: readonly string[];
}

/** The files of a package, to be looked up by their URIs. */
interface RootFiles {
  readonly own: ReadonlySet<string>;
  /** With those of `deps/`. */
  readonly all: ReadonlySet<string>;
}

const known = new WeakMap<PackageRoot, RootFiles>();

export function filesIn(root: PackageRoot): RootFiles {
  const cached = known.get(root);
  if (cached !== undefined) return cached;
  const own = new Set(root.files);
  const all = root.deps.length === 0 ? own : new Set([...root.files, ...root.deps.flatMap((it) => it.files)]);
  const files = { own, all };
  known.set(root, files);
  return files;
}
